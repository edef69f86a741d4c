import { BroadcastViews } from '#core/broadcast/views.ts'
import type { TestInbox } from '#core/inbox/testing.ts'
import { TestClock } from '#core/testing/clock.ts'
import { PLAIN_INFO } from '#core/testing/no-window.ts'
import { ChangeReader } from './change-reader.ts'
import { Connections } from './connections.ts'
import { Publisher } from './publisher.ts'

/** Connections over the stores of a test, in which every account is online, and who tells them what happened. */
export function createTestConnections(
  { stores, views }: Pick<TestInbox, 'stores' | 'views'>,
  clock = new TestClock(),
) {
  const reader = new ChangeReader({
    ...{ stores, views },
    broadcastViews: new BroadcastViews({ clock, stores, canSend: () => true }),
    scheduled: () => null,
    statusOf: () => ({ state: 'online', since: 0, reason: null }),
    info: () => PLAIN_INFO,
    lessons: () => null,
    program: () => null,
    proposal: () => null,
  })
  const connections = new Connections({
    clock,
    read: (thing) => reader.read(thing),
    together: (read) => read(),
    isSilent: () => false,
    failed(error) {
      throw error
    },
  })
  return { connections, publisher: new Publisher({ clock, connections, stores }) }
}
