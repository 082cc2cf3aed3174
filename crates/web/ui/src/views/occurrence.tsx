// All accounts of one occurrence: who affirms, plans, denies or takes back, where they agree and differ, and when it came in.
import { useApi } from '../api'
import { Chain, Code, Factuality, Heading, Kind, Mark, Parties, Places, Sentence, StanceTag, StatusTag, Wait, WhoWhom, save } from '../parts/bits'
import { growTree, type Branch } from '../tree'
import type { Account, OccurrencePage, Span, Statement } from '../types'
import { STATUS_MEANS, day, days, documentPath, numbersWords, number, plural, sourcePath, stanceWords } from '../words'

const SLOTS: Record<string, string> = { type: 'What', polarity: 'Whether it is so', time: 'When', place: 'Where', actor: 'Who', recipient: 'To whom', number: 'How many' }
const POLARITY: Record<string, string> = { affirms: 'it is so', denies: 'it is not so', plans: 'it is to come', retracts: 'taken back' }

/** One sentence, however many reports carry it. */
function Quote({ told }: { told: Statement[] }) {
  const first = told[0]!
  const marks = told.map((s): Span => [s.trigger.start - s.more.sentence.start, s.trigger.end - s.more.sentence.start])
  const values = [...new Set(told.map((s) => s.factuality))]
  const reports = told.filter((s, i) => told.findIndex((x) => x.more.document === s.more.document) === i)
  return (
    <blockquote class="account-quote">
      <p><a href={documentPath(first.more.document, first.id)}><Sentence text={first.ledger.text} at={marks} /></a></p>
      <footer>
        {reports.map((s) => <div key={s.id}><Chain sources={s.more.sources} publisher={s.ledger.publisher} /> <a class="cite" href={documentPath(s.more.document, s.id)}>{day(s.ledger.published) || 'in the report'}</a></div>)}
        <p class="quiet">{values.map((value, i) => <span key={value}>{i > 0 && '; '}<Factuality value={value} /></span>)}</p>
      </footer>
    </blockquote>
  )
}

function bySentence(statements: Statement[]): Statement[][] {
  const out = new Map<string, Statement[]>()
  for (const s of statements) out.set(s.ledger.text, [...(out.get(s.ledger.text) ?? []), s])
  return [...out.values()]
}

function AccountCard({ account, statements, position }: { account: Account; statements: Statement[]; position: number }) {
  return (
    <article class={`account stance-edge-${account.stance}`} aria-labelledby={`account-${position}`}>
      <header>
        <StanceTag stance={account.stance} />
        <h3 id={`account-${position}`}><span class="account-letter">{letter(position)}</span> {account.source ? <a href={sourcePath(account.source)}>{account.source}</a> : <span class="quiet">nobody named</span>}{account.code && <> <Code>{account.code}</Code></>}</h3>
        <p class="quiet">{account.independent ? 'an origin of its own' : 'rests on another of these'} · <a href="#history">{plural(account.documents.length, 'report')}</a></p>
      </header>
      {bySentence(statements).map((told) => <Quote key={told[0]!.id} told={told} />)}
    </article>
  )
}

const letter = (position: number): string => {
  const name = String.fromCharCode(65 + (position % 26))
  return position < 26 ? name : `${name}${Math.floor(position / 26) + 1}`
}

function Tree({ branches }: { branches: Branch[] }) {
  return (
    <ul>{branches.map((b, i) => (
      <li key={i}>
        <span class={`twig twig-${b.kind}`}>{b.stance && <Mark of={b.stance} />}{b.href ? <a href={b.href}>{b.label}</a> : b.label}{b.note && <span class="quiet"> {b.note}</span>}</span>
        {b.below.length > 0 && <Tree branches={b.below} />}
      </li>
    ))}</ul>
  )
}

