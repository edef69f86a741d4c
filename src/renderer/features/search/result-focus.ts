const results = () => [...document.querySelectorAll<HTMLElement>('[data-result]')]

/** Brings the keys to a result, or from one to its neighbour; beyond the first is the field. */
export function focusResult(to: 'first' | 'last' | 1 | -1): void {
  const all = results()
  if (to === 'first' || to === 'last') {
    all.at(to === 'first' ? 0 : -1)?.focus()
    return
  }
  const at = all.findIndex((one) => one.contains(document.activeElement))
  const next = at + to
  if (next < 0) focusSearchField()
  else all[Math.min(next, all.length - 1)]?.focus()
}

/** The field above the inbox, where it stands. */
export const searchField = () => document.querySelector<HTMLInputElement>('[data-search-field]')

/** Brings the keys into the field, with what stands in it selected. */
export function focusSearchField(): void {
  const field = searchField()
  field?.focus()
  field?.select()
}
