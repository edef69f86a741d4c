import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { unreachable } from './unreachable.ts'

/** A name and a password. */
interface Password {
  readonly user: string
  readonly password: string
}

export interface ProxyOptions {
  readonly kind: 'http' | 'https' | 'socks5'
  /** Asked for before anybody is let through. */
  readonly password?: Password
  /** Of an https proxy. */
  readonly tls?: { readonly key: string; readonly cert: string }
  /** Where to connect to in place of a target that is asked for. */
  readonly hosts?: Readonly<Record<string, string>>
}

/** What the proxy does with whoever asks. */
export type ProxyManner =
  | 'pass'
  /** Says no: 403, or SOCKS5's "not allowed". */
  | 'refuse'
  /** Says that it does not reach the server: 502, or "host unreachable". */
  | 'unreachable'
  /** Asks for a sign-in of another kind than a name and a password. */
  | 'other-sign-in'
  | 'silent'
  | 'garbage'
  /** Hangs up on whoever asks. */
  | 'hang-up'
  /** Hangs up on whoever has been let through before a byte has gone either way. */
  | 'hang-up-later'

/** A proxy of tests on 127.0.0.1: real connections, and a log of where they led. It knows nothing of who uses it. */
export class TestProxy {
  /** Every target that was asked for, as `host:port`. */
  readonly targets: string[] = []
  /** What was asked for the name and the password, in the order of requests; null for none. */
  readonly signIns: (string | null)[] = []
  /** Ports of this computer from which servers were reached. */
  readonly outgoing = new Set<number>()
  /** Everything that anybody said to the proxy itself. */
  readonly heads: string[] = []
  manner: ProxyManner = 'pass'
  readonly #options: ProxyOptions
  readonly #sockets = new Set<Duplex>()
  #server: Server | null = null
  #port = 0

  constructor(options: ProxyOptions) {
    this.#options = options
  }

  get port(): number {
    return this.#port
  }

  /** `scheme://127.0.0.1:port`, with a name of the host where it is one of https. */
  get address(): string {
    const { kind } = this.#options
    return `${kind}://${kind === 'https' ? 'localhost' : '127.0.0.1'}:${this.#port}`
  }

  /** Tunnels that are open now. */
  get open(): number {
    return this.#sockets.size
  }

