import { HttpFailure, type HttpRequest } from '#core/ilink/ports.ts'
import type { NodeHttp } from '#core/net/http.ts'

type Answer = Awaited<ReturnType<NodeHttp['fetch']>>

/** One call with a token, as the client makes them. */
export function askOver(http: NodeHttp, url: string, more: Partial<HttpRequest> = {}): Promise<Answer> {
  return http.fetch({
    url,
    method: 'POST',
    headers: { Authorization: 'Bearer secret' },
    body: '{}',
    signal: new AbortController().signal,
    timeoutMs: 15_000,
    lane: 'call',
    ...more,
  })
}

export async function textOf(response: Answer): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of response.body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** How a call failed; one that did not, or not as HTTP does, throws. */
export async function failureOf(asked: Promise<unknown>): Promise<HttpFailure> {
  const thrown = await asked.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(thrown instanceof HttpFailure)) throw new Error('it did not fail as HTTP does')
  return thrown
}
