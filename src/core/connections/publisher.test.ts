import { describe, expect, it } from 'vitest'
import { decodeMessage } from '#core/ilink/decode.ts'
import { BOT, createTestInbox, inboundText, outboundText, USER } from '#core/inbox/testing.ts'
import { createTestOutbox, LOST } from '#core/outbox/testing.ts'
import { TestClock } from '#core/testing/clock.ts'
import type { Change } from '#shared/model/changes.ts'
import { createTestConnections } from './testing.ts'

describe('what a batch of messages publishes', () => {
  function reader({ watches }: { watches: boolean }) {
    const inbox = createTestInbox()
    const clock = new TestClock()
    const { connections, publisher } = createTestConnections(inbox, clock)
    inbox.events.subscribe(publisher)
    const connection = connections.connect()
    const told: Change[] = []
    const kinds: string[] = []
    connection.subscribe(({ changes }) => {
      told.push(...changes)
      kinds.push(...changes.map(({ kind }) => kind))
    })
    if (watches) connection.watch([inbox.conversationWith()])
    return { inbox, clock, kinds, publisher, last: () => told.at(-1) }
  }

  const hello = (id: string) => ({ messages: [inboundText({ text: 'hello', id })] })

  it('is the summary', () => {
    const { inbox, kinds } = reader({ watches: false })
    inbox.receive(hello('1'))
    expect(kinds).toEqual(['conversation'])
  })

  it('is the message too where its conversation is on screen', () => {
    const { inbox, kinds } = reader({ watches: true })
    inbox.receive(hello('1'))
    expect(kinds).toEqual(['message', 'conversation'])
  })

  it('is when the account was written to, within a second and once for all that came meanwhile', async () => {
    const { inbox, clock, kinds, last } = reader({ watches: false })
    inbox.receive(hello('1'))
    await clock.advance(600)
    inbox.receive(hello('2'))
    expect(kinds).toEqual(['conversation', 'conversation'])
    await clock.advance(400)
    expect(kinds).toEqual(['conversation', 'conversation', 'account-written-to'])
    expect(last()).toEqual({
      kind: 'account-written-to',
      id: inbox.accountId,
      lastInboundAt: inbox.stores.accounts.get(inbox.accountId)?.lastInboundAt,
    })
    await clock.advance(5_000)
    expect(kinds).toHaveLength(3)
  })

  it('is the account at once when something could not be read', () => {
    const { inbox, kinds } = reader({ watches: false })
    inbox.receive({ messages: [], lost: 1 })
    expect(kinds).toEqual(['account'])
  })

  it('P4: is the account at once when the copy of a send shows that it is not muted', async () => {
    const app = createTestOutbox()
    app.write()
    for (const text of ['one', 'two', 'three']) {
      await app.sendOne(text)
      await app.clock.advance(1_500)
      await app.session.last.answer(LOST)
    }
    const { connections, publisher } = createTestConnections(app, app.clock)
    app.events.subscribe(publisher)
    const connection = connections.connect()
    const told: Change[] = []
    connection.subscribe(({ changes }) => void told.push(...changes))
    const client = app.session.last.message.clientId
    app.receive({ messages: [outboundText({ text: 'three', id: '900', client })] })
    expect(told).toContainEqual(
      expect.objectContaining({ kind: 'account', account: expect.objectContaining({ maybeMuted: false }) }),
    )
  })

  it('is nothing of the account any more once it is told to stop', async () => {
    const { inbox, clock, kinds, publisher } = reader({ watches: false })
    inbox.receive(hello('1'))
    publisher.stop()
    await clock.advance(1_000)
    expect(kinds).toEqual(['conversation'])
  })
})

describe('a picture that is quoted by its id alone', () => {
  const id = '7512345678901234567'
  const media = { encrypt_query_param: 'p', aes_key: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' }
  const picture = decodeMessage({
    ...{ message_id: id, message_type: 1, from_user_id: USER, to_user_id: BOT },
    item_list: [{ type: 2, image_item: { media } }],
  })
  const quoting = (text: string, quoted = id) => inboundText({ text, quotes: { svr_id: quoted } })

  it('is drawn in what quotes it as soon as its bytes are here, and after they went', () => {
    const inbox = createTestInbox()
    const { connections, publisher } = createTestConnections(inbox)
    inbox.events.subscribe(publisher)
    const connection = connections.connect()
    const drawn: unknown[] = []
    connection.subscribe(({ changes }) => {
      for (const change of changes) {
        if (change.kind === 'message' && change.message.quote !== null)
          drawn.push([change.message.parts[0], change.message.quote.media?.kind ?? null])
      }
    })
    connection.watch([inbox.conversationWith()])
    const messages = [picture, quoting('this one'), quoting('another', '7512345678901234599')]
    inbox.receive({ messages })
    const [attachment] = inbox.media.waiting(inbox.accountId, 10)
    if (attachment === undefined) throw new Error('no picture')
    const { id: mediaId, messageId } = attachment
    const changed = { kind: 'media-changed', mediaIds: [mediaId], messageIds: [messageId] } as const
    drawn.length = 0
    inbox.files.add({ hash: 'a'.repeat(64), size: 5, md5: 'm', kind: 'image', type: 'image/png' }, 0)
    inbox.database.transaction(() => {
      inbox.media.setHeld(mediaId, 'a'.repeat(64))
      inbox.events.raise(changed)
    })
    inbox.database.transaction(() => {
      inbox.media.setState(mediaId, 'removed', null)
      inbox.events.raise(changed)
    })
    const text = { kind: 'text', text: 'this one' }
    expect(drawn).toEqual([
      [text, 'image'],
      [text, null],
    ])
  })
})
