import type { ShowTarget } from '#shared/model/show-target.ts'
import { ChangeReader, type ChangeReaderDeps } from './connections/change-reader.ts'
import { Connections } from './connections/connections.ts'
import { Publisher } from './connections/publisher.ts'
import type { FailurePlace } from './diagnostics/log-event.ts'
import type { Lock } from './lock/lock.ts'
import { Notifier, type NotifierDeps } from './notify/notifier.ts'
import { Replies, type RepliesDeps } from './notify/replies.ts'
import type { Clock } from './ports.ts'
import type { Stores } from './stores.ts'

type OwnParts = 'reply' | 'shown' | 'showPlace' | 'told' | 'failed'

export interface TellingDeps
  extends Omit<ChangeReaderDeps, 'stores'>,
    Omit<RepliesDeps, 'conversations' | 'isLocked' | 'failed'>,
    Omit<NotifierDeps, OwnParts | 'stores' | 'lockState' | 'lock'> {
  clock: Clock
  stores: Stores
  lock: Pick<Lock, 'state' | 'isLocked' | 'lock'>
  /** Runs what reads the stores several times. */
  together<T>(read: () => T): T
  failedIn(where: FailurePlace): (error: unknown) => void
}

/** All that tells somebody of what happened: windows by their connections, and the system outside them. */
export interface Telling {
  connections: Connections
  publisher: Publisher
  notifier: Notifier
  /** Has windows show a place. */
  showPlace(target: ShowTarget): void
}

/** Puts together what tells of changes. */
export function createTelling(deps: TellingDeps): Telling {
  const { stores, lock, together, failedIn } = deps
  const reader = new ChangeReader(deps)
  const connections = new Connections({
    clock: deps.clock,
    read: (thing) => reader.read(thing),
    together,
    isSilent: () => lock.isLocked,
    failed: failedIn('publisher'),
  })
  const replies = new Replies({
    ...deps,
    conversations: stores.conversations,
    isLocked: () => lock.isLocked,
    failed: failedIn('notify'),
  })
  const showPlace = (target: ShowTarget) =>
    connections.note([{ kind: 'ready', change: { kind: 'show', target }, conversationId: null }])
  const notifier = new Notifier({
    ...deps,
    told: stores.told,
    shown: () => connections.shown(),
    showPlace,
    reply: (id, text) => replies.send(id, text),
    lockState: () => lock.state,
    lock: () => void lock.lock(),
    failed: failedIn('notify'),
  })
  return {
    connections,
    publisher: new Publisher({ clock: deps.clock, connections, stores }),
    notifier,
    showPlace,
  }
}
