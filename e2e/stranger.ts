import { createServer, type Server } from 'node:http'

/** A server that nobody should talk to. */
export class Stranger {
  requests = 0
  readonly #server: Server

  private constructor() {
    this.#server = createServer((_request, response) => {
      this.requests += 1
      response.end('{"ret":0}')
    })
  }

  static async listen(): Promise<Stranger> {
    const stranger = new Stranger()
    await new Promise<void>((resolve) => stranger.#server.listen(0, '127.0.0.1', resolve))
    return stranger
  }

  get host(): string {
    const address = this.#server.address()
    return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  }

  get url(): string {
    return `http://${this.host}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
