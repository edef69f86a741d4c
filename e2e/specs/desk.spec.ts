import type { Page } from '@playwright/test'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo, conversationState } from '#shared/model/conversation-state.ts'
import { gatherCrowd } from '../crowd.ts'
import { ask, snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { expect, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Flows 2 and 11: what is new is seen, answered, finished or put off by keyboard alone. */

const ACCOUNTS = 12
const PEOPLE = 30

const CROWD = Array.from({ length: ACCOUNTS }, (_, account) => ({
  account: `Account ${String.fromCharCode(65 + account)}`,
  people: Array.from({ length: PEOPLE }, (_, person) => person)
    .filter((person) => person % ACCOUNTS === account)
    .map((person) => `Person ${person + 1}`),
}))

/** How many keys each way of ending a conversation took, beside the text of an answer. */
type Keys = Record<'answer' | 'done' | 'snooze', number>

/** Who stands in the list by default, as main tells it. */
async function openOnes(page: Page): Promise<ConversationSummary[]> {
  const { conversations } = await snapshot(page)
  return conversations.filter((one) => belongsTo('open', one, Date.now()))
}

/** The conversation whose row has the keys. */
const rowWithKeys = (page: Page) =>
  page.evaluate(() => Number(document.activeElement?.getAttribute('data-conversation') ?? 0))

/** Ends every conversation by turns, by keys alone, from the row that has them; answers with the most keys each way took. */
async function triageAll(page: Page): Promise<Keys> {
  const most: Keys = { answer: 0, done: 0, snooze: 0 }
  let pressed = 0
  const press = async (key: string) => {
    pressed += 1
    await page.keyboard.press(key)
  }
  await page.keyboard.press('j')
  for (let left = PEOPLE; left > 0; left -= 1) {
    await expect.poll(async () => (await openOnes(page)).length).toBe(left)
    await expect.poll(() => rowWithKeys(page)).toBeGreaterThan(0)
    const id = await rowWithKeys(page)
    const way = (['answer', 'done', 'snooze'] as const)[left % 3] ?? 'done'
    pressed = 0
    if (way === 'answer') {
      await press('Enter')
      await expect(page.locator('[data-composer]')).toBeFocused()
      await page.keyboard.type(`answer ${left}`)
      await press('Enter')
      await press('Escape')
      await expect.poll(() => rowWithKeys(page)).toBe(id)
      await press('e')
    } else if (way === 'done') await press('e')
    else {
      await press('s')
      await page.getByRole('dialog').waitFor()
      await press('Enter')
    }
    most[way] = Math.max(most[way], pressed)
    await expect.poll(async () => (await openOnes(page)).some((one) => one.id === id)).toBe(false)
  }
  return most
}

test('thirty conversations over twelve accounts are triaged to an empty list, which outlives a restart', async ({
  app,
  board,
  simulator,
}) => {
  test.setTimeout(240_000)
  const { page } = board
  await gatherCrowd(page, simulator, CROWD)
  await expect(board.inbox.filter('Open')).toHaveAccessibleName(`Open ${PEOPLE}`)
  expect(await triageAll(page)).toEqual({ answer: 4, done: 1, snooze: 2 })
  await expect(page.getByText('All done. Every conversation here is finished or snoozed.')).toBeVisible()
  await expect.poll(() => simulator.world.log({ call: 'sendmessage' }).requests.length).toBe(PEOPLE / 3)

  await app.stop()
  const again = new Linkboard((await app.restart()).page)
  await expect(again.inbox.filter('Open')).toHaveAccessibleName('Open')
  const { conversations } = await snapshot(again.page)
  const states = conversations.map((one) => conversationState(one, Date.now()))
  expect(states.filter((state) => state === 'done')).toHaveLength((PEOPLE / 3) * 2)
  expect(states.filter((state) => state === 'snoozed')).toHaveLength(PEOPLE / 3)

  for (const { account, people } of CROWD)
    for (const from of people) simulator.world.inject({ account, from, text: 'one more question' })
  await expect(again.inbox.filter('Open')).toHaveAccessibleName(`Open ${PEOPLE}`)
})

test('they are triaged by the same keys in Chinese', { tag: '@nightly' }, async ({ board, simulator }) => {
  test.setTimeout(240_000)
  const { page } = board
  await gatherCrowd(page, simulator, CROWD)
  await ask(page, 'settings.update', { language: 'zh-CN' })
  await expect(page.getByRole('radio', { name: `待回复 ${PEOPLE}` })).toBeVisible()
  expect(await triageAll(page)).toEqual({ answer: 4, done: 1, snooze: 2 })
  await expect(page.getByText('全部处理完了，可以歇一会儿。')).toBeVisible()
})
