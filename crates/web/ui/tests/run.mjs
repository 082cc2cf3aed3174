// All tests of the page: units always; in a browser where there is a Chromium and a sayso that serves.
//   node tests/run.mjs [--units] [--browser]
//   CHROMIUM=/path, SAYSO=/path/to/sayso (else ../../../target/{release,debug}/sayso)
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = dirname(fileURLToPath(import.meta.url))
const ui = resolve(here, '..')
const only = process.argv.slice(2)
const wanted = (part) => only.length === 0 || only.includes(`--${part}`)
let failed = false

function run(title, args, env = {}) {
  console.log(`\n== ${title}`)
  const { status } = spawnSync(process.execPath, args, { cwd: ui, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) failed = true
}

if (wanted('units')) {
  const out = join(ui, 'node_modules', '.tests')
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const files = readdirSync(join(here, 'unit')).filter((f) => f.endsWith('.test.ts'))
  await build({
    entryPoints: files.map((f) => join(here, 'unit', f)), outdir: out, outExtension: { '.js': '.mjs' }, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning',
    jsx: 'automatic', jsxImportSource: 'preact',
  })
  run('units', ['--test', ...files.map((f) => join(out, f.replace(/\.ts$/, '.mjs')))])
}

if (wanted('browser')) {
  const chromium = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => p && existsSync(p))
  const root = resolve(ui, '../../..')
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target')
  const sayso = [process.env.SAYSO, join(target, 'release', 'sayso'), join(target, 'debug', 'sayso')].find((p) => p && existsSync(p))
  if (!chromium) console.log('\n== browser: skipped, no Chromium (install the package chromium, or set CHROMIUM)')
  else if (!sayso) console.log('\n== browser: skipped, no sayso (cargo build --release, or set SAYSO)')
  else run('browser', ['--test', '--test-concurrency=1', join(here, 'browser', 'page.test.mjs')], { CHROMIUM: chromium, SAYSO: resolve(sayso) })
}
process.exit(failed ? 1 : 0)
