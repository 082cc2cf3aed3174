// Codes in words.
import { month } from './state'
import type { Days, End, Party, Stance, Status } from './types'

/** What each PLOVER type is. Nouns: a verb would say that it happened. */
const TYPES: Record<string, string> = {
  AGREE: 'agreement', CONSULT: 'consultation', SUPPORT: 'support', CONCEDE: 'concession', COOPERATE: 'cooperation', AID: 'aid', RETREAT: 'retreat',
  REQUEST: 'request', ACCUSE: 'accusation', REJECT: 'rejection', THREATEN: 'threat', PROTEST: 'protest', SANCTION: 'sanction',
  MOBILIZE: 'mobilization', COERCE: 'coercion', ASSAULT: 'assault',
}
const RELATIONS: Record<string, string> = {
  part_of: 'is part of', commands: 'commands', headed_by: 'is headed by', member_of: 'is a member of', wing_of: 'is a wing of',
  adversary_of: 'is an adversary of', ally_of: 'is an ally of', size: 'has the size', rank: 'has the rank', based_in: 'is based in',
  founded: 'was founded', holds_office: 'holds the office', party_to: 'is a party to',
}
/** The same from the other end. */
const CONVERSE: Record<string, string> = {
  part_of: 'has the part', commands: 'is commanded by', headed_by: 'heads', member_of: 'has the member', wing_of: 'has the wing',
  adversary_of: 'is an adversary of', ally_of: 'is an ally of', size: 'is the size of', rank: 'is the rank of', based_in: 'is the base of',
  founded: 'is when was founded', holds_office: 'is held by', party_to: 'has the party',
}

export const QUADS: Record<string, string> = {
  1: 'verbal cooperation', 2: 'material cooperation', 3: 'verbal conflict', 4: 'material conflict',
}

export const STATUSES: Status[] = ['single-source', 'corroborated', 'disputed', 'denied', 'retracted', 'planned']
export const STATUS_MEANS: Record<Status, string> = {
  'single-source': 'one origin affirms it',
  corroborated: 'several independent origins affirm it, none denies it',
  disputed: 'some affirm it, others deny it',
  denied: 'it is only denied',
  retracted: 'who said it has taken it back',
  planned: 'announced or threatened for later',
}

export const FACTUALITY: Record<string, string> = {
  'CT+': 'certain that it is so', 'PR+': 'probable that it is so', 'PS+': 'possible that it is so',
  'CT-': 'certain that it is not so', 'PR-': 'probable that it is not so', 'PS-': 'possible that it is not so',
  U: 'no commitment either way',
}

const STANCES: Record<Stance, string> = { affirms: 'affirms', plans: 'plans or expects', denies: 'denies', retracts: 'takes back' }
const CUES: Record<string, string> = {
  assert: 'says', deny: 'denies', believe: 'believes', predict: 'predicts', promise: 'promises', allege: 'alleges', question: 'questions',
  know: 'knows', suggest: 'suggests', request: 'asks for',
}
const KINDS: Record<string, string> = {
  named: 'named person', role: 'known by function', anonymous: 'not named', group: 'group', organisation: 'organisation', document: 'document',
  unspecified: 'nobody in particular', author: 'the writer',
}
export const ROLES: Record<string, string> = { location: 'at', origin: 'from', via: 'by way of', destination: 'to', target: 'aimed at' }
export const ROLE_NAMES = ['location', 'origin', 'via', 'destination', 'target']

const plain = (code: string) => code.toLowerCase().replace(/[_-]+/g, ' ')

