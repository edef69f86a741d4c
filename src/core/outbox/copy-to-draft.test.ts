import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { MessageId } from '#shared/model/ids.ts'
import { aFile, stage, uploaded } from './files-testing.ts'
import { accepted, createTestOutbox, REFUSED } from './testing.ts'

function open() {
  const app = createTestOutbox()
  app.write()
  return app
}

describe('an older message as a draft', () => {
  it('stands behind what is typed, is stored, and nothing is sent or changed by it', async () => {
    const app = open()
    const id = await app.sendOne('we are open until six')
    await app.session.last.answer(accepted('1'))
    const { draft, files, missing } = app.outbox.copyToDraft(id, 'good morning')
    expect([draft, files, missing]).toEqual(['good morning\nwe are open until six', [], []])
    expect(app.summary().draft).toBe(draft)
    await app.clock.advance(60_000)
    expect([app.session.sends.length, app.states()]).toEqual([1, ['we are open until six = accepted']])
  })

  it('is whole again where it went out in pieces, whichever of them is meant', async () => {
    const app = open()
    const text = 'A sentence is here. '.repeat(200).trim()
    const ids = await app.send(text)
    await app.session.last.answer(accepted('1'))
    await app.clock.advance(2_000)
    await app.session.last.answer(accepted('2'))
    await app.clock.advance(2_000)
    await app.session.last.answer(accepted('3'))
    expect(ids).toHaveLength(3)
    for (const id of ids) expect(app.outbox.copyToDraft(id, ' ').draft).toBe(text)
  })

  it('is had of what was refused too', async () => {
    const app = open()
    const id = await app.sendOne('refused')
    await app.session.last.answer(REFUSED)
    expect(app.outbox.copyToDraft(id, '').draft).toBe('refused')
  })

  it('has its files, and names those whose bytes are gone', async () => {
    const app = open()
    const send = async (n: number, name: string) => {
      const [id] = app.outbox.sendFiles({
        conversationId: app.conversationWith(),
        requestId: `20000000-0000-4000-8000-00000000000${n}`,
        caption: '',
        files: [{ stagedId: stage(app, n, {}, name), asFile: n === 2 }],
        force: false,
      })
      await app.clock.advance(0)
      await app.session.uploads.at(-1)?.end(uploaded(n))
      await app.clock.advance(2_000)
      await app.session.last.answer(accepted(String(n)))
      return MessageId.parse(id)
    }
    const first = await send(1, 'prices.png')
    const second = await send(2, 'menu.png')
    expect(app.outbox.copyToDraft(second, '')).toEqual({
      draft: '',
      files: [{ name: 'menu.png', file: aFile(2), asFile: true }],
      missing: [],
    })
    app.gone.add(aFile(1).hash)
    expect(app.outbox.copyToDraft(first, 'x')).toEqual({ draft: 'x', files: [], missing: ['prices.png'] })
  })

  it('is not had of what is under way, of what the contact wrote, or of what is not here', async () => {
    const app = open()
    const id = await app.sendOne('hello')
    const [theirs] = app.messages.before(app.conversationWith(), null, 10)
    const error = new AppError('not-possible-now')
    expect(() => app.outbox.copyToDraft(id, '')).toThrow(error)
    expect(() => app.outbox.copyToDraft(MessageId.parse(theirs?.id), '')).toThrow(error)
    expect(() => app.outbox.copyToDraft(MessageId.parse(99), '')).toThrow(new AppError('not-found'))
  })
})
