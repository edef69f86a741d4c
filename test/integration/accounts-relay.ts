import { connect, createServer, type Server, type Socket } from 'node:net'

/** A server's front door on 127.0.0.1 that can be shut and opened again, always at the same address. */
export class Relay {
  readonly url: string
  readonly #port: number
  readonly #target: number
  #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server, port: number, target: number) {
    this.#server = server
    this.#port = port
    this.#target = target
    this.url = `http://127.0.0.1:${port}`
    server.on('connection', (socket) => this.#pass(socket))
  }

  static async start(targetUrl: string): Promise<Relay> {
    const server = createServer()
    const port = await listen(server, 0)
    return new Relay(server, port, Number(new URL(targetUrl).port))
  }

  /** Cuts every connection and takes no new one. */
  async shut(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#sockets) socket.destroy()
    await ended
  }

  async open(): Promise<void> {
    this.#server = createServer((socket) => this.#pass(socket))
    await listen(this.#server, this.#port)
  }

  #pass(socket: Socket): void {
    const onward = connect(this.#target, '127.0.0.1')
    for (const end of [socket, onward]) {
      this.#sockets.add(end)
      end.on('close', () => {
        this.#sockets.delete(end)
        socket.destroy()
        onward.destroy()
      })
      end.on('error', () => end.destroy())
    }
    socket.pipe(onward)
    onward.pipe(socket)
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
