// Pictures of each view for docs/serve: node tests/browser/shots.mjs FOLDER
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { open, serve, settled } from './serve.mjs'

const folder = process.argv[2] ?? 'shots'
mkdirSync(folder, { recursive: true })
// A server that runs already can be named.
const server = process.env.SAYSO_URL ? { url: process.env.SAYSO_URL, stop: () => {} } : await serve(['--demo'])
const browser = await open()
const api = async (path) => (await fetch(server.url + path)).json()
const key = (name) => encodeURIComponent(name)

const disputed = (await api('/api/occurrences?status=disputed&limit=50')).items.sort((a, b) => b.statements.length - a.statements.length)[0]
const documents = (await api('/api/documents?limit=200')).items
const report = documents.find((d) => d.name === 'sw-2504-post')
const statements = (await api(`/api/documents/${key(report.key)}`)).statements
const actor = (await api('/api/actors?text=Azawad%20Shield')).items[0]
const example = documents.find((d) => d.name === 'so-0302')
const text = (await api(`/api/documents/${key(example.key)}`)).text

const WIDE = { width: 1280, height: 900 }
const SMALL = { width: 360, height: 740 }
const shots = [
  ['home', '/', WIDE], ['search', '/search?quad=4&status=disputed%2Ccorroborated', WIDE], ['statements', '/search?view=statements&type=ASSAULT', WIDE],
  ['document', `/document/${key(report.key)}?s=${statements[0].id}`, WIDE, 'light', async (page) => { await page.waitForSelector('.article .l-cues'); await page.locator('.article [role=button]').nth(2).hover() }],
  ['read', `/read?date=2025-03-02#text=${key(text.slice(0, 900))}`, WIDE, 'light', async (page) => page.waitForSelector('.article .l-cues')],
  ['occurrence', `/occurrence/${disputed.id}`, WIDE], ['pair', '/pair?a=BOL&b=PRY&month=2025-05', WIDE],
  ['map', '/map', WIDE, 'light', async (page) => page.waitForSelector('.land')],
  ['actor', `/actor/${key(actor.key)}`, WIDE], ['sources', '/sources', WIDE], ['source', `/source/${key('Paraguayan Defence Ministry')}`, WIDE], ['actors', '/actors', WIDE], ['documents', '/documents', WIDE],
  ['occurrence-dark', `/occurrence/${disputed.id}`, WIDE, 'dark'], ['map-dark', '/map', WIDE, 'dark', async (page) => page.waitForSelector('.land')],
  ['home-360', '/', SMALL], ['document-360', `/document/${key(report.key)}`, SMALL, 'light', async (page) => { await page.waitForSelector('.article .l-cues'); await page.locator('.article [role=button]').first().focus() }],
  ['pair-360', '/pair?a=BOL&b=PRY', SMALL], ['search-2560', '/search', { width: 2560, height: 1440 }],
]
const only = process.argv.slice(3)
// To be looked at, and not kept in docs/serve.
const EXTRA = ['map-dark', 'home-360', 'pair-360', 'search-2560']
for (const [name, path, viewport, colorScheme = 'light', prepareView] of shots) {
  if (only.length ? !only.includes(name) : EXTRA.includes(name)) continue
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(server.url + path)
  await settled(page)
  await prepareView?.(page)
  await page.waitForTimeout(200)
  const height = process.env.FULL ? undefined : viewport.height
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: !height })
  await context.close()
}
await browser.close()
await server.stop()
