// The shapes of the API, as crates/web/API.md and docs/schema say.

export type Status = 'single-source' | 'corroborated' | 'disputed' | 'denied' | 'retracted' | 'planned'
export type Stance = 'affirms' | 'plans' | 'denies' | 'retracts'
/** Code points of a text, half-open. */
export type Span = [number, number]
export type Days = { start: string | null; end: string | null }

export type Page<T> = { items: T[]; total: number; more: boolean; next: string | null }
export type Party = { name: string; code: string | null; country: string | null; sector: string[]; id: string | null }
export type Where = {
  role: string; name: string; country: string | null; lat: number; lon: number
  geonames_id: number | null; feature: string; means: string | null; order: number
}
export type Amount = { value: number; low: number | null; high: number | null; unit: string | null; of: string | null }

export type DocumentHeader = {
  key: string; name: string | number; title: string | null; published: string | null; publisher: string | null
  url: string | null; notice: 'correction' | 'retraction' | null; superseded_by: string | null; statements: number
}
export type Copy = { document: string; similarity: number; contained: number; earlier: boolean }

export type Link = {
  name: string; text: string; code: string | null; country: string | null; id: string | null; kind: string; cue: string
  quoted: string; channel: string | null; distanced: boolean; attribution: number; span: Span | null
}

export type Words = { text: string; start: number; end: number; entity?: number; quantity?: number; time?: number; code?: string | null; country?: string | null; sector?: string[] }
export type StatementRecord = {
  id: string; kind: 'event' | 'fact'; document: string | number; sentence: number
  type?: string; mode?: string | null; contexts?: string[]; quad?: number | null; intensity?: number | null; cameo?: string | null
  relation?: string; subject?: Words; object?: Words | null; valid?: Days & { text?: string | null }
  trigger: { start: number; end: number; text: string; lemma: string }
  actors?: Words[]; recipients?: Words[]
  places: { place: number; role: string; means: string | null; order: number }[]
  time?: (Days & { text: string | null }) | null
  quantities: { quantity: number }[]
  auxiliary: string[]
  factuality: string
  attribution: { attribution: number; text: string | null; code: string | null; source_kind: string; channel: number | null; distanced?: boolean }[]
  score: number
  evidence: Span[]
}
export type Context = {
  occurrence: string | null; status: Status | null; title: string | null; published: string | null; publisher: string | null; url: string | null
  text: string; places: Where[]; quantities: Amount[]
}
export type Statement = StatementRecord & {
  ledger: Context
  more: {
    document: string; sentence: { start: number; end: number; heading: boolean }
    actors: Party[]; recipients: Party[]; sources: Link[]; stance: 'affirms' | 'plans' | 'denies'
  }
}

export type Lead = {
  statement: string; document: string; title: string | null; published: string | null; publisher: string | null
  text: string; trigger: Span; factuality: string
}
export type Numbers = { of: string | null; unit: string | null; low: number; high: number; given: number[] }
export type Occurrence = {
  id: string; status: Status; kind: 'event' | 'fact'; type?: string; relation?: string; mode: string | null; quad: number | null; intensity: number | null
  actors: Party[]; recipients: Party[]; places: Where[]; time: Days; numbers: Numbers[]
  first_published: string | null; last_published: string | null; independent: number
  origins: { source: string; code: string | null; stance: Stance; documents: (string | number)[]; independent: boolean }[]
  statements: { id: string; document: string | number; sentence: number; trigger: { start: number; end: number } }[]
  lead?: Lead
}

export type Account = { source: string; code: string | null; stance: Stance; independent: boolean; documents: string[]; statements: string[] }
export type Slot = { slot: string; label: string; agreed: boolean; values: { value: string; statements: string[]; origins: number[] }[] }
export type OccurrencePage = {
  occurrence: Occurrence
  statements: Statement[]
  origins: Account[]
  documents: (DocumentHeader & { copies: Copy[] })[]
  slots: Slot[]
  history: {
    published: string | null; document: string; title: string | null; publisher: string | null; statements: string[]; stances: string[]
    independent: number; denying: number; copy_of: string | null
  }[]
}

