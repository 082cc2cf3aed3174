// The box for words; what else is asked for stays as it is.
import { useEffect, useState } from 'preact/hooks'
import { navigate, usePlace } from '../router'
import { filters, href } from '../state'

export function SearchBox({ large }: { large?: boolean }) {
  const place = usePlace()
  const inside = place.path === '/search'
  const current = inside ? (place.query.get('text') ?? '') : ''
  const [text, set] = useState(current)
  useEffect(() => set(current), [current])
  return (
    <form role="search" aria-label={large ? 'Search' : 'Search everything'} class={`searchbox${large ? ' large' : ''}`} action="/search" onSubmit={(event) => {
      event.preventDefault()
      navigate(href('/search', inside ? { ...filters(place.query), view: place.query.get('view'), text: text.trim() } : { text: text.trim() }))
    }}>
      <label class="hidden" for={large ? 'search-large' : 'search'}>Words of sentences or titles</label>
      <input id={large ? 'search-large' : 'search'} data-search name="text" type="search" autocomplete="off" spellcheck={false} maxLength={500}
        placeholder={large ? 'Words of sentences or titles' : 'Search'} value={text} onInput={(event) => set(event.currentTarget.value)} />
      <button type="submit">Search</button>
    </form>
  )
}
