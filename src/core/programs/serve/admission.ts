import type { StoredProgram } from '#core/storage/program-repository.ts'
import type { Programs } from '../programs.ts'
import type { WrongTokens } from '../wrong-tokens.ts'

/** Whether somebody with a token is let in. */
export type Admission =
  | { kind: 'admitted'; program: StoredProgram }
  | { kind: 'unknown' }
  /** Too many wrong tokens were tried. */
  | { kind: 'resting' }

/** Looks at a token; one that is missing is nobody's, and not counted as tried. */
export function admit(
  { programs, wrongTokens }: { programs: Pick<Programs, 'ofToken'>; wrongTokens: WrongTokens },
  token: string | null,
): Admission {
  if (wrongTokens.isResting) return { kind: 'resting' }
  const program = token === null ? null : programs.ofToken(token)
  if (program !== null) return { kind: 'admitted', program }
  if (token !== null) wrongTokens.note()
  return { kind: 'unknown' }
}
