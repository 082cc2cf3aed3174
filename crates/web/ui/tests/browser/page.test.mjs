// The page in a browser, over a server that runs: each view, each thing that can be done with it.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { hostile, ingest, open, prepare, serve, settled } from './serve.mjs'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let ground, server, browser

before(async () => {
  ground = prepare()
  server = await serve(['--ledger', ground.ledger])
  browser = await open()
})
after(async () => {
  await browser?.close()
  await server?.stop()
  ground?.done()
})

const api = async (path) => {
  const answer = await fetch(server.url + path)
  assert.equal(answer.status, 200, path)
  return answer.json()
}
const key = (name) => encodeURIComponent(name)

async function fresh(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const told = []
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && told.push(`${m.type()}: ${m.text()} ${m.location()?.url ?? ''}`))
  page.on('pageerror', (e) => told.push(`thrown: ${e.message}`))
  page.on('request', (r) => !r.url().startsWith(server.url) && !/^(blob|data|about):/.test(r.url()) && told.push(`asks elsewhere: ${r.url()}`))
  page.told = told
  page.go = async (path) => {
    await page.goto(server.url + path)
    await settled(page)
  }
  page.end = async () => {
    assert.deepEqual(told, [], 'the console is quiet')
    await context.close()
  }
  return page
}

/** An address of each view, with things on it. */
async function views() {
  const disputed = (await api('/api/occurrences?status=disputed&limit=50')).items
  const richest = disputed.sort((a, b) => b.statements.length - a.statements.length)[0]
  const documents = (await api('/api/documents?limit=200')).items
  const doc = documents.find((d) => d.name === 'sw-2504-post') ?? documents[0]
  const actors = (await api('/api/actors?text=Azawad%20Shield')).items
  const source = (await api('/api/sources?limit=20')).items[0]
  return {
    home: '/', search: '/search?quad=4', statements: '/search?view=statements&text=troops', read: '/read', documents: '/documents', document: `/document/${key(doc.key)}?s=${doc.key && (await api(`/api/documents/${key(doc.key)}`)).statements[0].id}`,
    occurrence: `/occurrence/${richest.id}`, pair: '/pair?a=BOL&b=PRY&month=2025-05', map: '/map', actors: '/actors', actor: `/actor/${key(actors[0].key)}`,
    sources: '/sources', source: `/source/${key(source.name)}`, nothing: '/search?text=xyzzyunfindable', missing: '/occurrence/none', lost: '/no/such/page',
  }
}

test('every view opens without complaint', async () => {
  const page = await fresh()
  for (const [name, path] of Object.entries(await views())) {
    page.told.length = 0
    await page.go(path)
    assert.ok((await page.textContent('#main')).trim().length > 20, `${name} has something to read`)
    assert.equal(await page.locator('h1').count(), 1, `${name} has one h1`)
    // A 404 that is asked for is told by the browser itself.
    const complaints = page.told.filter((t) => !(name === 'missing' && t.includes('404')))
    assert.deepEqual(complaints, [], name)
  }
  page.told.length = 0
  await page.end()
})

test('no serious findings of axe, light and dark, wide and narrow; nothing is wider than the window', async () => {
  const found = []
  const all = Object.entries(await views())
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [360, 1280, 2560]) {
      const page = await fresh({ colorScheme, viewport: { width, height: width === 2560 ? 1440 : 800 } })
      for (const [name, path] of all) {
        await page.go(path)
        const [have, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth])
        if (have > room) found.push(`${name} at ${width}: ${have} px wide`)
        if (width === 1280 || (width === 360 && colorScheme === 'light')) {
          await page.evaluate(axeSource)
          const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
          for (const v of result.violations.filter((x) => x.impact === 'serious' || x.impact === 'critical')) found.push(`${name} ${colorScheme} ${width}: ${v.id} (${v.nodes.length}) ${v.nodes[0].target} ${v.nodes[0].failureSummary}`)
        }
      }
      page.told.length = 0
      await page.end()
    }
  }
  assert.deepEqual(found, [])
})

