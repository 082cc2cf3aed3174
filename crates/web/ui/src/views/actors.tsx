// Actors and bodies: how they are built, what they did, what was done to them, what they said.
import { useApi } from '../api'
import { Bars, Code, Downloads, Empty, Factuality, Figure, Heading, Wait } from '../parts/bits'
import { Histogram } from '../parts/histogram'
import { Occurrences } from '../parts/rows'
import { navigate, usePlace } from '../router'
import { href, month, query } from '../state'
import { growStructure, loose, merged, tops, type Limb } from '../tree'
import type { ActorPage, ActorRow, End, Fact, Occurrence, Page } from '../types'
import { actorKey, actorPath, amountWords, converseWords, day, days, documentPath, endKey, endName, number, plural, quadWords, relationWords, typeWords } from '../words'

export function Actors() {
  const { query: q } = usePlace()
  const text = q.get('text')
  const answer = useApi<Page<ActorRow>>(`/api/actors?${query({ text, limit: 100 })}`)
  return (
    <>
      <Heading title="Actors" />
      <form class="line-form" role="search" aria-label="Search actors" onSubmit={(event) => {
        event.preventDefault()
        navigate(href('/actors', { text: String(new FormData(event.currentTarget).get('text')).trim() }))
      }}>
        <label>Name or code<input data-search name="text" value={text ?? ''} key={text ?? ''} autocomplete="off" /></label><button type="submit">Show</button>
      </form>
      <Wait answer={answer} what="actors">{(page) => page.items.length ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="Table of actors">
          <table class="ledger-table">
            <thead><tr><th scope="col">Actor</th><th scope="col">Statements</th><th scope="col">Does</th><th scope="col">Is done to</th><th scope="col">Says</th></tr></thead>
            <tbody>{page.items.filter((a) => a.name).map((a) => {
              const asked = `=${actorKey(a)}`
              const cells: [number, string][] = [
                [a.statements, actorPath(a)], [a.as_actor, href('/search', { actor: asked, view: 'statements' })],
                [a.as_recipient, href('/search', { recipient: asked, view: 'statements' })], [a.as_source, href('/search', { source: asked, view: 'statements' })],
              ]
              return (
                <tr key={a.key}>
                  <th scope="row"><a class="row-link" data-row href={actorPath(a)}>{a.name}</a>{a.code && a.code !== a.name && <> <Code>{a.code}</Code></>}</th>
                  {cells.map(([count, to], i) => <td key={i}>{count ? <a href={to}>{number(count)}</a> : <span class="nil">–</span>}</td>)}
                </tr>
              )
            })}</tbody>
          </table>
        </div>
      ) : <Empty title="No actor of that name."><p><a href="/actors">Show the most frequent</a>, or <a href={href('/search', { text })}>search the sentences</a>.</p></Empty>}</Wait>
    </>
  )
}

function EndName({ end, here }: { end: End; here: string }) {
  if (end.quantity) return <>{amountWords(end.quantity)}</>
  if (end.time) return <>{days(end.time) || end.text}</>
  const name = endName(end)
  if (endKey(end) === here) return <b>{name}</b>
  return <>{end.party ? <a href={actorPath(end.party)}>{name}</a> : name}{end.party?.code && <> <Code>{end.party.code}</Code></>}</>
}

/** Who says so, and the sentences. */
function Backing({ fact }: { fact: Fact }) {
  const valid = days(fact.valid)
  return (
    <details class="backing">
      <summary>{valid && <span class="numbers">{valid} · </span>}{plural(fact.statements.length, 'statement')}</summary>
      <ul>{fact.statements.map((s) => (
        <li key={s.id}><a href={documentPath(s.document, s.id)}>“{s.text}”</a>
          <p class="quiet">{[s.publisher ?? s.title ?? s.document, ...s.sources].join(' › ')}, {day(s.published)} · <Factuality value={s.factuality} /></p></li>
      ))}</ul>
    </details>
  )
}

function LimbView({ limb, here }: { limb: Limb; here: string }) {
  return (
    <li>
      <span class="limb">{limb.fact && <span class="limb-how">{limb.fact.relation === 'part_of' ? 'part' : limb.fact.relation === 'wing_of' ? 'wing' : limb.fact.relation === 'headed_by' ? 'headed by' : 'commanded by'}</span>} <EndName end={limb.end} here={here} /></span>
      {limb.fact && <Backing fact={limb.fact} />}
      {limb.below.length > 0 && <ul>{limb.below.map((b, i) => <LimbView key={i} limb={b} here={here} />)}</ul>}
    </li>
  )
}

const SIDES = [['did', 'What it did'], ['undergone', 'What was done to it'], ['said', 'What it said']] as const

