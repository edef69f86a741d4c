import { Linkboard } from '../pages/linkboard.ts'
import { member } from '../phone.ts'
import { expect, signIn, test } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** The promises about what arrives: nothing lost, nothing twice, one poller, data stays data. */

const ODD = { userId: 'o9cq80_oddOdd000Odd00Odd001@im.wechat', alias: 'Contact Odd001' }
const SLY = { userId: 'o9cq80_slySly000Sly00Sly002@im.wechat', alias: 'Contact Sly002' }

test('P1 P6: one poll per account, signing out ends it at once, and what was shown outlives kill -9 on a server that forgets only what the next cursor covers', async ({
  app,
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })
  await signIn(board, simulator, { account: 'studio', alias: 'Studio' })

  await test.step('P6: one poll per account, also with a second process on the profile; signing out ends it at once', async () => {
    const open = () => world.log({ call: 'getupdates' }).requests.filter(({ outcome }) => outcome === 'open')
    await expect
      .poll(() =>
        open()
          .map(({ account }) => account)
          .sort(),
      )
      .toEqual(['shop', 'studio'])
    const before = world.log().requests.length
    expect(await app.startAgain()).toEqual({ exitCode: 0, stdout: 'already running\n' })
    expect(world.log().requests.slice(before)).toEqual([])
    expect(open()).toHaveLength(2)

    await board.rail.goTo('Accounts')
    await board.accounts.choose('Shop', 'Sign out')
    await board.page.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click()
    await expect(board.rail.account('Shop')).toHaveAccessibleName('Shop, Signed out')
    await expect.poll(() => open().map(({ account }) => account)).toEqual(['studio'])
    await expect.poll(() => world.log({ call: 'notifystop', account: 'shop' }).requests.length).toBe(1)
  })

  await test.step('P1: a message that was shown outlives kill -9, and the next poll covers it', async () => {
    world.addAccount({ account: 'studio', ackMode: 'acknowledged' })
    world.inject({ account: 'studio', text: 'keep me' })
    await board.rail.goTo('Inbox')
    await expect(board.inbox.row('Studio')).toContainText('keep me')
    await app.kill()
    const answered = world.log({ call: 'getupdates', account: 'studio' }).requests
    const carrier = answered.find(({ answer }) => answer?.includes('keep me'))

    const again = new Linkboard((await app.restart()).page)
    const studio = await again.open('Studio')
    await expect(studio.received('Text')).toHaveCount(1)
    await expect(studio.received('Text')).toContainText('keep me')
    const last = answered.at(-1)?.n ?? 0
    await expect
      .poll(() => world.log({ call: 'getupdates', account: 'studio', after: last }).requests.length)
      .toBe(1)
    const [poll] = world.log({ call: 'getupdates', account: 'studio', after: last }).requests
    expect(member(poll?.body, 'get_updates_buf')).toBe(JSON.parse(carrier?.answer ?? '{}').get_updates_buf)
    world.inject({ account: 'studio', text: 'and me' })
    await expect(studio.received('Text')).toHaveText([/keep me/, /and me/])
  })
})

test('P2 P11 P12: what arrives is shown once, what cannot be read is set aside alone, and data stays data', async ({
  board,
  simulator,
}) => {
  const { world } = simulator
  await signIn(board, simulator, { account: 'shop', alias: 'Shop' })

  await test.step('P2: repeats are shown once, equal texts with ids of their own as often as they were written', async () => {
    world.fault({ call: 'getupdates', kind: 'duplicate', how: 'sameId', later: true })
    const [first] = world.inject({ account: 'shop', text: 'same id' }).messages
    const shop = await board.open('Shop')
    await expect(shop.received('Text')).toHaveText([/same id/])
    world.fault({ call: 'getupdates', kind: 'duplicate', how: 'noId' })
    world.inject({ account: 'shop', text: 'copy without id' })
    await expect(shop.received('Text')).toHaveText([/same id/, /copy without id/])
    world.fault({ call: 'getupdates', kind: 'duplicate', how: 'newId' })
    world.inject({ account: 'shop', text: 'new id' })
    await expect(shop.received('Text')).toHaveCount(4)
    world.inject({ account: 'shop', noId: true, text: 'never had an id' })
    world.inject({ account: 'shop', duplicateOf: first?.messageId ?? '' })
    world.inject({ account: 'shop', text: 'the end' })
    await expect(shop.received('Text')).toHaveText([
      /same id/,
      /copy without id/,
      /new id/,
      /new id/,
      /never had an id/,
      /the end/,
    ])
  })

  await test.step('P12: markup is text, file names hide nothing, only web addresses are links', async () => {
    const markup = '<img src=x onerror="document.title=\'pwned\'"><script>document.title="pwned"</script>'
    world.inject({ account: 'shop', from: SLY.userId, text: markup })
    world.inject({ account: 'shop', from: SLY.userId, text: 'javascript:alert(1) https://example.com/a?b=1' })
    world.inject({ account: 'shop', from: SLY.userId, file: { name: 'invoice\u202Egnp.exe' } })
    world.inject({ account: 'shop', from: SLY.userId, file: { name: `../../etc/${'x'.repeat(290)}.pdf` } })
    const sly = await board.open(SLY.alias)
    await expect(sly.received('File')).toHaveCount(2)
    expect(await sly.received('Text').first().textContent()).toContain(markup)
    await expect(sly.log.locator('img, script, iframe, object')).toHaveCount(0)
    await expect(board.page).toHaveTitle(/^Linkboard/)
    await expect(sly.log.getByRole('link')).toHaveText(['https://example.com/a?b=1'])
    await expect(sly.received('File').first()).toContainText('invoicegnp.exe')
    await expect(sly.received('File').last()).toContainText(/^\.\.\/\.\.\/etc\/x+…x+\.pdf/)
    const [overflow] = await sly.log.evaluateAll(([log]) => [
      (log?.scrollWidth ?? 0) - (log?.clientWidth ?? 0),
    ])
    expect(overflow).toBeLessThanOrEqual(0)
  })

  await test.step('P11: an unreadable message is set aside alone, shown as such and counted', async () => {
    const wire = [
      { message_id: 1001, from_user_id: ODD.userId, message_type: 1, item_list: [text('before')] },
      { message_id: 1002, from_user_id: ODD.userId, message_type: 1, item_list: 'no list at all' },
      'not even an object',
      { message_id: 1003, from_user_id: ODD.userId, message_type: 1, item_list: [text('after')] },
    ]
    world.fault({ call: 'getupdates', kind: 'garbage', body: JSON.stringify({ ret: 0, msgs: wire }) })
    world.inject({ account: 'shop', text: 'ends the open poll' })
    const odd = await board.open(ODD.alias)
    await expect(odd.received('Text').filter({ hasText: /^before/ })).toHaveCount(1)
    await expect(odd.received('Text').filter({ hasText: /^after/ })).toHaveCount(1)
    await expect(odd.received('Could not be read')).toHaveCount(1)
    await board.rail.goTo('Accounts')
    await expect(board.accounts.row('Shop')).toContainText('2 messages could not be read')
    await expect(board.rail.account('Shop')).toHaveAccessibleName(/^Shop, Online/)
  })
})

/** A text as the wire carries it. */
function text(words: string): object {
  return { type: 1, text_item: { text: words } }
}
