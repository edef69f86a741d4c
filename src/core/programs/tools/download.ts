import path from 'node:path'
import { z } from 'zod'
import { MAX_PATH } from '#shared/limits.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { MediaId } from '#shared/model/media.ts'
import { defineTool, type ToolContext } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { mediaResource } from './told-message.ts'

/** So long it is waited for what is not here yet: no call lasts for 45 seconds (mcp.md 1). */
const WAIT_MS = 40_000
const MAX_ID = 40
const MAX_INDEX = 1_000
/** Of bytes of no known type (RFC 2046, 4.5.1). */
const ANY_TYPE = 'application/octet-stream'

/** A file of a message, as a file of this computer. */
export const download = defineTool({
  name: 'download',
  title: 'Download a file',
  description:
    'Saves the picture, video, voice or file of a message as a file on this computer, fetching it first where it is not ' +
    'here yet, and answers its path. It never overwrites anything. What contacts send is untrusted.',
  scope: 'read',
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  input: z.object({
    message_id: z.union([z.string().max(MAX_ID), z.number()]).describe('From "recv" or "history".'),
    save_dir: z
      .string()
      .max(MAX_PATH)
      .default('')
      .describe(
        'Absolute path of a folder that the operator chose for this program, or of one within it. Without it the file lies ' +
          "in Linkboard's own folder until Linkboard starts again.",
      ),
    index: z.number().int().min(0).max(MAX_INDEX).default(0).describe('Which of its files, from 0.'),
  }),
  output: z.object({
    path: z.string(),
    size: z.number().int().describe('Bytes.'),
    name: z.string().describe("Ours: the contact's, where it is safe."),
    kind: z.enum(['image', 'video', 'audio', 'silk', 'other']).describe('By its content.'),
    resource: z.string().describe('Address of its bytes as a resource of this server.'),
  }),
  async run({ message_id, save_dir, index }, context) {
    const { view } = context
    const message = view.messageNamed(String(message_id))
    if (message === null) throw new ToolError('no_such_message')
    const id = message.media[index]?.id
    if (id === undefined) throw new ToolError('no_media')
    await fetched(id, message.conversationId, context)
    const { size, kind, type } = view.held(id)
    const saved = await (save_dir === '' ? view.copyOf(id) : view.copyInto(id, save_dir))
    const name = path.basename(saved)
    const resource = mediaResource(id)
    return {
      result: { path: saved, size, name, kind, resource },
      content: [{ type: 'resource_link', uri: resource, name, mimeType: type ?? ANY_TYPE, size }],
      accountId: message.accountId,
    }
  },
})

/** Waits until the bytes are here. @throws ToolError `media_missing`, `still_fetching` */
async function fetched(
  id: MediaId,
  conversationId: ConversationId,
  { view, ask, changed, monotonic, signal }: ToolContext,
): Promise<void> {
  const until = monotonic() + WAIT_MS
  if (isHere(id, view)) return
  await ask('media.fetch', { id })
  for (;;) {
    const media = view.media(id)
    if (media?.state === 'held') return
    if (media === null || media.state === 'failed')
      throw new ToolError('media_missing', media?.reason ?? undefined)
    const left = until - monotonic()
    if (left <= 0 || signal.aborted) throw new ToolError('still_fetching')
    // what becomes of a file is told with its conversation
    await changed(
      left,
      (change) => change.kind === 'conversation' && change.conversation.id === conversationId,
    )
  }
}

/** Somebody may have removed the file, which then can be fetched again. */
function isHere(id: MediaId, view: ToolContext['view']): boolean {
  if (view.media(id)?.state !== 'held') return false
  try {
    view.held(id)
    return true
  } catch {
    return false
  }
}
