import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { BesideResult } from './tool.ts'
import { ToolError, toolErrorOf } from './tool-error.ts'

/** How a call ended: the structured result with what goes beside it, or an error with words. */
export type CallResult =
  | { ok: true; result: Record<string, unknown>; content: BesideResult[] }
  | { ok: false; error: ToolError }

/** What a failure is called for programs; null for one that has no name. */
export function toldOf(error: unknown): ToolError | null {
  if (error instanceof ToolError) return error
  return error instanceof AppError ? new ToolError(toolErrorOf(error.code)) : null
}

/** What a tool is given, as its schema has it. @throws ToolError `bad_input` */
export function parsed<I extends z.ZodObject>({ input }: { input: I }, given: unknown): z.output<I> {
  const found = input.safeParse(given)
  if (!found.success) throw new ToolError('bad_input', problemsOf(found.error))
  return found.data
}

/** Which inputs are wrong and how, by their names and without what was in them. */
function problemsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ')
}
