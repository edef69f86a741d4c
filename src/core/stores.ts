import { createBroadcastStores } from './broadcast/stores.ts'
import type { Random } from './ports.ts'
import { AccountRepository } from './storage/account-repository.ts'
import { ContactRepository } from './storage/contact-repository.ts'
import { ConversationRepository } from './storage/conversation-repository.ts'
import type { Database } from './storage/database.ts'
import { DiagnosticsRepository } from './storage/diagnostics-repository.ts'
import { Erasure } from './storage/erasure.ts'
import { MarkRepository } from './storage/mark-repository.ts'
import { MediaFileRepository } from './storage/media-file-repository.ts'
import { MediaRepository } from './storage/media-repository.ts'
import { MessageReader } from './storage/messages/message-reader.ts'
import { MessageWriter } from './storage/messages/message-writer.ts'
import { OutboxQueue } from './storage/outbox-queue.ts'
import { OutboxRepository } from './storage/outbox-repository.ts'
import { ProgramRepository } from './storage/program-repository.ts'
import { ProposalRepository } from './storage/proposal-repository.ts'
import { QuickReplyRepository } from './storage/quick-reply-repository.ts'
import { ScheduledRepository } from './storage/scheduled-repository.ts'
import { ToldRepository } from './storage/told-repository.ts'

/** Everything that is kept in the database, by what it is about. */
export function createStores(database: Database, random: Random) {
  const writer = new MessageWriter(database)
  return {
    database,
    accounts: new AccountRepository(database, random),
    conversations: new ConversationRepository(database),
    contacts: new ContactRepository(database),
    marks: new MarkRepository(database),
    messages: new MessageReader(database),
    writer,
    outbox: new OutboxRepository(database, writer),
    queue: new OutboxQueue(database),
    scheduled: new ScheduledRepository(database),
    media: new MediaRepository(database),
    files: new MediaFileRepository(database),
    diagnostics: new DiagnosticsRepository(database),
    erasure: new Erasure(database, writer),
    quickReplies: new QuickReplyRepository(database),
    programs: new ProgramRepository(database),
    proposals: new ProposalRepository(database),
    told: new ToldRepository(database),
    ...createBroadcastStores(database),
  }
}

export type Stores = ReturnType<typeof createStores>
