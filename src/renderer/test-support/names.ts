/** What an element is labelled by: another element, or its own words. */
export function nameOf(element: Element | null): string | null {
  const by = element?.getAttribute('aria-labelledby')
  return by
    ? (document.getElementById(by)?.textContent ?? null)
    : (element?.getAttribute('aria-label') ?? null)
}
