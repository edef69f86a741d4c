import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gatherCrowd, userIdOf } from '../crowd.ts'
import { test } from '../files-fixture.ts'
import { ask, snapshot } from '../pages/bridge.ts'
import { Linkboard } from '../pages/linkboard.ts'
import { member, textsOnPhone } from '../phone.ts'
import { expect } from '../simulator-fixture.ts'

test.use({ isShared: true })

/** Broadcasts, from the draft to the last message. */

const HOUR_MS = 3_600_000
const FAST = { broadcast: { paceMs: 1_500, reserve: 2, perMinute: 6_000 } }

/** User ids that sends of an account went to, in order. */
function sentTo(simulator: Parameters<typeof textsOnPhone>[0], account: string): string[] {
  const { requests } = simulator.world.log({ call: 'sendmessage', account })
  return requests.map(({ body }) => String(member(member(body, 'msg'), 'to_user_id')))
}

test.beforeEach(async ({ board, simulator }) => {
  await gatherCrowd(board.page, simulator, [
    { account: 'shop', people: ['Ann', 'Ben', 'Cai'] },
    { account: 'studio', people: ['Dan', 'Eve'] },
  ])
  await ask(board.page, 'settings.update', FAST)
})

test('what is written goes to everybody who can be reached, once; a refusal can be retried', async ({
  app,
  board,
  simulator,
  files,
}) => {
  const { broadcasts, page } = board
  const { world } = simulator

  await test.step('text with names and a file goes to everybody, and the ledger says so', async () => {
    world.inject({ account: 'shop', from: 'Old', text: 'long ago', agoMs: 26 * HOUR_MS })
    await broadcasts.startNew()
    await broadcasts.message.fill('Hello {contact}, news from {account}')
    await broadcasts.fileInput.setInputFiles(files.writePicture('list.png'))
    await expect(broadcasts.dialog).toContainText('2 messages per person')
    await expect(broadcasts.dialog.getByText('Hello Ann, news from shop')).toBeVisible()
    await broadcasts.next()
    await expect(broadcasts.contact('Ann', 'shop')).toBeChecked()
    await expect(broadcasts.contact('Eve', 'studio')).toBeChecked()
    await broadcasts.contact('Eve', 'studio').uncheck()
    await broadcasts.next()
    await expect(broadcasts.planned('Included')).toHaveCount(4)
    await expect(broadcasts.planned('Skipped').filter({ hasText: 'Window closed' }).last()).toContainText(
      'shop',
    )
    await expect(broadcasts.planned('Skipped').filter({ hasText: 'Eve' })).toContainText('Excluded')
    await expect(broadcasts.dialog).toContainText('Send 2 messages to each of 4 people through 2 accounts')
    await broadcasts.dialog.getByRole('button', { name: 'Start broadcast' }).click()
    await expect(broadcasts.question).toContainText('Send 2 messages to each of 4 people through 2 accounts')
    await broadcasts.question.getByRole('button', { name: 'Send' }).click()
    await expect(broadcasts.recipients).toHaveCount(4)
    await expect(broadcasts.state.first()).toHaveText('Finished', { timeout: 20_000 })
    for (const name of ['Ann', 'Ben', 'Cai', 'Dan'])
      await expect(broadcasts.recipient(name)).toContainText(/Accepted.*2 of 2 accepted/)
    for (const [account, person] of [
      ['shop', 'Ann'],
      ['shop', 'Ben'],
      ['shop', 'Cai'],
      ['studio', 'Dan'],
    ] as const) {
      const { messages } = world.phone({ account, person })
      const got = messages.filter(({ by }) => by === 'bot')
      expect(got.map(({ kind }) => kind)).toEqual(['text', 'image'])
      expect(got[0]?.text).toBe(`Hello ${person}, news from ${account}`)
    }
    expect(textsOnPhone(simulator, 'studio', 'Eve')).toEqual([])

    await broadcasts.button('Export results').click()
    const folder = join(app.userDataDir, 'Downloads')
    const day = new Date()
    const [run] = (await snapshot(page)).broadcasts
    const name = `linkboard-broadcast-${run?.id}-${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}-${String(day.getDate()).padStart(2, '0')}.csv`
    const exported = join(folder, name)
    await expect
      .poll(() => existsSync(exported) && readFileSync(exported, 'utf8').split('\r\n').length)
      .toBe(8)
    const csv = readFileSync(exported, 'utf8')
    expect(csv.startsWith('\ufeff')).toBe(true)
    expect(csv).toContain(`"Ann","${userIdOf('Ann')}","shop","Accepted"`)

    await broadcasts.recipient('Ann').getByRole('button', { name: 'Ann', exact: true }).click()
    const ann = board.conversation('Ann')
    await expect(ann.own('Accepted', 'Image')).toHaveCount(1)
    await ann.region
      .getByRole('button', { name: /Part of broadcast/ })
      .first()
      .click()
    await expect(page.getByRole('table', { name: 'Recipients' })).toBeVisible()
  })

  await test.step('what is typed while a run goes on leaves ahead of it', async () => {
    const before = sentTo(simulator, 'shop').length
    await broadcasts.startNew()
    await broadcasts.message.fill('news')
    await broadcasts.next()
    await broadcasts.next()
    await broadcasts.start()
    await expect.poll(() => sentTo(simulator, 'shop').length).toBe(before + 1)
    await board.rail.goTo('Inbox')
    const cai = await board.open('Cai')
    await cai.send('an answer of my own')
    await expect(cai.own('Accepted').filter({ hasText: 'an answer of my own' })).toBeVisible()
    await expect.poll(() => sentTo(simulator, 'shop').length, { timeout: 20_000 }).toBe(before + 4)
    expect(textsOnPhone(simulator, 'shop', 'Cai')).toEqual(
      expect.arrayContaining(['an answer of my own', 'news']),
    )
    const order = world
      .log({ call: 'sendmessage', account: 'shop' })
      .requests.slice(before)
      .map(({ body }) => JSON.stringify(body).includes('an answer of my own'))
    expect(order.indexOf(true)).toBe(1)
    await expect
      .poll(async () => (await snapshot(page)).broadcasts.every(({ state }) => state === 'finished'))
      .toBe(true)
  })

  await test.step('a refusal can be retried alone, once the contact has written', async () => {
    world.fault({
      call: 'sendmessage',
      account: 'studio',
      kind: 'ret',
      ret: -2,
      errmsg: 'prepare failed',
    })
    await broadcasts.startNew()
    await broadcasts.message.fill('more news')
    await broadcasts.next()
    await broadcasts.next()
    await broadcasts.start()
    await expect(broadcasts.state.first()).toHaveText('Finished', { timeout: 20_000 })
    const refused = broadcasts.recipients.filter({ hasText: 'Refused' })
    await expect(refused).toHaveCount(1)
    const name = (await refused.textContent())?.includes('Dan') ? 'Dan' : 'Eve'
    world.inject({ account: 'studio', from: name, text: 'here again' })
    await expect(board.rail.account('studio')).toHaveAccessibleName(/unread/)
    await broadcasts.button('Retry failed').click()
    await expect(broadcasts.recipient(name)).toContainText('Accepted')
    await expect(broadcasts.state.first()).toHaveText('Finished')
    const got = (account: string, person: string) =>
      textsOnPhone(simulator, account, person).filter((text) => text === 'more news')
    for (const person of ['Dan', 'Eve']) expect(got('studio', person)).toHaveLength(1)
    for (const person of ['Ann', 'Ben', 'Cai']) expect(got('shop', person)).toHaveLength(1)
  })
})

