// What stands in the address: filters and their order, so that the same question has the same address.

export const FILTERS = [
  'text', 'actor', 'recipient', 'source', 'origin', 'stance', 'outlet', 'country', 'type', 'quad', 'status', 'factuality', 'place', 'kind', 'from', 'to', 'as_of',
] as const
export type Filter = (typeof FILTERS)[number]
export type Filters = Partial<Record<Filter, string>>

/** The filters of an address; empty values are none. */
export function filters(query: URLSearchParams): Filters {
  const out: Filters = {}
  for (const name of FILTERS) {
    const value = query.get(name)?.trim()
    if (value) out[name] = value
  }
  return out
}

/** Names and values as a query, filters first and in their order, without `?`; null and empty values are left out. */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const out = new URLSearchParams()
  const names = Object.keys(values)
  const rank = (name: string) => {
    const at = FILTERS.indexOf(name as Filter)
    return at < 0 ? FILTERS.length : at
  }
  names.sort((a, b) => rank(a) - rank(b))
  for (const name of names) {
    const value = values[name]
    if (value === null || value === undefined || value === '' || value === false) continue
    out.append(name, String(value))
  }
  return out.toString()
}

/** A path with its query. */
export function href(path: string, values: Record<string, string | number | boolean | null | undefined> = {}): string {
  const q = query(values)
  return q ? `${path}?${q}` : path
}

/** A list with commas, with the value put in or taken out; null when nothing is left. */
export function toggled(list: string | undefined, value: string): string | null {
  const values = list ? list.split(',') : []
  const at = values.indexOf(value)
  if (at < 0) values.push(value)
  else values.splice(at, 1)
  return values.length ? values.join(',') : null
}

/** First and last day of a month `YYYY-MM`; null for anything else. */
export function month(value: string): { from: string; to: string } | null {
  const match = /^(\d{4})-(\d{2})$/.exec(value)
  if (!match) return null
  const year = Number(match[1])
  const number = Number(match[2])
  if (number < 1 || number > 12) return null
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${value}-01`, to: `${value}-${String(days).padStart(2, '0')}` }
}

/** All months from one to the other, both included; at most `limit`. */
export function months(first: string, last: string, limit = 2400): string[] {
  const out: string[] = []
  let year = Number(first.slice(0, 4))
  let number = Number(first.slice(5, 7))
  while (out.length < limit) {
    const name = `${String(year).padStart(4, '0')}-${String(number).padStart(2, '0')}`
    if (name > last) break
    out.push(name)
    number++
    if (number > 12) {
      number = 1
      year++
    }
  }
  return out
}

/** Only addresses of the web become links. */
export function webAddress(value: string | null | undefined): string | null {
  if (!value) return null
  try {
    const url = new URL(value)
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
  } catch {
    return null
  }
}
