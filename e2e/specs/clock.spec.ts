import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

/** P19: what a clock that is wrong, or set in between, does to the order of things: nothing. */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The app's clock, beside the server's, in each run of the same profile. */
const CLOCKS = [
  { offsetMs: HOUR_MS, said: '1 h ahead of the server’s' },
  { offsetMs: -72 * HOUR_MS, said: '72 h behind the server’s' },
  { offsetMs: 0, said: null },
]

test('P19: log, preview and rows are in the order of arrival with a clock that is an hour ahead, set back by three days, and right again', async ({
  simulator,
  startApp,
}) => {
  test.setTimeout(120_000)
  const { world } = simulator
  const expected: string[] = []
  for (const [run, { offsetMs, said }] of CLOCKS.entries()) {
    const again = await startApp({ env: { LINKBOARD_TIME_OFFSET_MS: String(offsetMs) } })
    const board = new Linkboard(again.page)
    const { inbox, notices, rail } = board
    if (run === 0)
      for (const alias of ['Shop', 'Studio'])
        await signIn(board, simulator, { account: alias.toLowerCase(), alias })
    await expect(rail.account('Shop')).toHaveAccessibleName(/, Online/)
    if (said === null) await expect(notices).not.toContainText('clock')
    else await expect(notices).toContainText(said)

    const [question, answer, thanks] = [`question ${run}`, `answer ${run}`, `thanks ${run}`]
    world.inject({ account: 'shop', text: question })
    const shop = await board.open('Shop')
    const articles = shop.log.getByRole('article')
    await expect(shop.log).toContainText(question)
    await shop.send(answer)
    await expect(shop.own('Accepted')).toHaveCount(run + 1)
    await expect(inbox.row('Shop')).toContainText(answer)
    world.inject({ account: 'shop', text: thanks })
    await expect(inbox.row('Shop')).toContainText(thanks)
    world.inject({ account: 'studio', text: `later ${run}` })
    await expect(inbox.rows).toContainText([`later ${run}`, thanks])
    world.inject({ account: 'shop', text: `last ${run}` })
    await expect(inbox.rows).toContainText([`last ${run}`, `later ${run}`])

    expected.push(question, answer, thanks, `last ${run}`)
    await expect(articles).toHaveCount(expected.length)
    await expect(articles).toContainText(expected)
    await again.stop()
  }
})
