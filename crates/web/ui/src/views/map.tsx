// Where: places by their role, journeys leg by leg, over the shapes of countries.
import { geoNaturalEarth1, geoPath, type GeoPermissibleObjects } from 'd3-geo'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { feature } from 'topojson-client'
import shapesAddress from 'world-atlas/countries-110m.json?url'
import { get, useApi } from '../api'
import { Downloads, Empty, Heading, Wait } from '../parts/bits'
import { saveSvg, savePng } from '../parts/picture'
import { Statements } from '../parts/rows'
import { navigate, usePlace } from '../router'
import { radius } from '../scales'
import { filters, href, query } from '../state'
import type { LegFeature, MapPage, Page, PlaceFeature, Statement } from '../types'
import { ROLE_NAMES, ROLES, number, plural } from '../words'

const WIDTH = 960
const HEIGHT = 500
const CLOSEST = 60
/** Places drawn at a time; of journeys half as many. */
const DRAWN = 800
/** Lines of the tables. */
const ROWS = 300

type View = { lon: number; lat: number; k: number }
const projection = geoNaturalEarth1().fitExtent([[4, 4], [WIDTH - 4, HEIGHT - 4]], { type: 'Sphere' })
const flat = (lon: number, lat: number): [number, number] => projection([lon, lat]) ?? [WIDTH / 2, HEIGHT / 2]

type Shapes = { land: string; borders: string }
let kept: Promise<Shapes> | null = null
/** Shapes of countries, looked up once. They are drawn for orientation and say nothing about whose a place is. */
function shapes(): Promise<Shapes> {
  kept ??= fetch(shapesAddress).then(async (answer) => {
    if (!answer.ok) throw new Error('no shapes')
    const topology = await answer.json()
    const path = geoPath(projection).digits(2)
    const countries = feature(topology, topology.objects.countries) as unknown as { features: GeoPermissibleObjects[] }
    return { land: countries.features.map((f) => path(f) ?? '').join(''), borders: path({ type: 'Sphere' }) ?? '' }
  })
  kept.catch(() => { kept = null })
  return kept
}

function parseView(value: string | null): View | null {
  const parts = value?.split(',').map(Number)
  if (!parts || parts.length !== 3 || parts.some((p) => !Number.isFinite(p))) return null
  return { lon: Math.max(-180, Math.min(180, parts[0]!)), lat: Math.max(-85, Math.min(85, parts[1]!)), k: Math.max(1, Math.min(CLOSEST, parts[2]!)) }
}
const viewText = (v: View): string => `${v.lon.toFixed(2)},${v.lat.toFixed(2)},${v.k.toFixed(2)}`

/** The view that holds all points. */
function fit(coordinates: [number, number][]): View {
  if (!coordinates.length) return { lon: 10, lat: 10, k: 1 }
  const xy = coordinates.map(([lon, lat]) => flat(lon, lat))
  const xs = xy.map((p) => p[0])
  const ys = xy.map((p) => p[1])
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const k = Math.max(1, Math.min(14, 0.74 * Math.min(WIDTH / Math.max(20, x1 - x0), HEIGHT / Math.max(20, y1 - y0))))
  const [lon, lat] = projection.invert?.([(x0 + x1) / 2, (y0 + y1) / 2]) ?? [0, 0]
  return { lon, lat, k }
}

function RoleShape({ role, x, y, r }: { role: string; x: number; y: number; r: number }) {
  const n = (v: number) => v.toFixed(1)
  if (role === 'origin') return <circle class="shape hollow" cx={x} cy={y} r={r} />
  if (role === 'via') return <path class="shape" d={`M${n(x)} ${n(y - r * 1.2)}l${n(r * 1.2)} ${n(r * 1.2)}l${n(-r * 1.2)} ${n(r * 1.2)}l${n(-r * 1.2)} ${n(-r * 1.2)}z`} />
  if (role === 'destination') return <path class="shape" d={`M${n(x - r * 1.1)} ${n(y - r)}h${n(r * 2.2)}l${n(-r * 1.1)} ${n(r * 2)}z`} />
  if (role === 'target') return <g class="shape hollow"><circle cx={x} cy={y} r={r} /><path d={`M${n(x - r * 1.5)} ${n(y)}h${n(r * 3)}M${n(x)} ${n(y - r * 1.5)}v${n(r * 3)}`} /></g>
  return <circle class="shape" cx={x} cy={y} r={r} />
}

