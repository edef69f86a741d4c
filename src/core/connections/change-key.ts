import type { Change } from '#shared/model/changes.ts'
import type {
  AccountId,
  BroadcastId,
  ConversationId,
  MessageId,
  QuickReplyId,
  ScheduledId,
} from '#shared/model/ids.ts'
import type { ProgramId, ProposalId } from '#shared/model/program.ts'
import { unreachable } from '#shared/unreachable.ts'

/** A thing that has changed, by its name; its value is read when it goes out, and is the newest then. */
export type ChangedThing =
  | { kind: 'account'; id: AccountId }
  | { kind: 'account-written-to'; id: AccountId }
  | { kind: 'conversation'; id: ConversationId }
  | { kind: 'message'; id: MessageId; conversationId: ConversationId }
  | { kind: 'broadcast'; id: BroadcastId }
  | { kind: 'broadcast-recipient'; id: BroadcastId; place: number }
  | { kind: 'contact'; userId: string }
  | { kind: 'templates' }
  | { kind: 'segments' }
  | { kind: 'quick-reply'; id: QuickReplyId }
  | { kind: 'scheduled'; id: ScheduledId }
  | { kind: 'app' }
  | { kind: 'lessons' }
  | { kind: 'program'; id: ProgramId }
  | { kind: 'proposal'; id: ProposalId }

/** What whoever changed it has in hand, and nobody could read anew. */
export interface ReadyChange {
  kind: 'ready'
  change: Extract<
    Change,
    {
      kind:
        | 'sign-in'
        | 'sign-in-removed'
        | 'settings'
        | 'backup'
        | 'auto-backup'
        | 'export'
        | 'media-progress'
        | 'show'
        | 'program-door'
    }
  >
  /** Only those who watch this conversation are told; null: everybody. */
  conversationId: ConversationId | null
}

/** Something that readers have to be told. */
export type Dirty = ChangedThing | ReadyChange

/** What tells things apart: of those with the same key only the newest goes out. */
export function keyOf(dirty: Dirty): string {
  switch (dirty.kind) {
    case 'account':
    case 'account-written-to':
    case 'conversation':
    case 'message':
    case 'broadcast':
    case 'quick-reply':
    case 'scheduled':
    case 'program':
    case 'proposal':
      return `${dirty.kind}:${dirty.id}`
    case 'broadcast-recipient':
      return `${dirty.kind}:${dirty.id}:${dirty.place}`
    case 'contact':
      return `${dirty.kind}:${dirty.userId}`
    case 'templates':
    case 'segments':
    case 'app':
    case 'lessons':
      return dirty.kind
    case 'ready':
      return readyKey(dirty.change)
    default:
      return unreachable(dirty)
  }
}

function readyKey(change: ReadyChange['change']): string {
  switch (change.kind) {
    case 'sign-in':
      return `sign-in:${change.signIn.id}`
    case 'sign-in-removed':
      return `sign-in:${change.id}`
    case 'media-progress':
      return `media-progress:${change.id}`
    case 'settings':
    case 'show':
    case 'backup':
    case 'auto-backup':
    case 'export':
    case 'program-door':
      return change.kind
    default:
      return unreachable(change)
  }
}
