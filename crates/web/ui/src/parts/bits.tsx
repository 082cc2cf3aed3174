// Small pieces that many views share.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId } from 'preact/hooks'
import type { Answer } from '../api'
import type { Count, Link, Party, Span, Stance, Status, Where } from '../types'
import { href, query, type Filters } from '../state'
import { Text, pieces } from '../text'
import {
  ROLES, STATUS_MEANS, actorPath, cueWords, factualityWords, kindWords, modeWords, number, plural, quadWords, sourcePath, stanceWords, typeWords,
} from '../words'

/** Shapes, so that colour is never the only sign. */
const SHAPES: Record<string, JSX.Element> = {
  'single-source': <circle cx="8" cy="8" r="5.500" class="hollow" />,
  corroborated: <><circle cx="5.500" cy="8" r="4.500" class="full" /><circle cx="10.500" cy="8" r="4.500" class="hollow" /></>,
  disputed: <><circle cx="8" cy="8" r="5.500" class="hollow" /><path d="M8 2.500a5.500 5.500 0 0 1 0 11z" class="full" /></>,
  denied: <><circle cx="8" cy="8" r="5.500" class="hollow" /><path d="M4 12 12 4" class="line" /></>,
  retracted: <><path d="M3 6h7a3.500 3.500 0 0 1 0 7H6" class="line" /><path d="M6 2.500 2.500 6 6 9.500" class="line" /></>,
  planned: <circle cx="8" cy="8" r="5.500" class="hollow dashed" />,
  affirms: <path d="M8 3v10M3 8h10" class="line" />,
  denies: <path d="M3 8h10" class="line" />,
  plans: <path d="M3 8h6M8 4l4 4-4 4" class="line" />,
  retracts: <><path d="M3 6h7a3.500 3.500 0 0 1 0 7H6" class="line" /><path d="M6 2.500 2.500 6 6 9.500" class="line" /></>,
}

export function Mark({ of }: { of: string }) {
  return <svg class={`mark mark-${of}`} viewBox="0 0 16 16" aria-hidden="true">{SHAPES[of]}</svg>
}

export function StatusTag({ status }: { status: Status }) {
  return <span class={`tag status-${status}`} title={STATUS_MEANS[status]}><Mark of={status} />{status}</span>
}

export function StanceTag({ stance }: { stance: Stance | string }) {
  return <span class={`tag stance-${stance}`}><Mark of={stance} />{stanceWords(stance)}</span>
}

export function Code({ children }: { children: ComponentChildren }) {
  return children ? <span class="code">{children}</span> : null
}

export function Factuality({ value }: { value: string }) {
  return <span class="factuality">{factualityWords(value)} <Code>{value}</Code></span>
}

export function PartyLink({ party }: { party: Party }) {
  if (!party.name) return <span class="quiet">not named</span>
  return <><a class="party" href={actorPath(party)}>{party.name}</a>{party.code && party.code !== party.name && <> <Code>{party.code}</Code></>}</>
}

export function Parties({ parties, none }: { parties: Party[]; none?: string }) {
  if (!parties.length) return none ? <span class="quiet">{none}</span> : null
  return <>{parties.map((party, i) => <span key={i}>{i > 0 && ', '}<PartyLink party={party} /></span>)}</>
}

/** What is done, in words and in code. */
export function Kind({ type, relation, mode }: { type?: string | null; relation?: string | null; mode?: string | null }) {
  const code = type ?? relation ?? ''
  return <span class="kind">{typeWords(code)}{mode && <span class="mode"> · {modeWords(mode)}</span>}</span>
}

export function Places({ places }: { places: Where[] }) {
  return <>{places.map((place, i) => (
    <span key={i}>{i > 0 && ', '}{ROLES[place.role] ?? place.role}{' '}
      <a href={href('/search', { place: place.name, view: 'statements' })}>{place.name}</a>
      {place.country && <> <Code>{place.country}</Code></>}{place.means && <span class="quiet"> by {place.means}</span>}</span>
  ))}</>
}

/** A sentence with some of its words marked; `at` counts code points of the sentence. */
export function Sentence({ text, at }: { text: string; at: Span[] }) {
  const points = new Text(text)
  return <>{pieces(0, points.length, at.map(([start, end]) => ({ start, end, of: true }))).map((piece) => {
    const words = points.slice(piece.start, piece.end)
    return piece.marks.length ? <mark key={piece.start}>{words}</mark> : words
  })}</>
}

/** Who and whom: an arrow for what is done, words for what holds. */
export function WhoWhom({ relation, actors, recipients }: { relation?: string | null; actors: Party[]; recipients: Party[] }) {
  const whom = recipients.map((p) => p.name).join(', ')
  return <>{actors.map((p) => p.name).filter(Boolean).join(', ') || <span class="quiet">someone not named</span>}{relation ? <> <span class="kind">{typeWords(relation)}</span> {whom}</> : whom && <> <span class="arrow-to" aria-label="to">→</span> {whom}</>}</>
}

/** A source by name, where the words give one. */
export function SourceName({ link }: { link: Link }) {
  if (!link.name) return <span class="quiet">{kindWords(link.kind)}</span>
  return <><a href={sourcePath(link.name)}>{link.name}</a>{link.code && <> <Code>{link.code}</Code></>}</>
}

