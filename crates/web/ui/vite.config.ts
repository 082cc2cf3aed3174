// How the page is built. Nothing here depends on the machine or the clock: the same sources give the same files, which `npm run check` tests.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

// Where `sayso serve` listens while the page is worked on.
const backend = 'http://127.0.0.1:7417'

/** What others wrote and the page carries. */
const CARRIED = ['preact', 'd3-geo', 'd3-array', 'internmap', 'topojson-client', 'world-atlas', '@fontsource-variable/source-serif-4', '@fontsource-variable/public-sans']

/** Their licences, which have to come with them, as `licenses.txt`. */
function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle() {
      const parts = CARRIED.map((name) => {
        const at = (file: string) => readFileSync(fileURLToPath(new URL(`node_modules/${name}/${file}`, import.meta.url)), 'utf8')
        const { version, license } = JSON.parse(at('package.json')) as { version: string; license: string }
        const more = name === 'world-atlas' ? '\n\nShapes of countries: made with Natural Earth, public domain (naturalearthdata.com).' : ''
        return `${name} ${version} (${license})\n\n${at('LICENSE').trim()}${more}\n`
      })
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: `The page of sayso carries the work of others:\n\n${parts.join(`\n${'-'.repeat(72)}\n\n`)}` })
    },
  }
}

export default defineConfig({
  plugins: [licences()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // Data URLs would be refused by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/api': backend } },
})
