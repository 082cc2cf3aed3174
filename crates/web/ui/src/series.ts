// Months of a series made ready for a plot.
import { months } from './state'
import type { SeriesRecord } from './types'

export const LINES = ['asserted', 'corroborated', 'contested', 'planned'] as const
export type LineName = (typeof LINES)[number]
export type Measure = 'count' | 'intensity'
export type Point = { month: string; value: Record<LineName, number>; intensity: Record<LineName, number>; change: { before: number; after: number } | null }

/** One point for each month from the first to the last, the empty ones too. Records of one month are added up. */
export function points(records: readonly SeriesRecord[], from?: string | null, to?: string | null): Point[] {
  const known = records.filter((r) => /^\d{4}-\d{2}$/.test(r.month))
  if (!known.length) return []
  const sorted = known.map((r) => r.month).sort()
  const first = from ?? sorted[0]!
  const last = to ?? sorted[sorted.length - 1]!
  const out = new Map<string, Point>()
  for (const month of months(first, last)) {
    out.set(month, { month, value: { asserted: 0, corroborated: 0, contested: 0, planned: 0 }, intensity: { asserted: 0, corroborated: 0, contested: 0, planned: 0 }, change: null })
  }
  for (const record of known) {
    const point = out.get(record.month)
    if (!point) continue
    for (const line of LINES) {
      point.value[line] += record[line]
      point.intensity[line] += record[`${line}_intensity`]
    }
    point.change ??= record.change
  }
  return [...out.values()]
}

/** Stretches between change points with the mean number asserted in each, for the stepped line. */
export function stretches(all: readonly Point[]): { from: number; to: number; mean: number }[] {
  const cuts = all.flatMap((p, i) => (p.change ? [i] : []))
  if (!cuts.length) return []
  const ends = [0, ...cuts.filter((c) => c > 0), all.length]
  return ends.slice(0, -1).map((from, i) => {
    const to = ends[i + 1]!
    const change = all[from]?.change
    const next = all[to]?.change
    const own = all.slice(from, to).reduce((sum, p) => sum + p.value.asserted, 0) / (to - from)
    return { from, to, mean: change?.after ?? next?.before ?? own }
  })
}

/** Points as CSV. */
export function csv(all: readonly Point[]): string {
  const head = ['month', ...LINES, ...LINES.map((l) => `${l}_intensity`), 'change_before', 'change_after']
  const lines = all.map((p) => [p.month, ...LINES.map((l) => p.value[l]), ...LINES.map((l) => Number(p.intensity[l].toFixed(3))), p.change?.before ?? '', p.change?.after ?? ''].join(','))
  return `${[head.join(','), ...lines].join('\n')}\n`
}
