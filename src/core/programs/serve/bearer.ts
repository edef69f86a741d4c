/** The token of an `Authorization` header (RFC 6750, 2.1); null where there is none. */
export function bearerOf(header: string | undefined): string | null {
  const found = /^bearer +([\w\-.~+/]+=*) *$/i.exec(header ?? '')
  return found?.[1] ?? null
}
