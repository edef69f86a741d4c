import type { LoginStatus } from '#core/ilink/login-status.ts'
import type { SignInStatus } from '#shared/model/sign-in.ts'
import { unreachable } from '#shared/unreachable.ts'

/** What a `confirmed` status brings. The token is a secret (P9). */
export type Confirmed = Extract<LoginStatus, { status: 'confirmed' }>

/** What stands on screen while an attempt runs, apart from an unreachable server. */
export type OpenStatus = Extract<
  SignInStatus,
  'starting' | 'waiting' | 'scanned' | 'need-code' | 'wrong-code' | 'blocked' | 'expired' | 'moved'
>

/** How an attempt ends without credentials. */
export type EndStatus = Extract<
  SignInStatus,
  'blocked' | 'expired' | 'already-connected' | 'not-allowed' | 'failed'
>

/** What an attempt remembers between answers. */
export interface FlowState {
  status: OpenStatus
  /** The pairing code that goes along with every poll until the server says `scaned` or later. */
  pendingCode: string | null
  /** Codes the server itself called expired or blocked; three end the attempt. */
  lostCodes: number
  /** Status polls in a row that brought no answer. */
  silentPolls: number
  /** Shown instead of `status` while the server gives no answer. */
  unreachable: boolean
}

export type FlowEvent =
  /** A new sign-in code was created. */
  | { kind: 'code-issued' }
  | { kind: 'creation-failed' }
  /** A code that is due for renewal could not be replaced; it stays on screen. */
  | { kind: 'renewal-failed' }
  | { kind: 'answer'; answer: LoginStatus }
  /** A status poll failed, timed out or was cut: counts as `wait` (fact sheet 2.2). */
  | { kind: 'no-answer' }
  /** The operator typed the pairing code. */
  | { kind: 'code-entered'; code: string }
  /** The word about the previous code has been shown long enough. */
  | { kind: 'notice-over' }

export type FlowAction =
  | { do: 'poll'; waitMs: number }
  /** Wait for the operator to type the pairing code. */
  | { do: 'ask-code' }
  | { do: 'create-code' }
  /** Poll another host from now on, if it is allowed. */
  | { do: 'move'; host: string }
  | { do: 'adopt'; confirmed: Confirmed }
  | { do: 'end'; status: EndStatus }

export interface FlowStep {
  state: FlowState
  action: FlowAction
}

export const FIRST_FLOW_STATE: FlowState = {
  status: 'starting',
  pendingCode: null,
  lostCodes: 0,
  silentPolls: 0,
  unreachable: false,
}

const POLL_PAUSE_MS = 1_000
const LOST_CODES_TO_END = 3
const SILENT_POLLS_TO_SHOW = 3

const POLL_SOON: FlowAction = { do: 'poll', waitMs: POLL_PAUSE_MS }
const POLL_NOW: FlowAction = { do: 'poll', waitMs: 0 }

/** What to show. */
export function visibleStatus(state: FlowState): SignInStatus {
  return state.unreachable ? 'unreachable' : state.status
}

/** Whether the code may be replaced before it expires: never once it was scanned (fact sheet 2.2). */
export function isRenewable(state: FlowState): boolean {
  return state.status === 'waiting' || state.status === 'expired' || state.status === 'blocked'
}

/** Whether the operator is being asked for a pairing code. */
export function isAskingForCode(state: FlowState): boolean {
  return state.status === 'need-code' || state.status === 'wrong-code'
}

/** One step of a sign-in attempt. Pure; a status of the future counts as `wait`. */
export function nextFlowStep(state: FlowState, event: FlowEvent): FlowStep {
  switch (event.kind) {
    case 'code-issued': {
      const isNotice = state.status === 'expired' || state.status === 'blocked'
      const status = isNotice ? state.status : 'waiting'
      return {
        state: { ...state, status, pendingCode: null, silentPolls: 0, unreachable: false },
        action: POLL_NOW,
      }
    }
    case 'creation-failed':
      return { state: { ...state, unreachable: true }, action: { do: 'create-code' } }
    case 'renewal-failed':
      return { state: { ...state, unreachable: true }, action: POLL_SOON }
    case 'no-answer': {
      const silentPolls = state.silentPolls + 1
      const unreachable = silentPolls >= SILENT_POLLS_TO_SHOW
      const isUnanswered = isAskingForCode(state) && state.pendingCode === null
      return {
        state: { ...state, silentPolls, unreachable },
        action: isUnanswered ? { do: 'ask-code' } : POLL_SOON,
      }
    }
    case 'code-entered':
      return { state: { ...state, pendingCode: event.code }, action: POLL_NOW }
    case 'notice-over':
      return { state: isRenewable(state) ? { ...state, status: 'waiting' } : state, action: POLL_SOON }
    case 'answer':
      return afterAnswer({ ...state, silentPolls: 0, unreachable: false }, event.answer)
    default:
      return unreachable(event)
  }
}

function afterAnswer(state: FlowState, answer: LoginStatus): FlowStep {
  switch (answer.status) {
    case 'wait':
    case 'unknown':
      return { state, action: POLL_SOON }
    case 'scaned':
      return { state: { ...state, status: 'scanned', pendingCode: null }, action: POLL_SOON }
    case 'need_verifycode': {
      // without a code on its way this only repeats the question
      const wasWrong = state.pendingCode !== null || state.status === 'wrong-code'
      const status = wasWrong ? 'wrong-code' : 'need-code'
      return { state: { ...state, status, pendingCode: null }, action: { do: 'ask-code' } }
    }
    case 'verify_code_blocked':
      return afterLostCode(state, 'blocked')
    case 'expired':
      return afterLostCode(state, 'expired')
    case 'scaned_but_redirect': {
      const { redirectHost: host } = answer
      const status = host === null ? 'scanned' : 'moved'
      const action: FlowAction = host === null ? POLL_SOON : { do: 'move', host }
      return { state: { ...state, status, pendingCode: null }, action }
    }
    case 'binded_redirect':
      return { state, action: { do: 'end', status: 'already-connected' } }
    case 'confirmed':
      return { state, action: { do: 'adopt', confirmed: answer } }
    case 'confirmed_incomplete':
      return { state, action: { do: 'end', status: 'failed' } }
    default:
      return unreachable(answer)
  }
}

function afterLostCode(state: FlowState, status: 'blocked' | 'expired'): FlowStep {
  const lostCodes = state.lostCodes + 1
  const lost: FlowState = { ...state, status, pendingCode: null, lostCodes }
  if (lostCodes >= LOST_CODES_TO_END) return { state: lost, action: { do: 'end', status } }
  return { state: lost, action: { do: 'create-code' } }
}