type Leg = LegFeature['properties'] & { coordinates: [number, number][]; id: string }
type Spot = PlaceFeature['properties'] & { lon: number; lat: number; id: string; beside: number; of: number }

function arranged(page: MapPage): { spots: Spot[]; legs: Leg[] } {
  const at = new Map<string, number>()
  const places = page.features.filter((f): f is PlaceFeature => f.properties.feature === 'place' && ROLE_NAMES.includes(f.properties.role))
  const key = (f: PlaceFeature) => f.geometry.coordinates.map((c) => c.toFixed(3)).join()
  const many = new Map<string, number>()
  for (const f of places) many.set(key(f), (many.get(key(f)) ?? 0) + 1)
  const spots = places.map((f) => {
    const beside = at.get(key(f)) ?? 0
    at.set(key(f), beside + 1)
    return { ...f.properties, lon: f.geometry.coordinates[0], lat: f.geometry.coordinates[1], id: `${f.properties.role}:${f.properties.place}`, beside, of: many.get(key(f))! }
  })
  const legs = page.features.filter((f): f is LegFeature => f.properties.feature === 'leg').map((f) => ({
    ...f.properties, coordinates: f.geometry.coordinates, id: `leg:${f.properties.from}:${f.properties.to}:${f.properties.means ?? ''}`,
  }))
  return { spots, legs }
}

/** A bowed line from point to point, and where its arrow stands. */
function bowed(points: [number, number][]): { d: string; arrows: { x: number; y: number; angle: number }[] } {
  const arrows: { x: number; y: number; angle: number }[] = []
  let d = ''
  points.forEach(([x, y], i) => {
    if (i === 0) {
      d = `M${x.toFixed(1)} ${y.toFixed(1)}`
      return
    }
    const [px, py] = points[i - 1]!
    const dx = x - px
    const dy = y - py
    const cx = px + dx / 2 + dy * 0.18
    const cy = py + dy / 2 - dx * 0.18
    d += `Q${cx.toFixed(1)} ${cy.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)}`
    const t = 0.58
    arrows.push({
      x: (1 - t) ** 2 * px + 2 * (1 - t) * t * cx + t * t * x, y: (1 - t) ** 2 * py + 2 * (1 - t) * t * cy + t * t * y,
      angle: (Math.atan2(2 * (1 - t) * (cy - py) + 2 * t * (y - cy), 2 * (1 - t) * (cx - px) + 2 * t * (x - cx)) * 180) / Math.PI,
    })
  })
  return { d, arrows }
}

