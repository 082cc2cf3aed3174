// What is in the ledger, and the ways into it.
import { useApi } from '../api'
import { Bars, Empty, Figure, Heading, Mark, Wait } from '../parts/bits'
import { Histogram } from '../parts/histogram'
import { Occurrences } from '../parts/rows'
import { href, month } from '../state'
import type { Facets, Info, Occurrence, Page } from '../types'
import { STATUSES, STATUS_MEANS, day, number, sourcePath, typeWords } from '../words'
import { SearchBox } from '../parts/searchbox'

const WAYS: [string, string, string][] = [
  ['/search', 'Search', 'occurrences and statements, narrowed by type, country, status, month and source'],
  ['/read', 'Read', 'a text of your own: who says what in it'],
  ['/pair', 'Pair', 'two actors over time: what is affirmed, contested and planned'],
  ['/map', 'Map', 'places by their role, journeys leg by leg'],
  ['/actors', 'Actors', 'what they did, what was done to them, how they are built'],
  ['/sources', 'Sources', 'what each has said, and who affirms or denies the same'],
  ['/documents', 'Reports', 'every report with its statements in place'],
]

export function Home() {
  const info = useApi<Info>('/api/info')
  const latest = useApi<Page<Occurrence>>('/api/occurrences?lead=true&limit=8')
  const facets = useApi<Facets>('/api/facets')
  return (
    <>
      <Heading title="Who says what happened">
        <p class="lede">A ledger of statements in the news: each with its chain of sources and how surely it is said, and beside it what others say of the same.</p>
      </Heading>
      <SearchBox large />
      <Wait answer={info} what="the ledger">{(i) => (
        <>
          <section class="figures" aria-label="What is in the ledger">
            <Figure value={i.documents} href="/documents" label="reports" />
            <Figure value={i.statements} href="/search?view=statements" label="statements" />
            <Figure value={i.occurrences} href="/search" label="occurrences" />
            <Figure value={i.parties} href="/actors" label="actors" />
            <Figure value={i.places} href="/map" label="places" />
          </section>
          <p class="quiet ledger-line">{i.ledger}{i.first_published && `, reports from ${day(i.first_published)} to ${day(i.last_published)}`}{i.demo && '. These are sample reports: no event in them is true.'}</p>
          <section class="statuses" aria-labelledby="statuses-title">
            <h2 id="statuses-title">How they stand</h2>
            <ul>{STATUSES.map((status) => (
              <li key={status}><a href={href('/search', { status })} class={`status-${status}`}>
                <span class="status-number">{number(i.by_status[status] ?? 0)}</span>
                <span class="status-name"><Mark of={status} />{status}</span>
                <span class="status-means">{STATUS_MEANS[status]}</span>
              </a></li>
            ))}</ul>
          </section>
        </>
      )}</Wait>
      <div class="columns home-columns">
        <section aria-labelledby="latest-title">
          <h2 id="latest-title">Latest occurrences</h2>
          <Wait answer={latest} what="occurrences">{(page) => page.items.length ? (
            <><Occurrences items={page.items} /><p><a class="on" href="/search">All occurrences</a></p></>
          ) : (
            <Empty title="Nothing has been added yet."><p>Add reports with <code>sayso ingest FOLDER</code>; they show here while it runs. Or <a href="/read">read a text of your own</a>.</p></Empty>
          )}</Wait>
        </section>
        <aside>
          <section aria-labelledby="ways-title">
            <h2 id="ways-title">Ways in</h2>
            <ul class="ways">{WAYS.map(([to, name, what]) => <li key={to}><a href={to}>{name}</a><span class="quiet">{what}</span></li>)}</ul>
          </section>
          {facets.data && facets.data.total > 0 && (
            <>
              <Histogram title="Occurrences by month" counts={facets.data.month} to={(value) => href('/search', month(value) ?? {})} />
              <Bars title="Most frequent" counts={facets.data.type.slice(0, 8)} label={typeWords} to={(type) => href('/search', { type })} />
              <Bars title="Who is heard" counts={facets.data.source.slice(0, 8)} to={sourcePath} />
            </>
          )}
        </aside>
      </div>
    </>
  )
}
