import { z } from 'zod'
import type { SkippedRecipient, SkipReason } from '#shared/model/broadcast.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { type ProgramView, roomOf, type SessionView } from '../program-view.ts'

/** Why somebody is not written to, for programs. */
const REASONS = [
  'excluded',
  'needs_sign_in',
  'account_offline',
  'account_may_be_muted',
  'window_closed',
  'quota_spent',
  'kept_for_operator',
  'broadcast_too_recently',
  'name_missing',
  'group',
] as const
type Reason = (typeof REASONS)[number]

export const ToldReason = z
  .enum(REASONS)
  .describe(
    'excluded: the operator leaves them out of broadcasts; kept_for_operator: too few messages would be left for the ' +
      "operator's own replies; broadcast_too_recently: they had as many lately as the operator allows.",
  )

const OF_SKIP: Readonly<Record<SkipReason, Reason>> = {
  excluded: 'excluded',
  'account-offline': 'account_offline',
  'account-may-be-muted': 'account_may_be_muted',
  'window-closed': 'window_closed',
  'quota-short': 'quota_spent',
  reserve: 'kept_for_operator',
  'broadcast-to-recently': 'broadcast_too_recently',
  'name-missing': 'name_missing',
  group: 'group',
}

export function reasonOf({
  reason,
  accountState,
}: Pick<SkippedRecipient, 'reason' | 'accountState'>): Reason {
  if (accountState === 'needs-sign-in' || accountState === 'signed-out') return 'needs_sign_in'
  return OF_SKIP[reason]
}

/** Somebody who could be written to, or not. */
export const ToldPerson = z.object({
  user_id: z.string(),
  contact: z.string().nullable().describe('What the operator calls the contact.'),
  conversation_id: z.string(),
  bot_id: z.string().describe('The session that it would go through.'),
  account: z.string().describe('What that session is called.'),
  window_closes_at: z.iso.datetime().nullable().describe('Null: nothing can be sent now.'),
  remaining: z
    .number()
    .int()
    .describe(
      'Messages that can still go out before the contact writes again; the last are kept for the operator.',
    ),
})

/** Tells of people by their conversations; null for one that the program may not know of. */
export function peopleTeller(view: ProgramView, now: number) {
  const sessions = new Map(view.sessions().map((session): [string, SessionView] => [session.id, session]))
  return {
    person(id: ConversationId): z.input<typeof ToldPerson> | null {
      const route = view.route(id)
      const session = route === null ? undefined : sessions.get(route.accountId)
      if (route === null || session === undefined) return null
      const { remaining, closesAt } = roomOf(route, now)
      return {
        user_id: route.contactUserId,
        contact: route.contactAlias,
        conversation_id: String(id),
        bot_id: session.botId,
        account: session.name,
        window_closes_at: closesAt === null ? null : new Date(closesAt).toISOString(),
        remaining,
      }
    },
    /** The sessions by which the same person could be reached. */
    sessionsOf(ids: readonly ConversationId[]): string[] {
      return ids.flatMap((id) => sessions.get(view.route(id)?.accountId ?? '')?.botId ?? [])
    },
  }
}
