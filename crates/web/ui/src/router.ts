// Routes without a server: the address holds all state.
import { useEffect, useState } from 'preact/hooks'

export type Place = { path: string; query: URLSearchParams; hash: string }
type Listener = () => void
const listeners = new Set<Listener>()

const here = (): Place => ({
  path: location.pathname.replace(/(.)\/+$/, '$1'),
  query: new URLSearchParams(location.search),
  hash: location.hash.slice(1),
})

export function navigate(to: string, how: { replace?: boolean } = {}): void {
  const before = location.pathname
  if (how.replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  for (const listener of [...listeners]) listener()
  if (!how.replace && location.pathname !== before) {
    // A new view: read on from its start, as after loading a page.
    window.scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }
}

export function usePlace(): Place {
  const [place, set] = useState(here)
  useEffect(() => {
    const listener = () => set(here())
    listeners.add(listener)
    window.addEventListener('popstate', listener)
    return () => {
      listeners.delete(listener)
      window.removeEventListener('popstate', listener)
    }
  }, [])
  return place
}

/** Plain links stay plain links; those within the page are followed without loading it anew. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = (event.target as Element | null)?.closest?.('a')
    if (!link) return
    const address = link.getAttribute('href')
    if (!address || !address.startsWith('/') || address.startsWith('//') || address.startsWith('/api/')) return
    if (link.hasAttribute('download') || link.getAttribute('target') || link.getAttribute('rel') === 'external') return
    event.preventDefault()
    navigate(address)
  })
}

/** Parts of a path, or null: `match('/actor/:key', path)`. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const want = pattern.split('/')
  const have = path.split('/')
  if (want.length !== have.length) return null
  const out: Record<string, string> = {}
  for (let i = 0; i < want.length; i++) {
    const w = want[i]!
    const h = have[i]!
    if (w.startsWith(':')) {
      if (!h) return null
      try {
        out[w.slice(1)] = decodeURIComponent(h)
      } catch {
        return null
      }
    } else if (w !== h) return null
  }
  return out
}
