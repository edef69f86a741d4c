import type { Simulator } from '#simulator/index.ts'
import { gatherCrowd } from '../crowd.ts'
import { seriousViolationsInBothThemes, walkByTab } from '../pages/audit.ts'
import { snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { textsOnPhone } from '../phone.ts'
import { expect, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Several accounts beside each other, all live at once. */

const NAMES = ['One', 'Two', 'Three', 'Four', 'Five', 'Six']

/** Lets accounts in under their names and shows the columns. */
async function showColumns(board: Linkboard, simulator: Simulator, names: readonly string[]): Promise<void> {
  await gatherCrowd(
    board.page,
    simulator,
    names.map((account) => ({ account, people: [] })),
  )
  for (const name of names)
    await expect(board.rail.account(name)).toHaveAccessibleName(new RegExp(`^${name}, Online`))
  await board.rail.goTo('Side by side')
}

/** The messages that nobody has read yet, by account. */
async function unread(board: Linkboard): Promise<Record<string, number>> {
  const { accounts, conversations } = await snapshot(board.page)
  return Object.fromEntries(
    conversations.map((one) => [accounts.find(({ id }) => id === one.accountId)?.alias ?? '', one.unread]),
  )
}

test('six columns are live, drafts stay where they are, and the layout outlives a restart', async ({
  app,
  board,
  simulator,
}) => {
  const { page, sideBySide } = board
  const { world } = simulator
  await page.setViewportSize({ width: 1920, height: 1080 })
  await showColumns(board, simulator, NAMES)
  expect(await sideBySide.order()).toEqual(['One', 'Two', 'Three'])
  for (const alias of ['Four', 'Five', 'Six']) await sideBySide.add(alias)
  for (const alias of NAMES) await expect(sideBySide.column(alias).region).toBeInViewport({ ratio: 1 })

  await test.step('a message of each account lands in its own column, in the list and in the log', async () => {
    const open = NAMES.slice(0, 3)
    for (const alias of NAMES) world.inject({ account: alias, text: 'first' })
    for (const alias of open) await sideBySide.column(alias).open(alias)
    for (const alias of NAMES) world.inject({ account: alias, text: `hello ${alias}` })
    for (const alias of NAMES) {
      const { region } = sideBySide.column(alias)
      await expect(region).toContainText(`hello ${alias}`)
      for (const other of NAMES.filter((name) => name !== alias)) {
        await expect(region).not.toContainText(`hello ${other}`)
      }
    }
    await expect.poll(() => unread(board)).toEqual({ One: 0, Two: 0, Three: 0, Four: 2, Five: 2, Six: 2 })
  })

  await test.step('P14: answering in three keeps the drafts and the focus of the others', async () => {
    for (const alias of ['Four', 'Five', 'Six']) {
      const conversation = await sideBySide.column(alias).open(alias)
      await conversation.box.fill(`not yet, ${alias}`)
    }
    for (const alias of NAMES) {
      const { box } = sideBySide.column(alias).conversation(alias)
      expect((await box.boundingBox())?.width ?? 0).toBeGreaterThan(180)
    }
    for (const alias of ['One', 'Two', 'Three']) {
      const conversation = sideBySide.column(alias).conversation(alias)
      await conversation.send(`answer to ${alias}`)
      await expect(conversation.own('Accepted')).toContainText(`answer to ${alias}`)
      await expect(conversation.box).toBeFocused()
    }
    world.inject({ account: 'Six', text: 'are you there?' })
    await expect(sideBySide.column('Six').conversation('Six').received('Text')).toHaveCount(3)
    await expect(sideBySide.column('Three').conversation('Three').box).toBeFocused()
    for (const alias of ['Four', 'Five', 'Six']) {
      await expect(sideBySide.column(alias).conversation(alias).box).toHaveValue(`not yet, ${alias}`)
      expect(textsOnPhone(simulator, alias)).toEqual([])
    }
    for (const alias of ['One', 'Two', 'Three']) {
      expect(textsOnPhone(simulator, alias)).toEqual([`answer to ${alias}`])
    }
  })

  await test.step('the same conversation in the Inbox says the same', async () => {
    await board.rail.goTo('Inbox')
    const four = await board.open('Four')
    await expect(four.box).toHaveValue('not yet, Four')
    await four.box.fill('soon, Four')
    await board.rail.goTo('Side by side')
    await expect(sideBySide.column('Four').conversation('Four').box).toHaveValue('soon, Four')
  })

  await sideBySide.column('Six').button('Move left').click()
  await sideBySide.column('Two').button('Remove column').click()
  await sideBySide.column('One').edge.focus()
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('ArrowRight')
  const wide = (await sideBySide.column('One').region.boundingBox())?.width ?? 0
  const others = (await sideBySide.column('Four').region.boundingBox())?.width ?? 0
  expect(wide).toBeGreaterThan(others)
  await board.rail.goTo('Accounts')
  await board.accounts.choose('Three', 'Set as default')
  await expect(board.accounts.row('Three')).toContainText('Default')
  expect(await app.stop()).toBe(0)

  const again = new Linkboard((await app.restart()).page)
  await expect(again.rail.link('Inbox')).toHaveAttribute('aria-current', 'page')
  await expect(again.rail.accounts.first()).toHaveAccessibleName(/^Three, /)
  await again.rail.goTo('Side by side')
  expect(await again.sideBySide.order()).toEqual(['One', 'Three', 'Four', 'Six', 'Five'])
  await again.page.setViewportSize({ width: 1920, height: 1080 })
  await expect
    .poll(async () => (await again.sideBySide.column('One').region.boundingBox())?.width)
    .toBeCloseTo(wide, -1)
  const five = await again.sideBySide.column('Five').open('Five')
  await expect(five.box).toHaveValue('not yet, Five')
})

test('columns are moved, resized, filled and emptied, and keep what stands in them', async ({
  board,
  simulator,
}) => {
  const { page, sideBySide } = board
  const { world } = simulator
  await showColumns(board, simulator, ['One', 'Two', 'Three'])
  const one = sideBySide.column('One')
  const two = sideBySide.column('Two')
  const three = sideBySide.column('Three')

  await test.step('by keyboard they are resized, moved, removed and added', async () => {
    for (let n = 1; n <= 40; n += 1) world.inject({ account: 'Two', text: `line ${n}` })
    const conversation = await two.open('Two')
    await expect(conversation.received('Text').last()).toContainText('line 40')
    await conversation.log.evaluate((log) => log.scrollTo({ top: log.scrollHeight / 2 }))
    const place = async () => await conversation.log.evaluate((log) => Math.round(log.scrollTop))
    const before = await place()

    const width = async (column = one) => (await column.region.boundingBox())?.width ?? 0
    const [wide, beside, far] = [await width(), await width(two), await width(three)]
    expect(Math.abs(wide - far)).toBeLessThan(10)
    await one.edge.focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => width()).toBeLessThan(wide)
    await expect.poll(() => width(two)).toBeGreaterThan(beside)
    expect(Math.abs((await width(three)) - far)).toBeLessThan(2)
    await page.keyboard.press('End')
    await expect.poll(() => width(two)).toBeLessThan(281)
    const said = async (what: string) => await one.edge.getAttribute(`aria-value${what}`)
    await expect.poll(async () => (await said('now')) === (await said('max'))).toBe(true)
    await page.keyboard.press('Home')
    await expect(one.edge).toHaveAttribute('aria-valuenow', '280')
    await expect(one.edge).toHaveAttribute('aria-valuemin', '280')
    await expect(three.edge).toHaveCount(0)

    await two.button('Move right').focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => sideBySide.order()).toEqual(['One', 'Three', 'Two'])
    await expect(two.button('Move right')).toBeFocused()
    expect(Math.abs((await place()) - before)).toBeLessThan(120)
    await page.keyboard.press('Enter')
    expect(await sideBySide.order()).toEqual(['One', 'Three', 'Two'])
    await two.button('Move left').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await expect.poll(() => sideBySide.order()).toEqual(['Two', 'One', 'Three'])
    await expect(two.button('Move left')).toBeFocused()
    expect(Math.abs((await place()) - before)).toBeLessThan(120)

    await sideBySide.column('Three').button('Remove column').focus()
    await page.keyboard.press('Enter')
    await expect(sideBySide.columns).toHaveCount(2)
    await expect(sideBySide.adder).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'Three', exact: true })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect.poll(() => sideBySide.order()).toEqual(['Two', 'One', 'Three'])

    await conversation.box.press('Escape')
    await expect(two.inbox.row('Two').getByRole('button').first()).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(conversation.box).toBeFocused()
    await two.button('Back').click()
    await expect(two.inbox.row('Two')).toBeVisible()
  })

  await test.step('a column holds what a filter finds in all accounts, and keeps what was opened from it', async () => {
    for (const account of ['One', 'Two']) world.inject({ account, text: `hello from ${account}` })
    await sideBySide.adder.click()
    await page.getByRole('menuitem', { name: 'Needs reply, all accounts' }).click()
    const due = sideBySide.column('Needs reply')
    await expect(due.inbox.rows).toHaveCount(2)
    await expect(due.inbox.row('Two')).toContainText('hello from Two')
    const answering = await due.open('Two')
    await answering.send('hello')
    await expect(answering.own('Accepted')).toContainText('hello')
    await expect(answering.box).toBeFocused()
    await answering.box.press('Escape')
    await expect(due.inbox.rows).toHaveCount(1)
    await due.open('One')
    await expect(due.button('Move left')).toBeVisible()
    await due.button('Move left').click()
    await expect.poll(() => sideBySide.order()).toEqual(['Two', 'One', 'Needs reply', 'Three'])
    await due.button('Remove column').click()
    await expect.poll(() => sideBySide.order()).toEqual(['Two', 'One', 'Three'])
  })

  await test.step('a list stands where it was left when its conversation is closed', async () => {
    for (let n = 10; n < 40; n += 1)
      world.inject({ account: 'One', from: `o9cq80_customer0000${n}@im.wechat`, text: `hello ${n}` })
    await expect(one.region).toContainText('hello 39')
    const placeOfList = async () =>
      await one.inbox.list.evaluate((list) => Math.round(list.parentElement?.scrollTop ?? 0))
    await one.inbox.list.evaluate((list) => list.parentElement?.scrollTo({ top: 640 }))
    await expect(one.inbox.row('Contact 000020')).toBeVisible()
    const before = await placeOfList()
    const conversation = await one.open('Contact 000020')
    await page.setViewportSize({ width: 1200, height: 780 })
    await conversation.box.press('Escape')
    await expect(one.inbox.row('Contact 000020').getByRole('button').first()).toBeFocused()
    expect(Math.abs((await placeOfList()) - before)).toBeLessThan(64)
  })

  await test.step('one goes with its account, and none at all says what to do', async () => {
    await expect(sideBySide.columns).toHaveCount(3)
    await board.rail.goTo('Accounts')
    await board.accounts.choose('Two', 'Remove…')
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /^Remove/ })
      .first()
      .click()
    await board.rail.goTo('Side by side')
    await expect.poll(() => sideBySide.order()).toEqual(['One', 'Three'])
    for (const column of [three, one]) await column.button('Remove column').click()
    await expect(page.getByText('Each column shows one account')).toBeVisible()
    await sideBySide.add('One')
    expect(await sideBySide.order()).toEqual(['One'])
  })
})

