import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostProgram } from './process.ts'

const PACKAGE = fileURLToPath(new URL('../../node_modules/electron', import.meta.url))

/**
 * Electron's binary if it is there. Read from the package's files: requiring `electron` would start a download.
 */
export function findElectron(): string | undefined {
  const named = join(PACKAGE, 'path.txt')
  if (!existsSync(named)) return undefined
  const binary = join(PACKAGE, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}

/** Real Electron. */
export function electronProgram(binary: string, appDir: string): HostProgram {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  return { host: 'electron', command: binary, args: [...(asRoot ? ['--no-sandbox'] : []), appDir], flags: [] }
}
