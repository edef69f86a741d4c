/**
 * JSON as this protocol speaks it: ids are unquoted 64-bit numbers (fact sheet 1.5), which an ordinary
 * parser would round. Here such a number is a `bigint`.
 */
export type WireValue = string | number | bigint | boolean | null | WireValue[] | WireObject
/** A JSON object; members that are `undefined` are not written. */
export type WireObject = { [name: string]: WireValue | undefined }

/** Writes JSON text; a `bigint` becomes a bare number. */
export function toWire(value: WireValue): string {
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(toWire).join(',')}]`
  const members: string[] = []
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${toWire(member)}`)
  }
  return `{${members.join(',')}}`
}

/** Reads JSON text; whole numbers beyond 2^53 become `bigint`. Throws a `SyntaxError` on anything else. */
export function parseWire(text: string): WireValue {
  return JSON.parse(text, (_name, value: unknown, context?: { source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
    const source = context?.source
    return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value
  })
}

/** Tells whether a value read from JSON is an object (not an array, not null). */
export function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The member called `name`, or `undefined` when `from` is no object or has none. */
export function field(from: unknown, name: string): WireValue | undefined {
  return isObject(from) ? from[name] : undefined
}

/** The text under `name`, or `undefined` when it is absent or no text. */
export function textOf(from: unknown, name: string): string | undefined {
  const value = field(from, name)
  return typeof value === 'string' ? value : undefined
}

/** The number under `name`, or `undefined` when it is absent or no number. */
export function numberOf(from: unknown, name: string): number | undefined {
  const value = field(from, name)
  return typeof value === 'number' ? value : undefined
}
