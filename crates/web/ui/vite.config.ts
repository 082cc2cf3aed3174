// How the page is built. Nothing here depends on the machine or the clock: the same sources give the same files, which `npm run check` tests.
import { defineConfig } from 'vite'

// Where `sayso serve` listens while the page is worked on.
const backend = 'http://127.0.0.1:7417'

export default defineConfig({
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
