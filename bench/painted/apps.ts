import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { App } from '#e2e/drivers/app.ts'
import { chooseHost } from '#e2e/drivers/choose.ts'
import { generateProfile, type ProfileOptions } from '../profile/generate.ts'
import { Probe } from './probe.ts'
import type { Server } from './server.ts'
import { signInAccounts } from './sign-in.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const FLOOR = fileURLToPath(new URL('./floor-app/', import.meta.url))

/** An app on a profile of its own whose page is watched. */
export interface Watched {
  readonly app: App
  readonly probe: Probe
  /** Ends the app and removes its profile. */
  close(): Promise<void>
}

async function start(appDir: string, env: Record<string, string>, userDataDir: string): Promise<Watched> {
  const app = await App.start(chooseHost(appDir), { userDataDir, env })
  return {
    app,
    probe: await Probe.on(app.page),
    async close() {
      await app.stop()
      rmSync(userDataDir, { recursive: true, force: true })
    },
  }
}

function freshFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'linkboard-painted-'))
}

/** The bare app, which polls for as many accounts as the product does. */
export async function startFloor(server: Server, group: string, accounts: number): Promise<Watched> {
  const identities = await server.bind(group, accounts)
  return await start(FLOOR, { FLOOR_ACCOUNTS: JSON.stringify(identities) }, freshFolder())
}

/** The bare app with nothing but a field to write in. */
export async function startFieldFloor(): Promise<Watched> {
  return await start(FLOOR, { FLOOR_ACCOUNTS: '[]', FLOOR_PAGE: 'field.html' }, freshFolder())
}

/** The bare app with a field in a window of as many pieces as the product's, which polls for as many accounts. */
export async function startWindowFloor(server: Server, group: string, accounts: number): Promise<Watched> {
  const identities = await server.bind(group, accounts)
  const env = { FLOOR_ACCOUNTS: JSON.stringify(identities), FLOOR_PAGE: 'window.html' }
  return await start(FLOOR, env, freshFolder())
}

/**
 * The product with its accounts signed in, at the merged Inbox.
 * @param history what its profile holds already, of the same accounts; else it is a fresh one
 */
export async function startBoard(
  server: Server,
  group: string,
  accounts: number,
  history?: Pick<ProfileOptions, 'conversations' | 'messages' | 'firstShare'>,
): Promise<Watched> {
  const { url, cdnUrl } = server
  const folder = freshFolder()
  const owners = await server.expectScans(group, accounts)
  if (history) generateProfile(folder, { ...history, accounts, owners, seed: 1, now: Date.now() })
  const board = await start(ROOT, { LINKBOARD_ILINK_URL: url, LINKBOARD_CDN_URL: cdnUrl }, folder)
  await signInAccounts(board.app.page, accounts)
  return board
}

/** Opens the conversation in the first row. */
export async function openFirst({ app: { page } }: Watched): Promise<void> {
  await page.getByRole('list', { name: 'Conversations' }).getByRole('button').first().click()
  const log = page.getByRole('log', { name: 'Messages' })
  await log.waitFor()
  // under the pointer the list would keep its order
  await log.hover()
}

/** The product on a profile that it ran on before, whose accounts go on by themselves. */
export async function restartBoard(profile: {
  readonly folder: string
  readonly env: Record<string, string>
}): Promise<Watched> {
  return await start(ROOT, profile.env, profile.folder)
}
