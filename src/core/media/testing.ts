import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Random } from '#core/ports.ts'
import { FileStore } from './file-store.ts'

/** A file store in a folder of its own; `using` removes it. */
export function createTestFileStore(random: Pick<Random, 'uuid'>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-media-'))
  return {
    folder,
    store: new FileStore(path.join(folder, 'media'), random),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}
