/** What the busy program answers. */
export type BusyCalls = {
  begin: { input: { readonly url: string; readonly token: string }; output: null }
  /** How many of its calls since it began were answered, and how many were not. */
  end: { input: null; output: { readonly answered: number; readonly failed: number } }
}