test('home: figures open what they count', async () => {
  const page = await fresh()
  await page.go('/')
  const info = await api('/api/info')
  assert.equal((await page.textContent('.figures .figure-number')).replace(/,/g, ''), String(info.documents))
  await page.click('.figures .figure:has-text("reports")')
  await settled(page)
  assert.match(page.url(), /\/documents$/)
  await page.goBack()
  await settled(page)
  await page.click('.statuses a:has-text("disputed")')
  await settled(page)
  assert.match(page.url(), /status=disputed/)
  assert.match(await page.textContent('.pager'), new RegExp(`of ${info.by_status.disputed}$`))
  await page.end()
})

test('search: words, facets, tabs, pages, permalinks', async () => {
  const page = await fresh()
  await page.go('/search')
  const total = async () => Number((await page.textContent('.pager .numbers, .empty-title')).match(/of (?:at least )?([\d,]+)/)?.[1].replace(/,/g, '') ?? 0)
  const everything = await total()
  await page.click('a[rel=next]')
  await page.waitForURL(/offset=25/)
  await settled(page)
  assert.match(await page.textContent('.pager'), /^← Previous26–/)
  await page.fill('#search-large', 'troops')
  await page.press('#search-large', 'Enter')
  await page.waitForURL(/text=troops/)
  await settled(page)
  const some = await total()
  assert.ok(some > 0 && some < everything)
  const facet = page.locator('.facet:has(h3:text-is("Status")) a').first()
  const count = Number(await facet.locator('.facet-count').textContent())
  await facet.click()
  await page.waitForURL(/status=/)
  await settled(page)
  assert.equal(await total(), count, 'a facet holds as many as it says')
  const address = page.url()
  const rows = await page.locator('.row').count()
  const other = await fresh()
  await other.goto(address)
  await settled(other)
  assert.equal(await other.locator('.row').count(), rows, 'the address holds all of it')
  await other.end()
  await page.click('.chips a:has-text("troops")')
  await page.waitForURL((url) => !url.search.includes('text='))
  await page.click('.tabs a:has-text("Statements")')
  await page.waitForURL(/view=statements/)
  await settled(page)
  assert.ok((await page.locator('.row .chain').count()) > 0)
  await page.click('.chips .clear')
  await settled(page)
  await page.click('.more-filters summary')
  await page.fill('.more-filters [name=actor]', 'BOL')
  await page.selectOption('.more-filters [name=factuality]', 'CT+')
  await page.click('.more-filters button')
  await page.waitForURL(/actor=BOL.*factuality=CT%2B/)
  await settled(page)
  assert.ok((await page.locator('.row').count()) > 0)
  await page.end()
})

test('keys: / j k Enter ? g', async () => {
  const page = await fresh()
  await page.go('/search')
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search-large')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const second = await page.locator('[data-row]').nth(1).getAttribute('href')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), second)
  await page.keyboard.press('k')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await settled(page)
  assert.ok(page.url().endsWith(second))
  await page.keyboard.press('?')
  await page.locator('dialog[open]').waitFor({ state: 'visible' })
  await page.keyboard.press('Escape')
  await page.locator('dialog[open]').waitFor({ state: 'hidden' })
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.waitForURL(/\/map/)
  await settled(page)
  await page.end()
  const skipping = await fresh()
  await skipping.go('/')
  await skipping.keyboard.press('Tab')
  assert.equal(await skipping.evaluate(() => document.activeElement.className), 'skip')
  await skipping.keyboard.press('Enter')
  assert.equal(await skipping.evaluate(() => document.activeElement.id), 'main')
  await skipping.end()
})

