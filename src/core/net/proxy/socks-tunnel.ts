import type { Socket } from 'node:net'
import { SocksClient } from 'socks'
import type { ProxyCredentials, ProxyTrouble } from '#shared/model/proxy.ts'
import { ProxyError } from './proxy-error.ts'

/** The replies of RFC 1928 by which a proxy refuses, as `socks` spells them in its messages. */
const REFUSED = /rejected connection - (?:NotAllowed|CommandNotSupported|AddressNotSupported)$/
const UNREACHABLE =
  /rejected connection - (?:Failure|NetworkUnreachable|HostUnreachable|ConnectionRefused|TTLExpired)$/

/** `socks` says what went wrong by messages alone. Its errors carry the password, so nothing else of them is kept (P9). */
function troubleOf(error: unknown, credentials: ProxyCredentials | null): ProxyTrouble {
  const message = error instanceof Error ? error.message : ''
  if (/Authentication failed/.test(message))
    return credentials === null ? 'proxy-needs-password' : 'proxy-wrong-password'
  if (/no accepted authentication type/.test(message))
    return credentials === null ? 'proxy-needs-password' : 'proxy-sign-in-unknown'
  if (/unknown authentication type/.test(message)) return 'proxy-sign-in-unknown'
  if (REFUSED.test(message)) return 'proxy-refused'
  if (UNREACHABLE.test(message)) return 'proxy-server-unreachable'
  return /Socket closed|ECONNRESET|EPIPE/.test(message) ? 'proxy-broke-off' : 'proxy-garbled'
}

/** Asks a SOCKS5 proxy on `socket` to connect it with a host, whose name the proxy resolves. Rejects with `ProxyError`. */
export async function tunnelThroughSocks(
  socket: Socket,
  target: { host: string; port: number },
  credentials: ProxyCredentials | null,
  timeoutMs: number,
): Promise<void> {
  const { remoteAddress = '127.0.0.1', remotePort = 1 } = socket
  try {
    await SocksClient.createConnection({
      // the connection is there already: the address is asked for by the types alone
      proxy: {
        type: 5,
        host: remoteAddress,
        port: remotePort,
        ...(credentials === null ? {} : { userId: credentials.user, password: credentials.password }),
      },
      command: 'connect',
      destination: target,
      existing_socket: socket,
      timeout: timeoutMs,
    })
  } catch (error) {
    throw new ProxyError(troubleOf(error, credentials))
  }
}