export function ActorView({ actor }: { actor: string }) {
  const { query: q } = usePlace()
  const side = SIDES.find(([name]) => name === q.get('side'))?.[0] ?? 'did'
  const answer = useApi<ActorPage>(`/api/actors/${encodeURIComponent(actor)}?depth=3`)
  const party = answer.data?.party
  // A code or a country stands for all that have it; everything else is meant exactly.
  const wide = answer.data?.match === 'code' || answer.data?.match === 'country'
  const asked = party ? (wide ? actor : `=${actorKey(party)}`) : null
  const role = side === 'did' ? 'actor' : side === 'undergone' ? 'recipient' : 'source'
  const listed = useApi<Page<Occurrence>>(asked ? `/api/occurrences?${query({ [role]: asked, lead: 'true', limit: 20 })}` : null)
  return (
    <Wait answer={answer} what="the actor" page>{(page) => {
      const p = page.party
      const self: End = { text: p.name, party: p, key: page.key, quantity: null, time: null }
      const here = endKey(self)
      const facts = merged(page.facts)
      const trees = tops(self, facts).map((top) => growStructure(top, facts)).filter((t) => t.below.length)
      const own = loose(facts).filter((f) => endKey(f.subject) === here || endKey(f.object) === here)
      const others = loose(facts).filter((f) => !own.includes(f))
      const led = facts.filter((f) => (f.relation === 'commands' && endKey(f.subject) === here) || (f.relation === 'headed_by' && endKey(f.object) === here))
      return (
        <>
          <Heading over={<a href="/actors">Actor</a>} title={p.name}>
            <p class="lede">{p.code && <Code>{p.code}</Code>}{p.country && <span class="quiet"> {p.country}</span>}{p.sector.length > 0 && <span class="quiet"> · {p.sector.join(', ')}</span>}</p>
            {page.names.length > 1 && <p class="quiet">Also called {page.names.filter((n) => n !== p.name).slice(0, 12).join(', ')}.</p>}
          </Heading>
          <section class="figures" aria-label="Counts of statements">
            <Figure value={page.as_actor} href={href('/search', { actor: asked, view: 'statements' })} label="in which it acts" />
            <Figure value={page.as_recipient} href={href('/search', { recipient: asked, view: 'statements' })} label="in which something is done to it" />
            <Figure value={page.as_source} href={href('/search', { source: asked, view: 'statements' })} label="in which it is the source" />
          </section>

          {facts.length > 0 && (
            <section aria-labelledby="structure">
              <h2 id="structure">Structure and standing facts</h2>
              <p class="quiet">As sources put it; where they put it differently, all are here.</p>
              <div class="columns even">
                {trees.length > 0 && <div class="tree structure"><ul>{trees.map((t, i) => <LimbView key={i} limb={t} here={here} />)}</ul></div>}
                <ul class="fact-list">{[...led.filter(() => !trees.length), ...own].map((f, i) => {
                  const converse = endKey(f.object) === here && endKey(f.subject) !== here
                  return (
                    <li key={i}><span class="fact-line">{converse
                      ? <><EndName end={f.object} here={here} /> {converseWords(f.relation)} <EndName end={f.subject} here={here} /></>
                      : <><EndName end={f.subject} here={here} /> {relationWords(f.relation)} <EndName end={f.object} here={here} /></>}</span><Backing fact={f} /></li>
                  )
                })}{others.map((f, i) => (
                  <li key={`o${i}`} class="further"><span class="fact-line"><EndName end={f.subject} here={here} /> {relationWords(f.relation)} <EndName end={f.object} here={here} /></span><Backing fact={f} /></li>
                ))}</ul>
              </div>
            </section>
          )}

          <div class="columns home-columns">
            <section aria-labelledby="deeds">
              <h2 id="deeds" class="hidden">Occurrences</h2>
              <nav class="tabs" aria-label="Which occurrences">
                {SIDES.map(([name, title]) => <a key={name} href={href(`/actor/${encodeURIComponent(actor)}`, { side: name === 'did' ? null : name })} aria-current={side === name ? 'page' : undefined}>{title}</a>)}
                <Downloads values={{ [role]: asked ?? undefined }} />
              </nav>
              <Wait answer={listed} what="occurrences">{(d) => d.items.length ? (
                <><Occurrences items={d.items} />{(d.total > d.items.length) && <p><a class="on" href={href('/search', { [role]: asked })}>All {number(d.total)}</a></p>}</>
              ) : <Empty title="Nothing of this kind is in the ledger."><p>Look at the other two lists, or <a href={href('/search', { text: p.name })}>search for the name</a>.</p></Empty>}</Wait>
            </section>
            <aside>
              {page.pairs.length > 0 && (
                <section class="pairs" aria-labelledby="pairs">
                  <h3 id="pairs">With whom</h3>
                  <table class="ledger-table narrow">
                    <thead><tr><th scope="col">Other</th><th scope="col">Does</th><th scope="col">Is done</th></tr></thead>
                    <tbody>{page.pairs.slice(0, 12).map((x) => {
                      const other = `=${actorKey(x.party)}`
                      const plainOther = x.party.country ?? x.party.name
                      return (
                        <tr key={x.key}><th scope="row"><a href={actorPath(x.party)}>{x.party.name}</a>{' '}
                          {x.party.country && <a class="cite" href={href('/pair', { a: wide ? actor : (p.country ?? p.name), b: plainOther })} title={x.quads.map((n, i) => `${n} ${quadWords(i + 1)}`).join(', ')}>over time</a>}</th>
                        <td>{x.does ? <a href={href('/search', { actor: asked, recipient: other })}>{number(x.does)}</a> : <span class="nil">–</span>}</td>
                        <td>{x.undergoes ? <a href={href('/search', { actor: other, recipient: asked })}>{number(x.undergoes)}</a> : <span class="nil">–</span>}</td></tr>
                      )
                    })}</tbody>
                  </table>
                </section>
              )}
              <Bars title="What it takes part in" counts={page.types.slice(0, 10)} label={typeWords} to={(type) => href('/search', { actor: asked, type })} />
              <Bars title="What it speaks of" counts={page.said.slice(0, 10)} label={typeWords} to={(type) => href('/search', { source: asked, type })} />
              <Histogram title="When" counts={page.months} to={(m) => href('/search', { actor: asked, ...month(m) })} />
            </aside>
          </div>
        </>
      )
    }}</Wait>
  )
}
