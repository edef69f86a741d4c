import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { createMcpHandler, localhostAllowedOrigins, validateOriginHeader } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { ProgramId } from '#shared/model/program.ts'
import { type Admission, admit } from './admission.ts'
import { bearerOf } from './bearer.ts'
import { createMcpServer } from './mcp-server.ts'
import type { ServeDeps } from './ports.ts'

/** The one path that is served. */
export const MCP_PATH = '/mcp'
/** Largest body of a request, in bytes (mcp.md 3). */
const MAX_BODY = 1024 * 1024
/** So long a request may take to arrive; answers may take longer. */
const ARRIVAL_MS = 15_000
/** Requests of one program that are being answered at a time: its calls, and what it listens to besides. */
const MAX_OPEN = 32
/** Connections at a time, whoever they are of: the app needs some of the system's for itself. */
const MAX_CONNECTIONS = 1_024
/** Several messages in one body, which no revision of MCP in use has: each would cost as much as a request. */
const BATCH = /^\s*\[/
const LOOPBACK = '127.0.0.1'

/** A server over HTTP that is open. */
export interface HttpDoor {
  port: number
  close(): Promise<void>
}

/** Opens the door over HTTP, on loopback alone. Rejects when the port is taken. @param port null: one that is free */
export async function openHttpDoor(
  deps: ServeDeps,
  port: number | null,
  arrivalMs = ARRIVAL_MS,
): Promise<HttpDoor> {
  const handler = createMcpHandler(
    ({ authInfo }) => {
      const { clientId, extra } = authInfo ?? {}
      const called = typeof extra?.['called'] === 'string' ? extra['called'] : null
      return createMcpServer(deps.guests, ProgramId.parse(Number(clientId)), deps.version, called)
    },
    { maxRequestBodySize: MAX_BODY, onerror: () => {} },
  )
  const limits = {
    requestTimeout: arrivalMs,
    headersTimeout: arrivalMs,
    connectionsCheckingInterval: arrivalMs / 5,
  }
  const server = createServer(limits, (request, response) => {
    void answer(request, response).catch((error: unknown) => {
      // whoever asked has gone
      if (!response.headersSent && !response.destroyed) refuse(response, 500, 'internal')
      else response.destroy()
      if (!request.destroyed) deps.failed(error)
    })
  })
  server.maxConnections = MAX_CONNECTIONS
  await listening(server, port)
  /** How many requests of each program are being answered. */
  const open = new Map<ProgramId, number>()
  const { port: opened } = server.address() as AddressInfo

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.host !== `${LOOPBACK}:${opened}` && request.headers.host !== `localhost:${opened}`)
      return refuse(response, 403, 'host')
    const { ok: isOwn } = validateOriginHeader(request.headers.origin, localhostAllowedOrigins())
    // a page of somewhere else in a browser has no business here, whatever it holds
    if (!isOwn) return refuse(response, 403, 'origin')
    if (request.url?.split('?', 1)[0] !== MCP_PATH) return refuse(response, 404, 'path')
    const admission = admit(deps, bearerOf(request.headers.authorization))
    if (admission.kind !== 'admitted') return turnAway(response, admission)
    const { id, scope } = admission.program
    const answering = open.get(id) ?? 0
    if (answering >= MAX_OPEN || !deps.knocks.take(id))
      return refuse(response, 429, 'busy', { 'retry-after': '1' })
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) return refuse(response, 413, 'too-large')
    const gone = new AbortController()
    open.set(id, answering + 1)
    response.once('close', () => {
      open.set(id, (open.get(id) ?? 1) - 1)
      // an answer that was read to its end has nobody left to tell
      if (!response.writableFinished) gone.abort()
    })
    const body = await bodyOf(request)
    if (body === null) return refuse(response, 413, 'too-large', { connection: 'close' })
    if (BATCH.test(body)) return refuse(response, 400, 'batch')
    const message = jsonOf(body)
    const extra = { called: calledBy(message) }
    const answered = await handler.fetch(
      toWebRequest(request, gone.signal, message === undefined ? body : null),
      {
        authInfo: { token: '', clientId: String(id), scopes: [scope], extra },
        // read once
        ...(message !== undefined && { parsedBody: message }),
      },
    )
    response.writeHead(answered.status, Object.fromEntries(answered.headers))
    if (answered.body === null) response.end()
    else await pipeline(Readable.fromWeb(answered.body as ReadableStream), response)
  }

  return {
    port: opened,
    async close() {
      await handler.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function listening(server: Server, port: number | null): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port ?? 0, LOOPBACK, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** All of it; null when it is too large. Whoever sends the rest is still answered. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const read: Buffer[] = []
  let size = 0
  for await (const bytes of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += bytes.length
    if (size > MAX_BODY) return null
    read.push(bytes)
  }
  return Buffer.concat(read).toString('utf8')
}

/** Undefined for what is no JSON: the SDK says so. */
function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

const ToolCall = z.looseObject({
  method: z.literal('tools/call'),
  params: z.looseObject({ name: z.string() }),
})

/** The tool that a message calls; null for any other message. */
function calledBy(message: unknown): string | null {
  const call = ToolCall.safeParse(message)
  return call.success ? call.data.params.name : null
}

/** Headers that a client may send more than once are joined, as the fetch standard has it. @param body null: it was read */
function toWebRequest(request: IncomingMessage, signal: AbortSignal, body: string | null): Request {
  const headers = new Headers()
  for (const [name, values] of Object.entries(request.headersDistinct))
    for (const value of values ?? []) headers.append(name, value)
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  return new Request(`http://${LOOPBACK}${request.url ?? MCP_PATH}`, {
    ...{ headers, signal },
    method: request.method ?? 'GET',
    ...(hasBody && body !== null && { body }),
  })
}

/** What is wrong with a request that no tool ever sees, in words. */
const REFUSALS = {
  host: 'This server is reached as 127.0.0.1 alone.',
  origin: 'Pages of other places are not served.',
  path: `MCP is served at ${MCP_PATH}.`,
  token: 'This token is not known. The operator makes one under Settings › Programs › Allow a program….',
  resting: 'Too many wrong tokens were tried. Nobody is let in for a minute.',
  busy: 'This program asks too often. Wait a second and ask again.',
  'too-large': 'The body is larger than 1 MiB.',
  batch: 'Several messages in one body are not taken. Send them one by one.',
  internal: 'Something went wrong here.',
} as const

function turnAway(response: ServerResponse, { kind }: Exclude<Admission, { kind: 'admitted' }>): void {
  if (kind === 'resting') refuse(response, 429, 'resting', { 'retry-after': '60' })
  else refuse(response, 401, 'token', { 'www-authenticate': 'Bearer' })
}

/** Answers without having read a body; what comes of it is dropped, so that the answer reaches whoever still sends. */
function refuse(
  response: ServerResponse,
  status: number,
  why: keyof typeof REFUSALS,
  headers: Record<string, string> = {},
): void {
  const body = JSON.stringify({ error: why, message: REFUSALS[why] })
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}
