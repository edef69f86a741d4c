import type { AppActions } from '#core/app-actions.ts'
import { BYTE_ORDER_MARK, csvRows, localTime } from '#core/csv.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import type { Clock } from '#core/ports.ts'
import type { Reads } from '#core/reads/ports.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { StoredMessage } from '#core/storage/messages/message-reader.ts'
import { AppError } from '#shared/errors.ts'
import { accountName, contactName } from '#shared/i18n/names.ts'
import type { Translator } from '#shared/i18n/translate.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MessagePart } from '#shared/model/message.ts'

export interface HistoryExportDeps {
  clock: Pick<Clock, 'now'>
  conversations: Pick<ConversationRepository, 'summary'>
  reads: Pick<Reads, 'run'>
  /** Texts in the language of the interface. */
  text(): Translator
  saveText: AppActions['saveText']
  events: EventSink
}

/** An export under way. */
interface Running {
  abort: AbortController
  done: Promise<boolean>
  /** The operator has said where to. */
  isWriting: boolean
}

/** What things are called in an export. */
interface Names {
  text: Translator
  contact: string
  account: string
}

/** Writes the history of one contact, over all accounts, as a table for spreadsheets, a portion at a time. */
export class HistoryExport {
  readonly #deps: HistoryExportDeps
  #running: Running | null = null

  constructor(deps: HistoryExportDeps) {
    this.#deps = deps
  }

  /**
   * Asks where to, and writes; false when that was cancelled.
   * @throws AppError `not-found`, also when the history is deleted meanwhile; `not-possible-now` while another one is
   * under way; `file-unwritable`, `storage-full`
   */
  async run(id: ConversationId): Promise<boolean> {
    const { clock, conversations, saveText } = this.#deps
    const summary = conversations.summary(id)
    if (summary === null) throw new AppError('not-found')
    if (this.#running !== null) throw new AppError('not-possible-now')
    const abort = new AbortController()
    const day = localTime(clock.now()).slice(0, 10)
    const written = saveText(`linkboard-history-${id}-${day}.csv`, this.#content(summary, abort.signal))
    this.#running = { abort, done: this.#end(written, abort.signal), isWriting: false }
    return this.#running.done
  }

  /** Ends what is under way; nothing of it stays. */
  cancel(): void {
    this.#running?.abort.abort()
  }

  /** The same, for quitting: resolves when nothing of it stands on the disk any more. */
  async stop(): Promise<void> {
    this.cancel()
    // a dialog of the system's that stands open is nothing to wait for
    if (this.#running?.isWriting === true) await this.#running.done.catch(() => undefined)
  }

  async #end(written: Promise<boolean>, signal: AbortSignal): Promise<boolean> {
    try {
      return await written
    } catch (error) {
      if (signal.aborted) return false
      throw error
    } finally {
      this.#running = null
      this.#deps.events.raise({ kind: 'export-progress', percent: null })
    }
  }

  async *#content(
    { contactUserId, contactAlias }: { contactUserId: string; contactAlias: string | null },
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    if (this.#running !== null) this.#running.isWriting = true
    signal.throwIfAborted()
    const { reads } = this.#deps
    const text = this.#deps.text()
    const extent = await reads.run('history-extent', { userId: contactUserId })
    yield BYTE_ORDER_MARK + csvRows([headOf(text)])
    let done = 0
    for (const { id, account } of extent.conversations) {
      const contact = contactName({ contactAlias, contactUserId }, account, text)
      const names = { text, contact, account: accountName(account, text) }
      for (let after: number | null = 0; after !== null; ) {
        signal.throwIfAborted()
        const some: StoredMessage[] | null = await reads.run('history-some', { conversationId: id, after })
        if (some === null) throw new AppError('not-found')
        if (some.length > 0) yield csvRows(some.map((message) => cellsOf(message, names)))
        after = some.at(-1)?.id ?? null
        done += some.length
        this.#tell(extent.messages === 0 ? 100 : (100 * done) / extent.messages)
      }
    }
  }

  #tell(percent: number): void {
    this.#deps.events.raise({ kind: 'export-progress', percent: Math.min(100, Math.floor(percent)) })
  }
}

function headOf(text: Translator): string[] {
  return (['time', 'account', 'from', 'kind', 'text', 'file', 'state'] as const).map((column) =>
    text(`history.${column}`),
  )
}

function cellsOf(message: StoredMessage, { text, contact, account }: Names): string[] {
  const { at, direction, sender, parts, sending } = message
  const member =
    sender === null
      ? contact
      : contactName({ contactAlias: sender.alias, contactUserId: sender.userId }, undefined, text)
  return [
    localTime(at),
    account,
    direction === 'out' ? text('message.you') : member,
    text(`message.kind.${parts[0]?.kind ?? 'unreadable'}`),
    parts
      .map(wordsOf)
      .filter((words) => words !== '')
      .join('\n'),
    parts.flatMap((part) => (part.kind === 'file' ? [part.name] : [])).join('\n'),
    sending === null ? '' : text(`message.state.${sending.state}`),
  ]
}

function wordsOf(part: MessagePart): string {
  if (part.kind === 'text') return part.text
  return part.kind === 'voice' ? (part.transcript ?? '') : ''
}
