import type { Socket } from 'node:net'
import { buildConnector } from 'undici'
import type { Trust } from './certificates.ts'
import { errorCode, isCertificateCode, isTlsCode } from './codes.ts'
import { LeftError } from './left-error.ts'
import { ProxyError } from './proxy/proxy-error.ts'
import { openTunnel, type Target } from './proxy/tunnel.ts'
import type { Way } from './proxy/way.ts'
import { UnconnectedError } from './unconnected-error.ts'

/** Until a connection stands, whatever lies between: the proxy, its own encryption and the server's. */
const CONNECT_TIMEOUT_MS = 10_000

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }

/**
 * How connections are opened: HTTP/1.1 only, 10 s at most, with certificates verified. Through a proxy every server
 * is reached by a tunnel, also one of http, so that no proxy reads what it is told.
 * @param left aborts when requests leave another way: what has not begun by then never does
 * @param opened is told of every connection that serves
 */
export function createConnector(
  way: Way,
  trust: () => Trust,
  left: AbortSignal,
  opened: (socket: Socket) => void,
): buildConnector.connector {
  const connect = way.kind === 'direct' ? straight(trust) : tunnelled(way, trust, left)
  return (options, callback) => {
    if (left.aborted) {
      callback(new LeftError(), null)
      return
    }
    connect(options, (...[error, socket]) => {
      if (left.aborted) {
        socket?.on('error', () => {})
        socket?.destroy()
        callback(new LeftError(), null)
      } else if (error === null) {
        opened(socket)
        callback(null, socket)
      } else callback(knownUnsent(error), null)
    })
  }
}

/** Says of what was thrown that nothing left, where it does not say so itself. */
function knownUnsent(error: Error): Error {
  return error instanceof ProxyError ? error : new UnconnectedError(error)
}

function straight(trust: () => Trust): buildConnector.connector {
  const plain = buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false })
  const secure = encrypted(trust)
  return (options, callback) => (options.protocol === 'https:' ? secure : plain)(options, callback)
}

/** Opens TLS, on a connection that is there or on one of its own. */
function encrypted(trust: () => Trust): buildConnector.connector {
  let connect: buildConnector.connector | null = null
  return (options, callback) => {
    connect ??= buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false, ...trust() })
    connect(options, callback)
  }
}

function tunnelled(
  way: Extract<Way, { kind: 'proxy' }>,
  trust: () => Trust,
  signal: AbortSignal,
): buildConnector.connector {
  const secure = encrypted(trust)

  async function open(options: buildConnector.Options): Promise<Socket> {
    const startedAt = performance.now()
    const tunnel = await openTunnel(way, targetOf(options), {
      ...{ trust, signal },
      timeoutMs: CONNECT_TIMEOUT_MS,
    })
    if (options.protocol !== 'https:') return tunnel
    const { promise, resolve, reject } = Promise.withResolvers<Socket>()
    const leftMs = Math.max(0, CONNECT_TIMEOUT_MS - (performance.now() - startedAt))
    const timer = setTimeout(() => reject(new ProxyError('proxy-server-unreachable')), leftMs)
    const onLeft = () => reject(new LeftError())
    if (signal.aborted) onLeft()
    signal.addEventListener('abort', onLeft, { once: true })
    secure({ ...options, httpSocket: tunnel }, (...[error, socket]) => {
      if (error === null) resolve(socket)
      else reject(error)
    })
    try {
      return await promise
    } catch (error) {
      tunnel.on('error', () => {})
      tunnel.destroy()
      throw unencrypted(error)
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onLeft)
    }
  }

  return (options, callback) => {
    open(options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error('no connection'), null),
    )
  }
}

function targetOf({ hostname, port, protocol }: buildConnector.Options): Target {
  const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  return { host, port: port === '' ? (DEFAULT_PORTS[protocol] ?? 443) : Number(port) }
}

/** The tunnel stood and no encryption came to be in it. A certificate that is not trusted is the server's. */
function unencrypted(error: unknown): unknown {
  const code = errorCode(error)
  if (isCertificateCode(code) || isTlsCode(code) || error instanceof ProxyError) return error
  return new ProxyError(code === 'UND_ERR_CONNECT_TIMEOUT' ? 'proxy-server-unreachable' : 'proxy-broke-off')
}
