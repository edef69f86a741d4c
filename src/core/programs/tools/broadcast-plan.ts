import { z } from 'zod'
import {
  MAX_CAP_DAYS,
  MAX_FILES,
  MAX_NAME,
  MAX_RECIPIENTS,
  MAX_TAG,
  MAX_TAGS,
  MAX_TEXT,
} from '#shared/limits.ts'
import type { PlanProblem } from '#shared/model/broadcast.ts'
import { isGroupContact } from '#shared/model/group.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import type { ProgramView } from '../program-view.ts'
import { defineTool, READS } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { peopleTeller, reasonOf, ToldPerson, ToldReason } from './planned.ts'
import { FilePath, SessionName, UserId, withFiles } from './proposing.ts'

const MAX_LIMIT = 200
const MAX_SESSIONS = 1_000
const SECOND_MS = 1_000

const Tags = z.array(z.string().min(1).max(MAX_TAG)).max(MAX_TAGS).default([])
const Hours = z.number().positive().max(24).nullable().default(null)
const Name = z.string().max(MAX_NAME).default('')

const Content = z.object({
  text: z
    .string()
    .max(MAX_TEXT)
    .default('')
    .describe('{contact} and {account} stand for what the operator calls the contact and the session.'),
  contact_fallback: Name.describe('In place of {contact} where the contact has no name.'),
  account_fallback: Name.describe('In place of {account} where the session has no name.'),
  files: z
    .array(z.object({ path: FilePath, as_file: z.boolean().default(false) }))
    .max(MAX_FILES)
    .default([])
    .describe('Absolute paths in folders that the operator chose for this program.'),
})

const Recipients = z.object({
  user_ids: z
    .array(UserId)
    .max(MAX_RECIPIENTS)
    .optional()
    .describe(
      'These people and nobody else; without it everybody whose window is open, and what follows narrows it down.',
    ),
  sessions: z
    .array(SessionName)
    .min(1)
    .max(MAX_SESSIONS)
    .optional()
    .describe('Only these, by bot_id or name.'),
  tags: Tags.describe('Only people with one of these.'),
  all_tags: Tags.describe('Only people with all of these.'),
  without_tags: Tags.describe('Nobody with one of these.'),
  unread_only: z.boolean().default(false),
  closes_within_hours: Hours,
  wrote_within_hours: Hours,
  quiet_for_hours: Hours.describe('Only people who have written nothing for so many hours.'),
  not_within_days: z
    .number()
    .int()
    .positive()
    .max(MAX_CAP_DAYS)
    .nullable()
    .default(null)
    .describe('Nobody whom a broadcast went to within so many days.'),
  skip_unnamed: z.boolean().default(false).describe('Nobody without a name that the text puts in.'),
})

const PROBLEMS = {
  'nothing-to-send': 'nothing_to_send',
  'text-too-long': 'text_too_long',
  'too-many-messages': 'too_many_messages',
  'no-recipients': 'no_recipients',
  'nobody-reachable': 'nobody_reachable',
} as const satisfies Record<PlanProblem, string>