  /** Begins to listen, after a stop on the same port. */
  async start(): Promise<void> {
    const server = this.#create()
    this.#server = server
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#port, '127.0.0.1', resolve)
    })
    const address = server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  /** Cuts every connection there is. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      this.cut()
    })
  }

  #create(): Server {
    const { kind, tls } = this.#options
    if (kind === 'socks5') {
      const server = createTcpServer({ allowHalfOpen: true }, (socket) => void this.#socks(socket))
      server.on('connection', (socket: Socket) => this.#keep(socket))
      return server
    }
    const server = kind === 'https' ? createHttpsServer({ ...tls, allowHalfOpen: true }) : createHttpServer()
    server.on('connection', (socket: Socket) => this.#keep(socket))
    server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      this.#connect(request, socket, head),
    )
    // what is no CONNECT would be read, and no request is to be readable
    server.on('request', (request: IncomingMessage, response) => {
      this.heads.push(`${request.method} ${request.url}`)
      response.writeHead(405).end()
    })
    return server
  }

  #keep(socket: Duplex): void {
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #connect(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const target = request.url ?? ''
    this.targets.push(target)
    this.heads.push(`CONNECT ${target} ${JSON.stringify(request.headers)}`)
    const signIn = readBasic(request.headers['proxy-authorization'])
    this.signIns.push(signIn)
    const say = (line: string, ...headers: string[]) =>
      socket.end([`HTTP/1.1 ${line}`, 'Content-Length: 0', ...headers, '', ''].join('\r\n'))
    switch (this.manner) {
      case 'silent':
        return
      case 'hang-up':
        socket.destroy()
        return
      case 'garbage':
        socket.end('\u0000\u0001 this is no proxy\n\n')
        return
      case 'refuse':
        say('403 Forbidden')
        return
      case 'unreachable':
        say('502 Bad Gateway')
        return
      case 'other-sign-in':
        say('407 Proxy Authentication Required', 'Proxy-Authenticate: Negotiate')
        return
      case 'pass':
      case 'hang-up-later':
        break
      default:
        unreachable(this.manner)
    }
    const { password } = this.#options
    if (password !== undefined && signIn !== `${password.user}:${password.password}`) {
      say('407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="office"')
      return
    }
    this.#lead(target, socket, head, {
      onOpen: () => socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
      onFailed: () => say('502 Bad Gateway'),
    })
  }

  async #socks(socket: Socket): Promise<void> {
    const reader = new Reader(socket)
    try {
      const [, count = 0] = await reader.take(2)
      const methods = [...(await reader.take(count))]
      if (this.manner === 'silent') return
      if (this.manner === 'hang-up') {
        socket.destroy()
        return
      }
      if (this.manner === 'garbage') {
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
        return
      }
      const { password } = this.#options
      const method = this.manner === 'other-sign-in' ? 1 : password === undefined ? 0 : 2
      if (!methods.includes(method)) {
        this.signIns.push(null)
        socket.end(Buffer.from([5, 255]))
        return
      }
      socket.write(Buffer.from([5, method]))
      if (method === 2) {
        const [, userLength = 0] = await reader.take(2)
        const user = (await reader.take(userLength)).toString()
        const [passwordLength = 0] = await reader.take(1)
        const signIn = `${user}:${(await reader.take(passwordLength)).toString()}`
        this.signIns.push(signIn)
        const isRight = signIn === `${password?.user}:${password?.password}`
        socket.write(Buffer.from([1, isRight ? 0 : 1]))
        if (!isRight) {
          socket.end()
          return
        }
      } else this.signIns.push(null)
      const [, , , kind = 0] = await reader.take(4)
      const host = await readSocksHost(reader, kind)
      const target = `${host}:${(await reader.take(2)).readUInt16BE()}`
      this.targets.push(target)
      this.heads.push(`SOCKS5 ${target}`)
      const reply = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0])
      if (this.manner === 'refuse' || this.manner === 'unreachable') {
        socket.end(reply(this.manner === 'refuse' ? 2 : 4))
        return
      }
      this.#lead(target, socket, reader.rest(), {
        onOpen: () => socket.write(reply(0)),
        onFailed: () => socket.end(reply(5)),
      })
    } catch {
      socket.destroy()
    }
  }

  #lead(
    target: string,
    socket: Duplex,
    head: Buffer,
    told: { readonly onOpen: () => void; readonly onFailed: () => void },
  ): void {
    const [, host = '', port = ''] = /^\[?([^\]]*)\]?:(\d+)$/.exec(target) ?? []
    const upstream = connect({
      host: this.#options.hosts?.[host] ?? host,
      port: Number(port),
      allowHalfOpen: true,
    })
    this.#keep(upstream)
    let isOpen = false
    upstream.once('connect', () => {
      isOpen = true
      if (upstream.localPort !== undefined) this.outgoing.add(upstream.localPort)
      told.onOpen()
      if (this.manner === 'hang-up-later') {
        socket.destroy()
        upstream.destroy()
        return
      }
      if (head.length > 0) upstream.write(head)
      // ends are passed on one by one, as a proxy does that knows what it is
      socket.pipe(upstream)
      upstream.pipe(socket)
    })
    upstream.once('error', () => {
      if (!isOpen) told.onFailed()
      else socket.destroy()
    })
    upstream.once('close', () => {
      if (isOpen) socket.destroy()
    })
    socket.once('close', () => upstream.destroy())
  }
}

/** Starts a proxy on a free port. */
export async function startProxy(options: ProxyOptions): Promise<TestProxy> {
  const proxy = new TestProxy(options)
  await proxy.start()
  return proxy
}

function readBasic(header: string | undefined): string | null {
  const [, coded] = /^Basic (.+)$/.exec(header ?? '') ?? []
  return coded === undefined ? null : Buffer.from(coded, 'base64').toString('utf8')
}

async function readSocksHost(reader: Reader, kind: number): Promise<string> {
  if (kind === 1) return [...(await reader.take(4))].join('.')
  if (kind === 3) {
    const [length = 0] = await reader.take(1)
    return (await reader.take(length)).toString()
  }
  const bytes = await reader.take(16)
  return `[${Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(':')}]`
}

/** Takes bytes off a socket by their number. */
class Reader {
  #held = Buffer.alloc(0)
  #wanted: (() => void) | null = null
  #isOver = false
  readonly #socket: Socket
  readonly #onData = (chunk: Buffer): void => {
    this.#held = Buffer.concat([this.#held, chunk])
    this.#wanted?.()
  }

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', this.#onData)
    socket.once('close', () => {
      this.#isOver = true
      this.#wanted?.()
    })
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) {
      if (this.#isOver) throw new Error('the connection has ended')
      await new Promise<void>((resolve) => {
        this.#wanted = resolve
      })
    }
    const taken = this.#held.subarray(0, count)
    this.#held = this.#held.subarray(count)
    return taken
  }

  /** What has come beyond what was taken; whoever asks reads on from the socket. */
  rest(): Buffer {
    this.#socket.off('data', this.#onData)
    this.#socket.pause()
    return this.#held
  }
}
