import { session } from 'electron'
import type { SystemProxy } from '#core/network/ports.ts'
import { DEAD_END } from '../security.ts'

/** Kept in memory, and no page is ever opened in it. */
const PARTITION = 'system-proxy'

/**
 * What the system says of proxies, asked in a session of its own: that of the pages knows nothing but the dead end of
 * `cutPagesOff`. Every session begins there when its network is opened, at the first question or after a crash of
 * Chromium's network service; it is told to ask the system after that, each time.
 */
export function createSystemProxy(): SystemProxy {
  return {
    async resolve(url) {
      const asking = session.fromPartition(PARTITION)
      await asking.resolveProxy(url)
      await asking.setProxy({ mode: 'system' })
      const answer = await asking.resolveProxy(url)
      if (answer.includes(DEAD_END)) throw new Error('the system was not asked')
      return answer
    },
  }
}
