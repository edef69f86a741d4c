import type { AppErrorCode } from '#shared/errors.ts'
import type { ToolErrorCode } from '#shared/model/tool-error-code.ts'

/** What a program is told went wrong, and in words what can be done (mcp.md 4). */
export const TOOL_ERRORS = {
  not_allowed: 'This program may not do that. The operator can allow more under Settings › Programs.',
  locked: 'Linkboard is locked. The operator unlocks it; ask again later.',
  busy: 'This program calls too often: at most 8 calls at once and 20 a second. Wait a second and call again.',
  bad_input: 'The input is not what this tool takes. See its input schema.',
  no_such_session: 'There is no such session. The tool "sessions" lists those there are.',
  name_taken: 'Another session is called so already, or nothing can be seen of the name. Choose another one.',
  no_such_contact: 'There is no such contact. The tool "conversations" lists those there are.',
  no_such_message: 'There is no such message.',
  no_such_request: 'There is no such request of this program.',
  several_sessions: 'This contact writes to several sessions. Name one of them in bot_id.',
  window_closed:
    'The reply window is closed: nothing can be sent to this contact until they write again. See window_closes_at.',
  quota_spent:
    'The contact has to write before more can be sent: too few messages are left, or only those that are kept for the operator.',
  needs_sign_in: 'This session needs the operator to sign in again.',
  sign_in_failed:
    'No account could be signed in. The operator finds the reason in Linkboard, under Add account or under Accounts.',
  text_too_long: 'The text cannot be sent: it holds a piece that is too long and cannot be divided.',
  nothing_to_send: 'There is nothing to send. Give a text or a file.',
  group_not_answerable: 'Groups cannot be answered.',
  too_many_requests: 'Too many requests of this program wait for the operator. Wait until some are decided.',
  no_such_file: 'There is no such file in a folder that the operator chose for this program.',
  file_not_sendable:
    'This file cannot be sent: it is empty, larger than Linkboard may send, or changed while it was read.',
  took_too_long: 'The files took longer than a call may. Send fewer or smaller ones, or try again later.',
  no_such_folder:
    'There is no such folder among those that the operator chose for this program. Leave save_dir out, or ask for one.',
  folder_not_writable: 'Nothing can be written into this folder.',
  no_such_resource: 'There is no such resource.',
  no_media: 'There is no such file in this message.',
  still_fetching: 'The file is still being fetched. Ask again in a moment.',
  too_large: 'This file is too large to be read as a resource. The tool "download" saves it.',
  media_missing: 'The bytes of this file are not here any more, or not yet.',
  storage_full: 'The disk of this computer is full. The operator has to make room.',
  failed: 'Linkboard could not do that. The operator finds more under Settings › Diagnostics.',
} as const satisfies Record<ToolErrorCode, string>

/** A failure that a program is told of: a code with words, and nothing of this computer. */
export class ToolError extends Error {
  override readonly name = 'ToolError'
  readonly code: ToolErrorCode
  readonly detail: string | undefined

  /** @param detail goes out behind the words: nothing of what was given, nor of this computer */
  constructor(code: ToolErrorCode, detail?: string) {
    super(detail === undefined ? TOOL_ERRORS[code] : `${TOOL_ERRORS[code]} (${detail})`)
    this.code = code
    this.detail = detail
  }
}

/** What failures of the app are called for programs; those that programs cannot bring about have no name of their own. */
const OF_APP: Partial<Record<AppErrorCode, ToolErrorCode>> = {
  locked: 'locked',
  'bad-request': 'bad_input',
  'not-found': 'no_such_contact',
  'text-empty': 'nothing_to_send',
  'nothing-to-send': 'nothing_to_send',
  'text-too-long': 'text_too_long',
  'window-closed': 'window_closed',
  'too-few-left': 'quota_spent',
  'reserve-kept': 'quota_spent',
  'group-not-answerable': 'group_not_answerable',
  'too-many-proposals': 'too_many_requests',
  'vault-refused': 'sign_in_failed',
  'media-missing': 'media_missing',
  'storage-full': 'storage_full',
}

export function toolErrorOf(code: AppErrorCode): ToolErrorCode {
  return OF_APP[code] ?? 'failed'
}
