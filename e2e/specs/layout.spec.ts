import type { Page } from '@playwright/test'
import { fillHouse } from '../full-house.ts'
import { isCovered, keysBehind, seriousViolationsOnTop, settled } from '../pages/audit.ts'
import { ask } from '../pages/bridge.ts'
import { layoutFaults } from '../pages/layout.ts'
import { showSamples } from '../pages/layout-samples.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { everyCombination, pairwise } from '../pairwise.ts'
import { type Desk, FIRST_SCREENS, PRACTICE_SCREENS, SCREENS, type Screen } from '../screens/index.ts'
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

/** One row after the other, dealt in turn: the nightly run looks at every screen in every way. */
function dealt(turn: number): Look[] {
  return [lookOf(ROWS[turn % ROWS.length] ?? [])]
}

/** Changes nothing that is as wanted already: an app of 42 accounts is long in taking on another size or language. */
async function show(page: Page, { size, theme, language }: Look): Promise<void> {
  const now = page.viewportSize()
  if (now?.width !== size.width || now.height !== size.height)
    await page.setViewportSize({ width: size.width, height: size.height })
  const wanted = page.locator(`html[data-theme=${theme}][lang=${language}]`)
  if ((await wanted.count()) === 0) {
    await ask(page, 'settings.update', { theme, language })
    await wanted.waitFor({ state: 'attached' })
  }
  await settled(page)
}

/** Walks through screens and looks at each in the ways given. */
async function inspect(
  desk: Desk,
  screens: readonly Screen[],
  looksOf: (turn: number) => readonly Look[],
): Promise<void> {
  const { page } = desk
  /** Looks in which the rail and the rows of the list were looked at: they are the same on the screens that follow. */
  const besideLooked = new Set<string>()
  for (const [turn, screen] of screens.entries()) {
    await test.step(screen.name, async () => {
      await screen.open(desk)
      for (const look of looksOf(turn)) {
        await show(page, look)
        const name = `${look.size.name}, ${look.theme}, ${look.language}`
        const found = [
          ...(await keysBehind(page)),
          ...(await layoutFaults(page)),
          ...(await seriousViolationsOnTop(page, { beside: !besideLooked.has(name) })),
        ]
        if (!(await isCovered(page))) besideLooked.add(name)
        const where = `${screen.name} at ${name}`
        expect.soft(found, where).toEqual([])
      }
      await show(page, { ...FIRST_LOOK, theme: looksOf(turn).at(-1)?.theme ?? FIRST_LOOK.theme })
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
    await inspect(desk, FIRST_SCREENS, () => looks)
    await fillHouse(board.page, simulator)
    await inspect(desk, SCREENS, () => looks)
  })

/** Without the server of this file, beside which there is no practice mode. */
const PRACTICE = {
  flags: ['--demo'],
  env: { LINKBOARD_ILINK_URL: undefined, LINKBOARD_CDN_URL: undefined, LINKBOARD_ALLOWED_HOSTS: undefined },
}

/** Every row once, dealt among the few screens. */
const dealtWhole = (turn: number): Look[] =>
  ROWS.filter((_, row) => row % PRACTICE_SCREENS.length === turn).map(lookOf)

for (const { title, tag, looksOf } of [
  { title: 'no screen of practice mode does', tag: [], looksOf: dealtWhole },
  {
    title: 'no screen of practice mode does, in any size, theme and language',
    tag: ['@nightly'],
    looksOf: () => everyCombination(FACTORS).map(lookOf),
  },
])
  test(title, { tag }, async ({ simulator, startApp }) => {
    const { page } = await startApp(PRACTICE)
    await inspect({ board: new Linkboard(page), simulator, page }, PRACTICE_SCREENS, looksOf)
  })
