import { type Browser, chromium, type Page } from '@playwright/test'

/** A client of a running app. */
export interface Connected {
  readonly browser: Browser
  readonly page: Page
}

/** Connects to a running app as an outside check would, and takes its one page. */
export async function connect(cdp: string): Promise<Connected> {
  const browser = await chromium.connectOverCDP(cdp, { noDefaults: true })
  const pages = browser.contexts().flatMap((context) => context.pages())
  const [page] = pages
  if (page === undefined || pages.length > 1) {
    await browser.close()
    throw new Error(`the app has ${pages.length} pages, not one`)
  }
  return { browser, page }
}
