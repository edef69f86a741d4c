import type { Bridge, Staging } from '#shared/bridge.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import { AppError } from '#shared/errors.ts'
import type { Change, ChangeBatch, Snapshot } from '#shared/model/changes.ts'
import type { StageResult } from '#shared/model/media.ts'
import { compareMessages, type Message } from '#shared/model/message.ts'
import { conversationsText, conversationText, snapshotText } from '#shared/model/snapshot-text.ts'
import { aStagedFile, stagedId } from './samples.ts'

const MEDIA_KINDS = ['image', 'video', 'audio'] as const

type Handlers = { [N in RequestName]?: (input: InputOf<N>) => OutputOf<N> | Promise<OutputOf<N>> }

/** One request that the page made. */
export interface Asked {
  name: RequestName
  input: unknown
}

/** A bridge to a main that exists only in memory: it serves a snapshot and pages, takes files, and records requests. */
export class FakeBridge implements Bridge {
  readonly asked: Asked[] = []
  snapshot: Snapshot
  /** The conversations of a first snapshot; null for all. */
  first: ReadonlySet<number> | null = null
  messages: Message[]
  /** Every file that was to be staged, in order. */
  readonly filesToStage: File[] = []
  /** What becomes of a file; `place` is its index in `filesToStage`. By default it is taken as it names itself. */
  stage: (file: File, place: number) => StageResult | Promise<StageResult> = takenAsNamed
  private readonly handlers: Handlers
  private readonly listeners = new Set<(batch: string) => void | Promise<void>>()

  constructor(snapshot: Snapshot, messages: Message[] = [], handlers: Handlers = {}) {
    this.snapshot = snapshot
    this.messages = messages
    this.handlers = handlers
  }

  async request<N extends RequestName>(name: N, input: InputOf<N>) {
    // as a text it is the same question
    this.asked.push({ name: name === 'app.snapshotText' ? 'app.snapshot' : name, input })
    try {
      const handler = this.handlers[name] ?? this.defaults()[name]
      const value = (await handler?.(input)) as OutputOf<N>
      return { ok: true, value } as const
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'internal'
      return { ok: false, error: { code } } as const
    }
  }

  /** What a test says that a snapshot is. */
  async #snapshotNow(): Promise<Snapshot> {
    return await (this.handlers['app.snapshot']?.(undefined) ?? this.snapshot)
  }

  subscribe(listener: (batch: string) => void | Promise<void>): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  stageFiles(files: readonly File[], onResult: (index: number, result: StageResult) => void): Staging {
    const first = this.filesToStage.length
    this.filesToStage.push(...files)
    let cancelled = false
    const run = async () => {
      for (const [index, file] of files.entries()) {
        const staged = cancelled ? notWanted(file) : await this.stage(file, first + index)
        onResult(index, cancelled ? notWanted(file) : staged)
      }
    }
    return {
      done: run(),
      cancel() {
        cancelled = true
      },
    }
  }

  /** Inputs of all requests of one name so far. */
  inputs<N extends RequestName>(name: N): InputOf<N>[] {
    return this.asked.filter((one) => one.name === name).map((one) => one.input as InputOf<N>)
  }

  /** Sends changes as the next batch. */
  emit(...changes: Change[]): void {
    void this.deliver(...changes)
  }

  /** Sends changes as the next batch; resolves once the page has digested it. */
  async deliver(...changes: Change[]): Promise<void> {
    const from = this.snapshot.revision
    const batch = { from, to: from + changes.length, changes }
    this.snapshot = { ...this.snapshot, revision: batch.to }
    const text = JSON.stringify(batch)
    await Promise.all([...this.listeners].map((listener) => listener(text)))
  }

  /** Sends a batch with revisions of its own, to be late or to leave a gap. */
  emitBatch(batch: ChangeBatch): void {
    const text = JSON.stringify(batch)
    for (const listener of this.listeners) void listener(text)
  }

  private defaults(): Handlers {
    return {
      'app.snapshot': () => this.snapshot,
      'app.snapshotText': async ({ isWhole }) => {
        const snapshot = await this.#snapshotNow()
        const first = isWhole ? null : this.first
        const conversations = snapshot.conversations.filter(({ id }) => first?.has(id) ?? true)
        return snapshotText(snapshot, conversations.map(conversationText), first === null)
      },
      'app.otherConversations': () => ({ text: conversationsText(this.snapshot.conversations), last: null }),
      'messages.page': (input) => this.page(input),
      'messages.around': (input) => this.around(input),
      'messages.atTime': ({ conversationId, at }) =>
        this.history(conversationId).find((message) => message.at >= at)?.id ?? null,
      'conversations.tally': () => ({ wrote: 0, answered: 0, expired: 0, medianMs: null }),
      'programs.calls': () => ({ calls: [], hasMore: false }),
      'proxy.credentials': () => ({ isStored: false }),
      'outbox.sendText': () => ({ messageIds: [] }),
      'outbox.sendFiles': () => ({ messageIds: [] }),
    }
  }

  private history(conversationId: number): Message[] {
    return this.messages.filter((one) => one.conversationId === conversationId).sort(compareMessages)
  }

  private around({ conversationId, messageId, limit }: InputOf<'messages.around'>) {
    const all = this.history(conversationId)
    const index = all.findIndex(({ id }) => id === messageId)
    if (index === -1) return null
    const messages = all.slice(Math.max(0, index - limit), index + limit + 1)
    return { messages, hasOlder: index > limit, hasNewer: index + limit < all.length - 1 }
  }

  private page({ conversationId, before, after, limit }: InputOf<'messages.page'>) {
    const all = this.history(conversationId)
    if (after !== undefined) {
      const rest = all.filter((message) => message.id > after)
      const messages = rest.slice(0, limit)
      return { messages, hasOlder: rest.length < all.length, hasNewer: rest.length > limit }
    }
    const rest = before ? all.filter((message) => message.id < before) : all
    const messages = rest.slice(-limit)
    return { messages, hasOlder: rest.length > limit, hasNewer: rest.length < all.length }
  }
}

function notWanted({ name }: File): StageResult {
  return { ok: false, name, problem: 'cancelled' }
}

/** Takes a file for what its MIME type says, as no content is looked at here; a `photo` says where it was taken. */
function takenAsNamed(file: File, place: number): StageResult {
  const kind = MEDIA_KINDS.find((one) => file.type.startsWith(`${one}/`)) ?? 'other'
  return {
    ok: true,
    file: aStagedFile(place + 1, {
      name: file.name,
      size: file.size,
      kind,
      type: file.type || null,
      sendKind: kind === 'image' || kind === 'video' ? kind : 'file',
      withPlace: file.name.startsWith('photo') ? stagedId(place + 101) : null,
    }),
  }
}
