import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import type { RunOptions } from 'axe-core'
import { ask } from './bridge.ts'

/** What floats above the rest. One that opens over another comes after it; one on its way out counts no more. */
const ON_TOP = ':is([role=dialog], [role=alertdialog], [role=menu]):not([data-closed])'
/** What stands beside nearly every screen: the rail and the rows of the list. */
const BESIDE = ['aside:has(> nav)', '[data-conversation]']
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
/** Only what is broken is told, of the page itself, whose styles are its own. */
const OPTIONS: RunOptions = { resultTypes: ['violations'], iframes: false, preload: false }
const CONTRAST: RunOptions = { ...OPTIONS, runOnly: ['color-contrast'] }

/** Accessibility rules broken on the page as it stands, those that keep people out; one line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  return await violations(page, {}, OPTIONS)
}

/**
 * The same in the dialog or menu that lies on top. While there is none, on the whole page, or on what is left of it
 * without the rail and the rows of the list, for who has looked at those already.
 */
export async function seriousViolationsOnTop(page: Page, { beside }: { beside: boolean }): Promise<string[]> {
  return await violations(page, { only: ON_TOP, without: beside ? [] : BESIDE }, OPTIONS)
}

/** Whether a dialog or menu lies on top. */
export async function isCovered(page: Page): Promise<boolean> {
  return (await page.locator(ON_TOP).count()) > 0
}

/** Says so where a dialog lies on top and the keys are behind it. A menu may have a field beside its entries. */
export async function keysBehind(page: Page): Promise<string[]> {
  return await page.evaluate((onTop) => {
    const top = [...document.querySelectorAll(onTop)].at(-1)
    if (top === undefined || top.role === 'menu' || top.contains(document.activeElement)) return []
    return [`the keys are behind it: ${document.activeElement?.outerHTML.slice(0, 100)}`]
  }, ON_TOP)
}

/**
 * The same in both themes; what the dark one changes is contrast alone, so only that is looked at again. Leaves
 * the light theme behind.
 */
export async function seriousViolationsInBothThemes(page: Page): Promise<string[]> {
  await applyTheme(page, 'light')
  const light = await seriousViolations(page)
  await applyTheme(page, 'dark')
  const dark = await violations(page, {}, CONTRAST)
  await applyTheme(page, 'light')
  return [...light, ...dark.map((line) => `dark: ${line}`)]
}

async function applyTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await ask(page, 'settings.update', { theme })
  await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' })
}

/**
 * Waits until what was changed is drawn: a colour on its way from one theme to the other, or of a dialog that
 * is just coming into view, is nobody's colour.
 */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(transitions.map(({ finished }) => finished))
  })
}

/** Which part of a page is looked at. */
interface Part {
  /** The last of those, where there is one; otherwise everything. */
  readonly only?: string
  /** What is left out of everything. */
  readonly without?: readonly string[]
}

async function violations(page: Page, { only, without = [] }: Part, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await readFile(AXE, 'utf8'))
  await settled(page)
  const found = await page.evaluate(
    async ([selector, leftOut, runOptions]) => {
      const { axe } = window as typeof window & { axe: typeof import('axe-core') }
      const part = selector === null ? undefined : [...document.querySelectorAll(selector)].at(-1)
      const rest = leftOut.filter((one) => document.querySelector(one) !== null)
      const everything = rest.length === 0 ? document : { exclude: rest }
      const { violations, passes, incomplete } = await axe.run(part ?? everything, runOptions)
      const lines = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`))
      // what the eye would have to decide was checked all the same
      const isChecked = violations.length + passes.length + incomplete.length > 0
      return { lines, isChecked, part: part?.outerHTML.slice(0, 300) }
    },
    [only ?? null, [...without], options] as const,
  )
  if (!found.isChecked) throw new Error(`not one rule was checked: ${found.part}`)
  return found.lines
}

/** Everything the page says: texts, labels, titles, placeholders. Nothing the contacts wrote is left out. */
export async function wordsOn(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const said = [
      ...document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-valuetext]'),
    ]
      .flatMap((element) =>
        ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'].map((name) =>
          element.getAttribute(name),
        ),
      )
      .filter((text) => text !== null)
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) said.push(walker.currentNode.nodeValue ?? '')
    return [document.title, ...said].join('\n')
  })
}

/** By how many CSS pixels the page is wider than its window; no more than zero when nothing is cut off. */
export async function overflow(page: Page): Promise<number> {
  return await page.evaluate(() => (document.scrollingElement?.scrollWidth ?? 0) - innerWidth)
}

/** What pressing Tab over and over came past. */
export interface TabWalk {
  /** Controls that can take the focus and were never reached, by their markup's beginning. */
  readonly missed: readonly string[]
  /** Controls that had the focus without showing it. */
  readonly invisible: readonly string[]
}

/** Presses Tab until every control has had the focus, or twice as often as there are controls. */
export async function walkByTab(page: Page): Promise<TabWalk> {
  const count = await page.evaluate(countControls)
  const invisible = new Set<string>()
  for (let press = 0; press < 2 * count + 4; press++) {
    await page.keyboard.press('Tab')
    const { isNew, hidden } = await page.evaluate(recordFocused)
    if (hidden !== null) invisible.add(hidden)
    // once around; what came up meanwhile is on the next round
    if (!isNew && (await page.evaluate(missedControls)).length === 0) break
  }
  return { missed: await page.evaluate(missedControls), invisible: [...invisible] }
}

/** How many there are, none of which counts as reached yet. */
function countControls(): number {
  const controls = [...document.querySelectorAll<HTMLElement>('*')].filter(({ tabIndex }) => tabIndex >= 0)
  for (const { dataset } of controls) delete dataset['reachedByTab']
  return controls.length
}

/** Marks the focused element as reached; tells its markup when nothing shows that it has the focus. */
function recordFocused(): { isNew: boolean; hidden: string | null } {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement) || focused === document.body) return { isNew: true, hidden: null }
  const isNew = focused.dataset['reachedByTab'] === undefined
  focused.dataset['reachedByTab'] = 'yes'
  const shows = [focused, focused.closest('label')].some((element) => {
    if (element === null) return false
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    return outlineStyle !== 'none' && outlineWidth !== '0px'
  })
  return { isNew, hidden: shows ? null : focused.outerHTML.slice(0, 160) }
}

function missedControls(): string[] {
  const controls = [...document.querySelectorAll<HTMLElement>('*')].filter((element) => {
    if (element.tabIndex < 0 || element.matches(':disabled') || !element.checkVisibility()) return false
    // Of a group of radio buttons Tab reaches the chosen one; arrows reach the others.
    return !(element instanceof HTMLInputElement && element.type === 'radio' && !element.checked)
  })
  return controls
    .filter((element) => element.dataset['reachedByTab'] === undefined)
    .map((element) => element.outerHTML.slice(0, 160))
}
