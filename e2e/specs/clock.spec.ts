import { Linkboard } from '../pages/linkboard.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

/** P19: what a clock that is wrong, or set in between, does to the order of things: nothing. */

/** Who writes while the clock is an hour ahead, long ago by the server's clock. */
const ALMOST = { userId: 'o9cq80_almostAlmost0Almost01@im.wechat', alias: 'Contact most01' }
const OVER = { userId: 'o9cq80_overOver000Over00Over2@im.wechat', alias: 'Contact 0Over2' }

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The app's clock, beside the server's, in each run of the same profile. */
const CLOCKS = [
  { offsetMs: HOUR_MS, said: '1 h ahead of the server’s' },
  { offsetMs: -72 * HOUR_MS, said: '72 h behind the server’s' },
  { offsetMs: 0, said: null },
]

test('P19: log, preview and rows are in the order of arrival with a clock that is an hour ahead, set back by three days, and right again; windows close by it', async ({
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

    if (run === 0)
      await test.step('ahead by an hour, it closes windows an hour early', async () => {
        world.inject({ account: 'shop', from: ALMOST.userId, text: 'nearly a day', agoMs: 22 * HOUR_MS })
        world.inject({ account: 'shop', from: OVER.userId, text: 'yesterday', agoMs: 23.5 * HOUR_MS })
        const over = await board.open(OVER.alias)
        await expect(over.replyWindow).toHaveAttribute('aria-valuetext', /^closed since/)
        await expect(over.button('Send anyway')).toBeVisible()
        await inbox.choose('Closing soon')
        const closing = await board.open(ALMOST.alias)
        // the page's minute may have begun before this one
        await expect(closing.replyWindow).toHaveAttribute('aria-valuenow', /^(61|60|59|58)$/)
      })
    if (offsetMs === 0)
      await test.step('right again, they are open until a day has gone by', async () => {
        const open = await board.open(OVER.alias)
        await expect(open.replyWindow).toHaveAttribute('aria-valuenow', /^(31|30|29|28)$/)
        await expect(open.button('Send')).toBeVisible()
      })
    await again.stop()
  }
})
