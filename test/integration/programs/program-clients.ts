import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as OlderTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { z } from 'zod'
import type { ProgramScope } from '#shared/model/program.ts'
import type { AppHarness } from '../../support/app-harness.ts'

/** What stands in `mcp.json`. */
const Address = z.object({ url: z.url(), socket: z.string(), pid: z.number(), version: z.string() })

/** A tool's answer, as every client has it. */
export interface Called {
  isError: boolean
  structured: unknown
  text: string
  /** The first picture beside it. */
  picture: Buffer | null
  /** Addresses of resources beside it. */
  links: string[]
}

/** Somebody else's client, of whatever version, that is connected. */
export interface ProgramClient {
  names(): Promise<string[]>
  call(tool: string, input?: Record<string, unknown>): Promise<Called>
  /** Templates of what can be read by its address. */
  templates(): Promise<string[]>
  /** What stands at an address. Rejects as the client does. */
  read(uri: string): Promise<z.infer<typeof Resource>>
  close(): Promise<void>
}

/** Switches programs on and answers where they connect. */
export async function openDoor(harness: AppHarness): Promise<z.infer<typeof Address>> {
  const { settings } = await harness.request('app.snapshot', undefined)
  const { machine } = settings
  await harness.request('settings.update', {
    machine: { ...machine, programs: { ...machine.programs, isOn: true } },
  })
  await harness.until(({ programDoor }) => programDoor.url !== null)
  return Address.parse(JSON.parse(await readFile(path.join(harness.folder, 'mcp.json'), 'utf8')))
}

/** Lets a program in, as the operator does. */
export function allow(harness: AppHarness, scope: ProgramScope, name = 'Helper') {
  return harness.request('programs.allow', { name, scope, accounts: null })
}

const Content = z.array(
  z.looseObject({
    text: z.string().optional(),
    mimeType: z.string().optional(),
    data: z.string().optional(),
    uri: z.string().optional(),
  }),
)
const Resource = z.object({
  uri: z.string(),
  mimeType: z.string().optional(),
  text: z.string().optional(),
  blob: z.string().optional(),
})
const Result = z.looseObject({
  content: Content,
  structuredContent: z.unknown().optional(),
  isError: z.boolean().optional(),
})

export function toCalled(result: unknown): Called {
  const { content, structuredContent, isError = false } = Result.parse(result)
  const picture = content.find(({ mimeType }) => mimeType === 'image/png')?.data
  return {
    ...{ isError, structured: structuredContent, text: content[0]?.text ?? '' },
    picture: picture === undefined ? null : Buffer.from(picture, 'base64'),
    links: content.flatMap(({ uri }) => uri ?? []),
  }
}

/** The version-2 client over HTTP, in the era of 2026. */
export async function connectNewer(url: string, token: string): Promise<ProgramClient> {
  const client = new Client(
    { name: 'test', version: '1' },
    { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  )
  await client.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: bearer(token) } }),
  )
  return wrap(client)
}

/** The version-1 client over HTTP, which shakes hands as in 2025. */
export async function connectOlder(url: string, token: string): Promise<ProgramClient> {
  const client = new OlderClient({ name: 'test', version: '1' })
  await client.connect(new OlderTransport(new URL(url), { requestInit: { headers: bearer(token) } }) as never)
  return wrap(client)
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}

/** Listing first, so that the client checks results against the schemas it was told. */
function wrap(client: Client | OlderClient): ProgramClient {
  return {
    names: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, input = {}) => toCalled(await client.callTool({ name, arguments: input })),
    templates: async () =>
      (await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    read: async (uri) => Resource.parse((await client.readResource({ uri })).contents[0]),
    close: () => client.close(),
  }
}
