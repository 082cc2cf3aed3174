// Lines of lists: an occurrence, a statement, a document.
import type { DocumentHeader, Occurrence, Statement } from '../types'
import { day, days, documentPath, numbersWords, occurrencePath, plural } from '../words'
import { Chain, Code, Factuality, Kind, Parties, Places, Sentence, StatusTag, WhoWhom } from './bits'

export function OccurrenceRow({ o }: { o: Occurrence }) {
  const to = occurrencePath(o.id)
  const reports = new Set(o.statements.map((s) => String(s.document))).size
  return (
    <li class="row">
      <div class="row-when"><time>{days(o.time) || <span class="quiet">no day given</span>}</time><StatusTag status={o.status} /></div>
      <div class="row-what">
        <p class="kicker">{o.relation ? 'standing fact' : <Kind type={o.type} mode={o.mode} />} <Code>{o.type ?? o.relation}</Code></p>
        <h3><a class="row-link" data-row href={to}><WhoWhom relation={o.relation} actors={o.actors} recipients={o.recipients} /></a></h3>
        {o.lead && (
          <p class="quote"><Sentence text={o.lead.text} at={[o.lead.trigger]} />{' '}
            <a class="cite" href={documentPath(o.lead.document, o.lead.statement)}>{o.lead.publisher ?? o.lead.title ?? o.lead.document}, {day(o.lead.published)}</a></p>
        )}
        {(o.places.length > 0 || o.numbers.length > 0) && (
          <p class="row-more"><Places places={o.places.slice(0, 3)} />{o.numbers.length > 0 && <span class="quiet">{o.places.length > 0 && ' · '}{o.numbers.slice(0, 3).map(numbersWords).join(', ')}</span>}</p>
        )}
      </div>
      <div class="row-count">
        <a href={`${to}#accounts`}><b>{o.independent}</b> independent</a>
        <a href={`${to}#history`}>{plural(reports, 'report')}</a>
      </div>
    </li>
  )
}

export function StatementRow({ s }: { s: Statement }) {
  const at: [number, number] = [s.trigger.start - s.more.sentence.start, s.trigger.end - s.more.sentence.start]
  return (
    <li class="row">
      <div class="row-when"><time>{days(s.time ?? s.valid) || day(s.ledger.published)}</time>{s.ledger.status && <StatusTag status={s.ledger.status} />}</div>
      <div class="row-what">
        <p class="quote large"><a class="row-link" data-row href={documentPath(s.more.document, s.id)}><Sentence text={s.ledger.text} at={[at]} /></a></p>
        <Chain sources={s.more.sources} publisher={s.ledger.publisher} />
        <p class="row-more"><Kind type={s.type} relation={s.relation} mode={s.mode} /> · <Parties parties={s.more.actors} none="someone not named" />{s.more.recipients.length > 0 && <> → <Parties parties={s.more.recipients} /></>}
          {s.ledger.places.length > 0 && <> · <Places places={s.ledger.places} /></>} · <Factuality value={s.factuality} /></p>
      </div>
      <div class="row-count">
        {s.ledger.occurrence && <a href={occurrencePath(s.ledger.occurrence)}>all accounts</a>}
        <span class="quiet">{day(s.ledger.published)}</span>
      </div>
    </li>
  )
}

export function DocumentRow({ d }: { d: DocumentHeader }) {
  return (
    <li class="row">
      <div class="row-when"><time>{day(d.published) || <span class="quiet">no day given</span>}</time>
        {d.notice && <span class="tag">{d.notice}</span>}{d.superseded_by && <span class="tag">older version</span>}</div>
      <div class="row-what"><h3><a class="row-link" data-row href={documentPath(d.key)}>{d.title ?? String(d.name)}</a></h3>
        <p class="row-more">{d.publisher}</p></div>
      <div class="row-count"><a href={documentPath(d.key)}>{plural(d.statements, 'statement')}</a></div>
    </li>
  )
}

export function Occurrences({ items }: { items: Occurrence[] }) {
  return <ul class="rows">{items.map((o) => <OccurrenceRow key={o.id} o={o} />)}</ul>
}
export function Statements({ items }: { items: Statement[] }) {
  return <ul class="rows">{items.map((s) => <StatementRow key={s.id} s={s} />)}</ul>
}
