// Statements of the ledger and statements that were only read, made one kind of thing for the reader.
import type { Told } from './parts/card'
import type { Annotated, Attribution, Entity, Link, Party, Span, Statement, StatementRecord, Where, Words } from './types'

const span = (w: { start: number; end: number } | null | undefined): Span[] => (w ? [[w.start, w.end]] : [])
const party = (w: Words, entities?: Map<number, Entity>): Party => {
  const actor = w.entity === undefined ? null : entities?.get(w.entity)?.actor
  return { name: actor?.name ?? w.text, code: w.code ?? null, country: w.country ?? null, sector: w.sector ?? [], id: actor?.id ?? null }
}

function common(s: StatementRecord) {
  const fact = s.kind === 'fact'
  return {
    id: s.id, kind: s.kind, type: s.type ?? s.relation ?? '', mode: s.mode ?? null, quad: s.quad ?? null, intensity: s.intensity ?? null, cameo: s.cameo ?? null,
    trigger: s.trigger, evidence: s.evidence, time: (fact ? s.valid : s.time) ?? null, object: s.object ?? null, auxiliary: s.auxiliary, factuality: s.factuality, score: s.score,
    actorSpans: fact ? span(s.subject) : (s.actors ?? []).flatMap(span),
    recipientSpans: fact ? span(s.object) : (s.recipients ?? []).flatMap(span),
  }
}

export function fromLedger(s: Statement): Told {
  return {
    ...common(s), sentence: [s.more.sentence.start, s.more.sentence.end], actors: s.more.actors, recipients: s.more.recipients, sources: s.more.sources,
    sourceSpans: s.more.sources.flatMap((l) => (l.span ? [l.span] : [])), publisher: s.ledger.publisher, places: s.ledger.places, quantities: s.ledger.quantities,
    status: s.ledger.status, occurrence: s.ledger.occurrence,
  }
}

export function fromReading(d: Annotated): Told[] {
  const entities = new Map(d.entities.map((e) => [e.id, e]))
  const attributions = new Map(d.attributions.map((a) => [a.id, a]))
  return d.statements.map((s) => {
    const fact = s.kind === 'fact'
    const sources = s.attribution.map((link): Link => {
      const a: Attribution | undefined = attributions.get(link.attribution)
      const entity = a?.source_entity == null ? undefined : entities.get(a.source_entity)
      const channel = link.channel == null ? undefined : entities.get(link.channel)
      return {
        name: entity?.actor?.name ?? link.text ?? '', text: link.text ?? '', code: link.code, country: null, id: entity?.actor?.id ?? null, kind: link.source_kind, cue: a?.cue_class ?? 'assert',
        quoted: a?.quoted ?? 'none', channel: channel?.actor?.name ?? null, distanced: link.distanced ?? false, attribution: link.attribution, span: a?.source[0] ?? null,
      }
    })
    const places: Where[] = s.places.flatMap((p) => {
      const place = d.places[p.place]
      return place ? [{ ...place, role: p.role, means: p.means, order: p.order }] : []
    })
    const sentence = d.sentences[s.sentence]
    return {
      ...common(s), sentence: sentence ? [sentence.start, sentence.end] : [s.trigger.start, s.trigger.end],
      actors: fact ? (s.subject ? [party(s.subject, entities)] : []) : (s.actors ?? []).map((w) => party(w, entities)),
      recipients: fact ? (s.object && s.object.entity !== undefined ? [party(s.object, entities)] : []) : (s.recipients ?? []).map((w) => party(w, entities)),
      sources, sourceSpans: sources.flatMap((l) => (l.span ? [l.span] : [])), publisher: d.publisher, places,
      quantities: s.quantities.flatMap((q) => d.quantities[q.quantity] ?? []), status: null, occurrence: null,
    }
  })
}

/** The layers of a text, for its highlights. */
export type Layers = {
  sources: Span[]; cues: Span[]; contents: { span: Span; depth: number }[]; actors: Span[]; places: Span[]; times: Span[]; quantities: Span[]
}

export function layersOf(d: Annotated): Layers {
  const depth = (a: Attribution): number => {
    let n = 0
    let at: Attribution | undefined = a
    while (at && at.parent !== null && n < 8) {
      at = d.attributions.find((x) => x.id === at!.parent)
      n++
    }
    return n
  }
  return {
    sources: d.attributions.flatMap((a) => a.source), cues: d.attributions.flatMap((a) => a.cue),
    contents: d.attributions.flatMap((a) => a.content.map((c) => ({ span: c, depth: depth(a) }))),
    actors: d.entities.filter((e) => e.actor).flatMap((e) => e.mentions.map((m): Span => [m.start, m.end])),
    places: d.places.map((p): Span => [p.start, p.end]), times: d.times.map((t): Span => [t.start, t.end]), quantities: d.quantities.map((x): Span => [x.start, x.end]),
  }
}

/** One leg of a journey, by names of places. */
export type Leg = { word: string; from: string; through: string[]; to: string; means: string | null; journey: number; order: number; at: Span }

export function legsOf(d: Annotated): Leg[] {
  return (d.movements ?? []).map((m): Leg => {
    const names = (role: string) => m.places.filter((p) => p.role === role).flatMap((p) => d.places[p.place]?.name ?? [])
    return { word: m.text, from: names('origin').join(', '), through: names('via'), to: names('destination').join(', '), means: m.means, journey: m.journey, order: m.order, at: [m.start, m.end] }
  }).sort((a, b) => a.journey - b.journey || a.order - b.order)
}

/** What the ledger alone knows of the layers. */
export function layersOfLedger(all: readonly Told[]): Layers {
  return {
    sources: all.flatMap((t) => t.sourceSpans), cues: [], contents: [], actors: all.flatMap((t) => [...t.actorSpans, ...t.recipientSpans]), places: [], times: [], quantities: [],
  }
}