export function OccurrenceView({ id }: { id: string }) {
  const answer = useApi<OccurrencePage>(`/api/occurrences/${encodeURIComponent(id)}`)
  return (
    <Wait answer={answer} what="the accounts" page>{(page) => {
      const o = page.occurrence
      const by = new Map(page.statements.map((s) => [s.id, s]))
      const of = (ids: string[]) => ids.flatMap((i) => by.get(i) ?? [])
      const slots = page.slots
      const differing = slots.filter((s) => !s.agreed)
      const documents = new Map(page.documents.map((d) => [d.key, d]))
      return (
        <>
          <Heading over={<><StatusTag status={o.status} /> <span class="quiet">{STATUS_MEANS[o.status]}</span></>}
            title={<WhoWhom relation={o.relation} actors={o.actors} recipients={o.recipients} />}>
            <dl class="facts">
              <div><dt>What</dt><dd><Kind type={o.type} relation={o.relation} mode={o.mode} /> <Code>{o.type ?? o.relation}</Code></dd></div>
              {o.actors.length > 0 && <div><dt>Who</dt><dd><Parties parties={o.actors} /></dd></div>}
              {o.recipients.length > 0 && <div><dt>To whom</dt><dd><Parties parties={o.recipients} /></dd></div>}
              {days(o.time) && <div><dt>When</dt><dd>{days(o.time)}</dd></div>}
              {o.places.length > 0 && <div><dt>Where</dt><dd><Places places={o.places} /></dd></div>}
              {o.numbers.length > 0 && <div><dt>How many</dt><dd>{o.numbers.map(numbersWords).join(', ')}</dd></div>}
              <div><dt>Origins</dt><dd><a href="#accounts">{number(o.independent)} independent {o.independent === 1 ? 'affirms' : 'affirm'} it</a>, <a href="#history">{plural(page.documents.length, 'report')}</a>, <a href="#accounts">{plural(page.statements.length, 'statement')}</a></dd></div>
            </dl>
          </Heading>

          <section aria-labelledby="accounts">
            <h2 id="accounts" tabIndex={-1}>Accounts side by side</h2>
            <div class="accounts">{page.origins.map((account, i) => <AccountCard key={i} account={account} statements={of(account.statements)} position={i} />)}</div>
          </section>

          {slots.length > 0 && (
            <section aria-labelledby="slots">
              <h2 id="slots">Where they agree and differ</h2>
              <p class="quiet">{differing.length ? `They differ in ${[...new Set(differing.map((s) => (SLOTS[s.slot] ?? s.slot).toLowerCase()))].join(', ')}.` : page.origins.length > 1 ? 'They agree in all that more than one of them tells.' : 'There is one account only.'}</p>
              <div class="scroll" tabIndex={0} role="region" aria-label="Table of what the accounts say">
                <table class="ledger-table slots">
                  <thead><tr><th scope="col">Asked</th><th scope="col">Answers, with the accounts that give them</th><th scope="col">Agree?</th></tr></thead>
                  <tbody>{slots.map((slot, i) => (
                    <tr key={i} class={slot.agreed ? undefined : 'differs'}>
                      <th scope="row">{SLOTS[slot.slot] ?? slot.slot}{slot.label && <span class="quiet"> {slot.label}</span>}</th>
                      <td><ul class="answers">{slot.values.map((value, j) => (
                        <li key={j}><span class="answer">{slot.slot === 'polarity' ? (POLARITY[value.value] ?? value.value) : slot.slot === 'type' ? <><Kind type={value.value.split(/[-\s]/)[0]} /> <Code>{value.value}</Code></> : value.value}</span>{' '}
                          {value.origins.map((at) => <a key={at} class="account-letter" href={`#account-${at}`} title={page.origins[at]?.source} aria-label={`account ${letter(at)}, ${page.origins[at]?.source ?? ''}`}>{letter(at)}</a>)}{' '}
                          {of(value.statements).slice(0, 4).map((s, k) => <a key={s.id} class="cite" href={documentPath(s.more.document, s.id)} aria-label={`sentence ${k + 1} in ${s.ledger.publisher ?? s.more.document}`}>{k === 0 ? 'sentence' : k + 1}</a>)}</li>
                      ))}</ul></td>
                      <td>{slot.values.length < 2 ? <span class="quiet">one answer</span> : slot.agreed ? 'agree' : <b>differ</b>}</td>
                    </tr>
                  ))}</tbody>
                </table>
              </div>
            </section>
          )}

          <div class="columns even">
            <section aria-labelledby="tree">
              <h2 id="tree">Whose words, by which way</h2>
              <p class="quiet">From each origin outwards: who passed it on, which report carries it, and which reports are near copies.</p>
              <div class="tree"><Tree branches={growTree(page)} /></div>
            </section>
            <section aria-labelledby="history">
              <h2 id="history" tabIndex={-1}>How it came in</h2>
              <ol class="history">{page.history.map((h, i) => (
                <li key={i}>
                  <time>{day(h.published) || 'no day given'}</time>
                  <div>
                    <a href={documentPath(h.document, h.statements[0])}>{h.title ?? h.document}</a>
                    <p class="quiet">{h.publisher}{h.stances.length > 0 && ` · ${[...new Set(h.stances)].map(stanceWords).join(', ')}`}
                      {h.copy_of && <> · near copy of <a href={documentPath(h.copy_of)}>{documents.get(h.copy_of)?.publisher ?? documents.get(h.copy_of)?.title ?? h.copy_of}</a></>}</p>
                  </div>
                  <span class="history-count"><b>{h.independent}</b> affirm{h.independent === 1 ? 's' : ''}{h.denying > 0 && <>, <b>{h.denying}</b> den{h.denying === 1 ? 'ies' : 'y'}</>}</span>
                </li>
              ))}</ol>
            </section>
          </div>
          <p class="downloads"><span>Download</span>
            <button type="button" class="plain" onClick={() => save(`${o.id}.json`, 'application/json', JSON.stringify(page, null, 2))}>JSON</button></p>
          {o.status === 'planned' || !o.type ? null : <Similar page={page} />}
        </>
      )
    }}</Wait>
  )
}

/** Ways on from here. */
function Similar({ page }: { page: OccurrencePage }) {
  const o = page.occurrence
  const a = o.actors.find((p) => p.country)?.country
  const b = o.recipients.find((p) => p.country)?.country
  return (
    <p class="quiet">See also {a && b && a !== b ? <><a href={`/pair?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`}>{a} and {b} over time</a>, </> : null}
      <a href={`/search?type=${encodeURIComponent(o.type ?? '')}`}>others of this type</a>.</p>
  )
}