test('document: marks, cards by pointer and by keyboard, list and text in step, layers in the address', async () => {
  const page = await fresh()
  const documents = (await api('/api/documents?limit=200')).items
  const doc = documents.find((d) => d.name === 'sw-2504-post')
  await page.go(`/document/${key(doc.key)}`)
  await page.waitForSelector('.article .l-contents')
  const full = await api(`/api/documents/${key(doc.key)}`)
  assert.equal(await page.locator('.statement-list > ol > li').count(), full.statements.length)
  const trigger = page.locator('.article [role=button]').first()
  await trigger.hover()
  const card = page.locator('.popover .card').first()
  await card.waitFor({ state: 'visible' })
  for (const words of ['Who says so', 'How surely', 'Who to whom']) assert.match(await card.textContent(), new RegExp(words))
  assert.match(await card.textContent(), /certain that it is so/)
  await page.mouse.move(5, 5)
  await page.waitForFunction(() => !document.querySelector('.popover'))
  await trigger.focus()
  await card.waitFor({ state: 'visible' })
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => !document.querySelector('.popover'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/[?&]s=/)
  await page.waitForFunction(() => document.querySelectorAll('.statement-list li[aria-current=true] .card').length === 1)
  const last = page.locator('.statement-line').last()
  await last.click()
  await page.waitForSelector('.statement-list > ol > li:last-child[aria-current=true]')
  await page.waitForSelector('.article .chosen')
  await page.locator('.layer-switch:has-text("what is said") input').uncheck()
  await page.waitForURL(/hide=contents/)
  await page.waitForFunction(() => !document.querySelector('.article .l-contents'))
  await page.reload()
  await settled(page)
  await page.waitForSelector('.article .l-cues')
  assert.equal(await page.locator('.article .l-contents').count(), 0)
  await page.goto(`${server.url}/statement/${full.statements[0].id}`)
  await page.waitForURL(/\/document\/.*s=/)
  await page.waitForSelector('.article .l-cues')
  // Pieces together are the text.
  const shown = (await page.locator('.article p').allTextContents()).join('\n')
  assert.equal(shown.replace(/\s+/g, ' ').trim(), full.text.replace(/\s+/g, ' ').trim())
  await page.end()
})

test('on a narrow window the card stands at the bottom', async () => {
  const page = await fresh({ viewport: { width: 360, height: 740 } })
  const doc = (await api('/api/documents?limit=200')).items.find((d) => d.name === 'sw-2504-post')
  await page.go(`/document/${key(doc.key)}`)
  await page.waitForSelector('.article .l-cues')
  await page.locator('.article [role=button]').first().focus()
  const box = await page.locator('.popover').boundingBox()
  assert.ok(Math.abs(box.y + box.height - 740) < 2 && box.width === 360)
  const words = await page.locator('.article [role=button]').first().boundingBox()
  assert.ok(words.y >= 0 && words.y + words.height <= box.y, 'the words stay in view above it')
  await page.end()
})

test('characters outside the basic plane: the right words are marked', async () => {
  const page = await fresh()
  const doc = (await api('/api/documents?limit=200')).items.find((d) => d.name === 'astral')
  const full = await api(`/api/documents/${key(doc.key)}`)
  await page.go(`/document/${key(doc.key)}`)
  await page.waitForSelector('.article .l-cues')
  const points = Array.from(full.text)
  assert.ok(full.statements.length > 0)
  for (const s of full.statements) {
    const words = points.slice(s.trigger.start, s.trigger.end).join('')
    assert.equal(s.trigger.text, words)
    const marked = (await page.locator(`.article [data-at="${s.trigger.start}-${s.trigger.end}"]`).allTextContents()).join('')
    assert.equal(marked, words)
  }
  assert.ok((await page.locator('.article .l-cues').allTextContents()).includes('said'))
  await page.go(`/search?view=statements&text=Esbjerg`)
  assert.equal(await page.textContent('.row mark'), 'attacked')
  await page.end()
})

test('hostile texts are text everywhere', async () => {
  const page = await fresh()
  const doc = (await api('/api/documents?limit=200')).items.find((d) => d.name === hostile[0].id)
  const s = (await api(`/api/documents/${key(doc.key)}`)).statements
  const paths = ['/', '/documents', '/search?text=Cusco', '/search?view=statements&text=Cusco', `/document/${key(doc.key)}`, '/sources', '/actors', '/map', `/source/${key('<img src=x onerror=window.harmed=7>')}`, `/search?text=${key('<svg onload=window.harmed=8>')}`, `/actor/${key('"><script>window.harmed=9</script>')}`]
  for (const one of s) if (one.ledger.occurrence) paths.push(`/occurrence/${one.ledger.occurrence}`)
  for (const path of paths) {
    await page.go(path)
    await page.waitForTimeout(60)
    assert.equal(await page.evaluate(() => window.harmed), undefined, path)
    assert.equal(await page.locator('#page img, #page script, #page iframe, a[href^="javascript:" i], a[href^="data:" i]').count(), 0, path)
  }
  await page.go(`/document/${key(doc.key)}`)
  await page.waitForSelector('.article')
  assert.match(await page.textContent('h1'), /<script>window\.harmed=2<\/script>/)
  assert.match(await page.textContent('.article'), /<script>window\.harmed=5<\/script>/)
  const good = (await api('/api/documents?limit=200')).items.find((d) => d.name === 'astral')
  await page.go(`/document/${key(good.key)}`)
  const link = page.locator('a[target=_blank]')
  assert.equal(await link.getAttribute('href'), 'https://emoji.example/1')
  assert.match(await link.getAttribute('rel'), /noopener/)
  // A 404 for the names that nobody has is told by the browser itself.
  assert.deepEqual(page.told.filter((t) => !t.includes('404')), [])
  page.told.length = 0
  await page.end()
})

