import type { FoundAccount } from './found-account.ts'
import { readOpenClaw } from './openclaw.ts'
import type { SourceFolder } from './source-folder.ts'
import { readWeiLink } from './weilink.ts'

/** Where the programs keep their accounts by default, in the home directory. */
export const DEFAULT_FOLDERS = { weilink: '.weilink', openclaw: '.openclaw' } as const

/** Everything importable or broken in a folder: a base directory, a session's folder, or what holds them. */
export async function findAccounts(folder: SourceFolder): Promise<FoundAccount[]> {
  const names = await folder.folders('')
  const inside = Object.values(DEFAULT_FOLDERS).filter((name) => names.includes(name))
  const bases = inside.length > 0 ? inside : ['']
  const found = await Promise.all(
    bases.map(async (base) => (await readOpenClaw(folder, base)) ?? (await readWeiLink(folder, base))),
  )
  return found.flat()
}