export const typeWords = (type: string): string => TYPES[type] ?? RELATIONS[type] ?? plain(type)
export const relationWords = (relation: string): string => RELATIONS[relation] ?? plain(relation)
export const converseWords = (relation: string): string => CONVERSE[relation] ?? plain(relation)
export const stanceWords = (stance: string): string => STANCES[stance as Stance] ?? stance
export const cueWords = (cue: string): string => CUES[cue] ?? cue
export const kindWords = (kind: string): string => KINDS[kind] ?? kind
export const quadWords = (quad: number | string | null | undefined): string => (quad == null ? '' : (QUADS[String(quad)] ?? ''))
export const modeWords = (mode: string | null | undefined): string => (mode ? plain(mode) : '')
export const factualityWords = (value: string): string => FACTUALITY[value] ?? value

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const LONG = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** `2025-04-08` → `8 Apr 2025`; months and years as far as they are given. */
export function day(value: string | null | undefined): string {
  if (!value) return ''
  const match = /^(-?\d{1,6})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(value)
  if (!match) return value
  const parts = [match[3] && String(Number(match[3])), match[2] && (MONTHS[Number(match[2]) - 1] ?? match[2]), match[1]]
  return parts.filter(Boolean).join(' ')
}
export function monthWords(value: string): string {
  const name = LONG[Number(value.slice(5, 7)) - 1]
  return name ? `${name} ${value.slice(0, 4)}` : value
}
/** `8–10 Apr 2025`, `until 8 Apr 2025`, `since …`. */
export function days(time: Days | null | undefined): string {
  if (!time) return ''
  const { start, end } = time
  if (start && end) {
    if (start === end) return day(start)
    // Whole years and months are called by their names.
    if (start.endsWith('-01-01') && end.endsWith('-12-31')) return start.slice(0, 4) === end.slice(0, 4) ? start.slice(0, 4) : `${start.slice(0, 4)}–${end.slice(0, 4)}`
    if (start.endsWith('-01') && start.slice(0, 7) === end.slice(0, 7) && month(start.slice(0, 7))?.to === end) return day(start.slice(0, 7))
    if (start.slice(0, 7) === end.slice(0, 7) && start.length === 10) return `${Number(start.slice(8))}–${day(end)}`
    if (start.slice(0, 4) === end.slice(0, 4) && start.length === 10) return `${day(start).replace(/ \d+$/, '')} – ${day(end)}`
    return `${day(start)} – ${day(end)}`
  }
  if (start) return `since ${day(start)}`
  if (end) return `until ${day(end)}`
  return ''
}

/** `1,234`; never in the reader's own locale, so that two readers see the same. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  const rounded = Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(6))
  const [whole, part] = String(rounded).split('.')
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',')
  return (part ? `${grouped}.${part}` : grouped).replace(/^-/, '−')
}
/** A mean: one place behind the point is enough. */
export const mean = (value: number): string => number(Number(value.toFixed(1)))
export const plural = (count: number, one: string, many = `${one}s`): string => `${number(count)} ${count === 1 ? one : many}`

const IRREGULAR: Record<string, string> = { person: 'people', man: 'men', woman: 'women', child: 'children', policeman: 'policemen', serviceman: 'servicemen', aircraft: 'aircraft', police: 'police', personnel: 'personnel', troops: 'troops', people: 'people', foot: 'feet' }
/** The plural of a lemma. */
function several(noun: string): string {
  const words = noun.split(' ')
  const last = words.pop()!
  const plural = IRREGULAR[last] ?? (/[^aeiou]y$/.test(last) ? `${last.slice(0, -1)}ies` : /(s|x|z|ch|sh)$/.test(last) ? (last.endsWith('ss') || !last.endsWith('s') ? `${last}es` : last) : `${last}s`)
  return [...words, plural].join(' ')
}

export function numbersWords(n: { of: string | null; unit: string | null; low: number; high: number }): string {
  const figure = n.low === n.high ? number(n.low) : `${number(n.low)}–${number(n.high)}`
  const one = n.low === 1 && n.high === 1
  const unit = n.unit && n.unit !== 'person' && n.unit !== n.of ? ` ${n.unit}` : ''
  // What is weighed is not counted: "40 t food".
  return `${figure}${unit}${n.of ? ` ${one || unit ? n.of : several(n.of)}` : ''}`
}
export function amountWords(n: { value: number; low?: number | null; high?: number | null; unit: string | null; of: string | null }): string {
  const at = n.low != null && n.high != null && n.low !== n.high ? `${number(n.low)}–${number(n.high)}` : number(n.value)
  const unit = n.unit && n.unit !== 'person' && n.unit !== n.of ? ` ${n.unit}` : ''
  return `${at}${unit}${n.of ? ` ${at === '1' || unit ? n.of : several(n.of)}` : ''}`
}

/** What an actor is found by. Not its code: many bodies share one. */
export const actorKey = (party: { id?: string | null; name: string }): string => party.id ?? party.name
/** Where the page of an actor is. */
export const actorPath = (party: { id?: string | null; name: string }): string => `/actor/${encodeURIComponent(actorKey(party))}`
export const sourcePath = (name: string): string => `/source/${encodeURIComponent(name)}`
export const occurrencePath = (id: string): string => `/occurrence/${encodeURIComponent(id)}`
export const documentPath = (key: string, statement?: string): string =>
  `/document/${encodeURIComponent(key)}${statement ? `?s=${encodeURIComponent(statement)}` : ''}`

export const partyNames = (parties: Party[]): string => parties.map((p) => p.name).join(', ')
export const endName = (end: End): string => end.party?.name ?? end.text
/** The same for the same body or person. */
export const endKey = (end: End): string => (end.party ? actorKey(end.party) : `“${end.text}”`)

