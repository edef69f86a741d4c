/** Why a request is refused: the answer, and the sentence for the list of violations. */
export interface Refusal {
  readonly ret: number
  readonly errmsg: string
  readonly rule: string
  readonly sentence: string
}

/** A send that breaks a rule of form (fact sheet 1.6: −2 with a parameter's name). */
export function malformed(rule: string, errmsg: string, sentence: string): Refusal {
  return { ret: -2, errmsg, rule, sentence }
}

/** Arguments a correct client never sends (fact sheet 1.6: −3). */
export function invalid(rule: string, sentence: string): Refusal {
  return { ret: -3, errmsg: 'invalid arguments', rule, sentence }
}
