// Two actors over time: what is affirmed, by one or several, contested and planned, month by month.
import { useEffect, useRef, useState } from 'preact/hooks'
import { useApi } from '../api'
import { Code, Empty, Heading, Wait, save } from '../parts/bits'
import { savePng, saveSvg } from '../parts/picture'
import { Occurrences } from '../parts/rows'
import { navigate, usePlace } from '../router'
import { ceiling, every, linear, ticks } from '../scales'
import { LINES, csv, points, stretches, type LineName, type Measure, type Point } from '../series'
import { href, month as monthEnds, query } from '../state'
import type { Occurrence, Page, Series } from '../types'
import { QUADS, mean, monthWords, number, plural } from '../words'

const EXPLAINED: Record<LineName, string> = {
  asserted: 'affirmed and not contested', corroborated: 'of these, by several independent origins', contested: 'disputed or denied', planned: 'announced or threatened',
}

function Plot({ all, measure, chosen, to, svg }: { all: Point[]; measure: Measure; chosen: string | null; to: (month: string) => string; svg: { current: SVGSVGElement | null } }) {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(900)
  useEffect(() => {
    if (!box.current) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.max(280, Math.round(entry.contentRect.width))))
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const narrow = width < 560
  const left = narrow ? 30 : 44
  const right = 8
  const height = measure === 'count' ? 96 : 112
  const gap = 40
  const panels: LineName[] = [...LINES]
  const bottom = 30
  const total = panels.length * (height + gap) + bottom
  const x = linear(0, all.length, left, width - right)
  const slot = (width - left - right) / all.length
  const values = (line: LineName) => all.map((p) => (measure === 'count' ? p.value[line] : p.intensity[line]))
  const high = Math.max(0, ...panels.flatMap(values))
  const low = Math.min(0, ...panels.flatMap(values))
  // One scale for all, so that heights can be compared.
  const top = ceiling(high)
  const floor = low < 0 ? -ceiling(-low) : 0
  const step = every(all.length, narrow ? 46 : 58, width - left - right)
  const steps = measure === 'count' ? stretches(all) : []
  return (
    <div class="plot" ref={box}>
      <svg ref={(element) => { svg.current = element }} viewBox={`0 0 ${width} ${total}`} width={width} height={total} role="group" aria-label="Occurrences by month, four panels; each bar opens its month. The same numbers stand in the table below.">
        {panels.map((line, panel) => {
          const y0 = panel * (height + gap) + gap
          const y = linear(floor, top, y0 + height, y0)
          const sum = values(line).reduce((a, b) => a + b, 0)
          return (
            <g key={line} role="group" aria-label={`${line}: ${EXPLAINED[line]}`}>
              <text class="panel-title" x={left} y={y0 - 12}>{line}<tspan class="panel-note" dx="8">{narrow ? '' : EXPLAINED[line]}</tspan></text>
              <text class="panel-sum" x={width - right} y={y0 - 12} text-anchor="end">{measure === 'count' ? number(sum) : `sum ${number(Number(sum.toFixed(1)))}`}</text>
              {ticks(floor, top, measure === 'count' ? 3 : 4, measure === 'count').map((t) => (
                <g key={t}><line class={t === 0 ? 'axis' : 'grid'} x1={left} x2={width - right} y1={y(t)} y2={y(t)} /><text class="tick" x={left - 6} y={y(t) + 4} text-anchor="end">{number(t)}</text></g>
              ))}
              {all.map((p, i) => {
                const value = values(line)[i]!
                const at = x(i)
                const name = `${monthWords(p.month)}: ${number(Number(value.toFixed(1)))} ${line}${measure === 'intensity' ? ', sum of intensities' : ''}`
                const bar = { x: at + slot * 0.14, width: Math.max(1, slot * 0.72), y: Math.min(y(0), y(value)), height: Math.abs(y(value) - y(0)) }
                if (!p.value[line]) return null
                return (
                  <a key={p.month} href={to(p.month)} class={`bar bar-${line}${chosen === p.month ? ' chosen' : ''}`} aria-label={name} aria-current={chosen === p.month ? 'true' : undefined}>
                    <title>{name}</title>
                    <rect data-screen-only class="hit" x={at} y={y0} width={slot} height={height} />
                    <rect class="ink" {...bar} />
                    {line === 'contested' && <path class="hatch" d={hatch(bar)} />}
                  </a>
                )
              })}
              {line === 'asserted' && steps.map((s, i) => (
                <g key={i} class="stretch">
                  <line x1={x(s.from)} x2={x(s.to)} y1={y(s.mean)} y2={y(s.mean)} />
                  {i > 0 && <><line class="change" x1={x(s.from)} x2={x(s.from)} y1={y0 - 4} y2={y0 + height} /><text class="change-note" x={x(s.from) + (x(s.from) > left + 190 ? -5 : 5)} y={y0 + 10} text-anchor={x(s.from) > left + 190 ? 'end' : 'start'}>change: {mean(steps[i - 1]!.mean)} → {mean(s.mean)} a month</text></>}
                </g>
              ))}
            </g>
          )
        })}
        {all.map((p, i) => i % step === 0 && <text key={p.month} class="tick" x={x(i) + slot / 2} y={total - 10} text-anchor="middle">{label(p.month, i === 0 || p.month.slice(5) === '01' || step >= 12)}</text>)}
      </svg>
    </div>
  )
}

