import { describe, expect, it } from 'vitest'
import {
  aConversation,
  accountId,
  aMessage,
  anAccount,
  aRecipient,
  aSignIn,
  aSnapshot,
  broadcastId,
  conversationId,
  mediaId,
  signInId,
} from '../test-support/samples.ts'
import { applyBatch } from './apply-batch.ts'
import { PENDING_LOG, startAt } from './log.ts'
import { fromSnapshot } from './replica.ts'

const start = () =>
  fromSnapshot(
    aSnapshot({ revision: 5, accounts: [anAccount(1)], conversations: [aConversation(1), aConversation(2)] }),
  )

describe('applyBatch', () => {
  it('drops what is not newer than the replica', () => {
    expect(applyBatch(start(), { from: 3, to: 5, changes: [] })).toEqual({ kind: 'late' })
  })

  it('reports a gap instead of applying a batch that does not follow', () => {
    expect(applyBatch(start(), { from: 6, to: 7, changes: [] })).toEqual({ kind: 'gap' })
    expect(applyBatch(start(), { from: 4, to: 6, changes: [] })).toEqual({ kind: 'gap' })
  })

  it('takes lines out of the run that is open, and out of no other', () => {
    const recipients = new Map([0, 1].map((place) => [place, aRecipient(place)] as const))
    const open = { ...start(), ledger: { id: broadcastId(1), details: null, recipients } }
    const removed = (id: number) =>
      applyBatch(open, {
        from: 5,
        to: 6,
        changes: [{ kind: 'broadcast-recipient-removed', id: broadcastId(id), place: 0 }],
      })
    expect(removed(1)).toMatchObject({ replica: { ledger: { recipients: new Map([[1, aRecipient(1)]]) } } })
    expect(removed(2)).toMatchObject({ replica: { ledger: { recipients } } })
  })

  it('puts, replaces and removes, and keeps what did not change', () => {
    const before = start()
    const applied = applyBatch(before, {
      from: 5,
      to: 9,
      changes: [
        { kind: 'conversation', conversation: aConversation(2, { unread: 4 }) },
        { kind: 'conversation', conversation: aConversation(3) },
        { kind: 'conversation-removed', id: conversationId(1) },
        { kind: 'sign-in', signIn: aSignIn(1) },
      ],
    })
    if (applied.kind !== 'applied') throw new Error('not applied')
    const { replica } = applied
    expect(replica.revision).toBe(9)
    expect([...replica.conversations.keys()]).toEqual([2, 3])
    expect(replica.conversations.get(conversationId(2))?.unread).toBe(4)
    expect(replica.signIns.get(signInId(1))?.status).toBe('waiting')
    expect(replica.accounts).toBe(before.accounts)
    expect(before.conversations.size).toBe(2)
  })

  it('learns when an account was written to beside its accounts, until their next whole word of it', () => {
    const before = start()
    const applied = applyBatch(before, {
      from: 5,
      to: 7,
      changes: [
        { kind: 'account-written-to', id: accountId(1), lastInboundAt: 77 },
        { kind: 'account-written-to', id: accountId(2), lastInboundAt: 78 },
      ],
    })
    if (applied.kind !== 'applied') throw new Error('not applied')
    expect(applied.replica.accounts).toBe(before.accounts)
    expect(applied.replica.writtenTo.get(accountId(1))).toBe(77)
    const whole = applyBatch(applied.replica, {
      from: 7,
      to: 9,
      changes: [
        { kind: 'account', account: anAccount(1, { lastInboundAt: 79 }) },
        { kind: 'account-removed', id: accountId(2) },
      ],
    })
    if (whole.kind !== 'applied') throw new Error('not applied')
    expect(whole.replica.accounts.get(accountId(1))?.lastInboundAt).toBe(79)
    expect([...whole.replica.writtenTo]).toEqual([])
  })

  it('keeps its accounts where one says what is known of it already, as each does whose session begins', () => {
    const before = fromSnapshot(aSnapshot({ accounts: [anAccount(1), anAccount(2)] }))
    const changed = (to: number, account = anAccount(1)) =>
      applyBatch(before, { from: to - 1, to, changes: [{ kind: 'account', account }] })
    const same = changed(before.revision + 1)
    expect(same.kind === 'applied' && same.replica.accounts).toBe(before.accounts)
    const other = changed(before.revision + 1, anAccount(1, { state: 'offline' }))
    expect(other.kind === 'applied' && other.replica.accounts.get(accountId(1))?.state).toBe('offline')
  })

  it('P18: counts what failed and what is unconfirmed, apart, as conversations come, change and go', () => {
    const applied = applyBatch(start(), {
      from: 5,
      to: 9,
      changes: [
        { kind: 'conversation', conversation: aConversation(1, { failed: 2, unconfirmed: 1 }) },
        { kind: 'conversation', conversation: aConversation(3, { unconfirmed: 4 }) },
        { kind: 'conversation', conversation: aConversation(1, { failed: 1, unconfirmed: 1 }) },
      ],
    })
    if (applied.kind !== 'applied') throw new Error('not applied')
    expect(applied.replica.trouble).toEqual({ failed: 1, unconfirmed: 5, unsent: 0 })
    const gone = applyBatch(applied.replica, {
      from: 9,
      to: 10,
      changes: [{ kind: 'conversation-removed', id: conversationId(3) }],
    })
    expect(gone.kind === 'applied' && gone.replica.trouble).toEqual({ failed: 1, unconfirmed: 1, unsent: 0 })
  })

  it('takes new settings, app facts and accounts', () => {
    const before = start()
    const applied = applyBatch(before, {
      from: 5,
      to: 8,
      changes: [
        { kind: 'settings', settings: { ...before.settings, theme: 'dark' } },
        { kind: 'app', app: { ...before.app, practice: 'running' } },
        { kind: 'account-removed', id: accountId(1) },
      ],
    })
    if (applied.kind !== 'applied') throw new Error('not applied')
    expect(applied.replica.settings.theme).toBe('dark')
    expect(applied.replica.app.practice).toBe('running')
    expect(applied.replica.accounts.size).toBe(0)
  })

  it('follows transfers until they end', () => {
    const progress = (id: number, done: number | null) =>
      ({
        kind: 'media-progress',
        id: mediaId(id),
        progress: done === null ? null : { done, total: 10 },
      }) as const
    const first = applyBatch(start(), { from: 5, to: 7, changes: [progress(1, 3), progress(2, 4)] })
    if (first.kind !== 'applied') throw new Error('not applied')
    expect([...first.replica.transfers]).toEqual([
      [1, { done: 3, total: 10 }],
      [2, { done: 4, total: 10 }],
    ])
    const second = applyBatch(first.replica, { from: 7, to: 8, changes: [progress(1, null)] })
    if (second.kind !== 'applied') throw new Error('not applied')
    expect([...second.replica.transfers.keys()]).toEqual([2])
  })

  it('puts messages into loaded histories only', () => {
    const before = start()
    const log = startAt(PENDING_LOG, { messages: [aMessage(1)], hasOlder: false, hasNewer: false })
    const loaded = { ...before, logs: new Map([[conversationId(1), log]]) }
    const applied = applyBatch(loaded, {
      from: 5,
      to: 7,
      changes: [
        { kind: 'message', message: aMessage(2) },
        { kind: 'message', message: aMessage(3, { conversationId: conversationId(2) }) },
      ],
    })
    if (applied.kind !== 'applied') throw new Error('not applied')
    expect(applied.replica.logs.get(conversationId(1))?.messages.map(({ id }) => id)).toEqual([1, 2])
    expect(applied.replica.logs.has(conversationId(2))).toBe(false)
  })
})