test('read: a text of one\'s own, kept in the address', async () => {
  const page = await fresh()
  await page.go('/read')
  await page.click('text=Fill in an example')
  await page.click('.read-form button[type=submit]')
  await page.waitForSelector('.article [role=button]')
  assert.ok((await page.locator('.statement-line').count()) >= 3)
  assert.match(await page.textContent('.journeys'), /Valpara[ií]so.*→.*Arica/)
  assert.match(page.url(), /#text=/)
  assert.equal(await page.evaluate(() => document.activeElement.id), 'read-result')
  const found = await page.locator('.statement-line').allTextContents()
  const address = page.url()
  const other = await fresh()
  await other.goto(address)
  await other.waitForSelector('.article [role=button]')
  assert.deepEqual(await other.locator('.statement-line').allTextContents(), found)
  await other.end()
  await page.fill('#read-text', '🛳🛳 "Peru attacked a Chilean ship on Monday," 𝒜 spokesman said.')
  await page.click('.read-form button[type=submit]')
  await page.waitForFunction(() => document.querySelector('.article')?.textContent.includes('spokesman'))
  assert.ok((await page.locator('.article .l-cues').allTextContents()).includes('said'))
  await page.fill('#read-text', '<b>Peru</b> attacked a ship & <script>window.harmed=1</script> "Chile" denied it.')
  await page.click('.read-form button[type=submit]')
  await page.waitForFunction(() => !document.querySelector('.article')?.textContent.includes('spokesman'))
  assert.equal(await page.evaluate(() => window.harmed), undefined)
  await page.end()
})

test('occurrence: accounts, slots, tree, history; sentences lead into the text', async () => {
  const page = await fresh()
  const path = (await views()).occurrence
  const data = await api(`/api/occurrences/${path.split('/').pop()}`)
  await page.go(path)
  assert.equal(await page.locator('.account').count(), data.origins.length)
  assert.equal(await page.locator('.history > li').count(), data.history.length)
  assert.ok((await page.locator('.slots .differs').count()) > 0)
  assert.ok((await page.locator('.tree li').count()) >= data.origins.length)
  const stances = new Set(data.origins.map((o) => o.stance))
  assert.ok(stances.has('affirms') && stances.has('denies'))
  for (const [stance, words] of [['affirms', 'affirms'], ['denies', 'denies']]) assert.match(await page.locator(`.tag.stance-${stance}`).first().textContent(), new RegExp(words))
  const ids = data.statements.map((s) => s.id)
  await page.locator('.account-quote p a').first().click()
  await settled(page)
  assert.match(page.url(), /\/document\//)
  assert.ok(ids.includes(new URL(page.url()).searchParams.get('s')))
  await page.locator('.article .chosen').first().waitFor({ state: 'visible' })
  const box = await page.locator('.article .chosen').first().boundingBox()
  assert.ok(box.y >= 0 && box.y < 900, 'the sentence is in view')
  await page.end()
})

test('pair: plot, change point, month, table, pictures', async () => {
  const page = await fresh()
  await page.go('/pair?a=BOL&b=PRY')
  const series = await api('/api/series?actor=BOL&recipient=PRY&by=total&both=true')
  const sum = series.items.reduce((n, r) => n + r.asserted, 0)
  assert.equal(await page.locator('.panel-sum').first().textContent(), String(sum))
  assert.equal(await page.locator('.change').count(), series.items.filter((r) => r.change).length)
  const busiest = [...series.items].sort((a, b) => b.asserted - a.asserted)[0]
  const bar = page.locator(`.bar-asserted[href*="month=${busiest.month}"]`)
  await bar.focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(`month=${busiest.month}`))
  await settled(page)
  assert.ok((await page.locator('.chosen-month .row').count()) >= busiest.asserted, 'the month has at least what the bar says')
  await page.click('.table-alternative summary')
  assert.ok((await page.locator('.table-alternative tbody tr').count()) >= series.items.length)
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`.downloads button:text-is("${name}")`)])
    return readFileSync(await download.path())
  }
  const svg = (await saved('SVG')).toString()
  assert.match(svg, /^<svg[^>]+xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
  assert.doesNotMatch(svg, /var\(--|<a\s|class=/)
  const parsed = await page.evaluate((text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent ?? null, svg)
  assert.equal(parsed, null)
  const png = await saved('PNG')
  assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10])
  assert.ok(png.readUInt32BE(16) > 800 && png.length > 5000)
  const lines = (await saved('CSV')).toString().trim().split('\n')
  assert.match(lines[0], /^month,asserted,corroborated,contested,planned/)
  assert.equal(lines.slice(1).reduce((n, l) => n + Number(l.split(',')[1]), 0), sum)
  assert.equal(JSON.parse((await saved('JSON')).toString()).length, lines.length - 1)
  await page.selectOption('[name=direction]', 'ab')
  await page.selectOption('[name=measure]', 'intensity')
  await page.click('.line-form button')
  await page.waitForURL(/direction=ab&measure=intensity|measure=intensity&direction=ab/)
  await settled(page)
  await page.end()
})

