import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ControlRequestError, type ControlTarget, respond } from './routes.ts'

/** Longest body taken, in bytes. */
const BODY_LIMIT = 1_000_000

/** Serves host control on loopback; resolves with its address. Rejects when the port is taken. */
export async function serveControl(port: number, target: ControlTarget): Promise<string> {
  const server = createServer((request, response) => void handle(request, response, target))
  const address = await listen(server, port)
  server.unref()
  return `http://127.0.0.1:${address.port}`
}

async function listen(server: Server, port: number): Promise<AddressInfo> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('host control has no port')
  return address
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  target: ControlTarget,
): Promise<void> {
  try {
    if (!isOwn(request)) throw new ControlRequestError(403, 'only programs of this computer may ask')
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const body = request.method === 'POST' ? await readBody(request) : {}
    send(response, 200, await respond(request.method ?? 'GET', path, body, target))
  } catch (error) {
    const status = error instanceof ControlRequestError ? error.status : 500
    send(response, status, { error: error instanceof Error ? error.message : String(error) })
  }
}

/**
 * Whether a program of this computer asks by a name of its own. A page can have a browser ask too: it sends an origin,
 * and through a name that points here, that name.
 */
function isOwn({ headers, socket }: IncomingMessage): boolean {
  const { localPort } = socket
  const own = [`127.0.0.1:${localPort}`, `localhost:${localPort}`]
  return (
    headers.origin === undefined &&
    headers['sec-fetch-site'] === undefined &&
    own.includes(headers.host ?? '')
  )
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > BODY_LIMIT) throw new ControlRequestError(413, 'too long')
  }
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Said below, with everything else that is no object.
  }
  throw new ControlRequestError(400, 'the body is no JSON object')
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
