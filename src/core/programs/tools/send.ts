import { z } from 'zod'
import { MAX_TEXT } from '#shared/limits.ts'
import type { ProposalId } from '#shared/model/program.ts'
import { defineTool, type ToolContext } from '../tool.ts'
import { ToolError } from '../tool-error.ts'
import { FilePath, Key, type ProposedPath, proposeWith, recipient, routeOf } from './proposing.ts'
import { concernsRequest, isUnderWay, outcomeOf, RequestOutcome } from './request-outcome.ts'

/** So long a call waits for the person and the server; clients give up after a minute. */
const WAIT_MS = 40_000

const Input = z.object({
  ...recipient,
  text: z.string().max(MAX_TEXT).default(''),
  image_path: FilePath.default('').describe('Absolute path of a picture.'),
  file_path: FilePath.default('').describe('Absolute path of a file that goes out as a file.'),
  file_name: z.string().max(255).default('').describe('What the contact sees file_path called.'),
  video_path: FilePath.default('').describe('Absolute path of a video.'),
  voice_path: FilePath.default('').describe('Absolute path of a sound.'),
  idempotency_key: Key.optional().describe(
    'Under one key this program asks once in 30 days, whatever else is given with it.',
  ),
})

/** Sends to a contact, once a person agrees. */
export const send = defineTool({
  name: 'send',
  title: 'Send a message',
  description:
    'Asks to send a text, files, or both to a contact: the text first, then image, file, video, voice. A person decides in ' +
    'Linkboard; this waits up to 40 seconds for them and for the server, then answers "waiting_approval" or "queued", and ' +
    '"send_status" says more later. Give an idempotency_key, so that asking again after a lost answer sends nothing twice. ' +
    'Files come only from folders that the operator chose for this program. A voice goes out as a file.',
  scope: 'draft',
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: Input,
  output: RequestOutcome,
  async run(input, context) {
    const until = context.monotonic() + WAIT_MS
    const id = await requested(input, context)
    for (;;) {
      const left = until - context.monotonic()
      if (left <= 0 || context.signal.aborted || !isUnderWay(id, context)) return outcomeOf(id, context)
      await context.changed(left, concernsRequest(id, context))
    }
  },
})

/** The request it is, whether it was asked before or is now. */
async function requested(input: z.output<typeof Input>, context: ToolContext): Promise<ProposalId> {
  const { program, proposals, view } = context
  const key = input.idempotency_key ?? null
  const earlier = key === null ? null : proposals.ofKey(program.id, key)
  if (earlier !== null) return earlier.id
  const route = routeOf(input, context)
  if (view.needsSignIn(route.accountId)) throw new ToolError('needs_sign_in')
  // before any file is read
  if (view.room(route.id, context.now()).closesAt === null) throw new ToolError('window_closed')
  const { text } = input
  return await proposeWith({ kind: 'send', conversationId: route.id, text, key }, pathsOf(input), context)
}

function pathsOf({
  image_path,
  file_path,
  file_name,
  video_path,
  voice_path,
}: z.output<typeof Input>): ProposedPath[] {
  const all: ProposedPath[] = [
    { path: image_path, name: null, asFile: false },
    { path: file_path, name: file_name === '' ? null : file_name, asFile: true },
    { path: video_path, name: null, asFile: false },
    // phones never show a bot's voice
    { path: voice_path, name: null, asFile: true },
  ]
  return all.filter(({ path }) => path !== '')
}
