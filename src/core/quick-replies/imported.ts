import type { QuickReplyProblem } from '#shared/model/quick-reply.ts'

/** An item of an entry of a file. */
export type ImportedItem =
  | { kind: 'text'; text: string }
  | { kind: 'file'; name: string; asFile: boolean; bytes: Uint8Array }

/** A quick reply as a file has it, repaired and within all limits. */
export interface ImportedReply {
  title: string
  group: string
  items: readonly ImportedItem[]
}

/** What a file holds. */
export interface ImportedReplies {
  replies: readonly ImportedReply[]
  /** `at` is the line of a row, or the number of an entry. */
  problems: readonly { at: number; problem: QuickReplyProblem }[]
}
