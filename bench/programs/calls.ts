/** An answer of the product to a request, to be given again. */
export interface Prepared {
  readonly status: number
  readonly type: string | null
  /** JSON of the JSON-RPC result; null where the answer had no body. */
  readonly result: string | null
}

/** By the method of the request, or the name of the tool. */
export type PreparedAnswers = Readonly<Record<string, Prepared>>

/** What the busy program answers. */
export type BusyCalls = {
  begin: {
    input: { readonly url: string; readonly token: string; readonly isRecorded: boolean }
    output: null
  }
  /** Whether everything that it asks for has been recorded. */
  isRecorded: { input: null; output: boolean }
  /** Asks a thousand times a second for so long, whatever it is answered; how many of these were looked at. */
  attack: {
    input: { readonly url: string; readonly token: string; readonly seconds: number }
    output: { readonly asked: number; readonly lookedAt: number }
  }
  /** How many of its calls since it began were answered, and how many were not; the last answer of each kind where they are recorded. */
  end: {
    input: null
    output: { readonly answered: number; readonly failed: number; readonly answers: PreparedAnswers }
  }
}

/** What answers a program in Linkboard's stead. */
export type BareCalls = {
  /** Gives these answers from then on; where. */
  answerWith: { input: PreparedAnswers; output: string }
}
