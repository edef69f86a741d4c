/**
 * A token is kept together with the number of the binding it opens. Vault and database cannot
 * commit together: after a crash in between, a token must not open a row it does not belong to, with
 * another address, cursor and context tokens (P6, P10).
 */
export function sealToken(binding: number, token: string): string {
  return `${binding} ${token}`
}

/** The token of exactly this binding; null for another binding's, which counts as missing. */
export function openToken(sealed: string | null, binding: number): string | null {
  const prefix = `${binding} `
  return sealed?.startsWith(prefix) ? sealed.slice(prefix.length) : null
}
