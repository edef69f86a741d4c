import { describe, expect, it } from 'vitest'
import { aMessage, aReply } from '../test-support/samples.ts'
import { addNewer, addOlder, type Log, PENDING_LOG, putMessage, startAt } from './log.ts'

const page = (from: number, to: number, over: Partial<{ hasOlder: boolean; hasNewer: boolean }> = {}) => ({
  messages: Array.from({ length: to - from + 1 }, (_, index) => aMessage(from + index)),
  hasOlder: false,
  hasNewer: false,
  ...over,
})
const ids = (log: Log) => log.messages.map(({ id }) => id)

describe('a log', () => {
  it('keeps messages in order, whatever order they arrive in, and replaces a known one', () => {
    const log = startAt(PENDING_LOG, page(2, 3))
    const grown = putMessage(putMessage(log, aMessage(5)), aMessage(4))
    expect(ids(grown)).toEqual([2, 3, 4, 5])
    const changed = putMessage(grown, aMessage(3, { deletedAt: 7 }))
    expect(ids(changed)).toEqual([2, 3, 4, 5])
    expect(changed.messages[1]?.deletedAt).toBe(7)
  })

  it('leaves out what lies beyond an end that is not loaded', () => {
    const log = startAt(PENDING_LOG, page(5, 8, { hasOlder: true, hasNewer: true }))
    expect(ids(putMessage(log, aMessage(1)))).toEqual([5, 6, 7, 8])
    expect(ids(putMessage(log, aMessage(20)))).toEqual([5, 6, 7, 8])
  })

  it('keeps what arrived while its first page was on its way', () => {
    const early = putMessage(PENDING_LOG, aMessage(4))
    expect(ids(startAt(early, page(1, 3)))).toEqual([1, 2, 3, 4])
  })

  it('prefers what changes told to what a page says', () => {
    const early = putMessage(PENDING_LOG, aMessage(3, { deletedAt: 9 }))
    const log = startAt(early, page(1, 3))
    expect(log.messages[2]?.deletedAt).toBe(9)
  })

  it('keeps loaded whatever calls for the operator, however far it is scrolled away', () => {
    const waits = aReply(1_300, { state: 'waiting-for-contact' })
    const log = putMessage(startAt(PENDING_LOG, page(1_001, 1_299, { hasOlder: true })), waits)
    const grown = addOlder(log, page(1, 1_000))
    expect([grown.messages.length, grown.hasNewer]).toEqual([1_300, false])
    const discarded = aReply(1_300, { state: 'waiting-for-contact', resolution: 'discarded' })
    const cut = addOlder(putMessage(log, discarded), page(1, 1_000))
    expect([cut.messages.length, cut.hasNewer]).toEqual([1_200, true])
  })

  it('grows at both ends without doubling', () => {
    const log = startAt(PENDING_LOG, page(4, 6, { hasOlder: true, hasNewer: true }))
    const older = addOlder(log, page(1, 4))
    const whole = addNewer(older, page(6, 9))
    expect(ids(whole)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect([whole.hasOlder, whole.hasNewer]).toEqual([false, false])
  })
})
