import { createBroadcastStores } from '#core/broadcast/stores.ts'
import { decodeMessage } from '#core/ilink/decode.ts'
import type { DecodedMessage } from '#core/ilink/message.ts'
import { AttachmentRecorder } from '#core/media/attachment-recorder.ts'
import { createMediaViews } from '#core/media/views.ts'
import { settleEcho } from '#core/outbox/echo.ts'
import { AccountRepository } from '#core/storage/account-repository.ts'
import { ContactRepository } from '#core/storage/contact-repository.ts'
import { ConversationRepository } from '#core/storage/conversation-repository.ts'
import { Database } from '#core/storage/database.ts'
import { MarkRepository } from '#core/storage/mark-repository.ts'
import { MediaFileRepository } from '#core/storage/media-file-repository.ts'
import { MediaRepository } from '#core/storage/media-repository.ts'
import { MessageReader } from '#core/storage/messages/message-reader.ts'
import { MessageWriter } from '#core/storage/messages/message-writer.ts'
import { OutboxQueue } from '#core/storage/outbox-queue.ts'
import { OutboxRepository } from '#core/storage/outbox-repository.ts'
import { ProgramRepository } from '#core/storage/program-repository.ts'
import { ProposalRepository } from '#core/storage/proposal-repository.ts'
import { QuickReplyRepository } from '#core/storage/quick-reply-repository.ts'
import { ScheduledRepository } from '#core/storage/scheduled-repository.ts'
import { createTestDatabase } from '#core/testing/database.ts'
import { TestEvents } from '#core/testing/events.ts'
import { testRandom } from '#core/testing/random.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { Message, MessagePart } from '#shared/model/message.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { Ingest } from './ingest.ts'
import { toMessageView } from './quotes.ts'

/** The real stores over a database in memory, and messages as the wire has them. */

export const START = 1_790_000_000_000
export const BOT = 'aaaabbbbcccc@im.bot'
export const USER = 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat'
export const OTHER_USER = 'o9cq80_SynthUserAAAAAAAAAA02@im.wechat'

/** What a test says of a message on the wire; the rest is absent. */
export interface WireText {
  text: string
  id?: string
  client?: string
  seq?: number
  at?: number
  from?: string
  token?: string
  group?: string
  quotes?: Record<string, unknown>
}

function wire({ text, id, client, seq, at, token, group, quotes }: WireText): Record<string, unknown> {
  const item = { type: 1, text_item: { text }, ref_msg: quotes }
  return {
    message_id: id,
    client_id: client,
    seq,
    create_time_ms: at,
    context_token: token,
    group_id: group,
    item_list: [item],
  }
}

/** A text that a contact wrote. */
export function inboundText(message: WireText): DecodedMessage {
  const from = message.from ?? USER
  return decodeMessage({ ...wire(message), message_type: 1, from_user_id: from, to_user_id: BOT })
}

/** A text that went out with the account's token, coming back through a poll. */
export function outboundText(message: WireText): DecodedMessage {
  const to = message.from ?? USER
  return decodeMessage({ ...wire(message), message_type: 2, from_user_id: BOT, to_user_id: to })
}

export interface TestBatch {
  messages: readonly DecodedMessage[]
  lost?: number
  cursor?: string | null
  receivedAt?: number
}

/** The stores of one app over a file or an open database, with one account that is bound and its ingest. */
export function createTestInbox(file: string | Database = createTestDatabase()) {
  const database = typeof file === 'string' ? new Database(file) : file
  const accounts = new AccountRepository(database, testRandom())
  const conversations = new ConversationRepository(database)
  const messages = new MessageReader(database)
  const writer = new MessageWriter(database)
  const outbox = new OutboxRepository(database, writer)
  const media = new MediaRepository(database)
  const files = new MediaFileRepository(database)
  const inbox = { database, accounts, conversations, messages, writer, outbox, media, files }
  const marks = new MarkRepository(database)
  const stores = {
    ...inbox,
    queue: new OutboxQueue(database),
    contacts: new ContactRepository(database),
    marks,
    scheduled: new ScheduledRepository(database),
    quickReplies: new QuickReplyRepository(database),
    programs: new ProgramRepository(database),
    proposals: new ProposalRepository(database),
    ...createBroadcastStores(database),
  }
  const views = createMediaViews(media, () => false)
  const mediaSettings = DEFAULT_SETTINGS.media
  const events = new TestEvents(database)
  const ingest = new Ingest({
    database,
    conversations,
    messages,
    writer,
    media: new AttachmentRecorder(media, () => mediaSettings),
    onEcho: (id, serverId) => settleEcho(stores, id, serverId),
    events,
  })

  function bindAccount(botId = BOT, ownerUserId: string | null = null): AccountId {
    return accounts.bind(null, { botId, baseUrl: 'https://ilinkai.weixin.qq.com', ownerUserId }).id
  }
  const accountId = accounts.list()[0]?.id ?? bindAccount()

  /** Takes an answered poll of the account's present binding; other accounts by `of`. */
  function receive(
    { messages: list, lost = 0, cursor = null, receivedAt = START + 60_000 }: TestBatch,
    of = accountId,
  ): boolean {
    const binding = accounts.get(of)?.binding ?? 0
    const intake = ingest.begin({ accountId: of, binding, messages: list, lost, cursor, receivedAt })
    let step = intake.next()
    while (step === 'more') step = intake.next()
    return step.kind === 'stored'
  }

  function conversationWith(userId = USER, of = accountId): ConversationId {
    return conversations.ensure(of, userId)
  }

  /** The conversation as a window shows it, in order. */
  function shown(userId = USER, of = accountId): Message[] {
    return messages
      .before(conversationWith(userId, of), null, 100_000)
      .map((row) => toMessageView({ ...stores, views }, row))
  }

  function texts(userId = USER, of = accountId): string[] {
    return shown(userId, of).map((message) => textOf(message.parts[0]))
  }

  function summary(userId = USER, of = accountId) {
    const found = conversations.summary(conversationWith(userId, of))
    if (found === null) throw new Error('no such conversation')
    return found
  }

  return {
    ...inbox,
    stores,
    views,
    mediaSettings,
    ingest,
    events,
    accountId,
    bindAccount,
    receive,
    conversationWith,
    shown,
    texts,
    summary,
  }
}

export type TestInbox = ReturnType<typeof createTestInbox>

export function textOf(part: MessagePart | null | undefined): string {
  return part?.kind === 'text' ? part.text : ''
}
