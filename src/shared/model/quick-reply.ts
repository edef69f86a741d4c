import type { QuickReplyId } from './ids.ts'
import type { SendKind, StagedFile } from './media.ts'

/** One message of a quick reply, as the lists show it; a long text goes out in several. */
export type QuickReplyItem =
  /** As it was written, with its placeholders. */
  | { kind: 'text'; text: string }
  | {
      kind: 'file'
      name: string
      /** Bytes; null where they are not on this computer any more. */
      size: number | null
      /** What it goes out as. */
      sendKind: SendKind
    }

/** A stored answer. */
export interface QuickReply {
  id: QuickReplyId
  /** What it is found by; never empty. */
  title: string
  /** Empty for none. */
  group: string
  /** Those with smaller ones stand before it; not without gaps. */
  place: number
  /** In sending order. */
  items: readonly QuickReplyItem[]
}

/** An item for whoever works on it: its file is staged for them. */
export type OpenedQuickReplyItem =
  | { kind: 'text'; text: string }
  | { kind: 'file'; staged: StagedFile; asFile: boolean }

/** What is kept in the files that quick replies are exported to. */
export type QuickReplyFormat = 'json' | 'csv'

/** What becomes of an imported quick reply whose title stands in the same group already. */
export type SameTitle = 'skip' | 'replace' | 'add'

/** Why a row or an entry of a file is not imported. */
export type QuickReplyProblem =
  | 'not-an-entry'
  | 'nothing-in-it'
  | 'title-too-long'
  | 'text-too-long'
  | 'too-many-items'
  /** Its file is not in it, or cannot be taken; the rest of the entry can. */
  | 'bad-file'
  | 'unclosed-quote'

/** What a file holds that quick replies are to be imported from. */
export interface QuickReplyImport {
  /** Entries that can be imported. */
  entries: number
  /** Of these, how many are here just so, and how many differ from one of the same title and group. */
  known: number
  sameTitle: number
  /** Files that come with them. */
  files: number
  /** What cannot be imported, the first hundred: a row's line in the file, or an entry's number. */
  problems: readonly { at: number; problem: QuickReplyProblem }[]
  /** How many cannot. */
  broken: number
}
