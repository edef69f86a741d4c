import { describe, expect, it } from 'vitest'
import { createTestInbox, inboundText, outboundText, START, USER } from '#core/inbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { createTranslator } from '#shared/i18n/translate.ts'
import { HistoryExport } from './history-export.ts'

const AT_ONCE = { asked: Promise.resolve(), remove: () => Promise.resolve() }

/**
 * A history that is written to memory; `during` is called with each bit. `asked` is when the operator has said where to,
 * `remove` takes away what is unfinished.
 */
function world(during: (bits: string[]) => void = () => {}, { asked, remove } = AT_ONCE) {
  const inbox = createTestInbox()
  const files: { name: string; content: string }[] = []
  const histories = new HistoryExport({
    clock: { now: () => START },
    conversations: inbox.conversations,
    reads: createInProcessReads(inbox.database),
    text: () => createTranslator('en'),
    async saveText(name, content) {
      await asked
      const bits: string[] = []
      try {
        for await (const bit of content) {
          bits.push(bit)
          during(bits)
        }
      } catch (error) {
        if (bits.length > 0) await remove()
        throw error
      }
      files.push({ name, content: bits.join('') })
      return true
    },
    events: inbox.events,
  })
  const rows = () =>
    (files[0]?.content ?? '')
      .replace(/^\ufeff/u, '')
      .split('\r\n')
      .filter((row) => row !== '')
      .map((row) => row.slice(1, -1).split('","'))
  return { ...inbox, histories, files, rows }
}

describe('the export of a contact', () => {
  it('holds every message of all accounts that are here, in words, and nothing that opens or computes', async () => {
    const app = world()
    const other = app.bindAccount('other@im.bot')
    const gone = app.bindAccount('gone@im.bot')
    app.accounts.setAlias(other, 'Studio')
    app.conversations.setContactAlias(USER, 'Li')
    app.receive({ messages: [inboundText({ id: '1', text: '你好', at: START })] })
    app.receive({ messages: [outboundText({ id: '2', text: '=1+1', at: START + 1 })] })
    app.receive({ messages: [inboundText({ id: '3', text: 'elsewhere', token: 'secret-token' })] }, other)
    app.receive({ messages: [inboundText({ id: '4', text: 'kept, but hidden' })] }, gone)
    app.receive({ messages: [inboundText({ id: '5', text: 'of somebody else', from: 'x@im.wechat' })] })
    app.accounts.remove(gone, 'keep')
    expect(await app.histories.run(app.conversationWith())).toBe(true)
    expect(app.rows().map((row) => row.slice(1))).toEqual([
      ['Account', 'From', 'Kind', 'Text', 'File', 'State'],
      ['Account 1', 'Li', 'Text', '你好', '', ''],
      ['Account 1', 'You', 'Text', "'=1+1", '', ''],
      ['Studio', 'Li', 'Text', 'elsewhere', '', ''],
    ])
    expect(app.files[0]?.name).toMatch(/^linkboard-history-1-\d{4}-\d\d-\d\d\.csv$/)
    expect(app.files[0]?.content).not.toContain('secret')
  })

  it('says how far it is, and that it is over', async () => {
    const app = world()
    const messages = Array.from({ length: 1_200 }, (_, n) => inboundText({ id: `${n}`, text: `${n}` }))
    app.receive({ messages })
    await app.histories.run(app.conversationWith())
    expect(app.events.of('export-progress').map(({ percent }) => percent)).toEqual([41, 83, 100, 100, null])
    expect(app.rows()).toHaveLength(1_201)
  })

  it('ends when it is cancelled, and the next one may begin', async () => {
    const app = world((bits) => bits.length === 2 && app.histories.cancel())
    app.receive({ messages: [inboundText({ id: '1', text: 'one' })] })
    expect(await app.histories.run(app.conversationWith())).toBe(false)
    expect(app.files).toEqual([])
    expect(app.events.of('export-progress').at(-1)).toMatchObject({ percent: null })
  })

  it('is waited for at quitting until nothing of it is left, and its dialog is not', async () => {
    const asked = Promise.withResolvers<void>()
    const [begun, removed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const left: string[] = []
    const app = world(
      () => {
        left.push('unfinished')
        begun.resolve()
      },
      { asked: asked.promise, remove: () => removed.promise.then(() => void left.splice(0)) },
    )
    app.receive({ messages: [inboundText({ id: '1', text: 'one' })] })
    const first = app.histories.run(app.conversationWith())
    await app.histories.stop()
    asked.resolve()
    expect(await first).toBe(false)
    expect(left).toEqual([])

    const second = app.histories.run(app.conversationWith())
    await begun.promise
    const stopped = app.histories.stop()
    expect(left).not.toEqual([])
    removed.resolve()
    await stopped
    expect(left).toEqual([])
    expect(await second).toBe(false)
  })

  it('is one at a time, of somebody who is there', async () => {
    const app = world()
    app.receive({ messages: [inboundText({ id: '1', text: 'one' })] })
    const first = app.histories.run(app.conversationWith())
    await expect(app.histories.run(app.conversationWith())).rejects.toThrow('not-possible-now')
    expect(await first).toBe(true)
  })

  it('does not pass for whole when the history is deleted meanwhile', async () => {
    const app = world((bits) => {
      if (bits.length === 1) app.database.sql('UPDATE conversations SET erased = 1').run()
    })
    app.receive({ messages: [inboundText({ id: '1', text: 'one' })] })
    await expect(app.histories.run(app.conversationWith())).rejects.toThrow('not-found')
    expect(app.files).toEqual([])
  })
})