export type DocumentPage = {
  document: DocumentHeader & { copies: Copy[] }
  text: string
  sentences: { number: number; start: number; end: number; heading: boolean; statements: string[] }[]
  statements: Statement[]
  attributions: { attribution: number; sources: Link; statements: string[] }[]
}

export type Entity = { id: number; type: string; actor: { code: string | null; name: string; id?: string | null } | null; mentions: { start: number; end: number; kind: string }[] }
export type Attribution = {
  id: number; source: Span[]; cue: Span[]; content: Span[]; parent: number | null; source_entity: number | null; source_kind: string
  channel: number | null; cue_class: string; quoted: string; distanced?: boolean
}
export type Annotated = {
  id: string | number; title: string | null; published: string | null; publisher: string | null; text: string
  sentences: { start: number; end: number; heading: boolean }[]
  entities: Entity[]
  attributions: Attribution[]
  places: (Omit<Where, 'role' | 'means' | 'order'> & { start: number; end: number })[]
  times: { start: number; end: number; type: string; value: string | null; interval: Days | null }[]
  quantities: (Amount & { start: number; end: number })[]
  movements?: { start: number; end: number; text: string; places: { place: number; role: string }[]; means: string | null; journey: number; order: number }[]
  statements: StatementRecord[]
}

export type Info = {
  version: string; ledger: string; documents: number; superseded: number; statements: number; occurrences: number
  by_status: Record<Status, number>; parties: number; places: number; first_published: string | null; last_published: string | null
  writable: boolean; demo: boolean; stale: boolean; change: number
}
export type Count = { value: string; count: number }
export type Facets = {
  total: number; type: Count[]; quad: Count[]; status: Count[]; kind: Count[]; country: Count[]; actor_country: Count[]; recipient_country: Count[]
  month: Count[]; source: Count[]; source_sector: Count[]; outlet: Count[]; sampled?: boolean
}
export type SeriesRecord = {
  actor_country: string | null; recipient_country: string | null; type: string; quad: number | null; month: string
  asserted: number; corroborated: number; contested: number; planned: number
  asserted_intensity: number; corroborated_intensity: number; contested_intensity: number; planned_intensity: number
  change: { before: number; after: number } | null
}
export type Series = { items: SeriesRecord[]; months: [string, string] | null }

export type PlaceFeature = {
  type: 'Feature'; geometry: { type: 'Point'; coordinates: [number, number] }
  properties: { feature: 'place'; place: string; country: string | null; geonames_id: number | null; kind: string; role: string; count: number; statements: string[] }
}
export type LegFeature = {
  type: 'Feature'; geometry: { type: 'LineString'; coordinates: [number, number][] }
  properties: { feature: 'leg'; from: string; to: string; through: string[]; means: string | null; count: number; statements: string[] }
}
export type MapPage = { type: 'FeatureCollection'; features: (PlaceFeature | LegFeature)[]; more: boolean }

export type ActorRow = Party & { key: string; statements: number; as_actor: number; as_recipient: number; as_source: number }
export type End = { text: string; party: Party | null; key: string | null; quantity: Amount | null; time: Days | null }
export type Fact = {
  relation: string; subject: End; object: End; valid: Days; depth: number; factuality: string[]
  statements: { id: string; document: string; title: string | null; published: string | null; publisher: string | null; text: string; sources: string[]; factuality: string }[]
}
export type ActorPage = {
  key: string; match: string; party: Party; names: string[]; as_actor: number; as_recipient: number; as_source: number; occurrences: number
  facts: Fact[]
  pairs: { party: Party; key: string; does: number; undergoes: number; quads: [number, number, number, number] }[]
  types: Count[]; said: Count[]; months: Count[]
}
export type Source = {
  name: string; code: string | null; claims: number; affirms: number; plans: number; denies: number; retracts: number
  alone: number; corroborated: number; disputed: number
}
export type SourcePage = {
  source: Source; corroborated_by: Count[]; denied_by: Count[]; denies_of: Count[]; types: Count[]; months: Count[]; claims: Occurrence[]
}
export type Changed = { change: number; documents: number; statements: number; occurrences: number; stale: boolean }
