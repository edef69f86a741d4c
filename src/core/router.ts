import {
  type Contract,
  contract,
  type OutputOf,
  type ParsedInputOf,
  type RequestName,
} from '#shared/contract/index.ts'
import { AppError, type Result } from '#shared/errors.ts'
import type { Reader } from './connections/connection.ts'
import { type FieldPath, fieldsOf } from './diagnostics/field-path.ts'
import { isDiskFull, isStorageFailure } from './storage/database.ts'

/** One handler for each of these requests, which learns who asks; the compiler finds the missing one. */
export type HandlersOf<R> = {
  [N in keyof R & RequestName]: (
    input: ParsedInputOf<N>,
    reader: Reader,
  ) => OutputOf<N> | Promise<OutputOf<N>>
}

/** One handler for every request of the contract. */
export type Handlers = HandlersOf<Contract>

/** Told of what is to be logged. */
export interface RouterObserver {
  /** A failure that has no code of its own. */
  failed(name: RequestName, error: unknown): void
  /** What the page sent is not of the contract; null for a request that nobody knows. */
  refused(name: RequestName | null, fields: FieldPath[]): void
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(contract, name)
}

function codeOf(error: unknown): AppError['code'] {
  if (error instanceof AppError) return error.code
  if (isDiskFull(error)) return 'storage-full'
  return isStorageFailure(error) ? 'storage-failed' : 'internal'
}

async function answer<N extends RequestName>(
  handlers: Handlers,
  name: N,
  input: unknown,
  reader: Reader,
  observer: RouterObserver,
): Promise<Result<OutputOf<N>>> {
  const parsed = contract[name].input.safeParse(input)
  if (!parsed.success) {
    observer.refused(name, fieldsOf(parsed.error))
    return { ok: false, error: { code: 'bad-request' } }
  }
  try {
    // The schema that parsed it is the one the handler's input type is derived from.
    const value = await handlers[name](parsed.data as ParsedInputOf<N>, reader)
    return { ok: true, value }
  } catch (error) {
    const code = codeOf(error)
    if (!(error instanceof AppError)) observer.failed(name, error)
    return { ok: false, error: { code } }
  }
}

/**
 * The only way in for a page: checks the name and the input against the contract and turns every
 * outcome into data. The transport has checked the sender before.
 */
export function createRouter(handlers: Handlers, observer: RouterObserver) {
  return async (name: unknown, input: unknown, reader: Reader): Promise<Result<unknown>> => {
    if (typeof name !== 'string' || !isRequestName(name)) {
      observer.refused(null, [])
      return { ok: false, error: { code: 'unknown-request' } }
    }
    return answer(handlers, name, input, reader, observer)
  }
}

export type Router = ReturnType<typeof createRouter>
