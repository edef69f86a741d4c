import { describe, expect, it } from 'vitest'
import { createTestInbox, inboundText } from '#core/inbox/testing.ts'
import { TestClock } from '#core/testing/clock.ts'
import { NoteKeeper } from './note-keeper.ts'
import type { RecoveryNote } from './recovery-note.ts'

/** A note keeper over the stores of an inbox; `written` are the notes so far. */
function setUp(options: { failures?: number } = {}) {
  const inbox = createTestInbox()
  const clock = new TestClock()
  const written: RecoveryNote[] = []
  const failures: unknown[] = []
  let left = options.failures ?? 0
  const keeper = new NoteKeeper({
    clock,
    database: inbox.database,
    store: {
      async write(note) {
        left -= 1
        if (left >= 0) throw new Error('the disk is full')
        written.push(note)
      },
    },
    failed: (error) => failures.push(error),
  })
  const { accountId } = inbox
  function arrive(id: string): void {
    inbox.receive({ messages: [inboundText({ text: id, id })] })
    keeper.handle({ kind: 'accounts-changed', accountIds: [accountId] })
  }
  const arrivals = () => written.map((note) => note.arrivals)
  return { inbox, clock, keeper, written, failures, arrive, arrivals, accountId }
}

describe('P1: the note beside the database', () => {
  it('is written within a second, one for all that came meanwhile', async () => {
    const { clock, arrivals, arrive } = setUp()
    arrive('1')
    arrive('2')
    await clock.advance(1_000)
    expect(arrivals()).toEqual([2])
    arrive('3')
    await clock.advance(1_000)
    expect(arrivals()).toEqual([2, 3])
  })

  it('P21: names the accounts, and no secret of theirs (P9)', async () => {
    const { clock, written, arrive, inbox, accountId } = setUp()
    inbox.accounts.setAlias(accountId, 'Shop')
    inbox.receive({
      messages: [inboundText({ text: 'a', id: '1', token: 'context-secret' })],
      cursor: 'cursor-secret',
    })
    arrive('2')
    await clock.advance(1_000)
    expect(written[0]?.accounts).toMatchObject([{ id: accountId, alias: 'Shop', signed_out: 0 }])
    expect(JSON.stringify(written)).not.toMatch(/secret/)
  })

  it('is tried again when it could not be written, and a last time at the end', async () => {
    const { clock, failures, arrive, arrivals, keeper } = setUp({ failures: 1 })
    arrive('1')
    await clock.advance(1_000)
    expect(failures).toHaveLength(1)
    await clock.advance(30_000)
    expect(arrivals()).toEqual([1])
    arrive('2')
    await keeper.stop()
    expect(arrivals()).toEqual([1, 2])
  })
})