const SHORT = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const label = (m: string, year: boolean): string => (year ? `${SHORT[Number(m.slice(5)) - 1]} ’${m.slice(2, 4)}` : SHORT[Number(m.slice(5)) - 1]!)

/** Slanted lines over a bar: contested is told by more than colour. */
function hatch(bar: { x: number; y: number; width: number; height: number }): string {
  const out: string[] = []
  for (let d = -bar.height; d < bar.width; d += 5) {
    const x1 = bar.x + Math.max(0, d)
    const y1 = bar.y + Math.max(0, -d)
    const run = Math.min(bar.width - Math.max(0, d), bar.height - Math.max(0, -d))
    if (run > 0) out.push(`M${x1.toFixed(1)} ${y1.toFixed(1)}l${run.toFixed(1)} ${run.toFixed(1)}`)
  }
  return out.join('')
}

/** The month that an occurrence is counted in. */
const countedIn = (o: Occurrence): string | undefined => (o.time.start ?? o.first_published)?.slice(0, 7)

function MonthList({ title, filters, month }: { title: string; filters: Record<string, string | null>; month: string }) {
  const answer = useApi<Page<Occurrence>>(`/api/occurrences?${query({ ...filters, ...monthEnds(month), lead: 'true', limit: 100 })}`)
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <Wait answer={answer} what="occurrences">{(page) => {
        const items = page.items.filter((o) => countedIn(o) === month)
        const beside = page.items.filter((o) => countedIn(o) !== month)
        return (
          <>
            {items.length ? <Occurrences items={items} /> : <p class="quiet">None begins in this month.</p>}
            {beside.length > 0 && <details><summary>{plural(beside.length, 'other')} that this month is part of</summary><Occurrences items={beside} /></details>}
          </>
        )
      }}</Wait>
    </section>
  )
}

