// Who is heard: counts of what each has said and how others speak of the same. No score.
import { useApi } from '../api'
import { Bars, Code, Downloads, Empty, Figure, Heading, Pager, Wait } from '../parts/bits'
import { Histogram } from '../parts/histogram'
import { Occurrences } from '../parts/rows'
import { navigate, usePlace } from '../router'
import { href, month, query } from '../state'
import type { Page, Source, SourcePage } from '../types'
import { actorPath, number, sourcePath, typeWords } from '../words'

const LIMIT = 50

/** What narrows the occurrences to those that a figure counts. */
const BEHIND = [
  ['claims', {}], ['affirms', { stance: 'affirms' }], ['plans', { stance: 'plans' }], ['denies', { stance: 'denies' }], ['retracts', { stance: 'retracts' }],
  ['alone', { stance: 'affirms', status: 'single-source' }], ['corroborated', { stance: 'affirms', status: 'corroborated' }], ['disputed', { stance: 'affirms', status: 'disputed' }],
] as const

export function Sources() {
  const { query: q } = usePlace()
  const text = q.get('text')
  const offset = Math.max(0, Number.parseInt(q.get('offset') ?? '0', 10) || 0)
  const answer = useApi<Page<Source>>(`/api/sources?${query({ text, limit: LIMIT, offset: offset || null })}`)
  return (
    <>
      <Heading title="Sources"><p class="lede">Counts of occurrences each source speaks of. They say how often others speak of the same, and nothing about who is right.</p></Heading>
      <form class="line-form" role="search" aria-label="Search sources" onSubmit={(event) => {
        event.preventDefault()
        navigate(href('/sources', { text: String(new FormData(event.currentTarget).get('text')).trim() }))
      }}>
        <label>Name<input data-search name="text" value={text ?? ''} key={text ?? ''} autocomplete="off" /></label><button type="submit">Show</button>
      </form>
      <Wait answer={answer} what="sources">{(page) => page.items.length ? (
        <>
          <div class="scroll" tabIndex={0} role="region" aria-label="Table of sources">
            <table class="ledger-table">
              <thead><tr><th scope="col">Source</th><th scope="col">Speaks of</th><th scope="col">Affirms</th><th scope="col">Plans</th><th scope="col">Denies</th><th scope="col">Takes back</th>
                <th scope="col">Alone</th><th scope="col">Others affirm too</th><th scope="col">Another denies</th></tr></thead>
              <tbody>{page.items.map((s) => (
                <tr key={s.name}>
                  <th scope="row">{s.name ? <a class="row-link" data-row href={sourcePath(s.name)}>{s.name}</a> : <span class="quiet">nobody named</span>}{s.code && <> <Code>{s.code}</Code></>}</th>
                  {BEHIND.map(([field, more]) => (
                    <td key={field}>{s[field] && !s.name ? number(s[field]) : s[field] ? <a href={href('/search', { origin: s.name, ...more })}>{number(s[field])}</a> : <span class="nil">–</span>}</td>
                  ))}
                </tr>
              ))}</tbody>
            </table>
          </div>
          <Pager offset={offset} limit={LIMIT} shown={page.items.length} total={page.total} more={page.more} to={(next) => href('/sources', { text, offset: next || null })} />
        </>
      ) : <Empty title="No source of that name."><p><a href="/sources">Show all sources</a>.</p></Empty>}</Wait>
    </>
  )
}

export function SourceView({ name }: { name: string }) {
  const answer = useApi<SourcePage>(`/api/sources/${encodeURIComponent(name)}`)
  return (
    <Wait answer={answer} what="the source" page>{({ source: s, ...page }) => {
      const behind = (figure: string) => href('/search', { origin: s.name, ...BEHIND.find(([f]) => f === figure)?.[1] })
      return (
      <>
        <Heading over={<a href="/sources">Source</a>} title={s.name}>
          <p class="lede">{s.code && <><Code>{s.code}</Code> · </>}<a href={actorPath({ name: s.name })}>as an actor</a> · <a href={href('/search', { origin: s.name, view: 'statements' })}>all its statements</a></p>
        </Heading>
        <section class="figures" aria-label="Counts">
          <Figure value={s.claims} href={behind('claims')} label="occurrences it speaks of" />
          <Figure value={s.affirms} href={behind('affirms')} label="affirms" />
          <Figure value={s.plans} href={behind('plans')} label="plans or expects" />
          <Figure value={s.denies} href={behind('denies')} label="denies" />
          <Figure value={s.retracts} href={behind('retracts')} label="takes back" />
        </section>
        <section class="figures small" aria-label="What others say of the same">
          <Figure value={s.alone} href={behind('alone')} label="affirmed by it alone" />
          <Figure value={s.corroborated} href={behind('corroborated')} label="affirmed by independent others too" />
          <Figure value={s.disputed} href={behind('disputed')} label="affirmed by it, denied by another" />
        </section>
        <div class="columns home-columns">
          <section aria-labelledby="claims-title">
            <h2 id="claims-title">What it has said</h2>
            <Downloads values={{ origin: s.name }} />
            {page.claims.length ? <Occurrences items={page.claims} /> : <Empty title="Nothing at present." />}
            {s.claims > page.claims.length && <p><a class="on" href={href('/search', { origin: s.name })}>All {number(s.claims)}</a></p>}
          </section>
          <aside>
            <Bars title="Affirm the same" counts={page.corroborated_by} to={sourcePath} />
            <Bars title="Deny what it affirms" counts={page.denied_by} to={sourcePath} />
            <Bars title="Whom it contradicts" counts={page.denies_of} to={sourcePath} />
            <Bars title="What it speaks of" counts={page.types} label={typeWords} to={(type) => href('/search', { origin: s.name, type })} />
            <Histogram title="When" counts={page.months} to={(m) => href('/search', { origin: s.name, ...month(m) })} />
          </aside>
        </div>
      </>
      )
    }}</Wait>
  )
}
