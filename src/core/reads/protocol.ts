import type { ReadFailure } from './failure.ts'
import type { ReadInput, ReadName, ReadOutput } from './queries.ts'

/** A read by name with its input. */
export type ReadCall = { [N in ReadName]: { name: N; input: ReadInput<N> } }[ReadName]

/** What main says to the thread. */
export type ToReader =
  | { kind: 'read'; id: number; call: ReadCall }
  | { kind: 'checkpoint'; id: number; isEmptying: boolean }
  | { kind: 'stop' }

/** What the thread answers; `ms` is how long it worked on it. */
export type FromReader =
  | { kind: 'done'; id: number; output: ReadOutput<ReadName> | boolean | null; ms: number }
  | { kind: 'failed'; id: number; failure: ReadFailure; ms: number }
