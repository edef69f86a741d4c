import type { InputOf, OutputOf, RequestName } from './contract/index.ts'
import type { Result } from './errors.ts'
import type { StageResult } from './model/media.ts'

/** The one channel for requests from a page to main. */
export const REQUEST_CHANNEL = 'linkboard:request'
/** The one channel for changes from main to a page; on it the preload script says what has been digested. */
export const CHANGES_CHANNEL = 'linkboard:changes'

/**
 * What the preload script says on `CHANGES_CHANNEL`: that a page has begun to listen, which is a new reader, or
 * that the batch up to `to` is digested and another one may come.
 */
export type ChangesMessage = { kind: 'listen' } | { kind: 'digested'; to: number }

/**
 * A batch of changes on `CHANGES_CHANNEL`: a `ChangeBatch` as JSON, and its `to`. Between processes, and more so between the
 * worlds of a page, every value is copied by itself, a text as one.
 */
export interface BatchMessage {
  readonly to: number
  readonly text: string
}

/** The one channel for files from a page to main; only the preload script speaks on it. */
export const STAGE_CHANNEL = 'linkboard:stage'

/**
 * What the preload script asks of main on `STAGE_CHANNEL`. `key` is a UUID that names one file while it
 * is taken. `path` and `end` answer a `StageResult`; `begin` and `chunk` answer null, or the failed
 * `StageResult` that ended it; `cancel` answers null.
 */
export type StageMessage =
  | { kind: 'path'; key: string; path: string }
  | { kind: 'begin'; key: string; name: string; size: number }
  | { kind: 'chunk'; key: string; bytes: Uint8Array }
  | { kind: 'end'; key: string }
  | { kind: 'cancel'; key: string }

/** What is needed of a page's `File`; this file runs where there are none. */
export interface PageFile {
  readonly name: string
  readonly size: number
  slice(start?: number, end?: number): { arrayBuffer(): Promise<ArrayBuffer> }
}

/** A staging under way. `cancel` ends it; files not yet taken are then reported as `cancelled`. */
export interface Staging {
  done: Promise<void>
  cancel(): void
}

/** All that the page can reach of the world outside it; exposed as `window.linkboard`. */
export interface Bridge {
  /** Asks main; never rejects for a refused request, the result says so. */
  request<N extends RequestName>(name: N, input: InputOf<N>): Promise<Result<OutputOf<N>>>
  /**
   * Calls `listener` for every batch of changes, a `ChangeBatch` as JSON, until the returned function is called. A batch is
   * digested once every listener's promise is settled, or at once without one; two may come that are not, and no third.
   */
  subscribe(listener: (batch: string) => void | Promise<void>): () => void
  /**
   * Copies files into the app's keeping, one after the other, and tells what became of each by its
   * index. Paths never reach the page: main reads files that have one, the bytes of others travel in chunks.
   */
  stageFiles(files: readonly PageFile[], onResult: (index: number, result: StageResult) => void): Staging
}
