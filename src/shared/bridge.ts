import type { InputOf, OutputOf, RequestName } from './contract/index.ts'
import type { Result } from './errors.ts'
import type { ChangeBatch } from './model/changes.ts'

/** The one channel for requests from a page to main. */
export const REQUEST_CHANNEL = 'linkboard:request'
/** The one channel for changes from main to a page. */
export const CHANGES_CHANNEL = 'linkboard:changes'

/** All that the page can reach of the world outside it; exposed as `window.linkboard`. */
export interface Bridge {
  /** Asks main; never rejects for a refused request, the result says so. */
  request<N extends RequestName>(name: N, input: InputOf<N>): Promise<Result<OutputOf<N>>>
  /** Calls `listener` for every batch of changes until the returned function is called. */
  subscribe(listener: (batch: ChangeBatch) => void): () => void
}