function Atlas({ page, chosen, view, move, open, svg }: { page: MapPage; chosen: string | null; view: View; move: (v: View) => void; open: (id: string) => string; svg: { current: SVGSVGElement | null } }) {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<[number, number]>([960, 520])
  const [land, setLand] = useState<Shapes | null>(null)
  const [lost, setLost] = useState(false)
  useEffect(() => {
    shapes().then(setLand, () => setLost(true))
    if (!box.current) return
    const watch = new ResizeObserver(([entry]) => {
      if (!entry) return
      const width = Math.max(260, Math.round(entry.contentRect.width))
      setSize([width, Math.round(Math.min(Math.max(320, width * 0.56), Math.max(320, window.innerHeight * 0.72)))])
    })
    watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const [width, height] = size
  const scale = Math.max(width / WIDTH, height / HEIGHT) * view.k
  const [cx, cy] = flat(view.lon, view.lat)
  const tx = width / 2 - cx * scale
  const ty = height / 2 - cy * scale
  const spotOf = (lon: number, lat: number): [number, number] => {
    const [x, y] = flat(lon, lat)
    return [x * scale + tx, y * scale + ty]
  }
  const { spots, legs } = useMemo(() => arranged(page), [page])
  const most = Math.max(1, ...spots.map((s) => s.count))
  const mostLegs = Math.max(1, ...legs.map((l) => l.count))

  const zoom = (factor: number, x = width / 2, y = height / 2) => {
    const k = Math.max(1, Math.min(CLOSEST, view.k * factor))
    const ratio = k / view.k
    // What lies under the pointer stays under it.
    const nx = (width / 2 - tx) / scale
    const ny = (height / 2 - ty) / scale
    const px = (x - tx) / scale
    const py = (y - ty) / scale
    const at = projection.invert?.([px + (nx - px) / ratio, py + (ny - py) / ratio])
    if (at) move({ lon: at[0], lat: Math.max(-85, Math.min(85, at[1])), k })
  }
  const pan = (dx: number, dy: number) => {
    const at = projection.invert?.([(width / 2 - tx - dx) / scale, (height / 2 - ty - dy) / scale])
    if (at && Number.isFinite(at[0]) && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 85) move({ lon: at[0], lat: at[1], k: view.k })
  }
  const held = useRef(new Map<number, [number, number]>())
  const dragged = useRef(0)
  const latest = useRef({ pan, zoom })
  latest.current = { pan, zoom }
  useEffect(() => {
    const element = svg.current
    if (!element) return
    // Over the map the wheel zooms only with Ctrl or when the map is in use, so that the page can be scrolled past it.
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey && !element.contains(document.activeElement)) return
      event.preventDefault()
      const rect = element.getBoundingClientRect()
      latest.current.zoom(Math.exp(-event.deltaY * 0.002), event.clientX - rect.left, event.clientY - rect.top)
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [])

  // Of very many only the most frequent in the window are drawn, so that the map stays quick; closer up the others come.
  const inside = (x: number, y: number) => x >= -30 && y >= -30 && x <= width + 30 && y <= height + 30
  const drawn = useMemo(() => [...spots].sort((p, q) => q.count - p.count).filter((s) => inside(...spotOf(s.lon, s.lat))).slice(0, DRAWN), [spots, scale, tx, ty, width, height])
  const drawnLegs = useMemo(() => [...legs].sort((p, q) => q.count - p.count).filter((l) => l.coordinates.some(([lon, lat]) => inside(...spotOf(lon, lat)))).slice(0, DRAWN / 2), [legs, scale, tx, ty, width, height])

  const labels = useMemo(() => {
    const taken: [number, number, number, number][] = []
    const out: { text: string; x: number; y: number }[] = []
    // Shapes come first: no label lies on another place.
    for (const s of drawn) {
      const [x, y] = spotOf(s.lon, s.lat)
      const r = radius(s.count, most, 4.5, 13)
      taken.push([x - r, y - r, x + r, y + r])
    }
    const names = new Set<string>()
    for (const s of drawn) {
      if (out.length >= 120) break
      const [x, y] = spotOf(s.lon, s.lat)
      if (names.has(s.place) || x < -20 || y < 0 || x > width || y > height) continue
      const w = s.place.length * 6.8 + 4
      const from = x + radius(s.count, most, 4.5, 13) + 3 + (s.of - 1) * 6
      const here: [number, number, number, number] = [from, y - 7, from + w, y + 7]
      if (here[2] > width || taken.some((t) => here[0] < t[2] && here[2] > t[0] && here[1] < t[3] && here[3] > t[1])) continue
      taken.push(here)
      names.add(s.place)
      out.push({ text: s.place, x: from + 1, y: y + 4 })
    }
    return out
  }, [drawn, most])

  return (
    <div class="atlas" ref={box}>
      <div class="atlas-controls" role="group" aria-label="Move the map">
        <button type="button" aria-label="Closer" onClick={() => zoom(1.6)}>+</button>
        <button type="button" aria-label="Farther" onClick={() => zoom(1 / 1.6)}>−</button>
        <button type="button" aria-label="Show all" onClick={() => move(fit([...spots.map((s): [number, number] => [s.lon, s.lat]), ...legs.flatMap((l) => l.coordinates)]))}>⤢</button>
      </div>
      <svg ref={(element) => { svg.current = element }} viewBox={`0 0 ${width} ${height}`} width={width} height={height} tabindex={0} role="group"
        aria-label="Map. Arrow keys move it, plus and minus change the scale, 0 shows all. Places and journeys can be reached with Tab and stand in the table below."
        onKeyDown={(event) => {
          const far = 60
          const moves: Record<string, () => void> = {
            ArrowLeft: () => pan(far, 0), ArrowRight: () => pan(-far, 0), ArrowUp: () => pan(0, far), ArrowDown: () => pan(0, -far),
            '+': () => zoom(1.5), '=': () => zoom(1.5), '-': () => zoom(1 / 1.5),
            0: () => move(fit([...spots.map((s): [number, number] => [s.lon, s.lat]), ...legs.flatMap((l) => l.coordinates)])),
          }
          const how = moves[event.key]
          if (!how || event.ctrlKey || event.metaKey || event.altKey) return
          event.preventDefault()
          how()
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          held.current.set(event.pointerId, [event.clientX, event.clientY])
          dragged.current = 0
        }}
        onPointerMove={(event) => {
          const before = held.current.get(event.pointerId)
          if (!before) return
          const now: [number, number] = [event.clientX, event.clientY]
          if (held.current.size === 2) {
            const other = [...held.current].find(([id]) => id !== event.pointerId)![1]
            const was = Math.hypot(before[0] - other[0], before[1] - other[1])
            const is = Math.hypot(now[0] - other[0], now[1] - other[1])
            const rect = event.currentTarget.getBoundingClientRect()
            if (was > 0) zoom(is / was, (now[0] + other[0]) / 2 - rect.left, (now[1] + other[1]) / 2 - rect.top)
          } else {
            dragged.current += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1])
            if (dragged.current > 4) {
              event.currentTarget.setPointerCapture(event.pointerId)
              pan(now[0] - before[0], now[1] - before[1])
            }
          }
          held.current.set(event.pointerId, now)
        }}
        onPointerUp={(event) => held.current.delete(event.pointerId)}
        onPointerCancel={(event) => held.current.delete(event.pointerId)}
        onClickCapture={(event) => {
          if (dragged.current > 4) {
            event.preventDefault()
            event.stopPropagation()
          }
          dragged.current = 0
        }}>
        <rect class="sea" width={width} height={height} />
        {land && <g transform={`translate(${tx.toFixed(2)} ${ty.toFixed(2)}) scale(${scale.toFixed(4)})`}><path class="sphere" d={land.borders} /><path class="land" d={land.land} /></g>}
        {lost && <text class="tick" x={12} y={height - 12}>The shapes of countries could not be loaded.</text>}
        {drawnLegs.map((leg) => {
          const { d, arrows } = bowed(leg.coordinates.map(([lon, lat]) => spotOf(lon, lat)))
          const name = `${leg.from} to ${leg.to}${leg.through.length ? ` by way of ${leg.through.join(', ')}` : ''}${leg.means ? `, by ${leg.means}` : ''}: ${plural(leg.count, 'statement')}`
          return (
            <a key={leg.id} href={open(leg.id)} class={`leg leg-${leg.means ?? 'unknown'}${chosen === leg.id ? ' chosen' : ''}`} aria-label={name} aria-current={chosen === leg.id ? 'true' : undefined}>
              <title>{name}</title>
              <path data-screen-only class="hit" d={d} />
              <path class="way" d={d} stroke-width={radius(leg.count, mostLegs, 1.6, 4)} />
              {arrows.map((arrow, i) => <path key={i} class="arrow" d="M-6 -5 7 0 -6 5z" transform={`translate(${arrow.x.toFixed(1)} ${arrow.y.toFixed(1)}) rotate(${arrow.angle.toFixed(0)})`} />)}
            </a>
          )
        })}
        {drawn.map((s) => {
          const [x, y] = spotOf(s.lon, s.lat)
          const r = radius(s.count, most, 4.5, 13)
          const name = `${s.place}${s.country ? ` (${s.country})` : ''}, ${s.role}: ${plural(s.count, 'statement')}`
          return (
            <a key={s.id} href={open(s.id)} class={`spot role-${s.role}${chosen === s.id ? ' chosen' : ''}`} aria-label={name} aria-current={chosen === s.id ? 'true' : undefined}>
              <title>{name}</title>
              <RoleShape role={s.role} x={x + (s.beside - (s.of - 1) / 2) * (r + 6)} y={y} r={r} />
            </a>
          )
        })}
        {labels.map((l) => <text key={l.text} class="map-label" x={l.x} y={l.y} aria-hidden="true">{l.text}</text>)}
      </svg>
    </div>
  )
}

