import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Staging } from '#core/media/staging.ts'
import type { Random } from '#core/ports.ts'
import type { StagedId, StageProblem, StageResult } from '#shared/model/media.ts'
import { unreachable } from '#shared/unreachable.ts'
import { openWithin } from './folders.ts'
import { ToolError } from './tool-error.ts'

const CHUNK_BYTES = 256 * 1024

export interface ProgramFilesDeps {
  staging: Pick<Staging, 'handle' | 'discard'>
  random: Pick<Random, 'uuid'>
  /** The app's own folder; null where it has none. */
  ownFolder: string | null
  /** Pictures and films go out without the place where they were taken. */
  removesPlace(): boolean
}

/** A file that a program names. */
export interface NamedPath {
  /** Absolute. */
  path: string
  /** What it goes out as; null: what it is called where it lies. */
  name: string | null
}

/** Takes files that programs name into the app's keeping, one after the other, so that they never crowd out the operator's. */
export class ProgramFiles {
  readonly #deps: ProgramFilesDeps
  #last: Promise<unknown> = Promise.resolve()

  constructor(deps: ProgramFilesDeps) {
    this.#deps = deps
  }

  /**
   * Stages a file out of these folders; with its place, where it has one and that stays, under two ids, the first of which
   * is to be sent.
   * @param mayGoOn throws once nobody wants it any more
   * @throws ToolError `no_such_file`, `file_not_sendable`, `storage_full`, and what `mayGoOn` throws
   */
  take(
    folders: readonly string[],
    wanted: NamedPath,
    mayGoOn: () => void,
  ): Promise<[StagedId, ...StagedId[]]> {
    const taken = this.#last.then(async () => {
      mayGoOn()
      await using handle = await openWithin({ folders, own: this.#deps.ownFolder }, wanted.path)
      return await this.#stage(handle, wanted.name ?? path.basename(wanted.path), mayGoOn)
    })
    this.#last = taken.catch(() => undefined)
    return taken
  }

  /** Nobody wants these any more; those that are in use meanwhile stay. */
  discard(ids: readonly StagedId[]): void {
    this.#deps.staging.discard(ids)
  }

  async #stage(handle: FileHandle, name: string, mayGoOn: () => void): Promise<[StagedId, ...StagedId[]]> {
    const { staging, random, removesPlace } = this.#deps
    const key = random.uuid()
    const { size } = await handle.stat()
    refuse(await staging.handle({ kind: 'begin', key, name, size }))
    try {
      const buffer = new Uint8Array(CHUNK_BYTES)
      for (;;) {
        mayGoOn()
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
        if (bytesRead === 0) break
        refuse(await staging.handle({ kind: 'chunk', key, bytes: buffer.subarray(0, bytesRead) }))
      }
    } catch (error) {
      await staging.handle({ kind: 'cancel', key })
      throw error
    }
    const result = await staging.handle({ kind: 'end', key })
    refuse(result)
    if (result === null) throw new ToolError('failed')
    const { id, withPlace } = result.file
    if (withPlace === null) return [id]
    return removesPlace() ? [id, withPlace] : [withPlace, id]
  }
}

/** @throws ToolError for what staging did not take */
function refuse(result: StageResult | null): asserts result is Extract<StageResult, { ok: true }> | null {
  if (result !== null && !result.ok) throw new ToolError(errorOf(result.problem))
}

function errorOf(problem: StageProblem) {
  switch (problem) {
    case 'empty':
    case 'too-large':
    case 'changed':
      return 'file_not_sendable'
    case 'folder':
    case 'unreadable':
      return 'no_such_file'
    case 'disk-full':
      return 'storage_full'
    case 'disk-failed':
    case 'cancelled':
      return 'failed'
    default:
      return unreachable(problem)
  }
}
