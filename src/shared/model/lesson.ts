import { membersOf } from '../members.ts'
import type { AccountId, ConversationId } from './ids.ts'

/** What can be practised in practice mode, and the steps that each takes. A step is over when it was done for real. */
export interface LessonSteps {
  /** Somebody's reply window closes soon. */
  'answer-in-time': 'answer'
  /** The next message to somebody is refused; after a moment they write again. */
  refused: 'write' | 'wait' | 'send-again'
  /** Of the next message to somebody nobody can know whether it arrived. */
  unconfirmed: 'write' | 'decide'
  /** An account loses its sign-in. */
  rescue: 'lose' | 'sign-in'
  /** Somebody asks for a file. */
  file: 'send'
  /** Somebody asks what is asked every day. */
  'quick-reply': 'send'
  /** One conversation is to be snoozed and one is done; `snooze` and `finish` where only that is left. */
  tidy: 'both' | 'snooze' | 'finish'
  /** The answer stands in another conversation. */
  search: 'answer'
  broadcast: 'start' | 'run'
  /** Somebody wants to hear later. */
  'send-later': 'schedule'
}

export type LessonId = keyof LessonSteps

/** In the order in which they are offered; any can come first. */
export const LESSONS = membersOf<LessonId>({
  'answer-in-time': true,
  refused: true,
  unconfirmed: true,
  rescue: true,
  file: true,
  'quick-reply': true,
  tidy: true,
  search: true,
  broadcast: true,
  'send-later': true,
})

/** A lesson under way and the step that it has come to. */
export type LessonAt = { [L in LessonId]: { lesson: L; step: LessonSteps[L] } }[LessonId]

/** How a lesson stands. */
export type LessonView = { id: LessonId } & (
  | { standing: 'new' | 'done' | 'skipped' }
  | {
      standing: 'under-way'
      at: LessonAt
      /** The conversations with those who take part. */
      conversations: ConversationId[]
      /** The account that it is about, where it is about one. */
      accountId: AccountId | null
    }
)

/** The lessons of practice mode. They are forgotten with it. */
export interface Lessons {
  /** The operator wants to see them. */
  isShown: boolean
  /** Which one stands before the operator. */
  current: LessonId
  all: LessonView[]
}