function Behind({ chosen, page, active }: { chosen: string; page: MapPage; active: Record<string, string> }) {
  const { spots, legs } = arranged(page)
  const spot = spots.find((s) => s.id === chosen)
  const leg = legs.find((l) => l.id === chosen)
  const listed = useApi<Page<Statement>>(spot ? `/api/statements?${query({ ...active, place: spot.place, limit: 50 })}` : null)
  const [told, setTold] = useState<Statement[]>([])
  const ids = leg?.statements.join() ?? ''
  useEffect(() => {
    setTold([])
    if (!leg) return
    const stop = new AbortController()
    Promise.all(leg.statements.map((id) => get<Statement>(`/api/statements/${encodeURIComponent(id)}`, stop.signal).catch(() => null)))
      .then((all) => setTold(all.filter((s): s is Statement => s !== null)))
      .catch(() => {})
    return () => stop.abort()
  }, [ids])
  if (spot) {
    return (
      <>
        <h2>{spot.place} <span class="quiet">{spot.role}</span></h2>
        <Wait answer={listed} what="statements">{(d) => {
          const fitting = d.items.filter((s) => s.ledger.places.some((p) => p.name === spot.place && p.role === spot.role))
          return <>{fitting.length ? <Statements items={fitting} /> : <Empty title="No statement fits." />}<p><a class="on" href={href('/search', { ...active, place: spot.place, view: 'statements' })}>Everything about {spot.place}, in any role</a></p></>
        }}</Wait>
      </>
    )
  }
  if (leg) {
    return (
      <>
        <h2>{leg.from} → {leg.to}{leg.means && <span class="quiet"> by {leg.means}</span>}</h2>
        {leg.through.length > 0 && <p class="quiet">by way of {leg.through.join(', ')}</p>}
        <Statements items={told} />
        {leg.count > told.length && told.length > 0 && <p class="quiet">The latest {number(told.length)} of {number(leg.count)}.</p>}
      </>
    )
  }
  return <p class="quiet">What was chosen is not on the map any more.</p>
}

