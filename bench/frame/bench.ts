import type { Figure } from './figure.ts'

/** How a benchmark is run. */
export interface Way {
  /** With little of everything, to show that it runs: what comes out says nothing about speed. */
  readonly isShort: boolean
  /** For benchmarks that go on for as long as one likes; null for their own time. */
  readonly minutes: number | null
  /** For benchmarks that are made of works: only those whose names contain one of these; all where it is empty. */
  readonly only: readonly string[]
  /** Tells a person who waits what goes on, or what is worth knowing beside the figures. */
  say(line: string): void
}

/** One benchmark. */
export interface Bench {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string
  /** The bar of the table that it is about; null for one that is run only when it is named. */
  readonly bar: `B${number}` | null
  /** What is measured against what, in one sentence. */
  readonly title: string
  /** Resolves with every figure. @throws when something could not be measured. */
  run(way: Way): Promise<readonly Figure[]>
}
