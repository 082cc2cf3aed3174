// The card of a statement: who says so, how surely, who does what to whom, when and where.
import type { Amount, Days, Link, Party, Span, Status, Where, Words } from '../types'
import { amountWords, days, factualityWords, modeWords, occurrencePath, quadWords, relationWords, typeWords } from '../words'
import { ChainLong, Code, Parties, Places, StatusTag } from './bits'

/** A statement as the reader needs it, whether it is in the ledger or was only read. */
export type Told = {
  id: string
  kind: 'event' | 'fact'
  type: string
  mode: string | null
  quad: number | null
  intensity: number | null
  cameo: string | null
  trigger: { start: number; end: number; text: string }
  sentence: Span
  actors: Party[]
  recipients: Party[]
  /** Where the words for those who take part stand. */
  actorSpans: Span[]
  recipientSpans: Span[]
  sourceSpans: Span[]
  evidence: Span[]
  sources: Link[]
  publisher: string | null
  places: Where[]
  quantities: Amount[]
  time: (Days & { text?: string | null }) | null
  object: Words | null
  auxiliary: string[]
  factuality: string
  score: number
  status: Status | null
  occurrence: string | null
}

export function Card({ told, headingLevel = 3 }: { told: Told; headingLevel?: 3 | 4 }) {
  const H = `h${headingLevel}` as 'h3'
  const fact = told.kind === 'fact'
  return (
    <div class="card">
      <H class="card-title"><span>{fact ? relationWords(told.type) : typeWords(told.type)}{told.mode && ` · ${modeWords(told.mode)}`}</span> <Code>{told.type}{told.mode && `-${told.mode}`}</Code></H>
      <dl>
        <dt>Who says so</dt>
        <dd><ChainLong sources={told.sources} publisher={told.publisher} /></dd>
        <dt>How surely</dt>
        <dd>{factualityWords(told.factuality)} <Code>{told.factuality}</Code></dd>
        <dt>{fact ? 'Which fact' : 'Who to whom'}</dt>
        <dd>{fact
          ? <><Parties parties={told.actors} none="not named" /> {relationWords(told.type)} {told.recipients.length ? <Parties parties={told.recipients} /> : told.object?.text}</>
          : <><Parties parties={told.actors} none="someone not named" />{told.recipients.length > 0 && <> <span aria-label="to">→</span> <Parties parties={told.recipients} /></>}</>}</dd>
        {told.time && (told.time.start || told.time.end) && <><dt>When</dt><dd>{days(told.time)}{told.time.text && <span class="quiet"> “{told.time.text}”</span>}</dd></>}
        {told.places.length > 0 && <><dt>Where</dt><dd><Places places={told.places} /></dd></>}
        {told.quantities.length > 0 && <><dt>How many</dt><dd>{told.quantities.map(amountWords).join(', ')}</dd></>}
        {told.auxiliary.length > 0 && <><dt>Told as</dt><dd>{told.auxiliary.join(', ')}</dd></>}
        {told.quad != null && <><dt>Kind</dt><dd>{quadWords(told.quad)}{told.intensity != null && <> <Code>{told.intensity > 0 ? `+${told.intensity}` : String(told.intensity).replace('-', '−')}</Code></>}{told.cameo && <> <span class="quiet">CAMEO</span> <Code>{told.cameo}</Code></>}</dd></>}
      </dl>
      {told.occurrence && (
        <p class="card-foot">{told.status && <StatusTag status={told.status} />} <a href={occurrencePath(told.occurrence)}>All accounts of it</a></p>
      )}
    </div>
  )
}

/** A statement in one line of words. */
export function toldLine(told: Told): string {
  const who = told.actors.map((a) => a.name).join(', ') || 'someone not named'
  const whom = told.recipients.map((a) => a.name).join(', ')
  if (told.kind === 'fact') return [who, relationWords(told.type), whom || told.object?.text].filter(Boolean).join(' ')
  return `${typeWords(told.type)}: ${who}${whom && ` → ${whom}`}`
}
