import type { Socket } from 'node:net'
import { unreachable } from '#shared/unreachable.ts'
import type { Trust } from '../certificates.ts'
import { connectToProxy } from './connect-to-proxy.ts'
import { tunnelThroughHttp } from './http-tunnel.ts'
import { ProxyError } from './proxy-error.ts'
import { tunnelThroughSocks } from './socks-tunnel.ts'
import type { Way } from './way.ts'

/** Where a tunnel leads. An IPv6 address stands without brackets. */
export interface Target {
  readonly host: string
  readonly port: number
}

export interface TunnelOptions {
  readonly trust: () => Trust
  /** The tunnel is given up when so many ms have passed. */
  readonly timeoutMs: number
  /** Ends it at once. */
  readonly signal: AbortSignal
}

/**
 * Opens a connection to a server through a proxy, with nothing written to the server yet. The proxy learns the
 * server's name and port. Rejects with `ProxyError`, and leaves no connection behind then.
 */
export async function openTunnel(
  { proxy, credentials }: Extract<Way, { kind: 'proxy' }>,
  target: Target,
  { trust, timeoutMs, signal }: TunnelOptions,
): Promise<Socket> {
  const sockets: Socket[] = []
  const over = Promise.withResolvers<never>()
  const giveUp = (error: ProxyError) => over.reject(error)
  const onAbort = () => giveUp(new ProxyError('proxy-broke-off'))
  const timer = setTimeout(() => giveUp(new ProxyError('proxy-silent')), timeoutMs)
  signal.addEventListener('abort', onAbort, { once: true })
  const open = async () => {
    const toProxy = await connectToProxy(proxy, trust, (socket) => sockets.push(socket))
    switch (proxy.scheme) {
      case 'http':
      case 'https':
        await tunnelThroughHttp(toProxy, authority(target), credentials)
        return toProxy
      case 'socks5':
        await tunnelThroughSocks(toProxy, target, credentials, timeoutMs)
        return toProxy
      default:
        return unreachable(proxy.scheme)
    }
  }
  try {
    if (signal.aborted) throw new ProxyError('proxy-broke-off')
    return await Promise.race([open(), over.promise])
  } catch (error) {
    for (const socket of sockets) discard(socket)
    throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

function authority({ host, port }: Target): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** What still happens on it is nobody's any more. */
function discard(socket: Socket): void {
  socket.on('error', () => {})
  socket.destroy()
}
