import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Moves a file that is no JSON object, or a folder in its place, out of the way, so that the rest of
 * the app works without it.
 * @returns where it was put, or null when the file is sound or absent
 */
export function setAsideIfDamaged(folder: string, name: string, now: number): string | null {
  const file = path.join(folder, `${name}.json`)
  if (!existsSync(file)) return null
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return null
  } catch (error) {
    if (!(error instanceof SyntaxError) && !statSync(file).isDirectory()) throw error
  }
  const target = `${file}.damaged-${now}`
  renameSync(file, target)
  return target
}
