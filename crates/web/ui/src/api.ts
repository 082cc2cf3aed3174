// Questions to the server, and news from it.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Annotated, Changed } from './types'

/** What went wrong, and what can be done. */
export class Problem extends Error {
  constructor(readonly status: number, message: string, readonly advice: string) {
    super(message)
  }
}

function advice(status: number): string {
  if (status === 0) return 'See whether sayso serve still runs, then try again.'
  if (status === 400) return 'Change or remove the filter that is named here.'
  if (status === 401) return 'Open the address with its token, as the terminal shows it.'
  if (status === 404) return 'It may have got another id when reports came in. Search for it.'
  if (status === 413) return 'Leave out a part of the text.'
  if (status === 503) return 'The server is busy. Wait a moment, or ask for less.'
  return 'Try again; if it stays, look at what the terminal says.'
}

async function problem(answer: Response): Promise<Problem> {
  let message = `The server answers ${answer.status}.`
  try {
    const body: unknown = await answer.json()
    if (body && typeof body === 'object' && 'error' in body) message = String(body.error)
  } catch {
    // No JSON: the status says enough.
  }
  return new Problem(answer.status, message, advice(answer.status))
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, 'The server does not answer.', advice(0))
  }
  if (!answer.ok) throw await problem(answer)
  return answer
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await ask(path, { signal, headers: { accept: 'application/json' } })
  return (await answer.json()) as T
}

export async function read(text: string, query: string, signal?: AbortSignal): Promise<Annotated> {
  const answer = await ask(`/api/read${query ? `?${query}` : ''}`, {
    method: 'POST', body: text, signal, headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
  return (await answer.json()) as Annotated
}

export type Answer<T> = { data: T | null; problem: Problem | null; loading: boolean; again: () => void }

const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(-1, 'The answer could not be read.', advice(-1))

/** The answer to a question, asked anew when `path` changes or the reader wants to see what is new. Old answers stay until new ones come. */
export function useApi<T>(path: string | null): Answer<T> {
  const fresh = useFresh()
  const [round, setRound] = useState(0)
  const [state, set] = useState<{ data: T | null; problem: Problem | null; path: string | null }>({ data: null, problem: null, path: null })
  const [loading, setLoading] = useState(path !== null)
  useEffect(() => {
    if (path === null) {
      set({ data: null, problem: null, path: null })
      setLoading(false)
      return
    }
    const stop = new AbortController()
    setLoading(true)
    get<T>(path, stop.signal).then(
      (data) => {
        set({ data, problem: null, path })
        setLoading(false)
      },
      (error: unknown) => {
        if (stop.signal.aborted) return
        set({ data: null, problem: asProblem(error), path })
        setLoading(false)
      },
    )
    return () => stop.abort()
  }, [path, round, fresh])
  return { data: state.data, problem: state.problem, loading: loading || state.path !== path, again: () => setRound((r) => r + 1) }
}

// News: what the server tells of changes, and whether the reader has asked to see them.

export type News = { statements: number; documents: number; stale: boolean }
let seen: Changed | null = null
let last: Changed | null = null
let fresh = 0
const watchers = new Set<() => void>()
const tell = () => {
  for (const watcher of [...watchers]) watcher()
}

export function listen(): void {
  const events = new EventSource('/api/events')
  events.addEventListener('changed', (event) => {
    let news: Changed
    try {
      news = JSON.parse((event as MessageEvent<string>).data) as Changed
    } catch {
      return
    }
    last = news
    // The first one, or the first after a server began anew: what is on the page is as new as this.
    if (!seen || news.change < seen.change) seen = news
    tell()
  })
  // A stream left open would keep the browser from putting the page aside.
  window.addEventListener('pagehide', () => events.close())
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) listen()
  })
}

/** Show what is new: every view asks again. */
export function refresh(): void {
  seen = last
  fresh++
  tell()
}

function useWatched<T>(value: () => T): T {
  const [state, set] = useState(value)
  const now = useRef(value)
  now.current = value
  useEffect(() => {
    const watcher = () => set(() => now.current())
    watchers.add(watcher)
    watcher()
    return () => {
      watchers.delete(watcher)
    }
  }, [])
  return state
}

const useFresh = (): number => useWatched(() => fresh)

/** What has come in since the reader last looked; null when nothing has. */
export function useNews(): News | null {
  useWatched(() => `${last?.change} ${seen?.change}`)
  if (!last || !seen || last.change === seen.change) return null
  return { statements: last.statements - seen.statements, documents: last.documents - seen.documents, stale: last.stale }
}
