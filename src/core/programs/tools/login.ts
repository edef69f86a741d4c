import { toBuffer } from 'qrcode'
import { z } from 'zod'
import { MAX_NAME } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { SignIn } from '#shared/model/sign-in.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Login } from '../logins.ts'
import type { SessionView } from '../program-view.ts'
import { type BesideResult, defineTool, type ToolAnswer, type ToolContext } from '../tool.ts'
import { ToolError } from '../tool-error.ts'

/** Longest wait in seconds: clients give up after a minute (mcp.md 1). */
const MAX_WAIT_S = 45
const SECOND_MS = 1_000
/** Edge of the drawn code in pixels, and its quiet zone in modules, without which phones do not read it. */
const EDGE = 480
const QUIET_ZONE = 4

/** What WeiLink says of a sign-in, and two more. */
const STATES = ['pending', 'scanned', 'need_code', 'confirmed', 'expired', 'already_bound'] as const
type State = (typeof STATES)[number]

const MESSAGES: Record<State, string> = {
  pending:
    'Somebody scans the code with WeChat. It is also shown in Linkboard. Call login again to see what comes of it.',
  scanned: 'The code was scanned. It is confirmed on the phone. Call login again to see what comes of it.',
  need_code:
    'The phone shows digits, which are typed in Linkboard. Call login again to see what comes of it.',
  confirmed: 'The session is signed in.',
  expired: 'The code is no longer valid. Call login again for a new one.',
  already_bound:
    'It is signed in already. With force, a new code is shown; with a new session_name another account signs in.',
}

const Output = z.object({
  status: z.enum(STATES),
  qr_url: z.string().optional().describe('What the code holds; the code is here as a picture, too.'),
  session: z.string().optional(),
  bot_id: z.string().optional(),
  message: z.string(),
})

/** Signs an account in, by a code that somebody scans. */
export const login = defineTool({
  name: 'login',
  title: 'Sign a session in',
  description:
    'Shows a sign-in code, here and in Linkboard, which a person scans with WeChat. The first call answers with the code; ' +
    'each further one waits until something has changed, for `timeout` seconds at most, and answers the code that counts then.',
  scope: 'manage',
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: z.object({
    session_name: z
      .string()
      .max(MAX_NAME)
      .default('')
      .describe('A session to sign in again, or the name of a new one; empty: the default session.'),
    timeout: z.number().min(0).max(MAX_WAIT_S).default(30).describe('Seconds to wait for a change.'),
    force: z.boolean().default(false).describe('Begin anew with another code.'),
  }),
  output: Output,
  async run({ session_name, timeout, force }, context) {
    const { program, logins, signal, monotonic } = context
    const until = monotonic() + timeout * SECOND_MS
    const wanted = wantedBy(session_name.trim(), context)
    const going = logins.find(program.id, wanted.key)
    if (going === null && !force && wanted.session?.state === 'online')
      return await answered('already_bound', wanted.session.id, null, context)
    const login = await begun(wanted, going, force, context)
    for (;;) {
      const state = stateOf(login)
      const news = `${state} ${login.signIn.qrContent ?? ''}`
      const isTold = news === login.told || (state === 'pending' && login.signIn.qrContent === null)
      if (!isTold || until - monotonic() <= 0 || signal.aborted) {
        login.told = news
        const { accountId, ended } = login.signIn
        if (ended || login.isGone) logins.end(program.id, wanted.key)
        if (state === 'failed') throw new ToolError('sign_in_failed')
        await named(state, wanted, accountId, context)
        return await answered(state, accountId, login.signIn.qrContent, context)
      }
      await context.changed(
        until - monotonic(),
        ({ kind }) => kind === 'sign-in' || kind === 'sign-in-removed',
      )
    }
  },
})

/** What is to be signed in: a session that is here, or a new one under a name. */
interface Wanted {
  session: SessionView | null
  /** Of a new one; null for none. */
  name: string | null
  key: string
}

/** @throws ToolError `not_allowed` for a new session of a program that may know of chosen ones only */
function wantedBy(name: string, { view, program, logins }: ToolContext): Wanted {
  const asNew = { session: null, name: name === '' ? null : name, key: `new: ${name}` }
  // what began as a new one is told to its end as such, though it may be here by now under that name
  if (logins.find(program.id, asNew.key) !== null) return asNew
  const session = name === '' ? view.sessions().find(({ isDefault }) => isDefault) : view.sessionCalled(name)
  if (session != null) return { session, name: null, key: session.id }
  if (program.accounts !== null) throw new ToolError('not_allowed')
  return asNew
}

/** The sign-in that goes on, or a new one, which opens in the window. */
async function begun(
  { session, name, key }: Wanted,
  going: Login | null,
  isForced: boolean,
  { ask, logins, program, show }: ToolContext,
): Promise<Login> {
  if (going !== null && (!isForced || going.signIn.status === 'signed-in')) return going
  const accountId = session?.id ?? null
  if (going !== null && !going.isGone) {
    // a code that is replaced stays where it is on the screen
    await ask('signIn.newCode', { id: going.id })
    going.told = null
    show({ kind: 'add-account', accountId })
    return going
  }
  logins.end(program.id, key)
  logins.checkRoom(program.id)
  const { id } = await ask('signIn.start', { label: name, accountId })
  const other = logins.find(program.id, key)
  if (other !== null) {
    // another call of the program began the same meanwhile
    await ask('signIn.dismiss', { id })
    return other
  }
  const login = logins.begin(program.id, key, id)
  show({ kind: 'add-account', accountId })
  return login
}

function stateOf({ signIn, isGone }: Login): State | 'failed' {
  const { status, ended } = signIn
  switch (status) {
    case 'signed-in':
      return 'confirmed'
    case 'already-connected':
      return 'already_bound'
    case 'not-allowed':
    case 'failed':
      return 'failed'
    case 'starting':
    case 'waiting':
    case 'moved':
    case 'unreachable':
      return isGone ? 'expired' : 'pending'
    case 'scanned':
      return isGone ? 'expired' : 'scanned'
    case 'need-code':
    case 'wrong-code':
      return isGone ? 'expired' : 'need_code'
    // while it goes on another code takes its place
    case 'expired':
    case 'blocked':
      return isGone || ended ? 'expired' : 'pending'
    default:
      return unreachable(status)
  }
}

/** Gives a new account the name that was asked for, unless the operator has given it one. */
async function named(
  state: State,
  { name }: Wanted,
  accountId: SignIn['accountId'],
  { ask, view }: ToolContext,
): Promise<void> {
  if (state !== 'confirmed' || name === null || accountId === null) return
  if (view.session(accountId)?.alias === null) await ask('accounts.setAlias', { id: accountId, alias: name })
}

async function answered(
  status: State,
  accountId: AccountId | null,
  code: string | null,
  { view }: ToolContext,
): Promise<ToolAnswer<z.input<typeof Output>>> {
  const session = accountId === null ? null : view.session(accountId)
  const isShown = code !== null && status === 'pending'
  return {
    result: {
      status,
      ...(isShown && { qr_url: code }),
      ...(session !== null && { session: session.name, bot_id: session.botId }),
      message: MESSAGES[status],
    },
    content: isShown ? [await pictureOf(code)] : [],
    accountId,
  }
}

async function pictureOf(code: string): Promise<BesideResult> {
  const png = await toBuffer(code, { errorCorrectionLevel: 'M', margin: QUIET_ZONE, width: EDGE })
  return { type: 'image', data: png.toString('base64'), mimeType: 'image/png' }
}
