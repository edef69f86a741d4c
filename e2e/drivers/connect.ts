import { setTimeout as delay } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'

/** Nothing tells a client that the page is back but asking again. */
const BETWEEN_ATTEMPTS_MS = 100

/** A client of a running app. */
export interface Connected {
  readonly browser: Browser
  readonly page: Page
}

/** Connects to a running app as an outside check would, and takes its one page. */
export async function connect(cdp: string): Promise<Connected> {
  const connected = await attempt(cdp)
  if (connected === null) throw new Error('the app has no page')
  return connected
}

/** The same where the page may just be coming back: a crashed one is not there for a moment. */
export async function connectAgain(cdp: string): Promise<Connected> {
  for (;;) {
    const connected = await attempt(cdp)
    if (connected !== null) return connected
    await delay(BETWEEN_ATTEMPTS_MS)
  }
}

async function attempt(cdp: string): Promise<Connected | null> {
  const browser = await chromium.connectOverCDP(cdp, { noDefaults: true })
  const pages = browser.contexts().flatMap((context) => context.pages())
  const [page] = pages
  if (page !== undefined && pages.length === 1) return { browser, page }
  await browser.close()
  if (pages.length > 1) throw new Error(`the app has ${pages.length} pages, not one`)
  return null
}
