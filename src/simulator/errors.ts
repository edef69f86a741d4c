/** A control function was asked for something that cannot be; the message is a sentence for the person who asked. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  /** HTTP status for the control API: 400 bad argument, 404 no such thing, 409 not possible now. */
  readonly status: 400 | 404 | 409

  constructor(status: 400 | 404 | 409, sentence: string) {
    super(sentence)
    this.status = status
  }
}
