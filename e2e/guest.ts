import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Page } from '@playwright/test'
import type { ProgramScope } from '#shared/model/program.ts'
import { ask, found, snapshot } from './pages/bridge.ts'
import { member } from './phone.ts'

/** A program that the operator has let in, as its own client calls the app over HTTP. */
export class Guest {
  readonly #client: Client

  private constructor(client: Client) {
    this.#client = client
  }

  static async connect(url: string, token: string): Promise<Guest> {
    const client = new Client({ name: 'spec', version: '1' })
    const headers = { authorization: `Bearer ${token}` }
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))
    return new Guest(client)
  }

  /** Calls a tool; answers its structured result. */
  async call(name: string, input: Record<string, unknown>): Promise<unknown> {
    return (await this.#client.callTool({ name, arguments: input })).structuredContent
  }

  async close(): Promise<void> {
    await this.#client.close()
  }
}

/** The address that a profile tells programs. */
export async function addressIn(userDataDir: string): Promise<string> {
  return String(member(JSON.parse(await readFile(path.join(userDataDir, 'mcp.json'), 'utf8')), 'url'))
}

/** Lets a program in and connects it, without the screen for that, whose spec goes through it. */
export async function letIn(page: Page, name: string, scope: ProgramScope): Promise<Guest> {
  await openDoor(page, true)
  const url = await found(page, ({ programDoor }) => programDoor.url)
  const answer = await ask(page, 'programs.allow', { name, scope, accounts: null })
  return await Guest.connect(url, String(member(member(answer, 'value'), 'token')))
}

/** Takes everything back from all programs, and lets none connect any more. */
export async function turnOut(page: Page): Promise<void> {
  for (const { id } of (await snapshot(page)).programs) await ask(page, 'programs.revoke', { id })
  await openDoor(page, false)
}

async function openDoor(page: Page, isOn: boolean): Promise<void> {
  const { machine } = (await snapshot(page)).settings
  await ask(page, 'settings.update', { machine: { ...machine, programs: { ...machine.programs, isOn } } })
}
