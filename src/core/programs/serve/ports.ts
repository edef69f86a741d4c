import type { Clock } from '#core/ports.ts'
import type { ProgramId } from '#shared/model/program.ts'
import type { Guests } from '../guests.ts'
import type { Programs } from '../programs.ts'
import type { WrongTokens } from '../wrong-tokens.ts'
import type { Knocks } from './knocks.ts'

/** What serving programs needs of the product. */
export interface ServeDeps {
  clock: Clock
  programs: Pick<Programs, 'ofToken'>
  wrongTokens: WrongTokens
  guests: Pick<Guests, 'call'>
  knocks: Pick<Knocks, 'take' | 'taken'>
  /** Of Linkboard. */
  version: string
  /** Calls `end` when the program is revoked, unless the answer was called before. */
  left(program: ProgramId, end: () => void): () => void
  failed(error: unknown): void
}