export function Pair() {
  const { query: q } = usePlace()
  const a = q.get('a')?.trim() ?? ''
  const b = q.get('b')?.trim() ?? ''
  const direction = ['ab', 'ba'].includes(q.get('direction') ?? '') ? q.get('direction')! : 'both'
  const quad = q.get('quad') && q.get('quad')! in QUADS ? q.get('quad') : null
  const type = q.get('type')
  const measure: Measure = q.get('measure') === 'intensity' ? 'intensity' : 'count'
  const chosen = q.get('month')
  const from = q.get('from')
  const to = q.get('to')
  const state = { a, b, direction: direction === 'both' ? null : direction, quad, type, measure: measure === 'count' ? null : measure, from, to }
  const [x, y] = direction === 'ba' ? [b, a] : [a, b]
  const answer = useApi<Series>(a && b ? `/api/series?${query({ actor: x, recipient: y, quad, type, from, to, by: 'total', both: direction === 'both' ? 'true' : null })}` : null)
  const svg = useRef<SVGSVGElement>(null)
  const name = `pair-${a}-${b}`.replace(/[^\w-]+/g, '_')
  return (
    <>
      <Heading over="Pair" title={a && b ? <>{a} <em>and</em> {b} over time</> : 'Two actors over time'} />
      <form class="line-form" onSubmit={(event) => {
        event.preventDefault()
        const own: Record<string, string> = {}
        for (const [key, value] of new FormData(event.currentTarget)) own[key] = String(value).trim()
        navigate(href('/pair', { ...own, direction: own.direction === 'both' ? null : own.direction, measure: own.measure === 'count' ? null : own.measure }))
      }}>
        <label>One<input data-search name="a" required value={a} key={`a${a}`} placeholder="code or name" autocomplete="off" /></label>
        <label>Other<input name="b" required value={b} key={`b${b}`} placeholder="code or name" autocomplete="off" /></label>
        <label>Direction<select name="direction" value={direction}><option value="both">both ways</option><option value="ab">{a || 'one'} to {b || 'other'}</option><option value="ba">{b || 'other'} to {a || 'one'}</option></select></label>
        <label>Kind<select name="quad" value={quad ?? ''}><option value="">all</option>{Object.entries(QUADS).map(([k, w]) => <option key={k} value={k}>{w}</option>)}</select></label>
        <label>Type<input name="type" value={type ?? ''} key={`t${type}`} placeholder="any, or ASSAULT" autocomplete="off" /></label>
        <label>Measure<select name="measure" value={measure}><option value="count">number</option><option value="intensity">sum of intensities</option></select></label>
        <button type="submit">Show</button>
      </form>
      {!a || !b ? (
        <Empty title="Name two actors."><p>By code, like <Code>PRY</Code> or <Code>PRYMIL</Code>, or by name. The pages of <a href="/actors">actors</a> link to the pairs that they are part of.</p></Empty>
      ) : (
        <Wait answer={answer} what="the series">{(series) => {
          const all = points(series.items, series.months?.[0], series.months?.[1])
          if (!all.length) return <Empty title="The ledger has nothing between these two."><p>Try country codes, both ways and all kinds, or <a href={href('/search', { actor: a })}>see what {a} did</a>.</p></Empty>
          const changes = all.filter((p) => p.change)
          return (
            <>
              <Plot all={all} measure={measure} chosen={chosen} to={(m) => `${href('/pair', { ...state, month: m })}`} svg={svg} />
              <p class="quiet">An occurrence counts in the month in which it begins, else in which it was first published. Corroborated are part of asserted. {changes.length
                ? <>The number asserted changes with {changes.map((p, i) => <span key={p.month}>{i > 0 && ', '}<a href={href('/pair', { ...state, month: p.month })}>{monthWords(p.month)}</a> (from {mean(p.change!.before)} to {mean(p.change!.after)} a month)</span>)}.</>
                : 'No change of the monthly number stands out.'}</p>
              <p class="downloads"><span>Download</span>
                <button type="button" class="plain" onClick={() => svg.current && saveSvg(svg.current, name)}>SVG</button>
                <button type="button" class="plain" onClick={() => svg.current && void savePng(svg.current, name)}>PNG</button>
                <button type="button" class="plain" onClick={() => save(`${name}.csv`, 'text/csv', csv(all))}>CSV</button>
                <button type="button" class="plain" onClick={() => save(`${name}.json`, 'application/json', JSON.stringify(all, null, 2))}>JSON</button>
              </p>
              <div class="chosen-month" aria-live="polite">
                {chosen && monthEnds(chosen) ? (
                  <>
                    <h2>{monthWords(chosen)}</h2>
                    {direction !== 'ba' && <MonthList title={`${a} to ${b}`} filters={{ actor: a, recipient: b, quad, type }} month={chosen} />}
                    {direction !== 'ab' && <MonthList title={`${b} to ${a}`} filters={{ actor: b, recipient: a, quad, type }} month={chosen} />}
                  </>
                ) : <p class="quiet">Choose a bar to see the statements of its month.</p>}
              </div>
              <details class="table-alternative">
                <summary>The same as a table</summary>
                <div class="scroll" tabIndex={0} role="region" aria-label="Table of months">
                  <table class="ledger-table">
                    <thead><tr><th scope="col">Month</th>{LINES.map((l) => <th key={l} scope="col">{l}</th>)}{LINES.map((l) => <th key={l} scope="col">{l}, intensity</th>)}<th scope="col">Change</th></tr></thead>
                    <tbody>{all.map((p) => (
                      <tr key={p.month}><th scope="row"><a href={href('/pair', { ...state, month: p.month })}>{monthWords(p.month)}</a></th>
                        {LINES.map((l) => <td key={l}>{p.value[l] ? <a href={href('/pair', { ...state, month: p.month })}>{number(p.value[l])}</a> : <span class="nil">–</span>}</td>)}
                        {LINES.map((l) => <td key={l}>{p.intensity[l] ? number(Number(p.intensity[l].toFixed(1))) : <span class="nil">–</span>}</td>)}
                        <td>{p.change ? `${mean(p.change.before)} → ${mean(p.change.after)}` : ''}</td></tr>
                    ))}</tbody>
                  </table>
                </div>
              </details>
            </>
          )
        }}</Wait>
      )}
    </>
  )
}
