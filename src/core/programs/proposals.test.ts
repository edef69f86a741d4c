import { describe, expect, it } from 'vitest'
import type { ProposalInput } from './proposals.ts'
import { createTestPrograms } from './testing.ts'

/** A program with something to say to a contact who has just written. */
function scene(scope: 'draft' | 'send' = 'draft', reserve = 2) {
  const app = createTestPrograms({ reserve })
  const conversationId = app.conversationWith()
  app.write()
  const { id } = app.programs.allow({ name: 'Helper', scope, accounts: null })
  const program = app.programs.get(id)
  if (program === null) throw new Error('it was let in')
  const input = (over: Partial<ProposalInput> = {}): ProposalInput => ({
    ...{ kind: 'send', conversationId, text: '您好', files: [], key: null },
    ...over,
  })
  return {
    ...app,
    program,
    conversationId,
    input,
    propose: (over = {}) => app.proposals.propose(program, input(over)),
  }
}

describe('what a program asks to send', () => {
  it('waits for a person, and goes out once with the name of the program', () => {
    const app = scene()
    const id = app.propose()
    expect(app.proposals.list()).toMatchObject([
      { id, kind: 'send', programName: 'Helper', text: '您好', cost: 1, canHaveLeave: false },
    ])
    expect(app.shown().filter(({ direction }) => direction === 'out')).toEqual([])
    const [sent] = app.proposals.answer(id, 'send')
    expect(app.shown().filter(({ direction }) => direction === 'out')).toMatchObject([
      { id: sent, program: 'Helper', parts: [{ kind: 'text', text: '您好' }] },
    ])
    expect(() => app.proposals.answer(id, 'send')).toThrow('not-found')
    expect(app.proposals.list()).toEqual([])
    expect(app.proposals.get(id)).toMatchObject({ state: 'sent', text: '' })
  })

  it('is gone once it is declined', () => {
    const app = scene()
    const id = app.propose()
    app.proposals.answer(id, 'decline')
    expect(app.proposals.get(id)).toMatchObject({ state: 'declined', text: '' })
    expect(() => app.proposals.answer(id, 'send')).toThrow('not-found')
  })

  it('lies beside the message box to be edited, and leaves the operator’s own draft alone', async () => {
    const app = scene()
    app.stores.conversations.saveDraft(app.conversationId, '我自己写的')
    const id = app.propose()
    app.proposals.answer(id, 'edit')
    expect(app.proposals.list()).toMatchObject([{ id, kind: 'draft' }])
    expect(app.conversations.summary(app.conversationId)?.draft).toBe('我自己写的')
    expect(await app.proposals.take(id, '我自己写的')).toEqual({
      draft: '我自己写的\n您好',
      files: [],
      missing: [],
    })
    expect(app.conversations.summary(app.conversationId)?.draft).toBe('我自己写的\n您好')
    expect(app.proposals.get(id)).toMatchObject({ state: 'taken' })
    await expect(app.proposals.take(id, '')).rejects.toThrow('not-found')
  })

  it('under a key of the program’s own is asked once', () => {
    const app = scene()
    const id = app.propose({ key: 'one' })
    expect(app.propose({ key: 'one', text: 'other' })).toBe(id)
    app.proposals.answer(id, 'send')
    expect(app.propose({ key: 'one' })).toBe(id)
    expect(app.propose({ key: 'two' })).not.toBe(id)
  })

  it('never takes what is kept for the operator, now or when it is decided', () => {
    const app = scene('draft', 9)
    const id = app.propose()
    app.outbox.sendText({
      conversationId: app.conversationId,
      requestId: crypto.randomUUID(),
      text: '一',
      force: false,
    })
    expect(() => app.proposals.answer(id, 'send')).toThrow('reserve-kept')
    expect(app.proposals.view(id)).not.toBeNull()
    expect(() => app.propose()).toThrow('reserve-kept')
  })

  it('needs an open window, now and when it is decided', async () => {
    const app = scene()
    const id = app.propose()
    await app.clock.advance(25 * 60 * 60 * 1_000)
    expect(() => app.proposals.answer(id, 'send')).toThrow('window-closed')
    expect(() => app.propose()).toThrow('window-closed')
  })

  it('goes out unasked for an hour once the operator allowed it, to that conversation alone', () => {
    const app = scene('send')
    const first = app.propose()
    app.proposals.answer(first, 'allow-for-an-hour')
    const second = app.propose({ text: '第二条' })
    expect(app.proposals.get(second)).toMatchObject({ state: 'sent' })
    app.proposals.locked()
    expect(app.proposals.get(app.propose({ text: '第三条' }))).toMatchObject({ state: 'waiting' })
  })

  it('cannot have leave from a program that may only draft', () => {
    const app = scene('draft')
    expect(() => app.proposals.answer(app.propose(), 'allow-for-an-hour')).toThrow('not-possible-now')
  })

  it('is declined when its program is revoked', () => {
    const app = scene('send')
    const id = app.propose()
    app.programs.revoke(app.program.id)
    expect(app.proposals.get(id)).toMatchObject({ state: 'declined' })
    expect(app.proposals.list()).toEqual([])
  })

  it('is gone with the history of its contact', () => {
    const app = scene()
    const id = app.propose()
    app.database.transaction(() => app.proposals.removeOfConversation(app.conversationId))
    expect(app.proposals.get(id)).toBeNull()
    expect(JSON.stringify(app.database.sql('SELECT * FROM proposals').all())).not.toContain('您好')
  })

  it('has no leave any more once that history is deleted', () => {
    const app = scene('send')
    app.proposals.answer(app.propose(), 'allow-for-an-hour')
    app.database.transaction(() => app.proposals.removeOfConversation(app.conversationId))
    expect(app.proposals.get(app.propose())).toMatchObject({ state: 'waiting' })
  })

  it('is not more than a person can look at', () => {
    const app = scene()
    for (let n = 0; n < 20; n += 1) app.propose()
    expect(() => app.propose()).toThrow('too-many-proposals')
  })

  it('is refused when it is blank', () => {
    expect(() => scene().propose({ text: ' \n' })).toThrow('nothing-to-send')
  })
})
