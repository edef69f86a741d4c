import { TestClock } from '#core/testing/clock.ts'
import { createIlinkClient, type IlinkAccount, type IlinkClient } from './client.ts'
import { createHostPolicy, type HostSettings } from './hosts.ts'
import type { DecodedUpdates } from './message.ts'
import type { HttpPort, HttpRequest, HttpResponse } from './ports.ts'
import { UpdatesReader } from './updates-reader.ts'

/** Stand-ins for the iLink client's ports, for tests beside it. */

export const TOKEN = 'aaaabbbbcccc@im.bot:0000000000000000000000000000feed'
export const CONTEXT_TOKEN = 'AARzSyntheticContextToken=='
export const USER = 'o9cq80_SynthUserAAAAAAAAAA01@im.wechat'
export const ACCOUNT: IlinkAccount = { baseUrl: 'https://ilinkai.weixin.qq.com', token: TOKEN }

async function* chunksOf(body: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body)
  const half = bytes.length >> 1
  if (half > 0) yield bytes.subarray(0, half)
  yield bytes.subarray(half)
}

/** An answer whose body comes in two chunks, cut without regard to characters. */
export function answerOf(status: number, body: string | Uint8Array): HttpResponse {
  return { status, headers: { get: () => null }, body: chunksOf(body), discard: async () => {} }
}

/** What a client makes of an answer to a poll. */
export function decodeUpdates(wire: string): DecodedUpdates {
  const reader = new UpdatesReader()
  reader.push(Buffer.from(wire))
  return reader.taken(true)
}

/** HTTP that records requests and answers as told; `respond` may throw or never settle. */
export function createRecordingHttp(
  respond: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>,
): {
  http: HttpPort
  requests: HttpRequest[]
} {
  const requests: HttpRequest[] = []
  return {
    requests,
    http: {
      async fetch(request) {
        requests.push(request)
        return respond(request)
      },
    },
  }
}

export interface Bench {
  readonly client: IlinkClient
  readonly clock: TestClock
  readonly requests: HttpRequest[]
}

/** A client over recording HTTP; the UIN is always made from 305419896. */
export function createBench(
  respond: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>,
  settings: HostSettings = {},
): Bench {
  const clock = new TestClock()
  const { http, requests } = createRecordingHttp(respond)
  const client = createIlinkClient({
    http,
    clock,
    random: { uint32: () => 305_419_896 },
    hostPolicy: createHostPolicy(settings),
    botAgent: 'OpenClaw',
  })
  return { client, clock, requests }
}