test('map: places, journeys, keys, address', async () => {
  const page = await fresh()
  await page.go('/map')
  await page.waitForSelector('.land')
  const data = await api('/api/map')
  const legs = data.features.filter((f) => f.properties.feature === 'leg')
  assert.ok(legs.length > 0)
  assert.equal(await page.locator('.atlas .leg').count(), legs.length)
  await page.locator('.atlas svg').focus()
  const where = () => page.evaluate(() => document.querySelector('.land').parentElement.getAttribute('transform'))
  const begun = await where()
  for (const pressed of ['+', 'ArrowLeft', 'ArrowUp', '-']) {
    const was = await where()
    await page.keyboard.press(pressed)
    await page.waitForFunction((t) => document.querySelector('.land').parentElement.getAttribute('transform') !== t, was)
  }
  assert.notEqual(await where(), begun)
  await page.waitForURL(/view=/)
  const kept = await where()
  await page.reload()
  await page.waitForSelector('.land')
  const [a, b] = [kept, await where()].map((t) => t.match(/[\d.-]+/g).map(Number))
  a.forEach((n, i) => assert.ok(Math.abs(n - b[i]) <= Math.max(4, Math.abs(n) * 0.01), 'the address holds the view'))
  await page.keyboard.press('0')
  await page.goto(`${server.url}/map`)
  await page.waitForSelector('.atlas .leg')
  await page.locator('.atlas .leg').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/chosen=leg/)
  await page.waitForSelector('.behind .row')
  await page.locator('.atlas .spot').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL((u) => /chosen=/.test(u.search) && !/chosen=leg/.test(u.search))
  await page.waitForSelector('.behind .row')
  // By pointer: a drag moves, a click opens.
  const box = await page.locator('.atlas svg').boundingBox()
  const was = await where()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2 + 30, { steps: 5 })
  await page.mouse.up()
  assert.notEqual(await where(), was)
  await page.click('.atlas-controls [aria-label="Show all"]')
  await page.click('.atlas-controls [aria-label="Closer"]')
  await page.end()
})

test('actor: structure with dates and sources, deeds, pairs', async () => {
  const page = await fresh()
  await page.go((await views()).actor)
  const structure = await page.textContent('.structure')
  for (const words of ['Desert Lions Brigade', 'Tinzaouatene Battalion', 'Ibrahim Ag Tessalit', 'headed by', 'part']) assert.match(structure, new RegExp(words))
  await page.locator('.structure .backing summary').first().click()
  await page.locator('.structure .backing[open] a').first().click()
  await settled(page)
  assert.match(page.url(), /\/document\/.*s=/)
  await page.goBack()
  await settled(page)
  await page.click('.tabs a:has-text("What it said")')
  await page.waitForURL(/side=said/)
  await settled(page)
  assert.ok((await page.locator('.row').count()) > 0)
  await page.go('/actor/PRY')
  assert.ok((await page.locator('.pairs tbody tr').count()) > 0)
  await page.click('.pairs a:has-text("over time")')
  await page.waitForURL(/\/pair\?a=/)
  await settled(page)
  await page.end()
})

