import { expect, test } from '../fixtures.ts'
import { snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'

/** Practice mode: invented people, nothing leaves the computer. */

test.describe('started with --demo', () => {
  test.use({ appFlags: ['--demo'] })

  test('several accounts are online, people have written, write on and answer', async ({ app }) => {
    const board = new Linkboard(app.page)
    await expect(board.notices).toContainText('these people and messages are made up')
    await expect.poll(() => board.rail.accounts.count()).toBeGreaterThanOrEqual(3)
    for (const account of await board.rail.accounts.all()) {
      await expect(account).toHaveAccessibleName(/, Online/)
    }
    const { conversations } = await snapshot(app.page)
    const kinds = new Set(conversations.map(({ last }) => last?.part.kind))
    expect(conversations.length).toBeGreaterThanOrEqual(5)
    expect(kinds.size).toBeGreaterThanOrEqual(2)
    const newest = Math.max(...conversations.map(({ lastInboundAt }) => lastInboundAt ?? 0))
    const latest = async () =>
      Math.max(...(await snapshot(app.page)).conversations.map(({ lastInboundAt }) => lastInboundAt ?? 0))
    await expect.poll(latest, { timeout: 60_000 }).toBeGreaterThan(newest)
  })
})

test('practice mode is entered from the first screen and left without a trace', async ({ app, startApp }) => {
  const board = new Linkboard(app.page)
  await board.practice.click()
  await expect(board.notices).toContainText('these people and messages are made up')
  await expect.poll(() => board.rail.accounts.count()).toBeGreaterThanOrEqual(3)
  await board.notices.getByRole('button', { name: 'Leave practice mode' }).click()
  await expect(board.practice).toBeEnabled()
  const { accounts, conversations } = await snapshot(app.page)
  expect([...accounts, ...conversations]).toEqual([])
  await app.stop()
  const again = new Linkboard((await startApp()).page)
  await expect(again.practice).toBeEnabled()
})
