/** What a `ForgetfulServer` has come to; each counts how often, and `listening` holds its port. */
export const STAGES = ['listening', 'asked', 'answering', 'handed-over', 'left'] as const

export type Stage = (typeof STAGES)[number]

/** What its thread is told to do with the poll that came last. */
export type Order =
  | { readonly kind: 'answer'; readonly messages: number; readonly bytesEach: number }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'end' }
