import { messagesFree } from '#core/broadcast/eligibility.ts'
import type { EventSink } from '#core/events/event-bus.ts'
import { sendKindOf } from '#core/media/content-kind.ts'
import { joined } from '#core/outbox/draft-words.ts'
import { type OutgoingContent, piecesOf } from '#core/outbox/enqueue.ts'
import type { Outbox } from '#core/outbox/outbox.ts'
import type { Clock, Random } from '#core/ports.ts'
import type { MediaFile } from '#core/storage/media-file-repository.ts'
import type { SendTrace } from '#core/storage/outbox-repository.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { StoredProposal, StoredProposalFile } from '#core/storage/proposal-repository.ts'
import type { Stores } from '#core/stores.ts'
import { AppError } from '#shared/errors.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import type { StagedFile, StagedId } from '#shared/model/media.ts'
import {
  type ProgramId,
  type Proposal,
  type ProposalAnswer,
  ProposalId,
  reaches,
} from '#shared/model/program.ts'
import { windowAt } from '#shared/model/reply-window.ts'
import { isBlank, repairText } from '#shared/text/repair.ts'
import { unreachable } from '#shared/unreachable.ts'
import { Leaves } from './leaves.ts'

/** Proposals of one program that may wait for somebody at a time. */
const MAX_OPEN = 20
/** So long a program can ask what has become of what it proposed. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1_000

/** What a program would send, or have written. */
export interface ProposalInput {
  kind: Proposal['kind']
  conversationId: ConversationId
  text: string
  files: readonly { stagedId: StagedId; asFile: boolean }[]
  /** Under which the program may ask for the same again; null for none. */
  key: string | null
}

/** What of a program's words and files stands before the operator now. */
export interface TakenDraft {
  draft: string
  files: { staged: StagedFile; asFile: boolean }[]
  /** Names of files whose bytes are not here any more. */
  missing: string[]
}

export interface ProposalsDeps {
  clock: Clock
  random: Pick<Random, 'uuid'>
  stores: Pick<
    Stores,
    'conversations' | 'database' | 'files' | 'outbox' | 'programs' | 'proposals' | 'routes'
  >
  outbox: Pick<Outbox, 'sendPrepared'>
  events: EventSink
  /** Messages kept for the operator's own replies, per person; no program spends them. */
  reserve(): number
  /** Stages a file that is kept here, for somebody who works on it. */
  restage(name: string, file: MediaFile): Promise<StagedFile>
  /** These files may have lost their last reference. */
  released(hashes: readonly string[]): void
}

/** What programs propose, until a person has decided (P22). */
export class Proposals {
  readonly #deps: ProposalsDeps
  readonly #leaves: Leaves

  constructor(deps: ProposalsDeps) {
    this.#deps = deps
    this.#leaves = new Leaves(deps.clock)
  }

  start(): void {
    const { clock, stores } = this.#deps
    stores.proposals.forgetBefore(clock.now() - KEEP_MS)
  }

  /** All that nobody has decided about, the oldest first. */
  list(): Proposal[] {
    return this.#deps.stores.proposals.open().map((proposal) => this.#view(proposal))
  }

  /** Null once it is decided. */
  view(id: ProposalId): Proposal | null {
    const proposal = this.#deps.stores.proposals.get(id)
    return proposal === null || !isOpen(proposal) ? null : this.#view(proposal)
  }

  /** As it is stored, whatever has become of it; null for one that never was, or whose conversation is gone. */
  get(id: ProposalId): StoredProposal | null {
    return this.#deps.stores.proposals.get(id)
  }

  /** What a program asked under a key of its own; null for nothing. */
  ofKey(programId: ProgramId, key: string): StoredProposal | null {
    return this.#deps.stores.proposals.ofKey(programId, key)
  }

  /** How the messages stand that were queued for it, in sending order; none where they are a draft of the operator's again. */
  sentFor(id: ProposalId): SendTrace[] {
    const { outbox } = this.#deps.stores
    return outbox.traces(outbox.idsOfRequest(id))
  }

