// Counts by month as a row of bars; each opens its month.
import { useId } from 'preact/hooks'
import { months } from '../state'
import type { Count } from '../types'
import { monthWords, number } from '../words'

export function Histogram({ title, counts, to }: { title: string; counts: Count[]; to: (month: string) => string }) {
  const id = useId()
  const known = counts.filter((c) => /^\d{4}-\d{2}$/.test(c.value))
  if (known.length < 2) return null
  const by = new Map(known.map((c) => [c.value, c.count]))
  const sorted = [...by.keys()].sort()
  const last = sorted[sorted.length - 1]!
  // Some sentences speak of long ago: only the last four years are drawn, and the rest is named.
  const all = months(sorted[0]!, last)
  const shown = all.slice(-48)
  const earlier = known.filter((c) => c.value < shown[0]!).reduce((sum, c) => sum + c.count, 0)
  const most = Math.max(...shown.map((m) => by.get(m) ?? 0), 1)
  return (
    <section class="histogram" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ol>{shown.map((m) => {
        const count = by.get(m) ?? 0
        return (
          <li key={m}>{count > 0 && (
            <a href={to(m)} aria-label={`${monthWords(m)}: ${number(count)}`} title={`${monthWords(m)}: ${number(count)}`}>
              <span style={{ height: `${Math.max(4, (100 * count) / most)}%` }} />
            </a>
          )}</li>
        )
      })}</ol>
      <p class="histogram-ends"><span>{monthWords(shown[0]!)}</span><span>{monthWords(last)}</span></p>
      {earlier > 0 && <p class="quiet">{number(earlier)} earlier</p>}
    </section>
  )
}
