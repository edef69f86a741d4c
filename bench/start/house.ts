import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startBoard } from '../painted/apps.ts'
import type { Server } from '../painted/server.ts'
import type { ProfileSize } from '../profile/generate.ts'

/** A profile that no app runs on at the moment. */
export interface RestingProfile {
  readonly folder: string
  /** What its app was and has to be started with. */
  readonly env: Record<string, string>
  remove(): void
}

function resting(folder: string, env: Record<string, string>): RestingProfile {
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function environment({ url, cdnUrl }: Server): Record<string, string> {
  return { LINKBOARD_ILINK_URL: url, LINKBOARD_CDN_URL: cdnUrl }
}

/** A profile in which nobody ever signed in. */
export function emptyProfile(server: Server): RestingProfile {
  return resting(mkdtempSync(path.join(tmpdir(), 'linkboard-empty-')), environment(server))
}

/** A profile whose accounts are all signed in, so that every one of them polls when its app starts. */
export async function signedInProfile(
  server: Server,
  group: string,
  { accounts, ...history }: ProfileSize,
): Promise<RestingProfile> {
  const { app } = await startBoard(server, group, accounts, history)
  await app.stop()
  return resting(app.userDataDir, environment(server))
}