export default function MapView() {
  const { query: q } = usePlace()
  const active = filters(q)
  const chosen = q.get('chosen')
  const answer = useApi<MapPage>(`/api/map${query({ ...active }) ? `?${query({ ...active })}` : ''}`)
  const [view, setView] = useState<View | null>(() => parseView(q.get('view')))
  const svg = useRef<SVGSVGElement>(null)
  const timer = useRef<number>()
  const move = (next: View) => {
    setView(next)
    clearTimeout(timer.current)
    // The address follows when the map has come to rest; each step of a drag is no step of the history.
    timer.current = window.setTimeout(() => {
      if (location.pathname !== '/map') return
      const now = new URLSearchParams(location.search)
      navigate(href('/map', { ...filters(now), chosen: now.get('chosen'), view: viewText(next) }), { replace: true })
    }, 250)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <>
      <Heading title="Map" />
      <form class="line-form" onSubmit={(event) => {
        event.preventDefault()
        const own: Record<string, string> = {}
        for (const [key, value] of new FormData(event.currentTarget)) own[key] = String(value).trim()
        navigate(href('/map', own))
      }}>
        <label>Words<input data-search name="text" value={active.text ?? ''} key={`t${active.text}`} autocomplete="off" /></label>
        <label>Actor<input name="actor" value={active.actor ?? ''} key={`a${active.actor}`} placeholder="code or name" autocomplete="off" /></label>
        <label>Type<input name="type" value={active.type ?? ''} key={`y${active.type}`} placeholder="any" autocomplete="off" /></label>
        <label>From<input type="date" name="from" value={active.from ?? ''} key={`f${active.from}`} /></label>
        <label>To<input type="date" name="to" value={active.to ?? ''} key={`u${active.to}`} /></label>
        <button type="submit">Show</button>
      </form>
      <Wait answer={answer} what="places">{(page) => {
        const { spots, legs } = arranged(page)
        if (!spots.length && !legs.length) return <Empty title="No place fits."><p><a href="/map">Show all places</a>, or look for the same in <a href={href('/search', active)}>Search</a>.</p></Empty>
        const shown = view ?? fit([...spots.map((s): [number, number] => [s.lon, s.lat]), ...legs.flatMap((l) => l.coordinates)])
        const open = (id: string) => href('/map', { ...active, chosen: id, view: view ? viewText(view) : null })
        return (
          <>
            <div class="columns map-columns">
              <div>
                <Atlas page={page} chosen={chosen} view={shown} move={move} open={open} svg={svg} />
                <ul class="legend" aria-label="Legend">
                  {ROLE_NAMES.map((role) => <li key={role}><svg viewBox="0 0 24 16" class={`spot role-${role}`} aria-hidden="true"><RoleShape role={role} x={12} y={8} r={4.5} /></svg>{role} <span class="quiet">{ROLES[role]}</span></li>)}
                  {['land', 'rail', 'sea', 'air', 'unknown'].map((means) => <li key={means}><svg viewBox="0 0 36 16" class={`leg leg-${means} wide`} aria-hidden="true"><path class="way" d="M2 8h32" stroke-width="2" /></svg>{means === 'unknown' ? 'journey' : `by ${means}`}</li>)}
                </ul>
                <p class="downloads"><span>Picture</span>
                  <button type="button" class="plain" onClick={() => svg.current && saveSvg(svg.current, 'map')}>SVG</button>
                  <button type="button" class="plain" onClick={() => svg.current && void savePng(svg.current, 'map')}>PNG</button></p>
                <Downloads values={active} kinds={['geojson', 'csv', 'statements-jsonl']} />
                <p class="quiet">Shapes: Natural Earth, for orientation only.{(page.more || spots.length > DRAWN || legs.length > DRAWN / 2) && ' Only the most frequent places and journeys in the window are drawn; come closer for the others.'}</p>
              </div>
              <section class="behind" aria-live="polite" aria-label="What is behind it">
                {chosen ? <Behind chosen={chosen} page={page} active={active as Record<string, string>} /> : <p class="quiet">Choose a place or a journey to see the statements behind it.</p>}
              </section>
            </div>
            <details class="table-alternative">
              <summary>The same as a table</summary>
              {(spots.length > ROWS || legs.length > ROWS) && <p class="quiet">The {number(ROWS)} most frequent; all of them are in the GeoJSON file.</p>}
              <div class="columns even">
                <table class="ledger-table"><thead><tr><th scope="col">Place</th><th scope="col">Role</th><th scope="col">Statements</th></tr></thead>
                  <tbody>{spots.slice(0, ROWS).map((s) => <tr key={s.id}><th scope="row">{s.place} <span class="code">{s.country}</span></th><td>{s.role}</td><td><a href={open(s.id)}>{number(s.count)}</a></td></tr>)}</tbody></table>
                {legs.length > 0 && <table class="ledger-table"><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">By</th><th scope="col">Statements</th></tr></thead>
                  <tbody>{legs.slice(0, ROWS).map((l) => <tr key={l.id}><th scope="row">{l.from}</th><td>{l.through.length > 0 && `by way of ${l.through.join(', ')} `}{l.to}</td><td>{l.means ?? '–'}</td><td><a href={open(l.id)}>{number(l.count)}</a></td></tr>)}</tbody></table>}
              </div>
            </details>
          </>
        )
      }}</Wait>
    </>
  )
}
