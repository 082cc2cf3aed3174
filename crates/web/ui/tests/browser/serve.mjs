// A ledger of the sample reports and of some nasty ones, a server on it, and a browser before it.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../..')

/** Names, titles and texts that would do harm if they were ever taken for markup. */
const NASTY = '<img src=x onerror="window.harmed=1"><script>window.harmed=2</script>'
export const hostile = [
  {
    id: 'hostile/1?x=#<b>', title: `Ministry "denies" ${NASTY}`, published: '2025-08-29', publisher: `Nasty & Sons ${NASTY}`, url: 'javascript:window.harmed=3',
    text: `LIMA, Aug 29 - Peru's army attacked a camp near Cusco on Monday, the spokesman <img src=x onerror=window.harmed=4> said.\n\n<script>window.harmed=5</script> Chile sent troops to Peru on Tuesday, "${NASTY}" told Reuters. {{constructor.constructor('window.harmed=6')()}}\n`,
  },
  {
    id: 'astral', title: 'Ships 🛳🛳 with flags 🇵🇾', published: '2025-08-30', publisher: 'Emoji Times 🗞', url: 'https://emoji.example/1',
    text: '🛳🛳🛳 𝒜 note: Norwegian troops attacked a Danish post near Esbjerg 🚩 on Friday, 👩‍👧 Denmark\'s army said.\n\nNorway denied that its troops had attacked the post 🛳 on Friday.\n',
  },
]

export function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'sayso-page-'))
  const ledger = join(folder, 'page.db')
  const file = join(folder, 'hostile.jsonl')
  writeFileSync(file, hostile.map((d) => JSON.stringify(d)).join('\n') + '\n')
  ingest(ledger, ['examples/demo.jsonl', 'examples/reports.jsonl', 'examples/border.txt', 'examples/protest.txt', 'examples/exchange.txt', 'examples/harbour.html', file])
  return { folder, ledger, done: () => rmSync(folder, { recursive: true, force: true }) }
}

export function ingest(ledger, paths) {
  execFileSync(process.env.SAYSO, ['ingest', '--quiet', '--ledger', ledger, ...paths], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Starts the server on a free port; the first line it writes is its address. */
export async function serve(args) {
  const child = spawn(process.env.SAYSO, ['serve', '--port', '0', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  child.stderr.on('data', (data) => { told += data })
  const url = await new Promise((done, fail) => {
    let out = ''
    const timer = setTimeout(() => fail(new Error(`the server says nothing: ${told}`)), 60_000)
    child.stdout.on('data', (data) => {
      out += data
      const line = /^(http:\S+)\n/.exec(out)
      if (line) {
        clearTimeout(timer)
        done(line[1].replace(/\/$/, ''))
      }
    })
    child.on('exit', (code) => fail(new Error(`the server ended with ${code}: ${told}`)))
  })
  return { url, stop: () => new Promise((done) => { child.removeAllListeners('exit'); child.on('exit', done); child.kill('SIGTERM') }) }
}

export const open = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})

/** Waits until nothing is being looked for any more. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('#main h1, #main .problem') && !document.querySelector('.waiting, .stale, [aria-busy="true"]'), null, { timeout: 20_000 })
  await page.evaluate(() => document.fonts.ready)
}
