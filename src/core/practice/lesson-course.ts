import type { AccountState } from '#shared/model/account.ts'
import type { BroadcastState } from '#shared/model/broadcast.ts'
import type { LessonAt, LessonSteps } from '#shared/model/lesson.ts'
import type { Triage } from '#shared/model/marks.ts'
import type { PartKind, Sending, SendState } from '#shared/model/message.ts'
import { unreachable } from '#shared/unreachable.ts'

/** A message of one of a lesson's conversations, as far as a lesson looks at it. */
export interface LessonMessage {
  /** Null for what the contact wrote. */
  state: SendState | null
  resolution: Sending['resolution']
  kinds: readonly PartKind[]
  /** All that it says. */
  text: string
}

/** What has become of a lesson's situation since it began. */
export interface LessonFacts {
  /** What was written in its conversations, one after the other, each in the order of arrival. */
  messages: readonly LessonMessage[]
  /** How its conversations are marked. */
  triages: readonly (Triage['kind'] | null)[]
  /** How many messages to its people are scheduled. */
  scheduled: number
  /** The account that it is about. */
  account: AccountState | null
  /** Runs that were begun, and how many people's messages were accepted. */
  broadcasts: readonly { state: BroadcastState; accepted: number }[]
  /** What the right answer has in it; null where any will do. */
  answer: string | null
  /** Texts of the quick replies that there are, with their placeholders. */
  quickTexts: readonly string[]
}

const FIRST = {
  'answer-in-time': { lesson: 'answer-in-time', step: 'answer' },
  refused: { lesson: 'refused', step: 'write' },
  unconfirmed: { lesson: 'unconfirmed', step: 'write' },
  rescue: { lesson: 'rescue', step: 'lose' },
  file: { lesson: 'file', step: 'send' },
  'quick-reply': { lesson: 'quick-reply', step: 'send' },
  tidy: { lesson: 'tidy', step: 'both' },
  search: { lesson: 'search', step: 'answer' },
  broadcast: { lesson: 'broadcast', step: 'start' },
  'send-later': { lesson: 'send-later', step: 'schedule' },
} as const satisfies { [L in LessonAt['lesson']]: Extract<LessonAt, { lesson: L }> }

/** Where a lesson begins. */
export function firstStep(lesson: LessonAt['lesson']): LessonAt {
  return FIRST[lesson]
}

/** Where a lesson stands in the light of what has become of its situation: the same place, a later one, or done. */
export function nextStep(at: LessonAt, facts: LessonFacts): LessonAt | 'done' {
  switch (at.lesson) {
    case 'answer-in-time':
      return accepted(facts).length > 0 ? 'done' : at
    case 'refused':
      return nextOfRefused(at, facts)
    case 'unconfirmed':
      return nextOfUnconfirmed(at, facts)
    case 'rescue':
      return nextOfRescue(at, facts)
    case 'file':
      return accepted(facts).some(({ kinds }) => kinds.some(isFile)) ? 'done' : at
    case 'quick-reply':
      return accepted(facts).some(({ text }) => facts.quickTexts.some((quick) => isMadeOf(text, quick)))
        ? 'done'
        : at
    case 'tidy':
      return nextOfTidy(at, facts)
    case 'search': {
      const wanted = facts.answer?.toLowerCase() ?? ''
      return accepted(facts).some(({ text }) => text.toLowerCase().includes(wanted)) ? 'done' : at
    }
    case 'broadcast':
      return nextOfBroadcast(at, facts)
    case 'send-later':
      return facts.scheduled > 0 ? 'done' : at
    default:
      return unreachable(at)
  }
}

type At<L extends keyof LessonSteps> = Extract<LessonAt, { lesson: L }>

function nextOfRefused(at: At<'refused'>, { messages }: LessonFacts): LessonAt | 'done' {
  const refused = messages.findLastIndex(({ state }) => state === 'refused')
  const wrote = messages.findLastIndex(({ state }) => state === null)
  switch (at.step) {
    case 'write':
      return refused === -1 ? at : { lesson: 'refused', step: 'wait' }
    case 'wait':
      return wrote > refused ? { lesson: 'refused', step: 'send-again' } : at
    case 'send-again': {
      const open = messages.some(
        ({ state, resolution }) =>
          (state === 'refused' && resolution === null) || state === 'waiting-for-contact',
      )
      return !open && messages.slice(refused + 1).some(isAccepted) ? 'done' : at
    }
    default:
      return unreachable(at.step)
  }
}

function nextOfUnconfirmed(at: At<'unconfirmed'>, { messages }: LessonFacts): LessonAt | 'done' {
  const unconfirmed = messages.filter(({ state }) => state === 'unconfirmed')
  switch (at.step) {
    case 'write':
      return unconfirmed.length === 0 ? at : { lesson: 'unconfirmed', step: 'decide' }
    case 'decide':
      return unconfirmed.some(({ resolution }) => resolution === null) ? at : 'done'
    default:
      return unreachable(at.step)
  }
}

function nextOfRescue(at: At<'rescue'>, { account }: LessonFacts): LessonAt | 'done' {
  switch (at.step) {
    case 'lose':
      return account === 'checking' || account === 'needs-sign-in'
        ? { lesson: 'rescue', step: 'sign-in' }
        : at
    case 'sign-in':
      return account === 'online' ? 'done' : at
    default:
      return unreachable(at.step)
  }
}

function nextOfTidy(at: At<'tidy'>, { triages }: LessonFacts): LessonAt | 'done' {
  const isFinished = at.step === 'snooze' || triages.includes('done')
  const isSnoozed = at.step === 'finish' || triages.includes('snoozed')
  if (isFinished && isSnoozed) return 'done'
  if (isFinished) return { lesson: 'tidy', step: 'snooze' }
  return isSnoozed ? { lesson: 'tidy', step: 'finish' } : at
}

/** So many people's messages show that a broadcast goes its way; nobody waits for all of them. */
const ENOUGH_PEOPLE = 2

/** Nothing of it has gone its way yet. */
const NOT_STARTED: ReadonlySet<BroadcastState> = new Set(['draft', 'scheduled', 'starting'])

function nextOfBroadcast(at: At<'broadcast'>, { broadcasts }: LessonFacts): LessonAt | 'done' {
  switch (at.step) {
    case 'start':
      return broadcasts.some(({ state }) => !NOT_STARTED.has(state))
        ? { lesson: 'broadcast', step: 'run' }
        : at
    case 'run':
      return broadcasts.some(
        ({ state, accepted: people }) => people >= (state === 'finished' ? 1 : ENOUGH_PEOPLE),
      )
        ? 'done'
        : at
    default:
      return unreachable(at.step)
  }
}

function isAccepted({ state }: LessonMessage): boolean {
  return state === 'accepted'
}

function accepted({ messages }: LessonFacts): LessonMessage[] {
  return messages.filter(isAccepted)
}

function isFile(kind: PartKind): boolean {
  return kind === 'image' || kind === 'video' || kind === 'file'
}

/** Whether a message says what a quick reply does between its placeholders. */
function isMadeOf(text: string, quick: string): boolean {
  const fixed = quick.split(/\{[^{}]*\}/u).map((part) => part.trim())
  return fixed.some((part) => part !== '') && fixed.every((part) => text.includes(part))
}
