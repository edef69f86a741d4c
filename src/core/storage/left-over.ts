import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** Databases, logs and media that a recovery or a restore put aside in the folder of the database. */
export function leftOverIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /\.(?:damaged|before-restore)-\d+/.test(name))
    .sort()
    .map((name) => path.join(folder, name))
}
