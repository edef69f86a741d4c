import { describe, expect, it } from 'vitest'
import { BOT, USER } from '#core/inbox/testing.ts'
import { accepted, LOST, REFUSED } from '#core/outbox/testing.ts'
import { settle } from '#core/testing/settle.ts'
import type { MessageId } from '#shared/model/ids.ts'
import type { ProgramScope, ProposalAnswer, ProposalId } from '#shared/model/program.ts'
import { createTestPrograms } from '../testing.ts'

const HOUR_MS = 60 * 60 * 1_000

type Answer = Record<string, unknown> | string

/** A program with something to say to a contact who has just written. */
function scene({ scope = 'draft', reserve = 2 }: { scope?: ProgramScope; reserve?: number } = {}) {
  const app = createTestPrograms({ reserve })
  const program = app.letIn(scope)
  app.write({ text: '有货吗？' })

  function open(): ProposalId {
    const [proposal] = app.proposals.list()
    if (proposal === undefined) throw new Error('nothing is proposed')
    return proposal.id
  }

  return {
    ...app,
    program,
    /** A call of `send` that goes on, once what it asks for stands before the operator. */
    async ask(input: Record<string, unknown> = {}): Promise<{ answer: Promise<Answer>; isOver(): boolean }> {
      let isOver = false
      const answer = app.call(program.id, 'send', { to: USER, text: '您好', ...input })
      void answer.then(() => {
        isOver = true
      })
      await settle()
      return { answer, isOver: () => isOver }
    },
    async decide(answer: ProposalAnswer): Promise<void> {
      app.proposals.answer(open(), answer)
      await settle()
    },
    open,
    messagesOf(request: string): [MessageId, ...MessageId[]] {
      const [first, ...others] = app.stores.outbox.idsOfRequest(request)
      if (first === undefined) throw new Error('nothing was queued')
      return [first, ...others]
    },
    status: (id: unknown) => app.call(program.id, 'send_status', { request_id: id }),
  }
}