/** What a broadcast would do. */
export const broadcastPlan = defineTool({
  name: 'broadcast_plan',
  title: 'Plan a broadcast',
  description:
    'What would happen if this were sent to these people now: who gets it in which order, who does not and why, what it ' +
    'costs and how long it takes. Nothing is kept and nothing is sent; the operator starts broadcasts in Linkboard.',
  scope: 'read',
  hints: READS,
  input: z.object({
    content: z
      .union([z.string().max(MAX_TEXT), Content])
      .describe('What is sent; a plain string is its text.'),
    recipients: z
      .union([z.array(UserId).max(MAX_RECIPIENTS), Recipients])
      .prefault({})
      .describe('Whom it is for; a plain list is that of user_ids.'),
    limit: z
      .number()
      .int()
      .min(1)
      .max(MAX_LIMIT)
      .default(100)
      .describe('People named in either list at most.'),
  }),
  output: z.object({
    problem: z.enum(Object.values(PROBLEMS)).nullable().describe('Why it could not be started at all.'),
    included_count: z.number().int(),
    skipped_count: z.number().int(),
    messages: z.number().int().describe('Over all people.'),
    messages_each: z.object({ from: z.number().int(), to: z.number().int() }),
    bytes: z.number().int().describe('Uploaded over all people.'),
    duration_seconds: z.number().describe("At the operator's pace, without uploads."),
    reserve: z.number().int().describe("Messages kept for the operator's own replies, per person."),
    sessions: z.array(
      z.object({
        bot_id: z.string(),
        account: z.string(),
        people: z.number().int(),
        messages: z.number().int(),
      }),
    ),
    included: z.array(
      ToldPerson.extend({
        messages: z.number().int(),
        turn_seconds: z.number().describe('From the start to their turn.'),
        closes_before: z.boolean().describe('Their window would close before the last message.'),
      }),
    ),
    skipped: z.array(
      ToldPerson.extend({
        reason: ToldReason,
        other_sessions: z
          .array(z.string())
          .describe('bot_id of sessions that the same person could be reached by.'),
      }),
    ),
  }),
  async run({ content, recipients, limit }, context) {
    const { view, plan: planned, now } = context
    const { text, contact_fallback, account_fallback, files } =
      typeof content === 'string' ? Content.parse({ text: content }) : content
    const choice = choiceOf(
      Array.isArray(recipients) ? Recipients.parse({ user_ids: recipients }) : recipients,
      view,
    )
    const paths = files.map(({ path, as_file }) => ({ path, name: null, asFile: as_file }))
    const plan = await withFiles(paths, context, (staged) =>
      planned({
        content: {
          text,
          fallbacks: { contact: contact_fallback, account: account_fallback },
          files: [...staged],
        },
        choice,
      }),
    )
    const teller = peopleTeller(view, now())
    return {
      result: {
        problem: plan.problem === null ? null : PROBLEMS[plan.problem],
        included_count: plan.included.length,
        skipped_count: plan.skipped.length,
        messages: plan.messages,
        messages_each: plan.messagesEach,
        bytes: plan.bytes,
        duration_seconds: plan.durationMs / SECOND_MS,
        reserve: plan.reserve,
        sessions: plan.accounts.flatMap(({ accountId, people, messages }) => {
          const session = view.session(accountId)
          return session === null ? [] : { bot_id: session.botId, account: session.name, people, messages }
        }),
        included: plan.included.slice(0, limit).flatMap((one) => {
          const person = teller.person(one.conversationId)
          if (person === null) return []
          const { messages, turnMs, closesBefore } = one
          return { ...person, messages, turn_seconds: turnMs / SECOND_MS, closes_before: closesBefore }
        }),
        skipped: plan.skipped.slice(0, limit).flatMap((one) => {
          const person = teller.person(one.conversationId)
          if (person === null) return []
          return { ...person, reason: reasonOf(one), other_sessions: teller.sessionsOf(one.others) }
        }),
      },
      accountId: null,
    }
  },
})

/**
 * Whom it is for, of the accounts that the program may know of: people who are named go through these alone.
 * @throws ToolError `no_such_session`, `no_such_contact`, `group_not_answerable`
 */
function choiceOf(wanted: z.output<typeof Recipients>, view: ProgramView): RecipientChoice {
  const { user_ids, sessions } = wanted
  const accounts = sessions?.map((name) => view.sessionNamed(name).id) ?? view.accountIdsOf('')
  const named = [...new Set(user_ids)].map((to) => {
    const route = view.routesTo(to).find(({ accountId }) => accounts.includes(accountId))
    if (route !== undefined) return route
    throw new ToolError(isGroupContact(to) ? 'group_not_answerable' : 'no_such_contact')
  })
  return {
    from: user_ids === undefined ? 'recent' : 'nobody',
    accounts,
    closesWithinHours: wanted.closes_within_hours,
    wroteWithinHours: wanted.wrote_within_hours,
    quietForHours: wanted.quiet_for_hours,
    tags: { any: wanted.tags, all: wanted.all_tags, none: wanted.without_tags },
    notWithinDays: wanted.not_within_days,
    unreadOnly: wanted.unread_only,
    skipUnnamed: wanted.skip_unnamed,
    picks: named.map(({ contactUserId }) => ({ contactUserId, included: true })),
    routes: named.map(({ contactUserId, id }) => ({ contactUserId, conversationId: id })),
  }
}
