import { z } from 'zod'

/** A column or field that holds one word of a closed union: each word is named, or it does not compile. */
export function oneOf<T extends string>(words: Readonly<Record<T, true>>): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'string' && Object.hasOwn(words, value))
}

/** The JSON of a column; undefined where a failing disk has garbled it. */
export function readJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
