import type { LessonAt, LessonId } from '#shared/model/lesson.ts'

/** Somebody who takes part in a lesson, and the owner of the account that they write to; both by WeChat user id. */
export interface LessonPerson {
  ownerUserId: string
  userId: string
}

/** Who takes part in a lesson and what it is about. */
export interface LessonCast {
  people: readonly LessonPerson[]
  /** Owner of the account that it is about; null where it is about none. */
  ownerUserId: string | null
  /** What the right answer has in it; null where any will do. */
  answer: string | null
  /** A quick reply that is there to be used; null where none is needed. */
  quickReply: { title: string; text: string } | null
}

/** The world behind practice mode, as far as lessons need it to do something. */
export interface LessonWorld {
  /** Brings a lesson's situation about, once more if it was there before; null where that is impossible by now. */
  arrange(lesson: LessonId): LessonCast | null
  /** The operator has come to this step. */
  reached(at: LessonAt): void
  /** Nothing that was arranged for it goes wrong any more. */
  clear(lesson: LessonId): void
}
