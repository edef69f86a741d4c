/** A shorter value, such as a number, says nothing, and cutting it out would only garble the words. */
const MIN_SECRET = 8

/**
 * What of an upload address must not stand in an error text (P9): the address and the values of its query,
 * as they stand and decoded, and the parameter that came with it, used or not. The longest comes first, so that none is cut short by a part of it.
 */
export function addressSecrets(address: string, param: string | null): string[] {
  const query = /\?([^#]*)/.exec(address)?.[1] ?? ''
  const raw = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1))
  // a plus is a blank to some servers and a plus to others
  const decoded = [query, query.replaceAll('+', '%2B')].flatMap((text) => [
    ...new URLSearchParams(text).values(),
  ])
  const values = new Set([address, param ?? '', ...raw, ...decoded])
  return [...values].filter(({ length }) => length >= MIN_SECRET).sort((a, b) => b.length - a.length)
}
