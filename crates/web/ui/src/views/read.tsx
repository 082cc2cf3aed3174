// A text of the reader's own. It goes to this machine's sayso only, and is not kept.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Problem, read } from '../api'
import { Empty, Heading, save } from '../parts/bits'
import { Reader, hiddenOf, hiddenText } from '../parts/reader'
import { navigate, usePlace } from '../router'
import { href, query } from '../state'
import { fromReading, layersOf, legsOf } from '../told'
import type { Annotated } from '../types'

const EXAMPLE = `Fishermen in Port Alma told the Coastal Herald that a Chilean patrol boat had fired at a Peruvian trawler on Sunday. Chile's navy denied that its boats had fired at the trawler, but a naval officer, who asked not to be named, said that two patrol boats may have attacked it during the night.

"Peru has arrested four Chilean sailors," the governor, Ana Torrealba, told reporters on Monday. According to the harbour office, citing the coast guard, Chile sent 40 marines from Valparaíso to Arica by ship. Peru's foreign ministry urged Chile to hold talks.`
/** Longer texts do not fit into an address. */
const IN_ADDRESS = 4000

export function ReadView() {
  const { query: q, hash } = usePlace()
  const given = useMemo(() => {
    const match = /^text=(.*)$/s.exec(hash)
    try {
      return match ? decodeURIComponent(match[1]!) : null
    } catch {
      return null
    }
  }, [hash])
  const [text, setText] = useState(given ?? '')
  const [reading, setReading] = useState<Annotated | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  const stop = useRef<AbortController | null>(null)
  const asked = useRef<string | null>(null)
  const result = useRef<HTMLHeadingElement>(null)
  const date = q.get('date')
  const publisher = q.get('publisher')

  const start = (words: string, day: string | null, outlet: string | null, focus: boolean) => {
    stop.current?.abort()
    stop.current = new AbortController()
    const signal = stop.current.signal
    asked.current = words
    setBusy(true)
    setProblem(null)
    read(words, query({ date: day, publisher: outlet }), signal).then(
      (a) => {
        setReading(a)
        setBusy(false)
        if (focus) requestAnimationFrame(() => result.current?.focus())
      },
      (error: unknown) => {
        if (signal.aborted) return
        setProblem(error instanceof Problem ? error : new Problem(-1, 'The answer could not be read.', 'Try again.'))
        setBusy(false)
      },
    )
  }
  useEffect(() => {
    if (given !== null && given !== asked.current && given.trim()) {
      setText(given)
      start(given, date, publisher, false)
    }
  }, [given, date, publisher])
  useEffect(() => () => stop.current?.abort(), [])

  const told = useMemo(() => (reading ? fromReading(reading) : []), [reading])
  const layers = useMemo(() => (reading ? layersOf(reading) : null), [reading])
  const headings = useMemo(() => (reading?.sentences ?? []).filter((s) => s.heading).map((s): [number, number] => [s.start, s.end]), [reading])
  const to = (change: Record<string, string | null>) =>
    navigate(href('/read', { date, publisher, s: q.get('s'), hide: q.get('hide'), ...change }) + (hash ? `#${hash}` : ''), { replace: true })

  return (
    <>
      <Heading title="Read a text"><p class="lede">Paste an article. It is read on this machine and not kept.</p></Heading>
      <form class="read-form" onSubmit={(event) => {
        event.preventDefault()
        if (!text.trim()) return
        const data = new FormData(event.currentTarget)
        const own = { date: String(data.get('date')) || null, publisher: String(data.get('publisher')).trim() || null }
        start(text, own.date, own.publisher, true)
        navigate(href('/read', { ...own, hide: q.get('hide') }) + (text.length <= IN_ADDRESS ? `#text=${encodeURIComponent(text)}` : ''), { replace: true })
      }}>
        <label for="read-text">Text</label>
        <textarea id="read-text" rows={reading ? 5 : 12} value={text} onInput={(event) => setText(event.currentTarget.value)} spellcheck={false} />
        <div class="line-form">
          <label>Published on<input type="date" name="date" value={date ?? ''} /></label>
          <label>Publisher<input name="publisher" value={publisher ?? ''} autocomplete="off" /></label>
          <button type="submit" disabled={busy}>{busy ? 'Reading …' : 'Read'}</button>
          <button type="button" class="plain" onClick={() => setText(EXAMPLE)}>Fill in an example</button>
        </div>
      </form>
      {problem && <div class="empty problem" role="alert"><p class="empty-title">{problem.message}</p><p class="empty-advice">{problem.advice}</p></div>}
      {!reading && !problem && !busy && <Empty title="Nothing read yet."><p>Paste a text of one paragraph or more, or fill in the example, and press Read.</p></Empty>}
      {reading && layers && (
        <section aria-labelledby="read-result" class={busy ? 'stale' : undefined}>
          <h2 id="read-result" tabIndex={-1} ref={result}>What it says</h2>
          <Reader text={reading.text} told={told} layers={layers} legs={legsOf(reading)} headings={headings} hidden={hiddenOf(q.get('hide'))} chosen={q.get('s')}
            choose={(s) => to({ s })} setHidden={(next) => to({ hide: hiddenText(next) })} />
          <p class="downloads"><span>Download</span><button type="button" class="plain" onClick={() => save('reading.json', 'application/json', JSON.stringify(reading, null, 2))}>JSON</button></p>
        </section>
      )}
    </>
  )
}
