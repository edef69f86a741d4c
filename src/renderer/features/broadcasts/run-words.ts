import { membersOf } from '#shared/members.ts'
import type { BroadcastRecipient, BroadcastSummary, RecipientState } from '#shared/model/broadcast.ts'
import { NO_RECIPIENTS } from '#shared/model/broadcast-defaults.ts'
import { instantOf, type WallTime } from '#shared/model/wall-time.ts'
import { type Formats, startOfDay } from '../../formatting/format.ts'
import { titleInWords } from '../../formatting/names.ts'
import type { Translate } from '../../i18n/index.ts'

export type Counts = BroadcastSummary['counts']

/** What a broadcast is called in lists. */
export function broadcastTitle({ title, state }: BroadcastSummary, t: Translate): string {
  return titleInWords(title, t) || t(state === 'draft' ? 'broadcasts.untitled' : 'broadcasts.unnamed')
}

/** A moment: the time today, else the date with it. */
export function momentWords(at: number, now: number, formats: Formats): string {
  return startOfDay(at) === startOfDay(now) ? formats.time(at) : formats.dateTime(at)
}

/** Recipients by state. */
export function countsOf(recipients: Iterable<BroadcastRecipient>): Counts {
  const counts: Counts = { ...NO_RECIPIENTS }
  for (const { state } of recipients) counts[state] += 1
  return counts
}

/** How many people it is for, and with how many of them it is through. */
export function shareOf(counts: Counts): { total: number; done: number } {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { total, done: total - counts.queued - counts.sending }
}

const FAILURES = membersOf<Exclude<RecipientState, 'queued' | 'sending' | 'accepted'>>({
  unconfirmed: true,
  refused: true,
  skipped: true,
  cancelled: true,
})
const OTHERS = ['queued', 'sending', ...FAILURES] as const

/** "24 of 27 accepted, 2 unconfirmed, 1 refused"; `withOpen` also counts those whose turn is still to come. */
export function progressWords(counts: Counts, withOpen: boolean, t: Translate, formats: Formats): string {
  const accepted = t('broadcasts.progress.accepted', {
    accepted: formats.number(counts.accepted),
    total: formats.number(shareOf(counts).total),
  })
  const others = (withOpen ? OTHERS : FAILURES)
    .filter((state) => counts[state] > 0)
    .map((state) => t(`broadcasts.progress.${state}`, { number: formats.number(counts[state]) }))
  return [accepted, ...others].join(t('list.clause'))
}

/** Why a recipient stands as they do; null while there is nothing to explain. */
export function reasonWords(recipient: BroadcastRecipient, t: Translate): string | null {
  const { state, skip, items } = recipient
  if (state === 'accepted') return null
  if (state === 'skipped' && skip !== null) return t(`broadcasts.skip.${skip}`)
  const telling = items.filter((item) => item.reason !== null && item.resolution === null)
  const reason = (telling.find((item) => item.state === state) ?? telling[0])?.reason ?? null
  if (reason !== null) return t(`message.reason.${reason}`)
  return skip === null ? null : t(`broadcasts.skip.${skip}`)
}

/** When a scheduled broadcast starts, or was to. */
export function dueWords(due: WallTime, now: number, formats: Formats): string {
  const at = instantOf(due)
  return at >= now ? formats.soonTime(at, now) : formats.since(at, now)
}

/** Why a broadcast stands as it does; null where there is nothing to explain. */
export function askWords(
  { state, reason, scheduled }: BroadcastSummary,
  now: number,
  t: Translate,
  formats: Formats,
): string | null {
  if (reason === null) return null
  if (state !== 'scheduled') return t(`broadcasts.reason.${reason}`)
  const why = reason === 'restored' ? t('broadcasts.scheduled.restored') : t(`broadcasts.reason.${reason}`)
  if (scheduled === null) return why
  return t('broadcasts.scheduled.wasToStart', { time: dueWords(scheduled.due, now, formats), why })
}
