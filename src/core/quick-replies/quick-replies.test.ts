import { describe, expect, it } from 'vitest'
import { USER } from '#core/inbox/testing.ts'
import { aFile, stage } from '#core/outbox/files-testing.ts'
import { accepted } from '#core/outbox/testing.ts'
import { settle } from '#core/testing/settle.ts'
import { MAX_QUICK_REPLY_TEXT } from '#shared/limits.ts'
import { createTestQuickReplies } from './testing.ts'

const REQUEST = '40000000-0000-4000-8000-000000000001'

describe('quick replies', () => {
  it('are kept with their items in order, changed, and told to every window', async () => {
    const app = createTestQuickReplies()
    const id = app.quickReplies.save(null, {
      title: '价格',
      group: '报价',
      items: [
        { kind: 'text', text: '您好' },
        { kind: 'file', stagedId: stage(app, 1), asFile: true },
        { kind: 'text', text: '\u200b ' },
      ],
    })
    const items = [
      { kind: 'text', text: '您好' },
      { kind: 'file', name: 'picture-1.png', size: 1001, sendKind: 'file' },
    ]
    const reply = { id, title: '价格', group: '报价', items }
    await settle()
    expect(app.told.at(-1)).toMatchObject({ kind: 'quick-reply', reply })
    app.quickReplies.save(id, { title: 'Price', group: '', items: [{ kind: 'text', text: 'Hello' }] })
    expect(app.stores.quickReplies.list()).toMatchObject([
      { title: 'Price', group: '', items: [{ text: 'Hello' }] },
    ])
    expect(app.released).toEqual([aFile(1).hash])
    expect(() => app.keep('Empty', [' ', '\u3164'])).toThrow('nothing-to-send')
  })

  it('keep a file that was only staged, and open with it staged anew', async () => {
    const app = createTestQuickReplies()
    const file = { kind: 'file', stagedId: stage(app, 1), asFile: false } as const
    const id = app.quickReplies.save(null, { title: 'Map', group: '', items: [file] })
    app.files.removeAllStaged()
    expect(app.files.takeUnreferenced([aFile(1).hash])).toEqual([])
    expect(await app.quickReplies.open(id)).toMatchObject([
      { kind: 'file', staged: { name: 'picture-1.png' }, asFile: false },
    ])
  })

  it('move past others of their group only, and groups are renamed and put together', () => {
    const app = createTestQuickReplies()
    app.keep('a', ['1'], 'one')
    app.keep('b', ['2'], 'two')
    const last = app.keep('c', ['3'], 'one')
    app.quickReplies.move(last, 'up')
    expect(app.titles()).toEqual(['one/c', 'two/b', 'one/a'])
    app.quickReplies.move(last, 'up')
    app.quickReplies.renameGroup('two', 'one')
    expect(app.titles()).toEqual(['one/c', 'one/b', 'one/a'])
    app.quickReplies.move(last, 'down')
    expect(app.titles()).toEqual(['one/b', 'one/c', 'one/a'])
  })

  it('P23: come back for a minute where they stood, and are gone with their files after it', async () => {
    const app = createTestQuickReplies()
    const file = { kind: 'file', stagedId: stage(app, 1), asFile: false } as const
    const id = app.quickReplies.save(null, { title: 'Map', group: '', items: [file] })
    app.keep('Other', ['text'])
    app.files.removeAllStaged()
    app.quickReplies.remove(id)
    await settle()
    expect(app.told.at(-1)).toEqual({ kind: 'quick-reply-removed', id })
    expect(app.titles()).toEqual(['/Other'])
    await app.clock.advance(59_000)
    app.quickReplies.restore(id)
    expect(app.titles()).toEqual(['/Map', '/Other'])
    app.quickReplies.remove(id)
    await app.clock.advance(60_000)
    expect(() => app.quickReplies.restore(id)).toThrow('not-found')
    expect(app.released).toEqual([aFile(1).hash])
    expect(app.files.takeUnreferenced([aFile(1).hash])).toHaveLength(1)
    expect(app.deletions()).toBe(1)
    expect(app.database.sql('SELECT * FROM quick_reply_items').all()).toHaveLength(1)
  })

  it('P23: removed ones do not come back after a start', () => {
    const app = createTestQuickReplies()
    const id = app.keep('Gone', ['text'])
    app.quickReplies.remove(id)
    app.quickReplies.start()
    expect(() => app.quickReplies.restore(id)).toThrow('not-found')
  })

  it('are no more than there is room for', () => {
    const app = createTestQuickReplies()
    const long = 'x'.repeat(MAX_QUICK_REPLY_TEXT)
    const fill = Array.from({ length: 10 }, () => long)
    for (let index = 0; index < 100; index += 1) app.keep(`no. ${index}`, fill)
    expect(() => app.keep('one more', ['x'])).toThrow('quick-replies-full')
    const [first] = app.stores.quickReplies.list()
    if (first === undefined) throw new Error('none is kept')
    app.quickReplies.save(first.id, { title: 'short', group: '', items: [{ kind: 'text', text: 'x' }] })
    expect(app.keep('one more', ['x'])).toBeGreaterThan(0)
  })
})

describe('a quick reply sent at once', () => {
  function withContact(alias: string | null = 'Li') {
    const app = createTestQuickReplies()
    app.write()
    const conversationId = app.conversationWith()
    app.stores.contacts.change(USER, {})
    if (alias !== null) app.database.sql('UPDATE contacts SET alias = ?').run(alias)
    const send = (id: ReturnType<typeof app.keep>, draft = '') =>
      app.quickReplies.send({ id, conversationId, requestId: REQUEST, draft })
    return { ...app, conversationId, sendAtOnce: send }
  }

  it('goes out as one message per item, in order, once, and leaves what else is written in the box', async () => {
    const app = withContact()
    app.conversations.saveDraft(app.conversationId, 'half a /pri')
    const id = app.quickReplies.save(null, {
      title: 'Price',
      group: '',
      items: [
        { kind: 'text', text: 'Hello {contact}' },
        { kind: 'file', stagedId: stage(app, 1), asFile: false },
        { kind: 'text', text: '10 a piece' },
      ],
    })
    const ids = app.sendAtOnce(id, 'half a ')
    expect(app.sendAtOnce(id, 'half a ')).toEqual(ids)
    expect(app.states()).toEqual(['Hello Li = queued', '? = uploading', '10 a piece = queued'])
    expect(app.conversations.summary(app.conversationId)?.draft).toBe('half a ')
    await settle()
    await app.session.last.answer(accepted('1'))
    expect(app.session.texts[0]).toContain('Hello Li')
    app.quickReplies.remove(id)
    app.quickReplies.forgetRemoved()
    app.files.removeAllStaged()
    expect(app.files.takeUnreferenced([aFile(1).hash]), 'the message keeps its file').toEqual([])
  })

  it('is refused whole where a name is not known, a file is gone or the window has closed', async () => {
    const app = withContact(null)
    const named = app.keep('Named', ['All fine', 'Hello {contact}'])
    expect(() => app.sendAtOnce(named)).toThrow('quick-reply-gaps')
    const file = { kind: 'file', stagedId: stage(app, 1), asFile: false } as const
    const map = app.quickReplies.save(null, { title: 'Map', group: '', items: [file] })
    app.gone.add(aFile(1).hash)
    expect(() => app.sendAtOnce(map)).toThrow('media-missing')
    await app.clock.advance(25 * 3_600_000)
    const plain = app.keep('Plain', ['words'])
    expect(() => app.sendAtOnce(plain)).toThrow('window-closed')
    expect(app.states()).toEqual([])
  })
})
