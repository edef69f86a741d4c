import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { ProxyCredentials } from '#shared/model/proxy.ts'
import { ProxyError } from './proxy-error.ts'

/** A name and a password as a header says them (RFC 7617). */
function basic({ user, password }: ProxyCredentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

const BASIC = /(?:^|,)\s*basic(?:\s|,|$)/i

/** What a proxy means that lets nobody through. */
function refusalOf(
  status: number,
  challenges: readonly string[],
  credentials: ProxyCredentials | null,
): ProxyError {
  if (status === 407) {
    if (challenges.length > 0 && !challenges.some((one) => BASIC.test(one)))
      return new ProxyError('proxy-sign-in-unknown')
    return new ProxyError(credentials === null ? 'proxy-needs-password' : 'proxy-wrong-password')
  }
  // what gateways say of the server behind them
  if (status === 502 || status === 503 || status === 504) return new ProxyError('proxy-server-unreachable')
  return new ProxyError(status >= 400 && status <= 599 ? 'proxy-refused' : 'proxy-garbled')
}

/**
 * Asks an HTTP proxy on `socket` to connect it with `target`, a host and a port (CONNECT, RFC 9110 9.3.6). Rejects with
 * `ProxyError`.
 */
export function tunnelThroughHttp(
  socket: Socket,
  target: string,
  credentials: ProxyCredentials | null,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const asked = request({
    createConnection: () => socket,
    method: 'CONNECT',
    path: target,
    setHost: false,
    headers: {
      Host: target,
      'Proxy-Connection': 'keep-alive',
      Connection: 'keep-alive',
      ...(credentials === null ? {} : { 'Proxy-Authorization': basic(credentials) }),
    },
  })
  // Node's parser may hand on more than the head of the answer
  asked.once('connect', (answer, _socket, head: Buffer) => {
    const status = answer.statusCode ?? 0
    if (status >= 200 && status <= 299) {
      if (head.length > 0) socket.unshift(head)
      resolve()
      return
    }
    reject(refusalOf(status, answer.headersDistinct['proxy-authenticate'] ?? [], credentials))
  })
  // an answer to anything but CONNECT
  asked.once('response', () => reject(new ProxyError('proxy-garbled')))
  asked.once('upgrade', () => reject(new ProxyError('proxy-garbled')))
  asked.once('error', (error) => {
    const isGarbled = 'code' in error && typeof error.code === 'string' && error.code.startsWith('HPE_')
    reject(new ProxyError(isGarbled ? 'proxy-garbled' : 'proxy-broke-off'))
  })
  asked.end()
  return promise
}
