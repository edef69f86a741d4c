type Texts = { [key: string]: string | Texts }

/** Every text of a language by its whole key, such as `inbox.filter.open`. */
export function flat(texts: Texts, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else for (const [inner, text] of flat(value, `${prefix + key}.`)) found.set(inner, text)
  }
  return found
}