  #view(proposal: StoredProposal): Proposal {
    const { id, programId, programName, accountId, conversationId, kind, state, text, files, createdAt } =
      proposal
    const program = this.#deps.stores.programs.get(programId)
    return {
      ...{ id, programId, programName, accountId, conversationId, text, createdAt },
      kind: kind === 'send' && state === 'waiting' ? 'send' : 'draft',
      files: files.map(({ name, asFile, file }) => ({
        name,
        size: file?.size ?? null,
        sendKind: asFile || file === null ? 'file' : sendKindOf(file),
      })),
      cost: costOf(proposal),
      canHaveLeave: program !== null && reaches(program.scope, 'send'),
    }
  }

  /**
   * Puts it before the operator, or sends it where the program has leave. Asked again under the same key, nothing happens
   * twice.
   * @throws AppError `nothing-to-send`, `text-too-long`, `window-closed`, `too-few-left`, `reserve-kept`, `group-not-answerable`,
   *   `too-many-proposals`, `not-found`
   */
  propose(program: StoredProgram, input: ProposalInput): ProposalId {
    const { clock, random, stores, events } = this.#deps
    const { kind, conversationId, key } = input
    const text = repairText(input.text)
    const earlier = key === null ? null : stores.proposals.ofKey(program.id, key)
    if (earlier !== null) return earlier.id
    if (isBlank(text) && input.files.length === 0) throw new AppError('nothing-to-send')
    if (stores.proposals.countOpen(program.id) >= MAX_OPEN) throw new AppError('too-many-proposals')
    const files = input.files.map(({ stagedId, asFile }) => {
      const staged = stores.files.staged(stagedId)
      if (staged === null) throw new AppError('not-found')
      return { hash: staged.file.hash, name: staged.name, asFile, file: staged.file }
    })
    const id = ProposalId.parse(random.uuid())
    const cost = costOf({ text, files })
    if (kind === 'send') this.#checkRoom(conversationId, cost)
    else this.#checkTarget(conversationId)
    stores.database.transaction(() => {
      stores.proposals.add({
        ...{ id, programId: program.id, programName: program.name, conversationId, kind, text, files, key },
        state: kind === 'send' ? 'waiting' : 'offered',
        createdAt: clock.now(),
      })
      stores.files.removeStaged(input.files.map(({ stagedId }) => stagedId))
      events.raise({ kind: 'proposals-changed', ids: [id] })
      if (kind === 'send' && this.#leaves.has(program.id, conversationId)) this.#send(this.#waiting(id))
    })
    return id
  }

  /**
   * The operator's decision; answers the messages that were queued.
   * @throws AppError `not-found` once it is decided, `window-closed`, `too-few-left`, `reserve-kept`, `media-missing`,
   *   `not-possible-now` for leave that this program cannot have
   */
  answer(id: ProposalId, answer: ProposalAnswer): MessageId[] {
    const { stores, events } = this.#deps
    const proposal = this.#waiting(id)
    switch (answer) {
      case 'send':
        return this.#send(proposal)
      case 'allow-for-an-hour': {
        const program = stores.programs.get(proposal.programId)
        if (program === null || !reaches(program.scope, 'send')) throw new AppError('not-possible-now')
        const sent = this.#send(proposal)
        this.#leaves.give(program.id, proposal.conversationId)
        return sent
      }
      case 'edit':
        stores.database.transaction(() => {
          stores.proposals.offer(id)
          events.raise({ kind: 'proposals-changed', ids: [id] })
        })
        return []
      case 'decline':
        this.#settle([id], 'declined')
        return []
      default:
        return unreachable(answer)
    }
  }

  /** In one transaction, so that it is queued once or not at all, whenever the app ends. */
  #send(proposal: StoredProposal): MessageId[] {
    const { stores, outbox, events } = this.#deps
    const { id, conversationId, text, files, programName } = proposal
    this.#checkRoom(conversationId, costOf(proposal))
    const media = files.map(({ file, name, asFile }): OutgoingContent => {
      if (file === null) throw new AppError('media-missing')
      return { kind: 'attachment', attachment: { file, name, kind: asFile ? 'file' : sendKindOf(file) } }
    })
    const contents = [...piecesOf(text), ...media]
    return stores.database.transaction(() => {
      const ids = outbox.sendPrepared({
        ...{ conversationId, requestId: id, contents, draft: null },
        program: programName,
      })
      stores.proposals.settle(id, 'sent')
      events.raise({ kind: 'proposals-changed', ids: [id] })
      return ids
    })
  }

  /**
   * Takes what lies beside the message box into it, behind `typed`, which is what the box holds: its words stand in the
   * draft from then on, and its files are staged for whoever asks.
   * @throws AppError `not-found` once it is taken or put away
   */
  async take(id: ProposalId, typed: string): Promise<TakenDraft> {
    const { stores, events, restage } = this.#deps
    const { text, files, conversationId } = this.#offered(id)
    const staged = await Promise.all(
      files.map(async ({ name, asFile, file }) =>
        file === null ? null : { staged: await restage(name, file), asFile },
      ),
    )
    const draft = joined(isBlank(text) ? [] : [text], typed, false)
    stores.database.transaction(() => {
      // another window may have taken it meanwhile
      this.#offered(id)
      stores.conversations.saveDraft(conversationId, draft)
      events.raise({ kind: 'conversations-changed', conversationIds: [conversationId] })
      this.#settle([id], 'taken')
    })
    return {
      draft,
      files: staged.filter((one) => one !== null),
      missing: files.flatMap(({ name, file }) => (file === null ? [name] : [])),
    }
  }

  /** @throws AppError `not-found` once it is taken or put away */
  dismiss(id: ProposalId): void {
    this.#offered(id)
    this.#settle([id], 'dismissed')
  }

  /** Ends all leave: the app is locked. */
  locked(): void {
    this.#leaves.end()
  }

  /** The program was revoked: what it asked for is declined, within the caller's transaction. */
  revoked(programId: ProgramId): void {
    this.#leaves.endOf(programId)
    const open = this.#deps.stores.proposals.open().filter((one) => one.programId === programId)
    this.#settle(
      open.map(({ id }) => id),
      'declined',
    )
  }

  /** Nothing is proposed any more for a conversation whose history is deleted, within the caller's transaction. */
  removeOfConversation(id: ConversationId): void {
    this.#leaves.endFor(id)
    this.#removed(this.#deps.stores.proposals.removeOfConversation(id))
  }

  /** The same for all conversations of an account. */
  removeOfAccount(id: AccountId): void {
    for (const conversationId of this.#deps.stores.conversations.idsOfAccount(id))
      this.#leaves.endFor(conversationId)
    this.#removed(this.#deps.stores.proposals.removeOfAccount(id))
  }

  #removed({ ids, hashes }: { ids: ProposalId[]; hashes: string[] }): void {
    if (ids.length > 0) this.#deps.events.raise({ kind: 'proposals-changed', ids })
    this.#releaseLater(hashes)
  }

  #settle(ids: readonly ProposalId[], state: 'declined' | 'dismissed' | 'taken'): void {
    if (ids.length === 0) return
    const { stores, events } = this.#deps
    stores.database.transaction(() => {
      this.#releaseLater(ids.flatMap((id) => stores.proposals.settle(id, state)))
      events.raise({ kind: 'proposals-changed', ids })
    })
  }

  #releaseLater(hashes: readonly string[]): void {
    const { stores, released } = this.#deps
    stores.database.whenSettled((isCommitted) => {
      if (isCommitted && hashes.length > 0) released(hashes)
    })
  }

  #waiting(id: ProposalId): StoredProposal {
    const proposal = this.#deps.stores.proposals.get(id)
    if (proposal === null || proposal.state !== 'waiting') throw new AppError('not-found')
    return proposal
  }

  #offered(id: ProposalId): StoredProposal {
    const proposal = this.#deps.stores.proposals.get(id)
    if (proposal === null || proposal.state !== 'offered') throw new AppError('not-found')
    return proposal
  }

  #checkTarget(conversationId: ConversationId): void {
    const target = this.#deps.stores.conversations.target(conversationId)
    if (target === null) throw new AppError('not-found')
    if (isGroupContact(target.contactUserId)) throw new AppError('group-not-answerable')
  }

  /** There is a window for it, and it leaves what is kept for the operator. */
  #checkRoom(conversationId: ConversationId, cost: number): void {
    const { clock, stores, reserve } = this.#deps
    this.#checkTarget(conversationId)
    const route = stores.routes.get(conversationId)
    if (route === null) throw new AppError('not-found')
    if (windowAt(route, clock.now()).kind !== 'open') throw new AppError('window-closed')
    const left = messagesFree(route, clock.now())
    if (left < cost) throw new AppError('too-few-left')
    if (left - cost < reserve()) throw new AppError('reserve-kept')
  }
}

function isOpen({ state }: StoredProposal): boolean {
  return state === 'waiting' || state === 'offered'
}

/** Messages that it takes; none once it is decided. @throws AppError `text-too-long` */
export function costOf({
  text,
  files,
}: {
  text: string
  files: readonly Omit<StoredProposalFile, 'file'>[]
}): number {
  return piecesOf(text).length + files.length
}
