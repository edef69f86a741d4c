import { describe, expect, it } from 'vitest'
import { settle } from '#core/testing/settle.ts'
import { AppError } from '#shared/errors.ts'
import type { MessageId } from '#shared/model/ids.ts'
import { sendFiles, stage } from './files-testing.ts'
import { accepted, createTestOutbox, REFUSED } from './testing.ts'

function lastOf(ids: readonly MessageId[]): MessageId {
  const id = ids.at(-1)
  if (id === undefined) throw new Error('nothing was sent')
  return id
}

function withUndo(seconds = 5) {
  const app = createTestOutbox()
  app.undo.seconds = seconds
  app.write()
  return app
}

describe('P4: a message that is held', () => {
  it('leaves after its moment, and not before', async () => {
    const app = withUndo()
    const id = await app.sendOne('hello')
    await app.clock.advance(4_999)
    expect([app.state(id), app.session.sends]).toEqual(['held', []])
    await app.clock.advance(1)
    expect([app.state(id), app.session.texts[0]]).toEqual(['sending', expect.stringContaining('hello')])
    expect(app.summary().isUnanswered).toBe(true)
  })

  it('holds those behind it in its conversation, and nobody else', async () => {
    const app = withUndo()
    const first = await app.sendOne('first')
    app.undo.seconds = 0
    app.write({ from: 'other@im.wechat' })
    const second = await app.sendOne('second')
    const other = await app.sendOne('other', { to: app.conversationWith('other@im.wechat') })
    expect([app.state(first), app.state(second), app.state(other)]).toEqual(['held', 'queued', 'sending'])
    await app.session.last.answer(accepted('1'))
    await app.clock.advance(5_000)
    await app.session.last.answer(accepted('2'))
    await app.clock.advance(1_500)
    expect([app.state(first), app.state(second)]).toEqual(['accepted', 'sending'])
  })

  it('can be cancelled, and is not sent then', async () => {
    const app = withUndo()
    const id = await app.sendOne('hello')
    app.outbox.cancel(id)
    await app.clock.advance(60_000)
    expect([app.state(id), app.session.sends]).toEqual(['cancelled', []])
  })

  it('waits behind a message that was refused meanwhile (P5)', async () => {
    const app = createTestOutbox()
    app.write()
    await app.send('refused')
    app.undo.seconds = 5
    const held = await app.sendOne('held')
    await app.session.last.answer(REFUSED)
    expect(app.state(held)).toBe('waiting-for-contact: behind-refused')
    await app.clock.advance(60_000)
    expect(app.session.sends).toHaveLength(1)
  })

  it('P15: counts as being sent for whoever quits', async () => {
    const app = withUndo()
    await app.send('hello')
    expect(app.repository.countUnfinished()).toBe(1)
  })
})

describe('taking back what is held', () => {
  it('puts the text before what was typed since, and sends nothing', async () => {
    const app = withUndo()
    const id = await app.sendOne('first thought')
    expect(app.outbox.takeBack(id, 'second thought').draft).toBe('first thought\nsecond thought')
    expect(app.summary()).toMatchObject({ draft: 'first thought\nsecond thought', last: { direction: 'in' } })
    await app.clock.advance(60_000)
    expect(app.session.sends).toEqual([])
    expect(app.states()).toEqual([])
  })

  it('uses the stored draft where nobody says what stands in the box', async () => {
    const app = withUndo()
    const id = await app.sendOne('first')
    app.conversations.saveDraft(app.conversationWith(), 'second')
    expect(app.outbox.takeBack(id, null).draft).toBe('first\nsecond')
  })

  it('takes all that was sent with it: the pieces of a long text', async () => {
    const app = withUndo()
    const paragraph = `${'很'.repeat(1_200)}。`
    const ids = await app.send(`${paragraph}\n${paragraph}`)
    expect(ids).toHaveLength(2)
    expect(app.outbox.takeBack(lastOf(ids), '').draft).toBe(`${paragraph}\n${paragraph}`)
    expect(app.states()).toEqual([])
  })

  it.each([
    ['characters', '很'.repeat(4_000)],
    ['words', 'word '.repeat(800).trim()],
    ['sentences', 'A sentence is here. '.repeat(200).trim()],
    ['lines', `${'a heading without a full stop\n'.repeat(100)}the end`],
  ])('puts no line break into a text that was cut between %s', async (_, text) => {
    const app = withUndo()
    const ids = await app.send(text)
    expect(ids.length).toBeGreaterThan(1)
    expect(app.outbox.takeBack(lastOf(ids), '').draft).toBe(text)
  })

  it('answers the files, which are uploaded for nobody while they are held', async () => {
    const app = withUndo()
    const ids = sendFiles(app, [stage(app, 1, {}, 'prices.png')], 'our prices')
    await settle()
    expect(app.session.uploads).toEqual([])
    const taken = app.outbox.takeBack(lastOf(ids), '')
    expect([taken.draft, taken.files.map(({ name }) => name)]).toEqual(['our prices', ['prices.png']])
  })

  it('is not possible once it has left', async () => {
    const app = withUndo()
    const id = await app.sendOne('hello')
    await app.clock.advance(5_000)
    expect(() => app.outbox.takeBack(id, '')).toThrow(new AppError('not-possible-now'))
  })

  it('lets what was behind it go', async () => {
    const app = withUndo()
    const first = await app.sendOne('first')
    app.undo.seconds = 0
    const second = await app.sendOne('second')
    app.outbox.takeBack(first, '')
    await settle()
    expect(app.state(second)).toBe('sending')
  })
})

describe('P15: a program that ended while a message was held', () => {
  it('has it wait, unsent, and to be sent as soon as the operator says so', async () => {
    const app = withUndo()
    const id = await app.sendOne('hello')
    await app.outbox.stop(Promise.resolve())
    const next = createTestOutbox(app.database)
    next.outbox.settleInterrupted()
    next.outbox.start()
    await next.clock.advance(60_000)
    expect([next.state(id), next.session.sends]).toEqual(['waiting-for-contact: ended-before', []])
    expect(next.summary()).toMatchObject({ waiting: 1, waitingOffered: true })
    next.outbox.sendWaiting(next.conversationWith())
    await settle()
    expect(next.state(id)).toBe('sending')
  })

  it('has it wait for the contact where something was refused before', async () => {
    const app = createTestOutbox()
    app.write()
    await app.send('refused')
    await app.session.last.answer(REFUSED)
    const waiting = await app.sendOne('waiting')
    app.write({ from: 'other@im.wechat' })
    const next = createTestOutbox(app.database)
    next.outbox.settleInterrupted()
    expect(next.state(waiting)).toBe('waiting-for-contact: behind-refused')
    expect(next.summary().waitingOffered).toBe(false)
  })
})