test('sources: counts open lists', async () => {
  const page = await fresh()
  await page.go('/sources')
  const first = (await api('/api/sources?limit=50')).items[0]
  assert.equal(await page.locator('tbody tr').first().locator('td').first().textContent(), String(first.claims))
  await page.click('tbody th a')
  await settled(page)
  assert.equal(await page.textContent('h1'), first.name)
  await page.click('.figures .figure >> nth=0')
  await settled(page)
  assert.match(await page.textContent('.pager'), new RegExp(`of ${first.claims}$`))
  await page.end()
})

test('downloads of lists are what they say', async () => {
  const page = await fresh()
  await page.go('/search?view=statements&type=ASSAULT')
  const get = async (name) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`.downloads a:text-is("${name}")`)])
    return readFileSync(await download.path(), 'utf8')
  }
  const lines = (await get('JSON lines')).trim().split('\n').map((l) => JSON.parse(l))
  assert.ok(lines.length > 10 && lines.every((l) => l.type === 'ASSAULT'))
  const csvText = await get('CSV')
  assert.ok(csvText.split('\n')[0].split(',').length > 20)
  const geo = JSON.parse(await get('GeoJSON'))
  assert.equal(geo.type, 'FeatureCollection')
  await page.end()
})

test('theme: the switch wins over the system, and is kept', async () => {
  const page = await fresh({ colorScheme: 'light' })
  await page.go('/')
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  const light = await paper()
  await page.click('.theme')
  await page.click('.theme')
  const dark = await paper()
  assert.notEqual(dark, light)
  await page.reload()
  await settled(page)
  assert.equal(await paper(), dark)
  await page.end()
})

test('news come while reports are added, and take no focus', async () => {
  const page = await fresh()
  await page.go('/search?text=Vientiane')
  await page.waitForTimeout(1500)
  await page.focus('#search-large')
  assert.equal(await page.locator('.row').count(), 0)
  const file = join(ground.folder, 'late.jsonl')
  writeFileSync(file, JSON.stringify({ id: 'late', title: 'Late news', published: '2025-09-01', publisher: 'Late Post', text: 'VIENTIANE, Sept 1 - Laotian soldiers attacked a Thai post near Vientiane on Monday, Thailand\'s army said.\n' }) + '\n')
  ingest(ground.ledger, [file])
  await page.waitForSelector('.news p', { timeout: 15_000 })
  assert.match(await page.textContent('.news p'), /new (statement|report)/)
  assert.equal(await page.locator('.row').count(), 0, 'nothing moves before it is asked for')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search-large')
  await page.click('.news button')
  await page.waitForSelector('.row')
  assert.equal(await page.locator('.news p').count(), 0)
  await page.end()
})

test('when the server is gone the page says what to do', async () => {
  const own = await serve(['--ledger', ground.ledger])
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(own.url)
  await settled(page)
  await own.stop()
  await page.click('nav a:has-text("Sources")')
  await page.waitForSelector('.problem')
  assert.match(await page.textContent('.problem'), /does not answer.*Try again/s)
  await context.close()
})

test('weight and first paint', async (t) => {
  const page = await fresh()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const sizes = new Map()
  const names = new Map()
  session.on('Network.responseReceived', (e) => names.set(e.requestId, e.response.url))
  session.on('Network.loadingFinished', (e) => sizes.set(e.requestId, e.encodedDataLength))
  const paints = []
  for (let i = 0; i < 3; i++) {
    sizes.clear()
    await session.send('Network.clearBrowserCache')
    await page.go('/')
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null))
  }
  const assets = [...sizes].filter(([id]) => !/\/api\//.test(names.get(id) ?? ''))
  const bytes = assets.reduce((sum, [, n]) => sum + n, 0)
  t.diagnostic(`first contentful paint ${paints.map((p) => Math.round(p)).join(', ')} ms; ${(bytes / 1000).toFixed(0)} kB over the wire for the page itself`)
  assert.ok(bytes < 600_000)
  assert.ok(Math.min(...paints) < 2000)
  await page.end()
})
