import { describe, expect, it } from 'vitest'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { SharedMap } from '../store/shared-map.ts'
import { aConversation, conversationId } from '../test-support/samples.ts'
import { OtherConversations } from './other-conversations.ts'

const of = (n: number, contactUserId: string, over: Partial<ConversationSummary> = {}) =>
  aConversation(n, { contactUserId, ...over })
const mapOf = (...all: ConversationSummary[]) => SharedMap.of(all.map((one) => [one.id, one]))
const changed = (map: SharedMap<ConversationId, ConversationSummary>, ...all: ConversationSummary[]) =>
  map.with(new Map(all.map((one) => [one.id, one])))

describe('OtherConversations', () => {
  const li = { id: conversationId(1), contactUserId: 'li' }
  const map = mapOf(of(1, 'li'), of(2, 'li'), of(3, 'wang'))

  it('finds who has the same contact, and not the one that is asked about', () => {
    const others = new OtherConversations().of(map, li)
    expect(others.map(({ id }) => id)).toEqual([2])
  })

  it('answers with the same list while it, or anybody else, is written to', () => {
    const finder = new OtherConversations()
    const before = finder.of(map, li)
    const next = changed(map, of(1, 'li', { unread: 1 }), of(3, 'wang', { unread: 1 }))
    expect(finder.of(next, li)).toBe(before)
  })

  it('follows what changes of the others, who comes and who goes', () => {
    const finder = new OtherConversations()
    finder.of(map, li)
    const written = changed(map, of(2, 'li', { unread: 4 }))
    expect(finder.of(written, li).map(({ unread }) => unread)).toEqual([4])
    const more = changed(written, of(4, 'li'))
    expect(finder.of(more, li).map(({ id }) => id)).toEqual([2, 4])
    expect(finder.of(more.with(new Map([[conversationId(2), undefined]])), li).map(({ id }) => id)).toEqual([
      4,
    ])
  })

  it('looks anew when another one is asked about', () => {
    const finder = new OtherConversations()
    finder.of(map, li)
    expect(finder.of(map, { id: conversationId(3), contactUserId: 'wang' })).toEqual([])
    expect(finder.of(map, li).map(({ id }) => id)).toEqual([2])
  })
})
