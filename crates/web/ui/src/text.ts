// From the API's offsets (Unicode code points) to JavaScript's (UTF-16 units), and texts cut into pieces at the ends of spans.

/** A text that is sliced by code points. */
export class Text {
  readonly length: number
  private readonly units: Uint32Array | null

  constructor(readonly string: string) {
    // Most texts have no character outside the basic plane; then the two counts are one.
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(string)) {
      this.units = null
      this.length = string.length
      return
    }
    const units: number[] = []
    let at = 0
    for (const character of string) {
      units.push(at)
      at += character.length
    }
    units.push(at)
    this.units = Uint32Array.from(units)
    this.length = units.length - 1
  }

  /** The place of a code point in UTF-16 units; what lies outside is taken to the nearest end. */
  unit(point: number): number {
    const inside = Math.min(Math.max(0, Math.trunc(point) || 0), this.length)
    return this.units ? this.units[inside]! : inside
  }

  slice(start: number, end: number): string {
    return this.string.slice(this.unit(start), this.unit(end))
  }
}

/** Something that covers part of a text. */
export type Mark<T> = { start: number; end: number; of: T }
/** A stretch of the text in which nothing begins or ends, and what covers it. */
export type Piece<T> = { start: number; end: number; marks: T[] }

/** Cuts `[start, end)` at the ends of all marks. The pieces together are the whole stretch; marks keep their order. */
export function pieces<T>(start: number, end: number, marks: readonly Mark<T>[]): Piece<T>[] {
  const inside = marks.filter((m) => m.start < end && m.end > start && m.end > m.start)
  const cuts = new Set<number>([start, end])
  for (const mark of inside) {
    cuts.add(Math.max(start, mark.start))
    cuts.add(Math.min(end, mark.end))
  }
  const sorted = [...cuts].sort((a, b) => a - b)
  const opening = inside.map((m, order) => ({ m, order })).sort((a, b) => a.m.start - b.m.start)
  const out: Piece<T>[] = []
  let open: { m: Mark<T>; order: number }[] = []
  let next = 0
  for (let i = 0; i + 1 < sorted.length; i++) {
    const from = sorted[i]!
    const to = sorted[i + 1]!
    open = open.filter(({ m }) => m.end > from)
    while (next < opening.length && opening[next]!.m.start <= from) {
      if (opening[next]!.m.end > from) open.push(opening[next]!)
      next++
    }
    const marks = [...open].sort((a, b) => a.order - b.order).map(({ m }) => m.of)
    out.push({ start: from, end: to, marks })
  }
  return out
}

/** Stretches between line ends, without the empty ones. */
export function paragraphs(text: Text): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = []
  let at = 0
  let start = 0
  for (const character of text.string) {
    if (character === '\n' || character === '\r') {
      if (at > start) out.push({ start, end: at })
      start = at + 1
    }
    at++
  }
  if (at > start) out.push({ start, end: at })
  return out.filter((p) => text.slice(p.start, p.end).trim() !== '')
}
