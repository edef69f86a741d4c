import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ProxyAddress } from '#shared/model/proxy.ts'
import type { Trust } from '../certificates.ts'
import { errorCode, isCertificateCode, isNameCode, isTlsCode } from '../codes.ts'
import { ProxyError } from './proxy-error.ts'

/** How often a quiet connection is looked at by the system: of a poll that is held nothing else is heard. */
const KEEP_ALIVE_MS = 60_000

/** Without the brackets of an IPv6 address. */
function hostOf({ host }: ProxyAddress): string {
  return host.startsWith('[') ? host.slice(1, -1) : host
}

function troubleOf(error: Error, isTcpOpen: boolean): ProxyError {
  const code = errorCode(error)
  if (isNameCode(code)) return new ProxyError('proxy-name-unknown')
  if (isCertificateCode(code)) return new ProxyError('proxy-certificate')
  if (isTlsCode(code)) return new ProxyError('proxy-garbled')
  return new ProxyError(isTcpOpen ? 'proxy-broke-off' : 'proxy-unreachable')
}

/**
 * A connection to the proxy itself, encrypted where it is one of https. Rejects with `ProxyError`.
 * @param opened is told of every socket at once, so that it can be ended before it stands
 */
export function connectToProxy(
  proxy: ProxyAddress,
  trust: () => Trust,
  opened: (socket: Socket) => void,
): Promise<Socket> {
  const host = hostOf(proxy)
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const isEncrypted = proxy.scheme === 'https'
  const tcp = connectTcp({ host, port: proxy.port })
  opened(tcp)
  tcp.setNoDelay(true)
  tcp.setKeepAlive(true, KEEP_ALIVE_MS)
  let isTcpOpen = false
  tcp.once('connect', () => {
    isTcpOpen = true
  })
  const socket = isEncrypted
    ? connectTls({
        ...trust(),
        socket: tcp,
        host,
        servername: isIP(host) === 0 ? host : '',
        ALPNProtocols: ['http/1.1'],
      })
    : tcp
  // the connection below says why it failed, and the one above only that it did
  tcp.once('error', (error) => reject(troubleOf(error, isTcpOpen)))
  socket.once('error', (error) => reject(troubleOf(error, isTcpOpen)))
  socket.once('close', () => reject(new ProxyError('proxy-broke-off')))
  socket.once(isEncrypted ? 'secureConnect' : 'connect', () => resolve(socket))
  if (isEncrypted) opened(socket)
  return promise
}
