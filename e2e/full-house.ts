import type { Page } from '@playwright/test'
import type { Simulator } from '#simulator/index.ts'
import { bindAtStrangeHost, gatherCrowd, userIdOf } from './crowd.ts'
import { ask, found } from './pages/bridge.ts'

/** Forty-two accounts in every state that a screen has words for, with short and long names in both scripts. */

const HOUR_MS = 3_600_000
/** Beside them one that was stopped. */
const ACCOUNTS = 41

/** The conversation that has something of every kind. */
export const BUSY = '林晓雯 Xiaowen, wholesale, Hangzhou'
/** Whose window has closed on something that was not answered. */
export const CLOSED = 'Old Wang 老王'
/** Somebody of an account that has to sign in again. */
export const LOCKED_OUT = 'Mei'
/** Somebody with a name as long as names get. */
export const LONG = 'A name of sixty characters that nobody would ever give a shop'.slice(0, 60)

/** Accounts that stand for something: with all kinds of messages, with a closed window, and without a sign-in. */
export const SHOP = '门店 Main shop'
const STUDIO = 'Studio for portraits and everything else'
const ANNEX = '杭州西湖区文三路工作室二楼前台'
export const CUT_OFF = 'Workshop'
export const STRANGE = 'A branch on another server'

const NAMED = [SHOP, STUDIO, ANNEX, CUT_OFF]
const HOUSE = Array.from({ length: ACCOUNTS }, (_, n) => ({
  account: NAMED[n] ?? (n % 2 === 0 ? `Branch ${n + 1}` : `第${n + 1}分店`),
  people: peopleOf(n),
}))

function peopleOf(n: number): ({ name: string; agoMs: number } | string)[] {
  const ago = (name: string, hours: number) => ({ name, agoMs: hours * HOUR_MS })
  if (n === 0) return [BUSY, ago(CLOSED, 30), ago('Cai', 23.7)]
  if (n === 1) return [ago(LONG, 5), ago('陈', 22.5)]
  if (n === 3) return [ago(LOCKED_OUT, 2)]
  if (n % 3 === 0) return []
  return [ago(n % 2 === 0 ? `Customer ${n}` : `顾客${n}`, n / 2)]
}

/** Fills the app; resolves once all of it is there. */
export async function fillHouse(page: Page, simulator: Simulator): Promise<void> {
  const { world } = simulator
  await gatherCrowd(page, simulator, HOUSE)
  const conversation = async (name: string): Promise<number> =>
    await found(
      page,
      ({ conversations }) => conversations.find((one) => one.contactUserId === userIdOf(name))?.id,
    )
  const send = async (name: string, text: string, force = false): Promise<void> => {
    const requestId = crypto.randomUUID()
    await ask(page, 'outbox.sendText', { conversationId: await conversation(name), requestId, text, force })
  }

  // rows stand in the order of arrival, so these come to stand on top
  world.inject({ account: STUDIO, from: LONG, text: 'Hello? Is anybody there?', agoMs: HOUR_MS })
  world.inject({ account: SHOP, from: CLOSED, text: '在吗？', agoMs: 29 * HOUR_MS })
  world.inject({ account: CUT_OFF, from: LOCKED_OUT, text: 'When do you open?', agoMs: HOUR_MS })
  const from = BUSY
  const inject = (form: object) => world.inject({ account: SHOP, from, ...form })
  inject({ text: '请问这款还有现货吗？订单 SF1234567890，麻烦今天发一下，谢谢。'.repeat(2) })
  inject({ text: `${'unbreakable'.repeat(20)} https://example.com/${'a'.repeat(120)}` })
  inject({ image: { width: 320, height: 200 } })
  inject({ voice: { ms: 4000, text: '语音转成的文字，可能有错。' } })
  inject({ file: { name: 'A list of everything that we have in stock at the moment, with prices.pdf' } })
  inject({ video: { seconds: 2 } })
  inject({ unknown: 8 })
  await send(BUSY, 'It goes out today. 单号稍后给您。')
  await found(page, ({ conversations }) => conversations.find(({ last }) => last?.sendState === 'accepted'))
  world.addAccount({ account: SHOP, sendMode: 'withoutId' })
  await send(BUSY, 'Nobody can say whether this one arrived.')
  await found(page, ({ conversations }) =>
    conversations.find(({ last }) => last?.sendState === 'unconfirmed'),
  )
  world.addAccount({ account: SHOP, sendMode: 'normal', quota: 1 })
  await send(BUSY, 'This one is refused.')
  await send(CLOSED, 'And this one waits for him to write. 等他回复。')
  await ask(page, 'contacts.change', {
    id: await conversation(BUSY),
    change: {
      tags: ['wholesale', '熟客', 'pays at the month’s end'],
      note: '要开增值税发票。Asks for the invoice first.',
    },
  })
  for (const [title, group, ...texts] of [
    ['Opening hours', '', 'Nine to five, {contact}. On Sundays we are closed, but write to us at any time.'],
    [
      '发货通知，附上快递单号和预计到达的时间，给老客户',
      '订单 Orders and returns',
      '已经发货，单号 {blank}',
      '谢谢！',
    ],
  ] as const)
    await ask(page, 'quickReplies.save', {
      ...{ id: null, title, group },
      items: texts.map((text) => ({ kind: 'text', text })),
    })
  const account = await found(page, ({ accounts }) => accounts.find(({ alias }) => alias === CUT_OFF))
  await ask(page, 'accounts.signOut', { id: account.id })
  await bindAtStrangeHost(page, simulator, STRANGE)
  // after three answers of this kind it needs a sign-in, which no screen waits for
  world.bindElsewhere({ account: ANNEX })
  await found(page, ({ accounts }) => accounts.some(({ state }) => state === 'checking'))
}
