// Types, and whether `dist` is what the sources give: a rebuild must bring the same files, byte for byte.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { gzipSync } from 'node:zlib'

const ui = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const fail = (message) => {
  console.error(`error: ${message}`)
  process.exit(1)
}

const types = spawnSync(process.execPath, [join(ui, 'node_modules/typescript/bin/tsc'), '--noEmit'], { cwd: ui, stdio: 'inherit' })
if (types.status !== 0) fail('the types do not fit')

const files = (folder) => {
  const out = new Map()
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name)
      if (entry.isDirectory()) walk(path)
      else out.set(relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex'))
    }
  }
  walk(folder)
  return out
}

const fresh = mkdtempSync(join(tmpdir(), 'sayso-ui-'))
try {
  await build({ root: ui, configFile: join(ui, 'vite.config.ts'), logLevel: 'warn', build: { outDir: fresh, emptyOutDir: true } })
  if (!existsSync(join(ui, 'dist'))) fail('there is no dist: npm run build')
  const [have, want] = [files(join(ui, 'dist')), files(fresh)]
  for (const name of new Set([...have.keys(), ...want.keys()])) {
    if (have.get(name) !== want.get(name)) fail(`dist/${name} is not what the sources give: npm run build, and commit dist`)
  }
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

// What a page that is not the map brings; fonts are compressed as they are.
let weight = 0
const index = readFileSync(join(ui, 'dist/index.html'), 'utf8')
if (/<script(?![^>]*\bsrc=)/.test(index) || /\sstyle=|<style/.test(index)) fail('dist/index.html has scripts or styles inside, which the security policy refuses')
if (/(?:src|href)="(?:https?:)?\/\//.test(index)) fail('dist/index.html loads something from elsewhere')
for (const name of readdirSync(join(ui, 'dist/assets'))) {
  const bytes = readFileSync(join(ui, 'dist/assets', name))
  const size = name.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length
  if (!/^map-|^countries-|latin-ext/.test(name)) weight += size
}
console.log(`dist is what the sources give; ${(weight / 1000).toFixed(0)} kB compressed without the map`)
if (weight > 600_000) fail('the page is heavier than 600 kB')
