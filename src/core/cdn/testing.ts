import { createHash } from 'node:crypto'
import { createHostPolicy } from '#core/ilink/hosts.ts'
import type { HttpPort, HttpRequest, HttpResponse } from '#core/ilink/ports.ts'
import { TOKEN } from '#core/ilink/testing.ts'
import { TestClock } from '#core/testing/clock.ts'
import { createCdn } from './cdn.ts'
import type { CdnDeps, UploadCall, UploadSource } from './transfers.ts'

/** A CDN client over HTTP answered by hand, with a server that names upload addresses. */
export function createTestCdn(
  respond: (request: HttpRequest, body: Uint8Array | null) => HttpResponse | Promise<HttpResponse>,
  named: { fullUrl: string | null; param: string | null } = {
    fullUrl: 'https://novac2c.cdn.weixin.qq.com/c2c/upload?encrypted_query_param=x&taskid=1',
    param: null,
  },
  over: Partial<CdnDeps> = {},
) {
  const requests: { request: HttpRequest; body: Uint8Array | null }[] = []
  const announced: { filekey: string; keyHex: string; fileSize: number; mediaType: number }[] = []
  const clock = new TestClock()
  let random = 0
  const http: HttpPort = {
    async fetch(request) {
      const body = await bodyOf(request)
      requests.push({ request, body })
      return respond(request, body)
    },
  }
  const cdn = createCdn({
    client: {
      async getUploadUrl(upload) {
        announced.push(upload)
        return named
      },
    },
    http,
    hosts: createHostPolicy(),
    random: {
      bytes(length) {
        random += 1
        return new Uint8Array(length).fill(random)
      },
    },
    clock,
    ...over,
  })
  return { cdn, requests, announced, clock }
}

async function bodyOf({ body }: HttpRequest): Promise<Uint8Array | null> {
  if (body === undefined) return null
  if (typeof body === 'string') return Buffer.from(body)
  const chunks: Uint8Array[] = []
  // chunks are written over
  for await (const chunk of body.stream()) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

export function response(
  status: number,
  headers: Record<string, string> = {},
  body: readonly Uint8Array[] = [],
): HttpResponse {
  return {
    status,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    body: (async function* () {
      for (const chunk of body) yield chunk
    })(),
    discard: async () => {},
  }
}

/** A file in memory. */
export function sourceOf(bytes: Uint8Array, over: Partial<UploadSource> = {}): UploadSource {
  return {
    size: bytes.length,
    md5: createHash('md5').update(bytes).digest('hex'),
    async *open() {
      for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024)
    },
    ...over,
  }
}

export function anUpload(over: Partial<UploadCall> = {}): UploadCall {
  return {
    account: { baseUrl: 'https://ilinkai.weixin.qq.com', token: TOKEN },
    toUserId: 'someone@im.wechat',
    kind: 'image',
    source: sourceOf(Buffer.from('hello')),
    signal: new AbortController().signal,
    onProgress: () => {},
    ...over,
  }
}