test('in a small window what stands beside it does not count as read, and the columns keep nobody out', async ({
  board,
  simulator,
}) => {
  const { page, sideBySide } = board
  const { world } = simulator
  await page.setViewportSize({ width: 1024, height: 640 })
  await showColumns(board, simulator, ['One', 'Two', 'Three', 'Four'])
  const one = sideBySide.column('One')
  const four = await sideBySide.add('Four')
  const first = one.conversation('One')

  await test.step('what stands beside the window does not count as read', async () => {
    for (const account of ['One', 'Four']) world.inject({ account, text: 'first' })
    const last = await four.open('Four')
    await one.open('One')
    await first.box.focus()
    await expect(four.region).not.toBeInViewport({ ratio: 0.75 })
    world.inject({ account: 'Four', text: 'unseen' })
    world.inject({ account: 'One', text: 'seen' })
    await expect(last.received('Text').last()).toContainText('unseen')
    await expect.poll(() => unread(board)).toEqual({ One: 0, Two: 0, Three: 0, Four: 1 })
    await last.box.focus()
    await expect(four.region).toBeInViewport({ ratio: 1 })
    await expect.poll(async () => (await unread(board))['Four']).toBe(0)
  })

  await test.step('two columns have all that is needed in view, in either theme, and are reached by Tab', async () => {
    for (const alias of ['Three', 'Four']) await sideBySide.column(alias).button('Remove column').click()
    await first.send('hi')
    await expect(first.own('Accepted')).toContainText('hi')
    for (const alias of ['One', 'Two']) {
      await expect(sideBySide.column(alias).region).toBeInViewport({ ratio: 1 })
    }
    for (const control of [first.box, first.button('Send'), first.replyWindow, first.messagesLeft]) {
      await expect(control).toBeInViewport({ ratio: 1 })
    }
    expect(await seriousViolationsInBothThemes(page)).toEqual([])
    expect(await walkByTab(page)).toEqual({ missed: [], invisible: [] })
  })
})
