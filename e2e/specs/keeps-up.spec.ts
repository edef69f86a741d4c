import type { MessagePart } from '#shared/model/message.ts'
import { gatherCrowd } from '../crowd.ts'
import { found } from '../pages/bridge.ts'
import { Conversation } from '../pages/conversation.ts'
import { expect, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** P24: what the window has not digested yet is merged, and at the end it shows what is true. */

const SHOPS = ['North', 'East', 'South', 'West']
const EACH = 150

test('P24: a flood over several accounts ends with every list, log and badge right', async ({
  board,
  simulator,
}) => {
  const { page } = board
  const { world } = simulator
  await gatherCrowd(
    page,
    simulator,
    SHOPS.map((shop) => ({ account: shop, people: [`${shop} Li`, `${shop} Mei`] })),
  )
  const open = new Conversation(page, 'North Li')
  await board.inbox.row('North Li').getByRole('button').first().click()
  await expect(open.log).toContainText('hello from North Li')

  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  for (let n = 1; n <= EACH; n += 1) {
    for (const shop of SHOPS) {
      world.inject({ account: shop, from: `${shop} Li`, text: `Li says ${n}` })
      world.inject({ account: shop, from: `${shop} Mei`, text: `Mei says ${n}` })
    }
  }
  const said = (part: MessagePart | undefined) => part?.kind === 'text' && part.text.endsWith(` says ${EACH}`)
  await found(
    page,
    ({ conversations }) => conversations.filter(({ last }) => said(last?.part)).length === 2 * SHOPS.length,
  )
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })

  await test.step('rows show the last messages, and how many nobody has read', async () => {
    for (const shop of SHOPS) {
      const mei = board.inbox.row(`${shop} Mei`)
      await expect(mei).toContainText(`Mei says ${EACH}`)
      await expect(mei).toContainText(String(EACH + 1))
      await expect(board.inbox.row(`${shop} Li`)).toContainText(`Li says ${EACH}`)
    }
  })

  await test.step('the open log ends with the last message and has none twice', async () => {
    const { log } = open
    await expect(log).toContainText(`Li says ${EACH}`)
    await expect(log.getByRole('article').last()).toContainText(`Li says ${EACH}`)
    const texts = await log.getByRole('article').allInnerTexts()
    expect(new Set(texts).size).toBe(texts.length)
  })

  await test.step('nothing is stuck: what comes next is shown', async () => {
    world.inject({ account: 'West', from: 'West Mei', text: 'one more' })
    await expect(board.inbox.row('West Mei')).toContainText('one more')
  })

  await test.step('a page that is loaded anew follows as before', async () => {
    await page.reload()
    await expect(board.inbox.row('West Mei')).toContainText('one more')
    world.inject({ account: 'East', from: 'East Mei', text: 'after the reload' })
    await expect(board.inbox.row('East Mei')).toContainText('after the reload')
  })
})
