// Scales of plots: numbers to pixels, and where ticks stand.

export type Scale = (value: number) => number

/** A straight line through (`from`, `at`) and (`to`, `until`); an empty domain goes to the middle. */
export function linear(from: number, to: number, at: number, until: number): Scale {
  if (from === to) return () => (at + until) / 2
  return (value) => at + ((value - from) / (to - from)) * (until - at)
}

/** Round numbers from `low` to `high`, about `count` of them; whole ones only where `whole`. */
export function ticks(low: number, high: number, count: number, whole = false): number[] {
  if (!(high > low) || count < 1) return [low]
  const raw = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const ratio = raw / power
  let step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10)
  if (whole) step = Math.max(1, Math.round(step))
  const out: number[] = []
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) out.push(Number((i * step).toPrecision(12)))
  return out
}

/** The end of an axis from 0 that holds `value`: a round number not below it. */
export function ceiling(value: number): number {
  if (value <= 0) return 1
  const step = ticks(0, value, 4)
  const size = step.length > 1 ? step[1]! - step[0]! : 1
  return Math.ceil(value / size - 1e-9) * size
}

/** Which of `count` labels to show, when each needs `width` of `space`: every first, second, third, sixth, twelfth … */
export function every(count: number, width: number, space: number): number {
  const fit = Math.max(1, Math.floor(space / width))
  for (const step of [1, 2, 3, 6, 12, 24, 60, 120]) if (Math.ceil(count / step) <= fit) return step
  return 240
}

/** Radius of a circle whose area grows with `count`. */
export function radius(count: number, most: number, smallest: number, largest: number): number {
  if (most <= 1) return smallest
  return smallest + (largest - smallest) * Math.sqrt((count - 1) / (most - 1))
}
