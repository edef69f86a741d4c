import { z } from 'zod'
import type { SendTrace } from '#core/storage/outbox-repository.ts'
import type { StoredProposal } from '#core/storage/proposal-repository.ts'
import type { Change } from '#shared/model/changes.ts'
import type { ProposalId } from '#shared/model/program.ts'
import { unreachable } from '#shared/unreachable.ts'
import { costOf } from '../proposals.ts'
import type { ToolAnswer, ToolContext } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { arrivedSince } from './recv.ts'
import { ToldMessage } from './told-message.ts'

/**
 * What can become of a request. Of several messages the one counts that stands first in this list: as long as one may yet
 * leave the whole is under way, then comes what went wrong, and it is accepted only when all of it is.
 */
const STATES = [
  'waiting_approval',
  'queued',
  'waiting_for_contact',
  'unconfirmed',
  'refused',
  'taken_over',
  'declined',
  'cancelled',
  'accepted',
] as const
type State = (typeof STATES)[number]

/** What a program is told of a request of its own. */
export const RequestOutcome = z.object({
  success: z.boolean().describe('The server took all of it. Whether anybody got or read it is never known.'),
  state: z
    .enum(STATES)
    .describe(
      'Of several messages that of the first in this list. waiting_approval: a person has not decided; queued: on its way; ' +
        'waiting_for_contact: it can go on once the contact writes and the person lets it; unconfirmed: it may have ' +
        'arrived, never send it again unasked; taken_over: a person edits it or has sent it in another way.',
    ),
  message_ids: z.array(z.string()).describe('What was queued for it, in sending order.'),
  reason: z.string().optional().describe('Why it is in its state, where that is known.'),
  cost: z.number().int().describe('Messages that it takes.'),
  remaining: z.number().int().describe('Messages that can still go out before the contact writes again.'),
  window_closes_at: z.iso.datetime().nullable().describe('Null: nothing can be sent now.'),
  new_messages: z.array(ToldMessage).describe('What arrived since this program last looked.'),
  request_id: z.string().describe('For "send_status".'),
})

/** How a request stands, and its account. @throws ToolError `no_such_request` */
export async function outcomeOf(
  id: ProposalId,
  context: ToolContext,
): Promise<ToolAnswer<z.input<typeof RequestOutcome>>> {
  const { proposals, program, view, now } = context
  const proposal = proposals.get(id)
  if (proposal === null || proposal.programId !== program.id || !view.allows(proposal.accountId))
    throw new ToolError('no_such_request')
  const traces = proposals.sentFor(id)
  const { remaining, closesAt } = view.room(proposal.conversationId, now())
  const { state, reason } = standingOf(proposal, traces, context)
  return {
    result: {
      ...{ state, remaining },
      success: state === 'accepted',
      message_ids: traces.map((trace) => String(trace.id)),
      ...(reason !== null && { reason: reason.replaceAll('-', '_') }),
      cost: traces.length > 0 ? traces.length : costOf(proposal),
      window_closes_at: closesAt === null ? null : new Date(closesAt).toISOString(),
      new_messages: await arrivedSince(context),
      request_id: id,
    },
    accountId: proposal.accountId,
  }
}

/** Whether it may go on by itself, or by a person's decision, within moments. */
export function isUnderWay(id: ProposalId, { proposals }: Pick<ToolContext, 'proposals'>): boolean {
  const state = proposals.get(id)?.state
  if (state === 'waiting') return true
  return state === 'sent' && proposals.sentFor(id).some((trace) => stateOf(trace) === 'queued')
}

/** Whether a change may be one of how it stands: so much else changes that looking each time would cost the app. */
export function concernsRequest(
  id: ProposalId,
  { proposals }: Pick<ToolContext, 'proposals'>,
): (change: Change) => boolean {
  const conversationId = proposals.get(id)?.conversationId
  return (change) =>
    (change.kind === 'proposal' && change.proposal.id === id) ||
    (change.kind === 'proposal-removed' && change.id === id) ||
    (change.kind === 'conversation' && change.conversation.id === conversationId)
}

interface Standing {
  state: State
  reason: string | null
}

function standingOf(
  { kind, state, reason, accountId, conversationId }: StoredProposal,
  traces: readonly SendTrace[],
  { view, now }: ToolContext,
): Standing {
  switch (state) {
    case 'waiting': {
      const isClosed = view.room(conversationId, now()).closesAt === null
      return { state: 'waiting_approval', reason: isClosed ? 'window_closed' : null }
    }
    case 'offered':
      // what was to be sent is edited; a draft has only been offered
      return { state: kind === 'send' ? 'taken_over' : 'waiting_approval', reason: null }
    case 'taken':
      return { state: 'taken_over', reason: null }
    case 'dismissed':
    case 'declined':
      return { state: 'declined', reason: null }
    case 'refused':
      return { state: 'refused', reason }
    case 'sent':
      return ofMessages(traces, view.needsSignIn(accountId))
    default:
      return unreachable(state)
  }
}

function ofMessages(traces: readonly SendTrace[], needsSignIn: boolean): Standing {
  // the operator took it back before it left: its words stand in the message box
  if (traces.length === 0) return { state: 'taken_over', reason: null }
  const state = STATES.find((one) => traces.some((trace) => stateOf(trace) === one)) ?? 'accepted'
  const reason = traces.find((trace) => stateOf(trace) === state && trace.reason !== null)?.reason ?? null
  return { state, reason: state === 'queued' && needsSignIn ? 'needs_sign_in' : reason }
}

function stateOf({ state, resolution }: SendTrace): State {
  // the operator sent a copy of it, which is theirs
  if (resolution === 'sent-again') return 'taken_over'
  if (resolution === 'marked-as-sent') return 'accepted'
  switch (state) {
    case 'held':
    case 'queued':
    case 'uploading':
    case 'sending':
      return 'queued'
    case 'waiting-for-contact':
      return 'waiting_for_contact'
    case 'accepted':
    case 'unconfirmed':
    case 'refused':
    case 'cancelled':
      return state
    default:
      return unreachable(state)
  }
}
