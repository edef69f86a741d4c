import type { Prepared } from './calls.ts'

interface Request {
  readonly id?: unknown
  readonly method?: string
  readonly params?: { readonly name?: string }
}

/** What a request asks for, and the JSON of its id. */
export function keyOf(httpMethod: string, body: string): { readonly id: string; readonly key: string } {
  if (body === '') return { id: 'null', key: httpMethod }
  const { id = null, method = '', params } = JSON.parse(body) as Request
  return { id: JSON.stringify(id), key: method === 'tools/call' ? (params?.name ?? method) : method }
}

/** An answer as it can be given again. */
export function toPrepared(status: number, type: string | null, body: string): Prepared {
  const json = type?.startsWith('text/event-stream') === true ? (/^data: (.+)$/m.exec(body)?.[1] ?? '') : body
  const result = json === '' ? null : (JSON.parse(json) as { readonly result?: unknown }).result
  return { status, type, result: result === undefined || result === null ? null : JSON.stringify(result) }
}
