import { z } from 'zod'
import { MAX_TAG, MAX_TAGS } from '#shared/limits.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { CONVERSATION_FILTERS, type ConversationFilter } from '#shared/model/conversation-state.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import { defineRead, READS, type ReadContext } from '../tool.ts'
import { peopleTeller, reasonOf, ToldPerson, ToldReason } from './planned.ts'

const MAX_LIMIT = 200
const MAX_OFFSET = 100_000

const Person = ToldPerson.extend({
  reachable: z.boolean(),
  reason: ToldReason.nullable().describe('Why not.'),
  other_sessions: z
    .array(z.string())
    .describe('bot_id of sessions that the same person could be reached by.'),
})

/** Who could be written to now. */
export const reachable = defineRead({
  name: 'reachable',
  title: 'Who can be reached',
  description:
    'Everybody who has written, with whether one message could go to them now, and why not. Who can be reached comes ' +
    'first, the soonest closing window before the others.',
  scope: 'read',
  hints: READS,
  input: z.object({
    filter: z
      .enum(CONVERSATION_FILTERS)
      .default('all')
      .describe('Only people whose conversation the Inbox shows under this filter.'),
    tags: z
      .array(z.string().min(1).max(MAX_TAG))
      .max(MAX_TAGS)
      .default([])
      .describe('Only people with one of these tags.'),
    limit: z.number().int().min(1).max(MAX_LIMIT).default(100),
    offset: z.number().int().min(0).max(MAX_OFFSET).default(0),
  }),
  output: z.object({
    people: z.array(Person),
    reachable_count: z.number().int(),
    unreachable_count: z.number().int(),
    limit: z.number().int(),
    offset: z.number().int(),
  }),
  async run({ filter, tags, limit, offset }, context) {
    const { view, now } = context
    const accountIds = view.accountIdsOf('')
    const wanted = await shownBy(filter, accountIds, context)
    const all = (await judged(accountIds, tags, context)).filter(
      ({ id }) => wanted === null || wanted.has(id),
    )
    const teller = peopleTeller(view, now())
    const count = all.filter(({ reason }) => reason === null).length
    return {
      result: {
        people: all.slice(offset, offset + limit).flatMap(({ id, reason, others }) => {
          const person = teller.person(id)
          if (person === null) return []
          return { ...person, reachable: reason === null, reason, other_sessions: teller.sessionsOf(others) }
        }),
        reachable_count: count,
        unreachable_count: all.length - count,
        ...{ limit, offset },
      },
      accountId: null,
    }
  },
})

async function shownBy(
  filter: ConversationFilter,
  accountIds: readonly AccountId[],
  { view, now }: ReadContext,
): Promise<ReadonlySet<ConversationId> | null> {
  return filter === 'all' ? null : new Set(await view.shown({ accountIds, filter, now: now() }))
}

interface Judged {
  id: ConversationId
  reason: z.input<typeof ToldReason> | null
  others: readonly ConversationId[]
}

/** Everybody, by the plan of a broadcast of one message; how many somebody had lately does not keep one from them. */
async function judged(
  accounts: AccountId[],
  tags: string[],
  { plan: planned }: ReadContext,
): Promise<Judged[]> {
  const plan = await planned({
    content: { text: '.', fallbacks: { contact: '', account: '' }, files: [] },
    choice: { ...RECENT_CONTACTS, accounts, tags: { any: tags, all: [], none: [] } },
  })
  const included = plan.included.map(({ conversationId: id }): Judged => ({ id, reason: null, others: [] }))
  const skipped = plan.skipped.map((one): Judged => {
    const reason = one.reason === 'broadcast-to-recently' ? null : reasonOf(one)
    return { id: one.conversationId, reason, others: one.others }
  })
  return [...included, ...skipped].sort(
    (one, other) => Number(one.reason !== null) - Number(other.reason !== null),
  )
}