/** Who says so, outermost first. */
export function Chain({ sources, publisher }: { sources: Link[]; publisher?: string | null }) {
  return (
    <ol class="chain" aria-label="Chain of sources, outermost first">
      <li>{publisher ?? 'the article'}{!sources.length && <span class="quiet"> itself</span>}</li>
      {sources.map((link, i) => (
        <li key={i}>
          <SourceName link={link} />{' '}
          <span class="quiet">{cueWords(link.cue)}{link.distanced ? ', the writer keeps a distance' : ''}</span>
        </li>
      ))}
    </ol>
  )
}

export function ChainLong({ sources, publisher }: { sources: Link[]; publisher?: string | null }) {
  return (
    <ol class="chain long" aria-label="Chain of sources, outermost first">
      <li>{publisher ?? 'The article'}{!sources.length && <span class="quiet"> vouches itself</span>}</li>
      {sources.map((link, i) => (
        <li key={i}>
          <SourceName link={link} />
          <span class="quiet"> {[cueWords(link.cue), link.name && kindWords(link.kind), link.text && link.text !== link.name && `“${link.text}”`, link.channel && `through ${link.channel}`, link.distanced && 'the writer keeps a distance']
            .filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ol>
  )
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return <div class="empty"><p class="empty-title">{title}</p>{children && <div class="empty-advice">{children}</div>}</div>
}

/** What stands where an answer is to come: waiting, a problem, or the answer. */
export function Wait<T>({ answer, children, what, page }: { answer: Answer<T>; children: (data: T) => ComponentChildren; what: string; page?: boolean }) {
  // Where the answer is the whole page, the problem is its title.
  const Title = page ? 'h1' : 'p'
  if (answer.problem) {
    return (
      <div class="empty problem" role="alert">
        <Title class="empty-title">{answer.problem.message}</Title>
        <p class="empty-advice">{answer.problem.advice} <button type="button" class="plain" onClick={answer.again}>Try again</button></p>
      </div>
    )
  }
  if (!answer.data) return <p class="quiet waiting" aria-live="polite">Looking for {what} …</p>
  return <div class={answer.loading ? 'stale' : undefined} aria-busy={answer.loading}>{children(answer.data)}</div>
}

export function Downloads({ values, kinds = ['csv', 'statements-jsonl', 'jsonld', 'geojson'] }: { values: Filters; kinds?: string[] }) {
  const names: Record<string, string> = {
    csv: 'CSV', 'statements-jsonl': 'JSON lines', 'occurrences-jsonl': 'JSON lines', jsonld: 'JSON-LD', geojson: 'GeoJSON',
  }
  return (
    <p class="downloads"><span>Download</span>{kinds.map((kind) => (
      <a key={kind} href={`/api/export?${query({ ...values, as: kind })}`} download>{names[kind] ?? kind}</a>
    ))}</p>
  )
}

/** A file made in the browser. */
export function save(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A number that opens what is behind it. */
export function Figure({ value, href: to, label }: { value: number; href: string; label: string }) {
  return <a class="figure" href={to}><span class="figure-number">{number(value)}</span><span class="figure-label">{label}</span></a>
}

/** How many of each, as bars; every line opens its own. */
export function Bars({ counts, label, to, title }: { counts: Count[]; label?: (value: string) => string; to: (value: string) => string; title: string }) {
  const id = useId()
  const known = counts.filter((c) => c.value)
  if (!known.length) return null
  const most = Math.max(...known.map((c) => c.count))
  return (
    <section class="bars" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul>{known.map((c) => (
        <li key={c.value}><a href={to(c.value)}>
          <span class="bars-label">{label ? label(c.value) : c.value}</span>
          <span class="bars-number">{number(c.count)}</span>
          <span class="bars-bar" aria-hidden="true" style={{ width: `${(100 * c.count) / most}%` }} />
        </a></li>
      ))}</ul>
    </section>
  )
}

/** Cooperation or conflict, words or deeds. */
export function Quad({ quad }: { quad: number | null | undefined }) {
  return quad ? <span class="quiet">{quadWords(quad)}</span> : null
}

export function Pager({ offset, limit, shown, total, more, to }: { offset: number; limit: number; shown: number; total: number; more: boolean; to: (offset: number) => string }) {
  return (
    <nav class="pager" aria-label="Pages">
      {offset > 0 ? <a rel="prev" href={to(Math.max(0, offset - limit))}>← Previous</a> : <span />}
      <span class="numbers">{shown ? `${number(offset + 1)}–${number(offset + shown)} of ${more ? 'at least ' : ''}${number(total)}` : plural(total, 'result')}</span>
      {offset + shown < total || more ? <a rel="next" href={to(offset + limit)}>Next →</a> : <span />}
    </nav>
  )
}

export function Heading({ over, title, children }: { over?: ComponentChildren; title: ComponentChildren; children?: ComponentChildren }) {
  useEffect(() => {
    if (typeof title === 'string' && over) document.title = `${title} · sayso`
  }, [title])
  return <div class="heading">{over && <p class="over">{over}</p>}<h1>{title}</h1>{children}</div>
}
