import type { z } from 'zod'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { InputOf, OutputOf, ParsedInputOf, RequestName } from '#shared/contract/index.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ProgramScope } from '#shared/model/program.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import type { Logins } from './logins.ts'
import type { ProgramFiles } from './program-files.ts'
import type { ProgramMediaView } from './program-media-view.ts'
import type { ProgramView } from './program-view.ts'
import type { Proposals } from './proposals.ts'
import type { SignOuts } from './sign-outs.ts'

/** Asks by a request's name. @throws ToolError for what fails there */
export type Ask = <N extends RequestName>(name: N, input: InputOf<N>) => Promise<OutputOf<N>>

/** A broadcast whose plan is asked for; its pace is the operator's. */
export type PlanDraft = Omit<ParsedInputOf<'broadcasts.plan'>, 'paceMs'>

/** What a tool that only reads may use, in whatever thread it runs. */
export interface ReadContext {
  program: StoredProgram
  view: ProgramView
  /** How each account stands. */
  states(): Promise<ReadonlyMap<AccountId, SessionStatus>>
  /** What would happen if this were sent. */
  plan(draft: PlanDraft): Promise<BroadcastPlan>
  /** A portion of a search by words. @throws ToolError for what fails there */
  search(input: InputOf<'search.messages'>): Promise<OutputOf<'search.messages'>>
  /**
   * Settles once messages have arrived for an account that the program may know of, or `ms` have gone by, or nobody waits
   * any more; at once where anything arrived after the place up to which it has `looked`.
   * @throws ToolError as `mayGoOn` does
   */
  arrived(looked: number, ms: number): Promise<void>
  /**
   * To be waited for before anything is read behind a wait.
   * @throws ToolError `locked`, or `not_allowed` once the program is revoked
   */
  mayGoOn(): void | Promise<void>
  /** Aborted when the program does not wait for the answer any more. */
  signal: AbortSignal
  /** Unix milliseconds by the app's clock. */
  now(): number
  /** Milliseconds that only ever go on. */
  monotonic(): number
}

/** What any tool may use, beside what main owns. */
export interface ToolContext extends ReadContext {
  view: ProgramMediaView
  proposals: Proposals
  files: ProgramFiles
  logins: Logins
  signOuts: SignOuts
  /** Has the window show a place where a person is needed. */
  show(target: ShowTarget): void
  /** Asks what a page asks, over the router and a connection of the program's own. */
  ask: Ask
  /**
   * Settles once something changed that a page would be told of and that is one's concern, or `ms` have gone by, or nobody
   * waits any more.
   * @throws ToolError as `mayGoOn` does
   */
  changed(ms: number, concerns: (change: Change) => boolean): Promise<void>
  /**
   * To be called before anything is done or read behind a wait.
   * @throws ToolError `locked`, or `not_allowed` once the program is revoked
   */
  mayGoOn(): void
}

/** What clients are told of a tool (MCP: tool annotations). */
export interface ToolHints {
  readOnlyHint: boolean
  destructiveHint: boolean
  idempotentHint: boolean
  /** It reaches people outside this computer. */
  openWorldHint: boolean
}

/** What goes out beside the structured result (MCP: content blocks). */
export type BesideResult =
  | { type: 'resource_link'; uri: string; name: string; mimeType: string; size: number }
  | { type: 'image'; data: string; mimeType: string }

/** What `run` answers, with what is written down of the call. */
export interface ToolAnswer<O> {
  result: O
  content?: BesideResult[]
  /** The account it concerned; null for several or none. */
  accountId: AccountId | null
}

/** What is stated of every tool, once for every transport and both eras of the protocol. */
interface Described<I extends z.ZodObject, O extends z.ZodObject> {
  name: string
  title: string
  description: string
  scope: ProgramScope
  hints: ToolHints
  input: I
  /** Of the structured result. */
  output: O
}

/** A tool that only reads what is stored, which needs no main thread. */
export interface ReadTool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject>
  extends Described<I, O> {
  runs: 'apart'
  run(input: z.output<I>, context: ReadContext): Promise<ToolAnswer<z.input<O>>>
}

/** A tool that does something, or needs what main has in its hands. */
export interface ActingTool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject>
  extends Described<I, O> {
  runs: 'on-main'
  run(input: z.output<I>, context: ToolContext): Promise<ToolAnswer<z.input<O>>>
}

export type Tool = ReadTool | ActingTool

/** A tool whose types follow from its schemas. */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(
  tool: Omit<ActingTool<I, O>, 'runs'>,
): ActingTool<I, O> {
  return { ...tool, runs: 'on-main' }
}

/** The same, of one that only reads. */
export function defineRead<I extends z.ZodObject, O extends z.ZodObject>(
  tool: Omit<ReadTool<I, O>, 'runs'>,
): ReadTool<I, O> {
  return { ...tool, runs: 'apart' }
}

/** Hints of a tool that only reads. */
export const READS: ToolHints = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}

/** Hints of a tool that changes what the operator keeps here; done twice it is the same. */
export const CHANGES: ToolHints = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: true,
  openWorldHint: false,
}