test('a run can be paused, cancelled and deleted, what cannot be done is refused, and what is begun is kept', async ({
  app,
  appEnv,
  board,
  simulator,
  files,
}) => {
  const { broadcasts, page } = board
  const { world } = simulator

  await test.step('pause, resume and cancel; an answer during the run is seen at once', async () => {
    // long enough to be cancelled between two messages on a busy machine
    await ask(page, 'settings.update', { broadcast: { paceMs: 8_000, reserve: 2, perMinute: 120 } })
    await broadcasts.startNew()
    await broadcasts.message.fill('news')
    await broadcasts.next()
    await broadcasts.next()
    await broadcasts.start()
    await expect(broadcasts.recipient('Ann').or(broadcasts.recipient('Dan')).first()).toBeVisible()
    await expect.poll(() => sentTo(simulator, 'shop').length).toBe(1)
    await broadcasts.button('Pause').click()
    await expect(broadcasts.state.first()).toHaveText('Paused')
    const [first] = sentTo(simulator, 'shop')
    const answering = ['Ann', 'Ben', 'Cai'].find((name) => userIdOf(name) === first)
    if (answering === undefined) throw new Error('nobody got anything')
    await expect(broadcasts.recipient(answering)).toContainText('Accepted')
    world.inject({ account: 'shop', from: answering, text: 'thank you' })
    await expect(broadcasts.recipient(answering)).toContainText(/Answered \d/)
    await broadcasts.button('Resume').click()
    await expect.poll(() => sentTo(simulator, 'shop').length).toBe(2)
    await broadcasts.button('Cancel broadcast').click()
    await broadcasts.question.getByRole('button', { name: 'Cancel broadcast' }).click()
    await expect(broadcasts.state.first()).toHaveText('Cancelled')
    // whoever had been written to by then got it once; how far the other account was is its own affair
    const reached = [...sentTo(simulator, 'shop'), ...sentTo(simulator, 'studio')]
    expect(new Set(reached).size).toBe(reached.length)
    expect(sentTo(simulator, 'shop')).toHaveLength(2)
    await expect(broadcasts.recipients.filter({ hasText: 'Cancelled' })).toHaveCount(5 - reached.length)
    await expect(broadcasts.recipient(answering)).toContainText('Accepted')
    // deleted with its ledger, it is in no list; what was sent stays in its conversation
    await broadcasts.button('All broadcasts').click()
    await page.getByRole('button', { name: 'Actions for news' }).click()
    await page.getByRole('menuitem', { name: 'Delete…' }).click()
    await broadcasts.question.getByRole('button', { name: 'Delete broadcast' }).click()
    await expect(page.getByRole('main')).toContainText('No broadcasts yet')
    await board.rail.goTo('Inbox')
    const conversation = await board.open(answering)
    await expect(conversation.own('Accepted').filter({ hasText: 'news' })).toBeVisible()
  })

  await test.step('is refused in words: nobody chosen, too much, started twice, changed while it runs', async () => {
    await board.rail.goTo('Inbox')
    await ask(page, 'settings.update', FAST)
    const start = broadcasts.dialog.getByRole('button', { name: 'Start broadcast' })
    await broadcasts.startNew()
    await broadcasts.message.fill('news')
    await broadcasts.fileInput.setInputFiles(
      Array.from({ length: 8 }, (_, n) => files.writePicture(`picture-${n}.png`)),
    )
    await expect(broadcasts.dialog.getByText(/Too many messages/)).toBeVisible()
    for (let n = 0; n < 8; n += 1)
      await broadcasts.dialog
        .getByRole('button', { name: /^Remove picture-/ })
        .first()
        .click()
    await broadcasts.next()
    await broadcasts.dialog.getByRole('table', { name: 'Contacts' }).getByRole('checkbox').first().click()
    await broadcasts.next()
    await expect(start).toBeDisabled()
    await expect(broadcasts.dialog.getByText(/Nobody is chosen/)).toBeVisible()
    await broadcasts.back()
    await broadcasts.dialog.getByRole('table', { name: 'Contacts' }).getByRole('checkbox').first().click()
    await broadcasts.next()
    await broadcasts.start()
    const [run] = (await snapshot(page)).broadcasts
    const refused = (code: string) => ({ ok: false, error: { code } })
    expect(await ask(page, 'broadcasts.start', { id: run?.id, recipients: [1] })).toEqual(
      refused('broadcast-started'),
    )
    const content = { text: 'other', fallbacks: { contact: '', account: '' }, files: [] }
    const choice = {
      ...{ from: 'recent', accounts: null, closesWithinHours: null, wroteWithinHours: null },
      ...{ unreadOnly: false, picks: [], routes: [] },
    }
    expect(await ask(page, 'broadcasts.saveDraft', { id: run?.id, content, choice, paceMs: 1_500 })).toEqual(
      refused('broadcast-frozen'),
    )
    await expect(page.getByRole('main')).not.toContainText('Edit')
    await expect(broadcasts.state.first()).toHaveText('Finished', { timeout: 20_000 })
  })

  await test.step('drafts survive closing and restarting, and templates bring content back', async () => {
    await broadcasts.startNew()
    await broadcasts.message.fill('Autumn list')
    await broadcasts.fileInput.setInputFiles(files.writePicture('autumn.png'))
    await expect(broadcasts.dialog.getByText('autumn.png').first()).toBeVisible()
    await broadcasts.dialog.getByRole('button', { name: 'Save as template' }).click()
    await page.getByRole('textbox', { name: /name/i }).fill('Season')
    await page.keyboard.press('Enter')
    await expect(broadcasts.dialog.getByRole('combobox', { name: 'Template' })).toBeEnabled()
    await broadcasts.dialog.getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'Autumn list' })).toContainText('Draft')
  })

  await app.stop()
  const later = await app.restart({ env: { ...appEnv, LINKBOARD_TIME_OFFSET_MS: String(30 * HOUR_MS) } })
  const again = new Linkboard(later.page)
  await again.rail.goTo('Broadcasts')
  await again.page.getByRole('button', { name: 'Autumn list', exact: true }).click()
  await expect(again.broadcasts.message).toHaveValue('Autumn list')
  await expect(again.broadcasts.dialog.getByText('autumn.png').first()).toBeVisible()
  await again.broadcasts.message.fill('')
  await again.broadcasts.dialog.getByRole('combobox', { name: 'Template' }).selectOption('Season')
  const replace = again.broadcasts.question.getByRole('button').last()
  if (await replace.isVisible()) await replace.click()
  await expect(again.broadcasts.message).toHaveValue('Autumn list')

  await test.step('all windows closed is refused in words', async () => {
    await again.broadcasts.next()
    await again.broadcasts.next()
    await expect(again.broadcasts.dialog.getByText(/None of the people chosen can be reached/)).toBeVisible()
    await expect(again.broadcasts.dialog.getByRole('button', { name: 'Start broadcast' })).toBeDisabled()
    await expect(again.broadcasts.planned('Skipped').filter({ hasText: 'Ann' })).toContainText(
      'Window closed',
    )
  })
})