describe('P22: a program that asks to send', () => {
  it('is told that the server took it, once a person has sent it', async () => {
    const app = scene()
    const { answer, isOver } = await app.ask()
    expect(app.session.sends).toHaveLength(0)
    await app.decide('send')
    expect(app.session.sends).toHaveLength(1)
    expect(isOver()).toBe(false)
    await app.session.last.answer(accepted('77'))
    expect(await answer).toMatchObject({
      ...{ success: true, state: 'accepted', cost: 1, remaining: 9 },
      message_ids: [expect.stringMatching(/^\d+$/)],
      window_closes_at: new Date(app.clock.now() + 24 * HOUR_MS).toISOString(),
      new_messages: [{ text: '有货吗？', said_by: 'contact', user_id: USER }],
    })
  })

  it('is told that it was edited, declined, or put away while edited', async () => {
    const app = scene()
    const edited = await app.ask()
    await app.decide('edit')
    expect(await edited.answer).toMatchObject({
      success: false,
      state: 'taken_over',
      message_ids: [],
      cost: 1,
    })
    const [draft] = app.proposals.list()
    if (draft === undefined) throw new Error('it lies beside the message box')
    await app.proposals.take(draft.id, '')
    expect(await app.status(draft.id)).toMatchObject({ state: 'taken_over', cost: 0 })
    const declined = await app.ask({ text: '再见' })
    await app.decide('decline')
    expect(await declined.answer).toMatchObject({ success: false, state: 'declined', cost: 0 })
    const away = await app.ask()
    await app.decide('edit')
    await away.answer
    const id = app.open()
    app.proposals.dismiss(id)
    expect(await app.status(id)).toMatchObject({ state: 'declined' })
    expect(app.session.sends).toHaveLength(0)
  })

  it('is answered after 40 seconds that nobody has decided, and learns later what came of it', async () => {
    const app = scene()
    const { answer, isOver } = await app.ask()
    await app.clock.advance(39_999)
    expect(isOver()).toBe(false)
    await app.clock.advance(1)
    const waiting = await answer
    expect(waiting).toMatchObject({ success: false, state: 'waiting_approval', message_ids: [], cost: 1 })
    const { request_id } = waiting as { request_id: string }
    await app.clock.advance(20_000)
    expect(await app.status(request_id)).toMatchObject({ state: 'waiting_approval' })
    await app.decide('send')
    expect(await app.status(request_id)).toMatchObject({ state: 'queued', request_id })
    await app.session.last.answer(accepted('77'))
    expect(await app.status(request_id)).toMatchObject({ success: true, state: 'accepted' })
    expect(app.session.sends).toHaveLength(1)
  })

  it('sends nothing twice under one key, however often and with whatever it asks', async () => {
    const app = scene()
    const first = await app.ask({ idempotency_key: 'order 1' })
    const second = await app.ask({ idempotency_key: 'order 1', text: 'something else' })
    expect(app.proposals.list()).toHaveLength(1)
    await app.decide('send')
    await app.session.last.answer(accepted('77'))
    const answers = [
      await first.answer,
      await second.answer,
      await (await app.ask({ idempotency_key: 'order 1' })).answer,
    ]
    expect(answers).toMatchObject([{ state: 'accepted' }, { state: 'accepted' }, { state: 'accepted' }])
    expect(new Set(answers.map((one) => (one as { request_id: string }).request_id)).size).toBe(1)
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(1)
  })

  it('is turned away while it is locked, also while it waits, and finds its request after', async () => {
    const app = scene()
    const { answer } = await app.ask({ idempotency_key: 'k' })
    app.lock(true)
    expect(await answer).toBe('locked')
    expect(await (await app.ask()).answer).toBe('locked')
    expect(await app.status(app.open())).toBe('locked')
    app.lock(false)
    expect(app.proposals.list()).toHaveLength(1)
    const again = await app.ask({ idempotency_key: 'k' })
    expect(app.proposals.list()).toHaveLength(1)
    await app.decide('send')
    await app.session.last.answer(accepted('77'))
    expect(await again.answer).toMatchObject({ state: 'accepted' })
  })

  it('never spends what is kept for the operator', async () => {
    const app = scene({ reserve: 9 })
    const first = await app.ask()
    const second = await app.ask()
    await app.decide('send')
    await app.session.last.answer(accepted('77'))
    expect(await first.answer).toMatchObject({ state: 'accepted', remaining: 9 })
    expect(() => app.proposals.answer(app.open(), 'send')).toThrow('reserve-kept')
    expect(await (await app.ask()).answer).toBe('quota_spent')
    await app.clock.advance(40_000)
    expect(await second.answer).toMatchObject({ state: 'waiting_approval' })
    expect(app.session.sends).toHaveLength(1)
  })

  it('is refused once the window is closed, and told so of what still waits', async () => {
    const app = scene()
    const { answer } = await app.ask()
    const id = app.open()
    await app.clock.advance(24 * HOUR_MS)
    await answer
    expect(await (await app.ask()).answer).toBe('window_closed')
    expect(await app.status(id)).toMatchObject({
      ...{ state: 'waiting_approval', reason: 'window_closed', remaining: 0, window_closes_at: null },
    })
    expect(() => app.proposals.answer(id, 'send')).toThrow('window-closed')
    expect(app.session.sends).toHaveLength(0)
  })

  it('is refused for an account that needs sign-in; what was sent before waits there', async () => {
    const app = scene()
    const { answer } = await app.ask()
    app.account.state = 'needs-sign-in'
    app.session.block(app.accountId)
    expect(await (await app.ask()).answer).toBe('needs_sign_in')
    await app.decide('send')
    await app.clock.advance(40_000)
    expect(await answer).toMatchObject({ state: 'queued', reason: 'needs_sign_in' })
    app.account.state = 'online'
    app.session.unblock(app.accountId)
    app.outbox.wake(app.accountId)
    await settle()
    expect(app.session.sends).toHaveLength(1)
  })

  it('is turned away when it is revoked while it waits, and what it asked for is declined', async () => {
    const app = scene()
    const { answer } = await app.ask()
    const id = app.open()
    app.programs.revoke(app.program.id)
    expect(await answer).toBe('not_allowed')
    expect(app.proposals.get(id)).toMatchObject({ state: 'declined' })
    expect(app.proposals.list()).toEqual([])
    expect(await (await app.ask()).answer).toBe('not_allowed')
    expect(app.session.sends).toHaveLength(0)
  })

  it.each([
    ['refused', REFUSED, { state: 'refused', reason: 'stale_context' }],
    ['unconfirmed', LOST, { state: 'unconfirmed', reason: 'answer_lost' }],
  ])('is told that it was %s', async (_name, outcome, told) => {
    const app = scene()
    const { answer } = await app.ask()
    await app.decide('send')
    await app.session.last.answer(outcome)
    expect(await answer).toMatchObject({ success: false, ...told })
  })

  it('is told the state of the message that is furthest from having been taken', async () => {
    const app = scene()
    const { answer } = await app.ask({ text: `${'长'.repeat(3_000)}\n\n${'文'.repeat(3_000)}` })
    expect(app.proposals.list()).toMatchObject([{ cost: 4 }])
    await app.decide('send')
    await app.session.last.answer(accepted('77'))
    await app.clock.advance(1_500)
    await app.session.last.answer(REFUSED)
    expect(await answer).toMatchObject({ state: 'waiting_for_contact', reason: 'behind_refused', cost: 4 })
  })

  it('is told what the operator made of a message that did not get through', async () => {
    const app = scene()
    const { answer } = await app.ask()
    await app.decide('send')
    await app.session.last.answer(LOST)
    const { request_id } = (await answer) as { request_id: string }
    const [id] = app.messagesOf(request_id)
    app.outbox.sendAgain(id)
    expect(await app.status(request_id)).toMatchObject({ state: 'taken_over', message_ids: [String(id)] })
  })

  it('is told that what had not left was taken back by the operator, to edit it or for good', async () => {
    const app = scene()
    app.session.block(app.accountId)
    const edited = await app.ask()
    const editedId = app.open()
    await app.decide('send')
    app.outbox.takeBack(app.messagesOf(editedId)[0], '')
    expect(await edited.answer).toMatchObject({ state: 'taken_over', message_ids: [] })
    const cancelled = await app.ask()
    const cancelledId = app.open()
    await app.decide('send')
    app.outbox.cancel(app.messagesOf(cancelledId)[0])
    expect(await cancelled.answer).toMatchObject({ state: 'cancelled' })
  })

  it('goes out without a question where the operator allowed it for an hour', async () => {
    const app = scene({ scope: 'send' })
    const first = await app.ask()
    await app.decide('allow-for-an-hour')
    await app.session.last.answer(accepted('77'))
    await first.answer
    const second = await app.ask({ text: '第二条' })
    await app.clock.advance(1_500)
    await app.session.last.answer(accepted('78'))
    expect(await second.answer).toMatchObject({ state: 'accepted' })
    await app.clock.advance(HOUR_MS)
    const third = await app.ask({ text: '第三条' })
    expect(third.isOver()).toBe(false)
    expect(app.proposals.list()).toHaveLength(1)
  })

  it('learns nothing of requests of others', async () => {
    const app = scene()
    await app.ask()
    const other = app.letIn('draft')
    const status = (request_id: string) => app.call(other.id, 'send_status', { request_id })
    expect(await status(app.open())).toBe('no_such_request')
    expect(await status(crypto.randomUUID())).toBe('no_such_request')
    expect(await status('1 OR 1=1')).toBe('no_such_request')
  })

  it('knows nobody of an account that it may not know of', async () => {
    const app = scene()
    const other = app.letIn('manage', [app.bindAccount('other@im.bot')])
    for (const [tool, input, code] of [
      ['send', { to: USER, text: '您好' }, 'no_such_contact'],
      ['send', { to: USER, text: '您好', bot_id: BOT }, 'no_such_session'],
      ['draft_reply', { to: USER, text: '您好' }, 'no_such_contact'],
      ['set_note', { user_id: USER, note: '' }, 'no_such_contact'],
      ['set_tags', { user_id: USER, tags: [] }, 'no_such_contact'],
      ['set_default', { session_name: BOT }, 'no_such_session'],
      ['rename_session', { old_name: 'Account 1', new_name: 'x' }, 'no_such_session'],
    ] as const)
      expect([tool, await app.call(other.id, tool, input)]).toEqual([tool, code])
  })

  it.each([
    ['a stranger', { to: 'nobody@im.wechat' }, 'no_such_contact'],
    ['a group', { to: 'group:1@chatroom' }, 'group_not_answerable'],
    ['a session that is not there', { bot_id: 'nobody@im.bot' }, 'no_such_session'],
    ['no words', { text: ' ' }, 'nothing_to_send'],
    ['more words than fit', { text: '长'.repeat(60_000) }, 'quota_spent'],
    ['no id', { to: 7 }, 'bad_input'],
    ['a file outside', { image_path: '/etc/passwd' }, 'no_such_file'],
  ])('is refused %s in words', async (_what, input, code) => {
    const app = scene()
    expect(await (await app.ask(input)).answer).toBe(code)
    expect(app.proposals.list()).toEqual([])
  })
})

describe('P22: a draft of a program', () => {
  it('lies beside what the operator writes, is never sent, and says whether it was taken', async () => {
    const app = scene()
    app.stores.conversations.saveDraft(app.conversationWith(), '我自己写的')
    const drafted = await app.call(app.program.id, 'draft_reply', { to: USER, text: '有的' })
    const { request_id } = drafted as { request_id: string }
    expect(drafted).toEqual({ success: true, request_id: expect.any(String) })
    expect(app.summary().draft).toBe('我自己写的')
    expect(app.proposals.list()).toMatchObject([{ id: request_id, kind: 'draft', text: '有的' }])
    expect(await app.status(request_id)).toMatchObject({ state: 'waiting_approval' })
    await app.proposals.take(app.open(), '我自己写的')
    expect(await app.status(request_id)).toMatchObject({ state: 'taken_over' })
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(0)
  })

  it('may be written while the window is closed or the account is signed out', async () => {
    const app = scene()
    await app.clock.advance(25 * HOUR_MS)
    app.account.state = 'signed-out'
    expect(await app.call(app.program.id, 'draft_reply', { to: USER, text: '有的' })).toMatchObject({
      success: true,
    })
  })
})
