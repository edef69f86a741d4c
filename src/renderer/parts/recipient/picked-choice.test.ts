import { describe, expect, it } from 'vitest'
import { peopleFor } from '#shared/model/recipients.ts'
import { SharedMap } from '../../store/shared-map.ts'
import { aConversation, accountId, anAccount, NOW } from '../../test-support/samples.ts'
import { pickedChoice } from './picked-choice.ts'

const accounts = new Map([1, 2].map((n) => [accountId(n), anAccount(n)]))
const LI = 'li@im.wechat'
const li1 = aConversation(1, { contactUserId: LI, lastInboundSeq: 5 })
const li2 = aConversation(2, { contactUserId: LI, accountId: accountId(2), lastInboundSeq: 9 })
const mei = aConversation(3)
const closed = aConversation(4, { lastInboundAt: NOW - 30 * 3_600_000 })
const group = aConversation(5, { contactUserId: 'group:team' })
const all = [li1, li2, mei, closed, group]

const mapOf = (some: typeof all) => SharedMap.of(some.map((one) => [one.id, one]))

/** Conversations through which a draft for the picked ones goes, picked when these were here. */
function waysFrom(here: typeof all, picked: typeof all) {
  const known = { accounts, conversations: mapOf(here), isWhole: here.length === all.length }
  const choice = pickedChoice(picked, known)
  if (choice === null) return null
  const people = peopleFor(choice, all, accounts, null, new Map(), NOW)
  return people.filter(({ isChosen }) => isChosen).map(({ route }) => route.id)
}

const ways = (...picked: typeof all) => waysFrom(all, picked)

describe('a broadcast for picked conversations', () => {
  it('is for exactly their people, whoever else wrote, and with those whose window is closed', () => {
    expect(ways(mei, closed)).toEqual([3, 4])
  })

  it('takes somebody once, through the account that was picked', () => {
    expect(ways(li1)).toEqual([1])
    expect(ways(li2)).toEqual([2])
    expect(ways(li1, li2)).toEqual([2])
  })

  it('takes them through the account that was picked also where the others were not here yet', () => {
    expect(waysFrom([li1, mei], [li1, mei])).toEqual([1, 3])
    expect(waysFrom([li2], [li2])).toEqual([2])
  })

  it('has nothing to do with groups', () => {
    expect(ways(group)).toBeNull()
    expect(ways(mei, group)).toEqual([3])
  })
})
