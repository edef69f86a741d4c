import { describe, expect, it } from 'vitest'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { BroadcastId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { peopleFor } from '#shared/model/recipients.ts'
import { aConversation, accountId, anAccount, conversationId, NOW } from '../../../test-support/samples.ts'
import { chooseAll, pick, takeRoute } from './choosing.ts'

const HOUR = 3_600_000
const known = [
  aConversation(1, { contactUserId: 'li' }),
  aConversation(2, {
    contactUserId: 'li',
    accountId: accountId(2),
    lastInboundAt: NOW - 3 * HOUR,
    lastInboundSeq: 0,
  }),
  aConversation(3, { contactUserId: 'old', lastInboundAt: NOW - 30 * HOUR }),
]
const field = {
  conversations: new Map(known.map((one) => [one.id, one])),
  accounts: new Map([anAccount(1), anAccount(2, { isDefault: false })].map((one) => [one.id, one])),
  former: null,
  tagged: new Map(),
  now: NOW,
}
const chosen = (choice: RecipientChoice) =>
  peopleFor(choice, known, field.accounts, null, field.tagged, NOW)
    .filter(({ isChosen }) => isChosen)
    .map(({ userId, route }) => `${userId} ${route.id}`)

describe('pick', () => {
  it('decides over the rules, and leaves to them what is as they have it', () => {
    const both = pick(RECENT_CONTACTS, ['li', 'old'], true, field)
    expect(both.picks).toEqual([{ contactUserId: 'old', included: true }])
    expect(chosen(both)).toEqual(['li 1', 'old 3'])
    const none = pick(both, ['li', 'old'], false, field)
    expect(none.picks).toEqual([{ contactUserId: 'li', included: false }])
    expect(chosen(none)).toEqual([])
    expect(pick(none, ['li'], true, field).picks).toEqual([])
  })
})

describe('chooseAll', () => {
  const all = ['li', 'old']
  const out = all.map((contactUserId) => ({ contactUserId, included: false }))

  it('gives people back to the rules, and leaves who was picked', () => {
    const back = chooseAll({ ...RECENT_CONTACTS, picks: out }, all, field)
    expect(back.picks).toEqual([])
    expect(chosen(back)).toEqual(['li 1'])
    expect(chooseAll(pick(back, ['old'], true, field), all, field).picks).toEqual([
      { contactUserId: 'old', included: true },
    ])
  })

  it('gives the people of a former run back to it', () => {
    const from = { run: 3 as BroadcastId, which: 'all' as const }
    const former = { ...field, former: new Set(all) }
    expect(chooseAll({ ...RECENT_CONTACTS, from, picks: out }, all, former).picks).toEqual([])
  })

  it('picks everybody where people are chosen by hand, and where the rules take nobody', () => {
    const byHand = { ...RECENT_CONTACTS, from: 'nobody' as const }
    expect(chosen(chooseAll(byHand, all, field))).toEqual(['li 1', 'old 3'])
    expect(chosen(chooseAll({ ...byHand, picks: out }, ['old'], field))).toEqual(['old 3'])
    expect(chooseAll(RECENT_CONTACTS, ['old'], field).picks).toEqual([
      { contactUserId: 'old', included: true },
    ])
  })
})

describe('takeWay', () => {
  it('takes another account for somebody, and the first one back', () => {
    const other = takeRoute(RECENT_CONTACTS, 'li', conversationId(2), field)
    expect(chosen(other)).toEqual(['li 2'])
    expect(chosen(takeRoute(other, 'li', conversationId(1), field))).toEqual(['li 1'])
  })

  it('keeps them chosen where the filters name the first account only', () => {
    const filtered = { ...RECENT_CONTACTS, accounts: [accountId(1)] }
    expect(chosen(takeRoute(filtered, 'li', conversationId(2), field))).toEqual(['li 2'])
  })
})
