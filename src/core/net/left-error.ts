/** Requests leave another way now: this one had not begun, so none of it went the old one. */
export class LeftError extends Error {
  override readonly name = 'LeftError'
  readonly code = 'ERR_WAY_LEFT'

  constructor() {
    super('requests leave another way now')
  }
}
