import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from '@playwright/test'

/** What main serves the page from. */
const PAGES = path.resolve(import.meta.dirname, '../../out/renderer')

/** A script that the page has loaded. */
export interface StartScript {
  readonly name: string
  readonly gzipBytes: number
}

declare global {
  interface Window {
    /** Resolves with the paths of all scripts that were asked for until a row of the inbox was painted. */
    startScripts?: Promise<string[]>
  }
}

/** Runs in the page before its own scripts. */
function noteScripts(): void {
  window.startScripts = new Promise((resolve) => {
    const look = (): void => {
      const row = document.querySelector('li[data-row] [data-conversation]')
      if (row === null) {
        requestAnimationFrame(look)
        return
      }
      new IntersectionObserver((_entries, observer) => {
        observer.disconnect()
        const painted = performance.now()
        const paths = performance
          .getEntriesByType('resource')
          .filter(({ startTime }) => startTime <= painted)
          .map(({ name }) => new URL(name).pathname)
        resolve(paths.filter((one) => one.endsWith('.js')))
      }).observe(row)
    }
    look()
  })
}

/** Loads the page anew and answers every script that it asked for until a row of its inbox was painted. */
export async function startScripts(page: Page): Promise<StartScript[]> {
  await page.addInitScript(noteScripts)
  await page.reload({ waitUntil: 'commit' })
  await page.waitForFunction(() => window.startScripts !== undefined)
  const paths = await page.evaluate(() => window.startScripts ?? [])
  return paths.map((one) => ({
    name: path.basename(one),
    gzipBytes: gzipSync(readFileSync(path.join(PAGES, one)), { level: 9 }).length,
  }))
}
