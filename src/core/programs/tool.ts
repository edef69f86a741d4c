import type { z } from 'zod'
import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { InputOf, OutputOf, RequestName } from '#shared/contract/index.ts'
import type { Change } from '#shared/model/changes.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { ProgramScope } from '#shared/model/program.ts'
import type { ShowTarget } from '#shared/model/show-target.ts'
import type { Logins } from './logins.ts'
import type { ProgramFiles } from './program-files.ts'
import type { ProgramView } from './program-view.ts'
import type { Proposals } from './proposals.ts'
import type { SignOuts } from './sign-outs.ts'

/** Asks by a request's name. @throws ToolError for what fails there */
export type Ask = <N extends RequestName>(name: N, input: InputOf<N>) => Promise<OutputOf<N>>

/** What a tool may use. */
export interface ToolContext {
  program: StoredProgram
  view: ProgramView
  proposals: Proposals
  files: ProgramFiles
  logins: Logins
  signOuts: SignOuts
  /** Has the window show a place where a person is needed. */
  show(target: ShowTarget): void
  /** Asks what a page asks, over the router and a connection of the program's own. */
  ask: Ask
  /** The same over a connection that nobody else has: for what gives way when its page asks again, as searches do. */
  askApart<T>(use: (ask: Ask) => Promise<T>): Promise<T>
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
  /** Aborted when the program does not wait for the answer any more. */
  signal: AbortSignal
  /** Unix milliseconds by the app's clock. */
  now(): number
  /** Milliseconds that only ever go on. */
  monotonic(): number
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

/** One tool, stated once for every transport and both eras of the protocol. */
export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  name: string
  title: string
  description: string
  scope: ProgramScope
  hints: ToolHints
  input: I
  /** Of the structured result. */
  output: O
  run(input: z.output<I>, context: ToolContext): Promise<ToolAnswer<z.input<O>>>
}

/** A tool whose types follow from its schemas. */
export function defineTool<I extends z.ZodObject, O extends z.ZodObject>(tool: Tool<I, O>): Tool<I, O> {
  return tool
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
