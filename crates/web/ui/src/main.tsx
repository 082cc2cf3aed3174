// The frame around all views: masthead, routes, keys, news.
import { render, type ComponentType } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { listen, refresh, useNews } from './api'
import { Empty, Heading } from './parts/bits'
import { SearchBox } from './parts/searchbox'
import { followLinks, match, navigate, usePlace } from './router'
import { ActorView, Actors } from './views/actors'
import { DocumentView } from './views/document'
import { Documents } from './views/documents'
import { Home } from './views/home'
import { OccurrenceView } from './views/occurrence'
import { Pair } from './views/pair'
import { ReadView } from './views/read'
import { Search } from './views/search'
import { SourceView, Sources } from './views/sources'
import { StatementView } from './views/statement'
import { plural } from './words'

const NAV: [string, string][] = [['/search', 'Search'], ['/read', 'Read'], ['/pair', 'Pair'], ['/map', 'Map'], ['/actors', 'Actors'], ['/sources', 'Sources'], ['/documents', 'Reports']]
const KEYS: [string, string][] = [
  ['/', 'go to the search box'], ['j', 'next line of a list'], ['k', 'line before'], ['Enter', 'open the line'], ['Esc', 'leave the search box, close a card or this list'],
  ['g h', 'home'], ['g s', 'search'], ['g r', 'read'], ['g p', 'pair'], ['g m', 'map'], ['g a', 'actors'], ['n', 'show what is new'], ['?', 'these keys'],
]

/** The map and its shapes come only when they are wanted. */
function Later() {
  const [View, setView] = useState<ComponentType | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    import('./views/map').then((module) => setView(() => module.default), () => setFailed(true))
  }, [])
  if (failed) return <Empty title="The map could not be loaded."><p>See whether sayso serve still runs, then load the page again.</p></Empty>
  return View ? <View /> : <p class="quiet waiting">Unfolding the map …</p>
}

function route(path: string) {
  let m: Record<string, string> | null
  if (path === '/') return { title: 'sayso', view: <Home /> }
  if (path === '/search') return { title: 'Search', view: <Search /> }
  if (path === '/read') return { title: 'Read a text', view: <ReadView /> }
  if (path === '/pair') return { title: 'Pair', view: <Pair /> }
  if (path === '/map') return { title: 'Map', view: <Later /> }
  if (path === '/actors') return { title: 'Actors', view: <Actors /> }
  if (path === '/sources') return { title: 'Sources', view: <Sources /> }
  if (path === '/documents') return { title: 'Reports', view: <Documents /> }
  if ((m = match('/document/:key', path))) return { title: 'Report', view: <DocumentView key={m.key} name={m.key!} /> }
  if ((m = match('/occurrence/:id', path))) return { title: 'Occurrence', view: <OccurrenceView key={m.id} id={m.id!} /> }
  if ((m = match('/statement/:id', path))) return { title: 'Statement', view: <StatementView key={m.id} id={m.id!} /> }
  if ((m = match('/actor/:key', path))) return { title: 'Actor', view: <ActorView key={m.key} actor={m.key!} /> }
  if ((m = match('/source/:name', path))) return { title: m.name!, view: <SourceView key={m.name} name={m.name!} /> }
  return { title: 'Not found', view: <><Heading title="No such page" /><Empty title={`Nothing is kept at ${path}.`}><p>Go <a href="/">home</a> or <a href="/search">search</a>.</p></Empty></> }
}

function Theme() {
  const [theme, setTheme] = useState(() => kept())
  const next = { auto: 'light', light: 'dark', dark: 'auto' } as const
  return (
    <button type="button" class="theme" title="Light, dark or as the system has it" onClick={() => {
      const to = next[theme]
      setTheme(to)
      apply(to)
      try {
        localStorage.setItem('theme', to)
      } catch {
        // Without storage the choice lasts as long as the page.
      }
    }}><svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12z" /></svg><span class="hidden">Colours: </span>{theme}</button>
  )
}
type Choice = 'auto' | 'light' | 'dark'
function kept(): Choice {
  try {
    const value = localStorage.getItem('theme')
    return value === 'light' || value === 'dark' ? value : 'auto'
  } catch {
    return 'auto'
  }
}
function apply(theme: Choice): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

