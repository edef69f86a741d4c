import { TestClock } from '#core/accounts/testing/ports.ts'
import { BroadcastViews } from '#core/broadcast/views.ts'
import type { TestInbox } from '#core/inbox/testing.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { ChangeBus } from './change-bus.ts'
import { Publisher } from './publisher.ts'

const INFO: AppInfo = {
  version: '0.0.0',
  host: 'chromium',
  platform: 'linux',
  systemLanguage: 'en',
  clockOffsetMs: 0,
  practice: 'available',
  protection: 'strong',
  notices: [],
  quitAsked: null,
}

/** A publisher over the stores of a test, in which every account is online. */
export function createTestPublisher(
  { stores, views }: Pick<TestInbox, 'stores' | 'views'>,
  bus: ChangeBus,
  clock = new TestClock(),
): Publisher {
  return new Publisher({
    ...{ clock, bus, stores, views },
    broadcastViews: new BroadcastViews({ clock, stores, canSend: () => true }),
    statusOf: () => ({ state: 'online', since: 0, reason: null }),
    info: () => INFO,
    failed(error) {
      throw error
    },
  })
}
