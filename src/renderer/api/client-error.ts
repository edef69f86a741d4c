import type { AppErrorCode } from '#shared/errors.ts'

/** A request that main refused or that never reached it. `code` has words in the translations. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly code: AppErrorCode

  constructor(code: AppErrorCode) {
    super(code)
    this.code = code
  }
}

/** The code of whatever a request threw; anything that is not a refusal counts as internal. */
export function errorCode(error: unknown): AppErrorCode {
  return error instanceof ClientError ? error.code : 'internal'
}
