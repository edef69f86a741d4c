import type { Spread } from '../frame/figure.ts'

/** Which message, and when something became of it: milliseconds of the clock that all processes share. */
export type Moment = readonly [number: number, at: number]

/** Messages on their way, in turn to the accounts of a group. */
export interface Flood {
  readonly group: string
  readonly accounts: number
  readonly messages: number
  /** Null for all of them at once. */
  readonly perSecond: number | null
}

/** What the server saw of the accounts of one group since it was last asked. */
export interface Seen {
  /** From an answer with messages to the account's next poll, ms. */
  readonly gaps: readonly number[]
  readonly mostPollsOfOne: number
  readonly mostConnectionsOfOne: number
  readonly mostConnectionsOfAll: number
}

export type ServerCalls = {
  url: { input: null; output: string }
  /** Resolves with when each answer left, once all have. */
  flood: { input: Flood; output: readonly Moment[] }
  seen: { input: string; output: Seen }
  /** How many accounts of the group have a poll open. */
  polling: { input: string; output: number }
}

/** Of a side that receives: what has come since the last `take`. */
export type ReceiverCalls = {
  arrived: { input: null; output: number }
  take: { input: null; output: readonly Moment[] }
  /** Processor time that the process has used, ms. */
  used: { input: null; output: number }
}

export type BareCalls = ReceiverCalls & {
  poll: { input: { readonly url: string; readonly group: string; readonly accounts: number }; output: null }
}

export type LoopCalls = {
  watchLoop: { input: boolean; output: null }
  /** How late the event loop was while it was watched, ms. */
  loop: { input: null; output: Spread }
}

/** Bytes in use once everything was collected that can be. */
export interface Memory {
  readonly heapAndExternal: number
  readonly resident: number
}

export type ProductCalls = LoopCalls &
  ReceiverCalls & {
    /** Binds accounts until there are so many of the group. */
    bind: { input: { readonly group: string; readonly accounts: number }; output: null }
    memory: { input: null; output: Memory }
    /** Lets a program in that may read everything; its token. */
    letIn: { input: null; output: string }
    /** Switches programs on or off; their address once they can connect, null once they cannot. */
    programs: { input: boolean; output: string | null }
    pid: { input: null; output: number }
    /** Bytes that are resident now, whether anybody needs them or not. */
    resident: { input: null; output: number }
    stop: { input: null; output: null }
  }
