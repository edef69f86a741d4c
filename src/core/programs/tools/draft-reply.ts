import { z } from 'zod'
import { MAX_TEXT } from '#shared/limits.ts'
import { defineTool } from '../tool.ts'
import { FilePath, proposeWith, recipient, routeOf } from './proposing.ts'

/** Files of one draft at most: a contact gets about ten messages for one of theirs. */
const MAX_FILES = 10

/** Lays words and files beside the message box. */
export const draftReply = defineTool({
  name: 'draft_reply',
  title: 'Draft a reply',
  description:
    'Puts a text and files before the person who answers this contact, marked with the name of this program. It is never ' +
    'sent by this tool, and what the person has begun to write is never overwritten.',
  scope: 'draft',
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  input: z.object({
    ...recipient,
    text: z.string().max(MAX_TEXT),
    files: z
      .array(FilePath)
      .max(MAX_FILES)
      .default([])
      .describe('Absolute paths, in folders that the operator chose for this program.'),
  }),
  output: z.object({
    success: z.boolean(),
    request_id: z.string().describe('For "send_status", which says whether it was taken or put away.'),
  }),
  async run({ files, text, ...to }, context) {
    const route = routeOf(to, context)
    const id = await proposeWith(
      { kind: 'draft', conversationId: route.id, text, key: null },
      files.map((path) => ({ path, name: null, asFile: false })),
      context,
    )
    return { result: { success: true, request_id: id }, accountId: route.accountId }
  },
})
