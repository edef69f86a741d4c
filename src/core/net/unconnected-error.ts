import { errorCode } from './codes.ts'

/** No connection to the server came to be, encryption included, so no byte of a request left. */
export class UnconnectedError extends Error {
  override readonly name = 'UnconnectedError'
  /** That of the network stack; empty where it gave none. */
  readonly code: string

  constructor(cause: Error) {
    super('no connection', { cause })
    this.code = errorCode(cause)
  }
}
