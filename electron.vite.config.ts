import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const root = import.meta.dirname

/** Files that main reads from disk beside its bundle. */
function besideMain(files: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'beside-main',
    generateBundle() {
      for (const [fileName, file] of Object.entries(files))
        this.emitFile({ type: 'asset', fileName, source: readFileSync(file) })
    },
  }
}

/**
 * Writes every other character of main's scripts as an escape. A single one among them makes V8 keep the whole source,
 * which it does for as long as it runs, with two bytes a character.
 */
function inAscii(): Plugin {
  return {
    name: 'in-ascii',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue
        if (/\\[\u0080-\uffff]/.test(file.code))
          throw new Error(`${file.fileName}: an escaped character cannot be escaped again`)
        file.code = file.code.replace(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
      }
    },
  }
}

/** What is bundled and under which licence; the build makes one list of the three (scripts/app/licenses.mjs). */
const LICENSES = { fileName: 'licenses.json' }

const silk = dirname(createRequire(import.meta.url).resolve('silk-wasm'))

export default defineConfig({
  // Everything but Electron and Node's own modules goes into the bundle: nothing is installed with the app.
  main: {
    plugins: [
      inAscii(),
      besideMain({
        // the decoder looks for it beside the worker
        'silk.wasm': join(silk, 'silk.wasm'),
        'drag-icon.png': resolve(root, 'resources/icon.png'),
      }),
    ],
    build: {
      externalizeDeps: false,
      license: LICENSES,
      target: 'node24',
      outDir: resolve(root, 'out/main'),
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          'check-worker': resolve(root, 'src/main/check-worker.ts'),
          'programs-worker': resolve(root, 'src/main/programs-worker.ts'),
          'reads-worker': resolve(root, 'src/main/reads-worker.ts'),
          'repair-worker': resolve(root, 'src/main/repair-worker.ts'),
          'restore-worker': resolve(root, 'src/main/restore-worker.ts'),
          'voice-worker': resolve(root, 'src/main/voice-worker.ts'),
        },
        // threads stand outside the archive, without a package.json that would call .js a module
        output: {
          entryFileNames: ({ name }) => (name === 'index' ? '[name].js' : '[name].mjs'),
          chunkFileNames: 'chunks/[name]-[hash].mjs',
        },
      },
    },
  },
  // A sandboxed preload script can load nothing beside itself, so it is one CommonJS file.
  preload: {
    build: {
      externalizeDeps: false,
      license: LICENSES,
      target: 'node24',
      outDir: resolve(root, 'out/preload'),
      rolldownOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react(), tailwindcss()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      license: LICENSES,
      minify: true,
      // Inlined `data:` assets would need holes in the content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve(root, 'src/renderer/index.html') } },
    },
  },
})
