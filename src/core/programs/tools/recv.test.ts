import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { OTHER_USER, USER } from '#core/inbox/testing.ts'
import { createTestOutbox } from '#core/outbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import type { Reads } from '#core/reads/ports.ts'
import { settle } from '#core/testing/settle.ts'
import { createTestPrograms } from '../testing.ts'
import { createTestTools } from './testing.ts'

const BIG = '7490000000000000123'

/** What a program was told, as texts. */
function textsOf({ messages }: Record<string, unknown>): unknown[] {
  return (messages as { text: unknown }[]).map(({ text }) => text)
}

describe('recv', () => {
  it('tells what a contact wrote with ids that no number could hold', async () => {
    const { program, told, write } = createTestTools()
    const one = program()
    write({ text: '有货吗？', id: BIG })
    expect(await told(one, 'recv', { timeout: 0 })).toMatchObject({
      messages: [
        {
          ...{ message_id: BIG, user_id: USER, from_user: USER, direction: 'received' },
          ...{ said_by: 'contact', msg_type: 'TEXT', text: '有货吗？', session: 'Account 1' },
        },
      ],
    })
  })

  it('tells two programs the same, each from where it stands', async () => {
    const { program, told, write } = createTestTools()
    write({ text: 'before' })
    const [one, other] = [program(), program()]
    write({ text: 'a' })
    expect(textsOf(await told(one, 'recv', { timeout: 0 }))).toEqual(['a'])
    write({ text: 'b' })
    expect(textsOf(await told(one, 'recv', { timeout: 0 }))).toEqual(['b'])
    expect(textsOf(await told(one, 'recv', { timeout: 0 }))).toEqual([])
    expect(textsOf(await told(other, 'recv', { timeout: 0 }))).toEqual(['a', 'b'])
  })

  it('takes a blank cursor for none, and nothing else that is none', async () => {
    const { call, program, told, write } = createTestTools()
    write({ text: 'before' })
    const one = program()
    write({ text: 'a' })
    expect(textsOf(await told(one, 'recv', { timeout: 0, cursor: '' }))).toEqual(['a'])
    for (const cursor of [' ', '0x10', '1e3', '-1', '1.5'])
      expect(await call(one, 'recv', { timeout: 0, cursor })).toBe('bad_input')
  })

  it('leaves nothing behind with who waits, however often something else changes', async () => {
    const { call, guests, letIn } = createTestPrograms()
    const { signal } = new AbortController()
    const waiting = call(letIn('read').id, 'recv', { timeout: 45 }, signal)
    for (let n = 0; n < 20; n += 1) {
      await settle()
      guests.wake()
    }
    await settle()
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    guests.close()
    void waiting
  })

  it('goes on from a cursor without moving where the program stands', async () => {
    const { call, program, told, write } = createTestTools()
    const one = program()
    const { cursor } = await told(one, 'recv', { timeout: 0 })
    write({ text: 'a' })
    for (let times = 0; times < 2; times += 1)
      expect(textsOf(await told(one, 'recv', { timeout: 0, cursor }))).toEqual(['a'])
    expect(textsOf(await told(one, 'recv', { timeout: 0 }))).toEqual(['a'])
    for (const wrong of ['-1', 'x', '1.5', '9007199254740993'])
      expect(await call(one, 'recv', { cursor: wrong })).toBe('bad_input')
  })

  it('hands on more than one answer holds, and nothing twice', async () => {
    const { program, told, write } = createTestTools()
    const one = program()
    for (let n = 0; n < 150; n += 1) write({ text: String(n) })
    const first = await told(one, 'recv', { timeout: 0 })
    const rest = await told(one, 'recv', { timeout: 0, cursor: first['cursor'] })
    expect([...textsOf(first), ...textsOf(rest)]).toEqual(Array.from({ length: 150 }, (_, n) => String(n)))
  })

  it('misses nothing that arrives between a look and the wait behind it', async () => {
    const app = createTestOutbox()
    const reads = createInProcessReads(app.database)
    let isFirst = true
    const run: Reads['run'] = async (name, input) => {
      const found = await reads.run(name, input)
      if (isFirst) app.write({ text: 'just now' })
      isFirst = false
      return found
    }
    const { call, letIn } = createTestPrograms({ app, reads: { ...reads, run } })
    app.conversationWith()
    const answer = await call(letIn('read').id, 'recv', { timeout: 30 })
    if (typeof answer === 'string') throw new Error(answer)
    expect(textsOf(answer)).toEqual(['just now'])
  })

  it('misses nothing that arrives until main knows that it waits', async () => {
    const { meanwhile, program, told, write } = createTestTools()
    const one = program()
    meanwhile.before = (question) => {
      if (question === 'arrived') write({ text: 'meanwhile' })
    }
    expect(textsOf(await told(one, 'recv', { timeout: 30 }))).toEqual(['meanwhile'])
  })

  it('does not wait where it is locked out or revoked before it does', async () => {
    const { call, lock, meanwhile, program, programs } = createTestTools()
    const [one, other] = [program(), program()]
    meanwhile.before = (question) => question === 'arrived' && lock(true)
    expect(await call(one, 'recv', { timeout: 30 })).toBe('locked')
    lock(false)
    meanwhile.before = (question) => question === 'arrived' && programs.revoke(other)
    expect(await call(other, 'recv', { timeout: 30 })).toBe('not_allowed')
  })

  it('waits for the first message, and no longer than it was told', async () => {
    const { call, clock, program, told, write } = createTestTools()
    const one = program()
    const waiting = told(one, 'recv', { timeout: 30 })
    await clock.advance(29_000)
    write({ text: 'late' })
    expect(textsOf(await waiting)).toEqual(['late'])
    const inVain = told(one, 'recv', { timeout: 30 })
    await clock.advance(30_000)
    expect(textsOf(await inVain)).toEqual([])
    expect(clock.pending).toBeLessThanOrEqual(2)
    expect(await call(one, 'recv', { timeout: 46 })).toBe('bad_input')
  })

  it('tells nothing of accounts that the program may not know of', async () => {
    const { accountId, anotherAccount, clock, program, told, write } = createTestTools()
    const hidden = anotherAccount('hidden')
    const one = program('read', [accountId])
    const { cursor } = await told(one, 'recv', { timeout: 0 })
    const waiting = told(one, 'recv', { timeout: 30 })
    write({ text: 'secret', from: OTHER_USER }, hidden)
    await settle()
    expect(await told(one, 'recv', { timeout: 0 })).toEqual({ messages: [], cursor })
    write({ text: 'mine' })
    await clock.advance(1)
    expect(textsOf(await waiting)).toEqual(['mine'])
  })

  it('passes over what many others received without telling how much', async () => {
    const { accountId, anotherAccount, program, told, write } = createTestTools()
    const hidden = anotherAccount('hidden')
    const one = program('read', [accountId])
    const { cursor } = await told(one, 'recv', { timeout: 0 })
    for (let n = 0; n < 1_100; n += 1) write({ from: OTHER_USER }, hidden)
    expect(await told(one, 'recv', { timeout: 0 })).toEqual({ messages: [], cursor })
    write({ text: 'mine' })
    expect(textsOf(await told(one, 'recv', { timeout: 0 }))).toEqual(['mine'])
  })

  it('turns a program away at once that is locked out or revoked while it waits', async () => {
    const { call, lock, program, programs } = createTestTools()
    const [one, other] = [program(), program()]
    const locked = call(one, 'recv', { timeout: 30 })
    await settle()
    lock(true)
    expect(await locked).toBe('locked')
    lock(false)
    const revoked = call(other, 'recv', { timeout: 30 })
    await settle()
    programs.revoke(other)
    expect(await revoked).toBe('not_allowed')
  })

  it('leaves everything where it was for a program that has gone', async () => {
    const { call, program, told, write } = createTestTools()
    const one = program()
    const gone = new AbortController()
    const waiting = call(one, 'recv', { timeout: 30 }, gone.signal)
    await settle()
    gone.abort()
    await waiting
    write({ text: 'a' })
    expect(textsOf(await told(one, 'recv', { timeout: 0 }))).toEqual(['a'])
  })
})
