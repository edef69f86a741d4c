import { describe, expect, it } from 'vitest'
import { createTestConnections } from '#core/connections/testing.ts'
import { createTestInbox, inboundText, outboundText, START, USER } from '#core/inbox/testing.ts'
import { createInProcessReads } from '#core/reads/in-process-reads.ts'
import { Erasure } from '#core/storage/erasure.ts'
import { contactRequests } from '#shared/contract/contacts.ts'
import { ConversationId } from '#shared/model/ids.ts'
import { Contacts } from './contacts.ts'

const DAY = 86_400_000

/** One person who writes to two accounts, and somebody whose id differs in case only. */
function world() {
  const inbox = createTestInbox()
  const other = inbox.bindAccount('other@im.bot')
  const reads = createInProcessReads(inbox.database)
  const contacts = new Contacts({ stores: inbox.stores, reads, events: inbox.events })
  const write = (id: string, at: number, of = inbox.accountId, from = USER) =>
    inbox.receive({ messages: [inboundText({ id, text: 'hi', at, from })], receivedAt: at }, of)
  write('1', START)
  write('2', START + 2 * DAY, other)
  write('3', START, inbox.accountId, USER.toUpperCase())
  return { inbox, other, contacts, write }
}

describe('what is kept about a person', () => {
  it('is one across all accounts, and belongs to the exact id', () => {
    const { inbox, other, contacts } = world()
    contacts.change(inbox.conversationWith(), { tags: ['熟客', '批发'], note: '要开增值税发票' })
    contacts.change(inbox.conversationWith(USER, other), { followUp: '2026-03-09' })
    const card = {
      userId: USER,
      tags: ['熟客', '批发'],
      note: '要开增值税发票',
      followUp: '2026-03-09',
      isSelf: false,
    }
    expect(inbox.stores.contacts.cards()).toEqual([card])
    expect(inbox.stores.contacts.card(USER)).toEqual(card)
    expect(inbox.stores.contacts.card(USER.toUpperCase()).tags).toEqual([])
    contacts.change(inbox.conversationWith(), { tags: ['批发'], note: '', followUp: null })
    expect(inbox.stores.contacts.cards()).toEqual([
      { userId: USER, tags: ['批发'], note: '', followUp: null, isSelf: false },
    ])
  })

  it('goes out to windows whole', () => {
    const { inbox, contacts } = world()
    const { connections, publisher } = createTestConnections(inbox)
    const told: unknown[] = []
    connections.connect().subscribe(({ changes }) => void told.push(...changes))
    contacts.change(inbox.conversationWith(), { tags: ['VIP'] })
    for (const event of inbox.events.of('contact-changed')) publisher.handle(event)
    expect(told).toEqual([
      { kind: 'contact', contact: { userId: USER, tags: ['VIP'], note: '', followUp: null, isSelf: false } },
    ])
  })

  it('one person at most is the operator, and windows are told of both when it changes', () => {
    const { inbox, contacts } = world()
    contacts.setSelf(inbox.conversationWith())
    expect(inbox.stores.contacts.cards()).toMatchObject([{ userId: USER, isSelf: true }])
    contacts.setSelf(inbox.conversationWith(USER.toUpperCase()))
    expect(inbox.stores.contacts.cards()).toMatchObject([{ userId: USER.toUpperCase(), isSelf: true }])
    contacts.setSelf(null)
    expect(inbox.stores.contacts.cards()).toEqual([])
    expect(inbox.events.of('contact-changed').map(({ userId }) => userId)).toEqual([
      ...[USER, USER, USER.toUpperCase(), USER.toUpperCase()],
    ])
  })

  it('leaves the alias and the exclusion from broadcasts as they are', () => {
    const { inbox, contacts } = world()
    inbox.conversations.setContactAlias(USER, 'Li')
    inbox.conversations.setContactExcluded(USER, true)
    contacts.change(inbox.conversationWith(), { note: 'n' })
    expect(inbox.summary()).toMatchObject({ contactAlias: 'Li', isExcluded: true })
  })

  it('P23: goes with the last history of the person', () => {
    const { inbox, other, contacts } = world()
    contacts.change(inbox.conversationWith(), { tags: ['secret'], note: 'secret' })
    const erasure = new Erasure(inbox.database, inbox.writer)
    for (const [account, left] of [
      [inbox.accountId, 1],
      [other, 0],
    ] as const) {
      inbox.database.sql('UPDATE accounts SET erased = 1 WHERE id = ?').run(account)
      while (!erasure.eraseSome({ kind: 'account', id: account }, 10, 0).isDone);
      expect(inbox.stores.contacts.cards()).toHaveLength(left)
    }
    expect(inbox.database.sql('SELECT COUNT(*) AS n FROM contact_tags').get()).toMatchObject({ n: 0 })
  })
})

describe('what is known of a person', () => {
  it('counts over all accounts: first seen, messages, windows', async () => {
    const { inbox, contacts, write } = world()
    write('4', START + DAY - 1)
    write('5', START + 3 * DAY)
    inbox.receive({ messages: [outboundText({ id: '6', text: 'from another program' })] })
    expect(await contacts.facts(inbox.conversationWith())).toEqual({
      firstSeenAt: START,
      received: 4,
      sent: 1,
      windows: 3,
      accounts: 2,
      broadcasts: [],
      broadcastCount: 0,
    })
  })

  it('is nothing of somebody who has not written', async () => {
    const { inbox, contacts } = world()
    const facts = await contacts.facts(inbox.conversationWith('new@im.wechat'))
    expect(facts).toMatchObject({ firstSeenAt: null, received: 0, sent: 0, windows: 0, accounts: 1 })
  })

  it('is refused for a conversation that is not there', () => {
    const { contacts } = world()
    expect(() => contacts.change(ConversationId.parse(999), { note: '' })).toThrow()
  })
})

describe('tags', () => {
  const parse = (tags: string[]) =>
    contactRequests['contacts.change'].input.safeParse({ id: 1, change: { tags } })

  it('are repaired on entry, without a sign in front, each once', () => {
    expect(parse([' #熟客 ', '＃批发', '熟客']).data?.change.tags).toEqual(['熟客', '批发'])
  })

  it.each([[['']], [['  ']], [['#']], [['x'.repeat(25)]]])(
    'are refused where they say nothing or too much: %j',
    (tags) => {
      expect(parse(tags).success).toBe(false)
    },
  )
})
