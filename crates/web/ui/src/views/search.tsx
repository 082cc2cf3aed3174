// Occurrences or statements, narrowed by filters; counts beside them.
import { useId } from 'preact/hooks'
import { useApi } from '../api'
import { Downloads, Empty, Heading, Mark, Pager, Wait } from '../parts/bits'
import { Histogram } from '../parts/histogram'
import { Occurrences, Statements } from '../parts/rows'
import { SearchBox } from '../parts/searchbox'
import { navigate, usePlace } from '../router'
import { filters, href, month, query, toggled, type Filter, type Filters } from '../state'
import type { Count, Facets, Occurrence, Page, Statement } from '../types'
import { FACTUALITY, QUADS, STATUSES, day, factualityWords, number, quadWords, stanceWords, typeWords } from '../words'

const LIMIT = 25
const NAMES: Record<Filter, string> = {
  text: 'words', actor: 'actor', recipient: 'recipient', source: 'source', origin: 'said by', stance: 'stance', outlet: 'outlet', country: 'country', type: 'type', quad: 'kind', status: 'status',
  factuality: 'how surely', place: 'place', kind: 'events or facts', from: 'from', to: 'to', as_of: 'as known on',
}

function shown(name: Filter, value: string): string {
  if (name === 'type') return typeWords(value.split('-')[0]!) + (value.includes('-') ? ` · ${value.split('-').slice(1).join('-')}` : '')
  if (name === 'quad') return quadWords(value) || value
  if (name === 'factuality') return value.split(',').map(factualityWords).join(', ')
  if (value.startsWith('=')) return value.slice(1)
  if (name === 'status') return value.split(',').join(' or ')
  if (name === 'stance') return value.split(',').map(stanceWords).join(' or ')
  if (name === 'from' || name === 'to' || name === 'as_of') return day(value)
  return value
}

function Facet({ title, counts, name, active, label, rest, view, marks, many }: {
  title: string; counts: Count[]; name: Filter; active: Filters; label?: (value: string) => string; rest?: number; view: string | null; marks?: boolean; many?: boolean
}) {
  const id = useId()
  const value = active[name]
  const chosen = value === undefined ? [] : many ? value.split(',') : [value]
  const listed = counts.filter((c) => c.value).slice(0, rest ?? 8)
  for (const value of chosen) if (!listed.some((c) => c.value === value)) listed.push(counts.find((c) => c.value === value) ?? { value, count: 0 })
  if (!listed.length) return null
  return (
    <section class="facet" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul>{listed.map((c) => {
        const on = chosen.includes(c.value)
        const next = many ? toggled(active[name], c.value) : on ? null : c.value
        return (
          <li key={c.value}><a href={href('/search', { ...active, view, [name]: next })} aria-current={on ? 'true' : undefined} class={on ? 'on' : undefined}>
            {marks && <Mark of={c.value} />}<span class="facet-name">{label ? label(c.value) : c.value}</span><span class="facet-count">{number(c.count)}</span>
          </a></li>
        )
      })}</ul>
    </section>
  )
}

function More({ active, view }: { active: Filters; view: string | null }) {
  const fields: [Filter, string, string][] = [
    ['actor', 'Actor', 'code or name'], ['recipient', 'Recipient', 'code or name'], ['source', 'Source', 'code or name'], ['place', 'Place', 'name or country code'],
    ['country', 'Country', 'code, like PRY'], ['type', 'Type', 'like ASSAULT or part_of'],
  ]
  const hasOwn = [...fields.map((f) => f[0]), 'from', 'to', 'as_of', 'factuality', 'kind'].some((n) => active[n as Filter])
  return (
    <details class="more-filters" open={hasOwn}>
      <summary>More filters</summary>
      <form onSubmit={(event) => {
        event.preventDefault()
        const data = new FormData(event.currentTarget)
        const own: Record<string, string> = {}
        for (const [name, value] of data) own[name] = String(value).trim()
        navigate(href('/search', { ...active, view, ...own }))
      }}>
        {fields.map(([name, label, hint]) => (
          <label key={name}>{label}<input name={name} autocomplete="off" placeholder={hint} value={active[name] ?? ''} key={active[name] ?? ''} /></label>
        ))}
        {(['from', 'to', 'as_of'] as const).map((name) => (
          <label key={name}>{name === 'as_of' ? 'As known on' : name === 'from' ? 'From' : 'To'}<input name={name} type="date" value={active[name] ?? ''} key={active[name] ?? ''} /></label>
        ))}
        <label>How surely<select name="factuality" value={active.factuality ?? ''}>
          <option value="">any</option>
          {Object.keys(FACTUALITY).map((value) => <option key={value} value={value}>{value} · {factualityWords(value)}</option>)}
        </select></label>
        <label>Events or facts<select name="kind" value={active.kind ?? ''}><option value="">both</option><option value="event">events</option><option value="fact">standing facts</option></select></label>
        <button type="submit">Apply</button>
      </form>
    </details>
  )
}

