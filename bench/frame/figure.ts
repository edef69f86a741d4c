import { percentile } from './percentile.ts'

/** How samples lie, in the unit of their figure. */
export interface Spread {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** What a figure must not go beyond. */
export interface Bar {
  readonly kind: 'at-most' | 'at-least'
  readonly value: number
  readonly unit: string
}

/** One line of the table: what Linkboard reached, the floor of the same run beside it, and the bar for both. */
export interface Figure {
  /** What was measured, in the words of the table. */
  readonly what: string
  /** Unit of `floor` and `ours`. */
  readonly unit: string
  /** Null where the bar is an amount of its own. */
  readonly floor: Spread | number | null
  readonly ours: Spread | number
  /** What is compared with the bar. */
  readonly measured: number
  /** What `measured` is counted in: `×` for ratios to the floor. */
  readonly measuredIn: string
  /** Null for a figure that is only told. */
  readonly bar: Bar | null
}

export function spreadOf(samples: readonly number[]): Spread {
  const at = (share: number) => percentile(samples, share)
  return { count: samples.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}

export function atMost(value: number, unit = '×'): Bar {
  return { kind: 'at-most', value, unit }
}

export function atLeast(value: number, unit = '×'): Bar {
  return { kind: 'at-least', value, unit }
}

type Point = 'p50' | 'p95' | 'p99'

function valueAt(side: Spread | number, point: Point): number {
  return typeof side === 'number' ? side : side[point]
}

/** A figure whose bar is a ratio to the floor, of `at` where a side is a spread. */
export function ratioFigure(
  options: Pick<Figure, 'what' | 'unit' | 'ours'> & {
    readonly floor: Spread | number
    readonly at?: Point
    readonly bar: Bar | null
  },
): Figure {
  const { at = 'p95', floor, ours, ...rest } = options
  return { ...rest, floor, ours, measured: valueAt(ours, at) / valueAt(floor, at), measuredIn: '×' }
}

/** A figure whose bar is an amount: of `ours`, or of what it has beyond the floor. */
export function amountFigure(
  options: Pick<Figure, 'what' | 'unit' | 'ours'> & {
    /** Taken off before the bar is applied. */
    readonly floor?: Spread | number
    readonly at?: Point
    readonly bar: Bar | null
  },
): Figure {
  const { at = 'p95', floor, ours, ...rest } = options
  const beyond = floor === undefined ? 0 : valueAt(floor, at)
  return { ...rest, floor: floor ?? null, ours, measured: valueAt(ours, at) - beyond, measuredIn: rest.unit }
}

/** Whether the bar holds; without one, whether there is a figure at all. */
export function holds({ measured, bar }: Figure): boolean {
  if (!Number.isFinite(measured)) return false
  if (bar === null) return true
  return bar.kind === 'at-most' ? measured <= bar.value : measured >= bar.value
}
