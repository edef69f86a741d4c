import type { Page } from '@playwright/test'
import { fillHouse } from '../full-house.ts'
import { poorContrastOnTop, seriousViolationsOnTop, settled } from '../pages/audit.ts'
import { ask } from '../pages/bridge.ts'
import { layoutFaults } from '../pages/layout.ts'
import { showSamples } from '../pages/layout-samples.ts'
import { everyCombination, pairwise } from '../pairwise.ts'
import { type Desk, FIRST_SCREENS, SCREENS, type Screen } from '../screens.ts'
import { expect, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Every screen can be read and used with 42 accounts, whatever the window's size, the theme and the language. */

/** A window of the first size at twice the size of everything has half the room. */
const SIZES = [
  { name: '1280×800', width: 1280, height: 800 },
  { name: '1024×640', width: 1024, height: 640 },
  { name: '1920×1080', width: 1920, height: 1080 },
  { name: '200 %', width: 640, height: 400 },
] as const
const THEMES = ['light', 'dark'] as const
const LANGUAGES = ['en', 'zh-CN'] as const
/** No window is made narrower. */
const LEAST_WIDTH = 720
const FACTORS = [SIZES.length, THEMES.length, LANGUAGES.length]

interface Look {
  readonly size: (typeof SIZES)[number]
  readonly theme: (typeof THEMES)[number]
  readonly language: (typeof LANGUAGES)[number]
}

/** What a page is opened and left in. */
const FIRST_LOOK: Look = { size: SIZES[0], theme: 'light', language: 'en' }

function lookOf([size = 0, theme = 0, language = 0]: readonly number[]): Look {
  return {
    size: SIZES[size] ?? FIRST_LOOK.size,
    theme: THEMES[theme] ?? FIRST_LOOK.theme,
    language: LANGUAGES[language] ?? FIRST_LOOK.language,
  }
}

const ROWS = pairwise(FACTORS)

/** Two rows that differ in everything, dealt in turn: each screen has both themes, both languages and two sizes. */
function dealt(turn: number): Look[] {
  const one = ROWS[turn % ROWS.length] ?? []
  const others = ROWS.filter((row) => row.every((value, factor) => value !== one[factor]))
  const other = others[Math.floor(turn / ROWS.length) % others.length] ?? []
  return [lookOf(one), lookOf(other)]
}

async function show(page: Page, { size, theme, language }: Look): Promise<void> {
  await page.setViewportSize({ width: size.width, height: size.height })
  await ask(page, 'settings.update', { theme, language })
  await page.locator(`html[data-theme=${theme}][lang=${language}]`).waitFor({ state: 'attached' })
  await settled(page)
}

/** Walks through screens and looks at each in the ways given. */
async function inspect(
  desk: Desk,
  screens: readonly Screen[],
  looksOf: (turn: number) => readonly Look[],
  /** All rules of axe are tried in each of them; otherwise in the first, and contrast alone in the others. */
  isThorough = false,
): Promise<void> {
  const { page } = desk
  for (const [turn, screen] of screens.entries()) {
    await test.step(screen.name, async () => {
      await screen.open(desk)
      for (const [index, look] of looksOf(turn).entries()) {
        if (screen.isWide && look.size.width < LEAST_WIDTH) continue
        await show(page, look)
        const found = await layoutFaults(page)
        const isFirst = index === 0 || isThorough
        found.push(...(await (isFirst ? seriousViolationsOnTop(page) : poorContrastOnTop(page))))
        const where = `${screen.name} at ${look.size.name}, ${look.theme}, ${look.language}`
        expect.soft(found, where).toEqual([])
      }
      await show(page, FIRST_LOOK)
      await screen.close?.(desk)
    })
  }
}

test('what is laid out badly is found, and what is laid out well is not', async ({ board }) => {
  const { page } = board
  await board.addAccount.opener.waitFor()
  for (const { name, fault } of await showSamples(page)) {
    await test.step(name, async () => {
      await page.locator(`[data-sample="${name}"]`).evaluate((one) => one.removeAttribute('hidden'))
      const found = await layoutFaults(page)
      if (fault === null) expect.soft(found, name).toEqual([])
      else expect.soft(found, name).toEqual([expect.stringContaining(fault)])
      await page.locator(`[data-sample="${name}"]`).evaluate((one) => one.setAttribute('hidden', ''))
    })
  }
})

test('no screen keeps anybody out, cuts a text off or draws two over each other', async ({
  board,
  simulator,
}) => {
  test.setTimeout(600_000)
  const desk = { board, simulator, page: board.page }
  await inspect(desk, FIRST_SCREENS, dealt)
  await fillHouse(board.page, simulator)
  await inspect(desk, SCREENS, dealt)
})

for (const [index, { name }] of SIZES.entries())
  test(`no screen does at ${name}, in any theme and language`, { tag: '@nightly' }, async ({
    board,
    simulator,
  }) => {
    test.setTimeout(900_000)
    const looks = everyCombination(FACTORS)
      .filter(([size]) => size === index)
      .map(lookOf)
    const desk = { board, simulator, page: board.page }
    await inspect(desk, FIRST_SCREENS, () => looks, true)
    await fillHouse(board.page, simulator)
    await inspect(desk, SCREENS, () => looks, true)
  })
