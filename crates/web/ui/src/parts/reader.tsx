// A text with its layers marked, the card of the statement under the pointer, and the list of statements beside it.
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Span } from '../types'
import { Text, paragraphs, pieces, type Mark } from '../text'
import type { Layers, Leg } from '../told'
import { days, kindWords, plural } from '../words'
import { Card, toldLine, type Told } from './card'
import { Code } from './bits'

export const LAYERS = ['statements', 'sources', 'cues', 'contents', 'actors', 'places', 'times', 'quantities'] as const
export type Layer = (typeof LAYERS)[number]
const LAYER_NAMES: Record<Layer, string> = {
  statements: 'events and facts', sources: 'who says so', cues: 'words of saying', contents: 'what is said', actors: 'actors', places: 'places', times: 'times', quantities: 'quantities',
}

type Tag = { layer: Layer; depth?: number; told?: Told } | { layer: 'lit'; part: 'evidence' | 'actor' | 'recipient' | 'source' }

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

export function Reader({ text, told, layers, headings, hidden, setHidden, chosen, choose, missing, legs = [] }: {
  text: string; told: Told[]; layers: Layers; legs?: Leg[]; headings: Span[]; hidden: Set<Layer>; setHidden: (hidden: Set<Layer>) => void
  chosen: string | null; choose: (id: string | null) => void; missing?: Layer[]
}) {
  const points = useMemo(() => new Text(text), [text])
  const parts = useMemo(() => paragraphs(points), [points])
  const [hover, setHover] = useState<string | null>(null)
  const [over, setOver] = useState<{ ids: string[]; x: number; y: number; below: boolean } | null>(null)
  const article = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const leaving = useRef<number>()
  const cardId = useId()
  const sorted = useMemo(() => [...told].sort((a, b) => a.trigger.start - b.trigger.start || a.trigger.end - b.trigger.end), [told])
  const byTrigger = useMemo(() => {
    const out = new Map<string, Told[]>()
    for (const t of sorted) {
      const key = `${t.trigger.start}-${t.trigger.end}`
      out.set(key, [...(out.get(key) ?? []), t])
    }
    return out
  }, [sorted])
  const lit = sorted.find((t) => t.id === (hover ?? chosen)) ?? null

  const marks = useMemo(() => {
    const out: Mark<Tag>[] = []
    const add = (spans: Span[], layer: Layer) => {
      if (!hidden.has(layer)) for (const [start, end] of spans) out.push({ start, end, of: { layer } })
    }
    if (!hidden.has('contents')) for (const c of layers.contents) out.push({ start: c.span[0], end: c.span[1], of: { layer: 'contents', depth: c.depth } })
    add(layers.sources, 'sources')
    add(layers.cues, 'cues')
    add(layers.actors, 'actors')
    add(layers.places, 'places')
    add(layers.times, 'times')
    add(layers.quantities, 'quantities')
    if (!hidden.has('statements')) for (const group of byTrigger.values()) out.push({ start: group[0]!.trigger.start, end: group[0]!.trigger.end, of: { layer: 'statements', told: group[0]! } })
    return out
  }, [layers, hidden, byTrigger])
  const litMarks = useMemo(() => {
    if (!lit) return []
    const out: Mark<Tag>[] = []
    const add = (spans: Span[], part: 'evidence' | 'actor' | 'recipient' | 'source') => {
      for (const [start, end] of spans) out.push({ start, end, of: { layer: 'lit', part } })
    }
    add(lit.evidence, 'evidence')
    add(lit.actorSpans, 'actor')
    add(lit.recipientSpans, 'recipient')
    add(lit.sourceSpans, 'source')
    return out
  }, [lit])

  const group = (t: Told) => byTrigger.get(`${t.trigger.start}-${t.trigger.end}`) ?? [t]
  const show = (t: Told, element: HTMLElement) => {
    clearTimeout(leaving.current)
    const frame = article.current?.getBoundingClientRect()
    if (!frame) return
    // On narrow windows the card takes the lower half.
    if (window.innerWidth <= 752) element.scrollIntoView({ block: 'nearest' })
    const rect = element.getClientRects()[0] ?? element.getBoundingClientRect()
    const below = rect.bottom < window.innerHeight * 0.55
    setHover(t.id)
    setOver({ ids: group(t).map((g) => g.id), x: Math.max(0, Math.min(rect.left - frame.left, frame.width - 360)), y: (below ? rect.bottom : rect.top) - frame.top, below })
  }
  const leave = () => {
    clearTimeout(leaving.current)
    leaving.current = window.setTimeout(() => {
      setHover(null)
      setOver(null)
    }, 180)
  }
  useEffect(() => () => clearTimeout(leaving.current), [])

  // What is chosen is brought into view, in the text and in the list.
  const scrolledTo = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (!chosen || scrolledTo.current === chosen || !article.current) return
    const t = sorted.find((s) => s.id === chosen)
    if (!t) return
    scrolledTo.current = chosen
    const trigger = article.current.querySelector<HTMLElement>(`[data-at="${t.trigger.start}-${t.trigger.end}"]`)
    const item = list.current?.querySelector<HTMLElement>('[aria-current="true"]')
    if (item && list.current && list.current.scrollHeight > list.current.clientHeight) list.current.scrollTop = item.offsetTop - list.current.offsetTop - 40
    if (trigger) {
      const rect = trigger.getBoundingClientRect()
      if (rect.top < 120 || rect.bottom > window.innerHeight - 120) trigger.scrollIntoView({ block: 'center', behavior: calm() ? 'auto' : 'smooth' })
    }
  }, [chosen, sorted])

  const isHeading = (start: number, end: number) => headings.some(([s, e]) => s < end && e > start && e - s >= (end - start) * 0.6)
  const overTold = over ? over.ids.flatMap((id) => sorted.find((t) => t.id === id) ?? []) : []

  return (
    <>
      <fieldset class="layers">
        <legend>Marked in the text</legend>
        {LAYERS.map((layer) => {
          const off = missing?.includes(layer)
          return (
            <label key={layer} class={`layer-switch${off ? ' off' : ''}`}>
              <input type="checkbox" checked={!hidden.has(layer) && !off} disabled={off} onChange={(event) => {
                const next = new Set(hidden)
                if (event.currentTarget.checked) next.delete(layer)
                else next.add(layer)
                setHidden(next)
              }} />
              <span class={`l-${layer}`}>{LAYER_NAMES[layer]}</span>
            </label>
          )
        })}
      </fieldset>
      <div class="columns reader-columns">
        <div class="article-frame" ref={article} onKeyDown={(event) => {
          if (event.key === 'Escape' && over) {
            event.stopPropagation()
            setOver(null)
            setHover(null)
          }
        }}>
          <div class="article" lang="en">
            {parts.map((p) => (
              <p key={p.start} class={isHeading(p.start, p.end) ? 'subhead' : undefined}>
                {pieces(p.start, p.end, [...marks, ...litMarks]).map((piece) => {
                  const words = points.slice(piece.start, piece.end)
                  if (!piece.marks.length) return words
                  const classes = new Set<string>()
                  let trigger: Told | null = null
                  let depth = 0
                  for (const mark of piece.marks) {
                    if (mark.layer === 'lit') classes.add(`lit-${mark.part}`)
                    else {
                      classes.add(`l-${mark.layer}`)
                      if (mark.layer === 'contents') depth = Math.max(depth, mark.depth ?? 0)
                      if (mark.told) trigger = mark.told
                    }
                  }
                  if (depth > 0) classes.add('deeper')
                  if (!trigger) return <span key={piece.start} class={[...classes].join(' ')}>{words}</span>
                  const t: Told = trigger
                  const ids = group(t).map((g) => g.id)
                  if (chosen && ids.includes(chosen)) classes.add('chosen')
                  if (hover && ids.includes(hover)) classes.add('hot')
                  const first = piece.start === Math.max(t.trigger.start, p.start)
                  return (
                    <span key={piece.start} class={[...classes].join(' ')} data-at={`${t.trigger.start}-${t.trigger.end}`}
                      {...(first ? { role: 'button', tabIndex: 0, 'aria-label': `${words}: ${group(t).map(toldLine).join('; ')}`, 'aria-describedby': over && ids.includes(over.ids[0]!) ? cardId : undefined, 'aria-pressed': Boolean(chosen && ids.includes(chosen)) } : {})}
                      onPointerEnter={(event) => event.pointerType === 'mouse' && show(t, event.currentTarget)}
                      onPointerLeave={(event) => event.pointerType === 'mouse' && leave()}
                      onFocus={(event) => show(t, event.currentTarget)}
                      onBlur={leave}
                      onClick={(event) => {
                        scrolledTo.current = ids[0]!
                        choose(ids[0]!)
                        show(t, event.currentTarget)
                      }}
                      onKeyDown={(event) => {
                        if (event.key === 'Enter' || event.key === ' ') {
                          event.preventDefault()
                          choose(ids[0]!)
                        }
                      }}>{words}</span>
                  )
                })}
              </p>
            ))}
          </div>
          {over && overTold.length > 0 && (
            <div id={cardId} class={`popover${over.below ? '' : ' above'}`} role="tooltip" style={{ left: `${over.x}px`, top: `${over.y}px` }}
              onPointerEnter={() => clearTimeout(leaving.current)} onPointerLeave={(event) => event.pointerType === 'mouse' && leave()}>
              {overTold.map((t) => <Card key={t.id} told={t} />)}
            </div>
          )}
        </div>
        <aside class="statement-list" aria-label="Statements in the order of the text">
          <h2>{plural(sorted.length, 'statement')}</h2>
          {sorted.length === 0 && <p class="quiet">Nothing of the kind that is kept was found in this text.</p>}
          <ol ref={list}>
            {sorted.map((t) => (
              <li key={t.id} aria-current={t.id === chosen ? 'true' : undefined} class={t.id === hover ? 'hot' : undefined}
                onPointerEnter={(event) => event.pointerType === 'mouse' && setHover(t.id)} onPointerLeave={(event) => event.pointerType === 'mouse' && setHover(null)}>
                <button type="button" data-row class="statement-line" aria-expanded={t.id === chosen} onClick={() => {
                  scrolledTo.current = null
                  choose(t.id === chosen ? null : t.id)
                }}>
                  <span>{toldLine(t)}</span>
                  <span class="quiet">{t.sources.length ? t.sources.map((s) => s.name || kindWords(s.kind)).join(' › ') : 'the article itself'} <Code>{t.factuality}</Code>{days(t.time) && ` · ${days(t.time)}`}</span>
                </button>
                {t.id === chosen && <Card told={t} headingLevel={3} />}
              </li>
            ))}
          </ol>
          {legs.length > 0 && (
            <section class="journeys" aria-label="Journeys in the text">
              <h2>{plural(legs.length, 'leg')} of journeys</h2>
              <ul>{legs.map((leg, i) => (
                <li key={i} class={i > 0 && legs[i - 1]!.journey === leg.journey ? 'goes-on' : undefined}>
                  {leg.from || <span class="quiet">…</span>} <span class="arrow-to" aria-label="to">→</span> {leg.through.length > 0 && <>{leg.through.join(', ')} <span class="arrow-to" aria-label="to">→</span> </>}{leg.to || <span class="quiet">…</span>}{' '}
                  <span class="quiet">{leg.means && `by ${leg.means}, `}“{leg.word}”</span>
                </li>
              ))}</ul>
            </section>
          )}
        </aside>
      </div>
    </>
  )
}

export const hiddenOf = (value: string | null): Set<Layer> => new Set((value?.split(',') ?? []).filter((l): l is Layer => (LAYERS as readonly string[]).includes(l)))
export const hiddenText = (hidden: Set<Layer>): string | null => LAYERS.filter((l) => hidden.has(l)).join(',') || null
