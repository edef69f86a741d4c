import { MCP_PATH, openHttpDoor } from './http-door.ts'
import { Knocks } from './knocks.ts'
import type { ServeDeps } from './ports.ts'
import { openSocketDoor } from './socket-door.ts'

/** Both ways in, open. */
export interface Serving {
  port: number
  url: string
  close(): Promise<void>
}

/**
 * Opens both ways in. This is the beginning of everything that is loaded only once programs may connect.
 * Rejects with the system's error when the port is taken.
 */
export async function serve(
  given: Omit<ServeDeps, 'knocks'>,
  port: number | null,
  socketPath: string,
): Promise<Serving> {
  const deps = { ...given, knocks: new Knocks(given.clock) }
  const http = await openHttpDoor(deps, port)
  try {
    const socket = await openSocketDoor(deps, socketPath)
    return {
      port: http.port,
      url: `http://127.0.0.1:${http.port}${MCP_PATH}`,
      async close() {
        await Promise.all([http.close(), socket.close()])
      },
    }
  } catch (error) {
    await http.close()
    throw error
  }
}
