import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { SecretVault } from '#core/ports.ts'

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  } catch {
    return {}
  }
}

function write(file: string, tokens: Record<string, string>): void {
  const draft = `${file}.new`
  const handle = openSync(draft, 'w', 0o600)
  writeSync(handle, JSON.stringify(tokens))
  fsyncSync(handle)
  closeSync(handle)
  renameSync(draft, file)
}

/** A vault in a file, for a soak without the system's key store: durable when `set` resolves, as that is. */
export function createFileVault(file: string): SecretVault {
  const tokens = read(file)
  return {
    protection: () => 'weak-agreed',
    get: async (id) => tokens[id] ?? null,
    set: async (id, token) => {
      tokens[id] = token
      write(file, tokens)
    },
    delete: async (id) => {
      delete tokens[id]
      write(file, tokens)
    },
  }
}
