import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'

/** Where what is written stands until it is whole. */
export function draftOf(file: string): string {
  return `${file}.draft`
}

/** Writes a small file for its owner alone: durable when it returns, and never half written. */
export function writeDurably(file: string, content: string): void {
  const draft = draftOf(file)
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(draft, file)
}
