import { z } from 'zod'
import { ProposalId } from '#shared/model/program.ts'
import { defineTool, READS } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { outcomeOf, RequestOutcome } from './request-outcome.ts'

/** What has become of a request. */
export const sendStatus = defineTool({
  name: 'send_status',
  title: 'See what became of a request',
  description:
    'Says how a request of "send" or "draft_reply" stands now, without waiting. Requests of this program are known for 30 days.',
  scope: 'draft',
  hints: { ...READS, idempotentHint: false },
  input: z.object({ request_id: z.string().max(64) }),
  output: RequestOutcome,
  async run({ request_id }, context) {
    const id = ProposalId.safeParse(request_id)
    if (!id.success) throw new ToolError('no_such_request')
    return outcomeOf(id.data, context)
  },
})