export function Search() {
  const { query: q } = usePlace()
  const active = filters(q)
  const view = q.get('view') === 'statements' ? 'statements' : null
  const offset = Math.max(0, Number.parseInt(q.get('offset') ?? '0', 10) || 0)
  const asked = query({ ...active })
  const page = query({ ...active, limit: LIMIT, offset: offset || null, lead: view ? null : 'true' })
  const occurrences = useApi<Page<Occurrence>>(view ? null : `/api/occurrences?${page}`)
  const statements = useApi<Page<Statement>>(view ? `/api/statements?${page}` : null)
  const facets = useApi<Facets>(`/api/facets${asked ? `?${asked}` : ''}`)
  const names = Object.keys(active) as Filter[]
  const to = (next: number) => href('/search', { ...active, view, offset: next || null })
  const none = (
    <Empty title={names.length ? 'Nothing fits all of these filters.' : 'The ledger is empty.'}>
      {names.length
        ? <p>Take one away: {names.map((name, i) => <span key={name}>{i > 0 && ', '}<a href={href('/search', { ...active, view, [name]: null })}>{NAMES[name]} “{shown(name, active[name]!)}”</a></span>)}.</p>
        : <p>Add reports with <code>sayso ingest FOLDER</code>.</p>}
    </Empty>
  )
  return (
    <>
      <Heading title="Search" />
      <SearchBox large />
      {names.length > 0 && (
        <ul class="chips" aria-label="Filters in use">{names.map((name) => (
          <li key={name}><a href={href('/search', { ...active, view, [name]: null })}><span class="quiet">{NAMES[name]}</span> {shown(name, active[name]!)} <span aria-hidden="true">×</span><span class="hidden"> (remove)</span></a></li>
        ))}<li><a class="clear" href={href('/search', { view })}>clear all</a></li></ul>
      )}
      <nav class="tabs" aria-label="What to list">
        <a href={href('/search', { ...active })} aria-current={view ? undefined : 'page'}>Occurrences</a>
        <a href={href('/search', { ...active, view: 'statements' })} aria-current={view ? 'page' : undefined}>Statements</a>
        <Downloads values={active} kinds={view ? ['csv', 'statements-jsonl', 'geojson'] : ['csv', 'occurrences-jsonl', 'geojson']} />
      </nav>
      <div class="columns search-columns">
        <section aria-labelledby="results">
          <h2 class="hidden" id="results">Results</h2>
          {view
            ? <Wait answer={statements} what="statements">{(d) => d.items.length ? <><Statements items={d.items} /><Pager offset={offset} limit={LIMIT} shown={d.items.length} total={d.total} more={d.more} to={to} /></> : none}</Wait>
            : <Wait answer={occurrences} what="occurrences">{(d) => d.items.length ? <><Occurrences items={d.items} /><Pager offset={offset} limit={LIMIT} shown={d.items.length} total={d.total} more={d.more} to={to} /></> : none}</Wait>}
        </section>
        <aside class="facets" aria-labelledby="narrow">
          <h2 class="hidden" id="narrow">Narrow down</h2>
          <More active={active} view={view} />
          {facets.data && (
            <>
              <Facet title="Status" name="status" counts={STATUSES.flatMap((s) => facets.data!.status.filter((c) => c.value === s))} active={active} view={view} marks many />
              <Facet title="Kind" name="quad" counts={facets.data.quad.filter((c) => c.value in QUADS)} label={(v) => quadWords(v)} active={active} view={view} />
              <Facet title="Type" name="type" counts={facets.data.type} label={typeWords} active={active} view={view} rest={12} />
              <Facet title="Country" name="country" counts={facets.data.country} active={active} view={view} rest={10} />
              <Histogram title="Month" counts={facets.data.month} to={(m) => href('/search', { ...active, view, ...month(m) })} />
              <Facet title="Who says so" name="origin" counts={facets.data.source} active={active} view={view} rest={10} />
              <Facet title="Outlet" name="outlet" counts={facets.data.outlet} active={active} view={view} rest={8} />
              {facets.data.sampled && <p class="quiet">Sources and outlets are counted over the latest 2,000.</p>}
            </>
          )}
        </aside>
      </div>
    </>
  )
}
