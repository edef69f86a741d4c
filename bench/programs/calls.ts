/** What the busy program answers. */
export type BusyCalls = {
  begin: { input: { readonly url: string; readonly token: string }; output: null }
  /** Asks a thousand times a second for so long, whatever it is answered; how many of these were looked at. */
  attack: {
    input: { readonly url: string; readonly token: string; readonly seconds: number }
    output: { readonly asked: number; readonly lookedAt: number }
  }
  /** How many of its calls since it began were answered, and how many were not. */
  end: { input: null; output: { readonly answered: number; readonly failed: number } }
}