function News() {
  const news = useNews()
  const words = news && (news.statements > 0 ? plural(news.statements, 'new statement') : news.documents > 0 ? plural(news.documents, 'new report') : 'The ledger has changed')
  return (
    <div class="news" role="status" aria-live="polite">
      {words && <p>{words} · <button type="button" class="plain" onClick={refresh}>show</button>{news?.stale && <span class="quiet"> occurrences follow when they are in</span>}</p>}
    </div>
  )
}

function Keys({ open, close }: { open: boolean; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    if (open && !element.open) element.showModal()
    if (!open && element.open) element.close()
  }, [open])
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={close}>
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">{KEYS.map(([key, what]) => <div key={key}><dt>{key.split(' ').map((k) => <kbd key={k}>{k}</kbd>)}</dt><dd>{what}</dd></div>)}</dl>
      <form method="dialog"><button type="submit">Close</button></form>
    </dialog>
  )
}

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const seen = (element: HTMLElement): boolean => element.getClientRects().length > 0

function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('#main [data-row]')].filter(seen)
  if (!rows.length) return
  const at = rows.findIndex((row) => row === document.activeElement)
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))]!
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}

function useKeys(openKeys: () => void): void {
  useEffect(() => {
    let went = 0
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && event.target instanceof HTMLInputElement && event.target.matches('[data-search]')) event.target.blur()
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target) || document.querySelector('dialog[open]')) return
      const going = Date.now() - went < 1200
      went = 0
      if (going) {
        const to = ({ h: '/', s: '/search', r: '/read', p: '/pair', m: '/map', a: '/actors' } as Record<string, string>)[event.key]
        if (to) {
          event.preventDefault()
          navigate(to)
          return
        }
      }
      if (event.key === '/') {
        const box = [...document.querySelectorAll<HTMLInputElement>('[data-search]')].filter(seen)
        const target = box.find((b) => b.closest('#main')) ?? box[0]
        if (target) {
          event.preventDefault()
          target.focus()
          target.select()
        }
      } else if (event.key === 'j') step(1)
      else if (event.key === 'k') step(-1)
      else if (event.key === '?') {
        event.preventDefault()
        openKeys()
      } else if (event.key === 'n') refresh()
      else if (event.key === 'g') went = Date.now()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

/** Parts of a page that come late are still found by `#name`. */
function useAnchor(path: string, hash: string): void {
  useEffect(() => {
    if (!hash || hash.startsWith('text=')) return
    let tries = 0
    const timer = setInterval(() => {
      const target = document.getElementById(hash)
      if (target || ++tries > 40) clearInterval(timer)
      target?.scrollIntoView()
    }, 75)
    return () => clearInterval(timer)
  }, [path, hash])
}

function App() {
  const place = usePlace()
  const [keys, setKeys] = useState(false)
  useKeys(() => setKeys(true))
  useAnchor(place.path, place.hash)
  const { title, view } = route(place.path)
  useEffect(() => {
    document.title = title === 'sayso' ? 'sayso' : `${title} · sayso`
  }, [title])
  const ownBox = place.path === '/' || place.path === '/search'
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault()
        document.getElementById('main')?.focus()
      }}>Skip to the content</a>
      <header class="masthead">
        <p class="wordmark"><a href="/">sayso</a></p>
        <nav aria-label="Views"><ul>{NAV.map(([to, name]) => {
          const here = place.path === to || (to === '/actors' && place.path.startsWith('/actor/')) || (to === '/sources' && place.path.startsWith('/source/')) || (to === '/documents' && place.path.startsWith('/document/'))
          return <li key={to}><a href={to} aria-current={here ? 'page' : undefined}>{name}</a></li>
        })}</ul></nav>
        {!ownBox && <SearchBox />}
        <Theme />
      </header>
      <News />
      <main id="main" tabIndex={-1}>{view}</main>
      <footer class="colophon">
        <p>What was said is not what happened. Counts say who says so and how often, never who is right.</p>
        <p><button type="button" class="plain" onClick={() => setKeys(true)}>Keys <kbd>?</kbd></button> <a href="/api/openapi.json">API</a> <a href="/licenses.txt" rel="external">Licences</a></p>
      </footer>
      <Keys open={keys} close={() => setKeys(false)} />
    </>
  )
}

apply(kept())
followLinks()
const page = document.getElementById('page')
if (page) {
  page.replaceChildren()
  render(<App />, page)
  listen()
}
