import type { Net } from 'electron'
import { strict } from '../strict.ts'

/** `net`: the host cannot see the network's state, and "offline" would stop the app for nothing. */
export function createNet(): Pick<Net, 'isOnline' | 'online'> {
  return strict('net', { isOnline: () => true, online: true })
}
