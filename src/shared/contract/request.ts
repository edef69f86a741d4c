import type { z } from 'zod'

declare const outputType: unique symbol

/**
 * One request of the contract. The input is a schema value, because the page is not trusted;
 * the output is a type only, because main made it.
 */
export interface RequestDefinition<I extends z.ZodType, O> {
  input: I
  readonly [outputType]?: O
}

/** Declares a request: `request(schema)<Output>()`. */
export function request<I extends z.ZodType>(input: I) {
  return <O>(): RequestDefinition<I, O> => ({ input })
}

export type RequestInput<D> = D extends RequestDefinition<infer I, unknown> ? z.input<I> : never
export type ParsedInput<D> = D extends RequestDefinition<infer I, unknown> ? z.output<I> : never
export type RequestOutput<D> = D extends RequestDefinition<z.ZodType, infer O> ? O : never
