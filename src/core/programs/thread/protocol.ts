import type { SessionStatus } from '#core/accounts/ports.ts'
import type { PlanRequest } from '#core/broadcast/plan-request.ts'
import type { InputOf, OutputOf } from '#shared/contract/index.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { MediaId } from '#shared/model/media.ts'
import type { ProgramId } from '#shared/model/program.ts'
import type { ToolErrorCode } from '#shared/model/tool-error-code.ts'
import type { BesideResult, PlanDraft, Tool } from '../tool.ts'

/** What the thread is begun with; plain data, as everything here. */
export interface ServeData {
  /** The database. */
  file: string
  /** Null: one that is free. */
  port: number | null
  socketPath: string
  /** Of Linkboard. */
  version: string
  /** What the app's clock is ahead of the system's, in ms. */
  clockOffsetMs: number
}

/** A call that was let in, by the number that main gave it. */
export type CallNumber = number

/** What the thread asks main, which is whatever it cannot read itself. */
export interface Questions {
  /** Whether a call may begin. */
  begin: {
    input: { program: ProgramId; tool: Pick<Tool, 'name' | 'scope'> }
    output: {
      call: CallNumber
      /** Up to where the program has looked at messages. */
      cursor: number
      /** What is being fetched, which the database does not know. */
      loading: readonly MediaId[]
    }
  }
  /** Whether its answer may go out; up to where the program has looked with it, null where that is as before. */
  answered: { input: { call: CallNumber; accountId: AccountId | null; cursor: number | null }; output: null }
  /** It has failed. */
  failed: { input: { call: CallNumber; error: ToldError }; output: null }
  'may-go-on': { input: { call: CallNumber }; output: null }
  /** As `ReadContext` has them. */
  arrived: { input: { call: CallNumber; looked: number; ms: number }; output: null }
  states: { input: null; output: ReadonlyMap<AccountId, SessionStatus> }
  search: { input: InputOf<'search.messages'>; output: OutputOf<'search.messages'> }
  /** What a plan is made from. */
  plan: { input: PlanDraft; output: PlanRequest }
  /** To call a tool that runs on main. */
  call: {
    input: { program: ProgramId; tool: string; input: unknown }
    output: { result: Record<string, unknown>; content: BesideResult[] }
  }
}

export type QuestionName = keyof Questions

/** A question by its name. */
export type Question = { [N in QuestionName]: { name: N; input: Questions[N]['input'] } }[QuestionName]

/** A failure that a program is told of, as it goes from thread to thread. */
export interface ToldError {
  code: ToolErrorCode
  detail: string | undefined
}

export type Answer = { ok: true; output: Questions[QuestionName]['output'] } | { ok: false; error: ToldError }

/** What is passed of a failure without a name: the copy of an error has none of the codes by which it is known. */
export interface PassedFailure {
  name: string
  stack: string | undefined
  code: string | number | undefined
  errcode: string | number | undefined
}

/** What the thread says to main. */
export type FromServer =
  | { kind: 'opened'; port: number; url: string }
  /** It could not listen. */
  | { kind: 'not-opened'; code: string | undefined }
  | { kind: 'question'; id: number; question: Question }
  /** Nobody waits for that answer any more. */
  | { kind: 'given-up'; id: number }
  /** Too many wrong tokens: nobody is let in until then, in Unix ms, or somebody is again. */
  | { kind: 'resting'; until: number | null }
  /** Something failed that has no code of its own. */
  | { kind: 'failure'; failure: PassedFailure; isDamage: boolean }

/** What main says to the thread. */
export type ToServer =
  | { kind: 'answer'; id: number; answer: Answer }
  /** What this program has open is closed. */
  | { kind: 'revoked'; program: ProgramId }
  | { kind: 'close' }
