import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { sanitiseBotAgent } from './bot-agent.ts'
import { encodeWechatUin } from './headers.ts'
import { createHostPolicy } from './hosts.ts'
import { fileItem, imageItem, parseItem, serialiseItem, textItem, videoItem } from './message-builder.ts'
import type { HttpRequest } from './ports.ts'
import { encodeClientVersion } from './protocol.ts'
import { ACCOUNT, answerOf, type Bench, CONTEXT_TOKEN, createBench, TOKEN, USER } from './testing.ts'
import { downloadUrl, joinUrl, qrCreateUrl, qrStatusUrl, uploadUrl } from './urls.ts'

const KEY = '00112233445566778899aabbccddeeff'
const UPLOADED = { encryptQueryParam: 'SyntheticDownloadParam+/=01', keyHex: KEY, cipherSize: 80 }

const announce =
  (mediaType: 1 | 2 | 3) =>
  ({ client }: Bench) =>
    client.getUploadUrl({
      ...{ account: ACCOUNT, toUserId: USER, mediaType, keyHex: KEY, fileSize: 80, rawSize: 69 },
      filekey: 'f00dbabef00dbabef00dbabef00dbabe',
      rawMd5: vectors.media_round_trip.rawfilemd5,
    })

const sendItem =
  (item: ReturnType<typeof textItem>) =>
  ({ client }: Bench) =>
    client.sendMessage({
      account: ACCOUNT,
      toUserId: USER,
      clientId: 'openclaw-weixin:1790000000000-0badcafe',
      item: parseItem(serialiseItem(item)),
      contextToken: CONTEXT_TOKEN,
    })

const CALLS: Record<string, (bench: Bench) => Promise<unknown>> = {
  'req-qr': ({ client }) => client.getQrCode({ localTokens: [TOKEN] }),
  'req-getupdates-first': ({ client }) => client.getUpdates({ account: ACCOUNT, cursor: '', holdMs: 35_000 }),
  'req-send-text': sendItem(textItem('你好')),
  'req-upload-image': announce(1),
  'req-send-image': sendItem(imageItem(UPLOADED)),
  'req-upload-video': announce(2),
  'req-send-video': sendItem(videoItem(UPLOADED)),
  'req-upload-file': announce(3),
  'req-send-file': sendItem(fileItem(UPLOADED, { name: 'dot.png', size: 69 })),
  'req-getconfig': ({ client }) =>
    client.getConfig({ account: ACCOUNT, userId: USER, contextToken: CONTEXT_TOKEN }),
  'req-typing': ({ client }) =>
    client.sendTyping({ account: ACCOUNT, userId: USER, typingTicket: 'dGlja2V0', status: 'typing' }),
  'req-notifystart': ({ client }) => client.notifyStart({ account: ACCOUNT }),
}

const bodyText = (request: HttpRequest | undefined) => (typeof request?.body === 'string' ? request.body : '')

const QR_ANSWER =
  '{"ret":0,"qrcode":"abc123","qrcode_img_content":"https://liteapp.weixin.qq.com/q/x?qrcode=abc123"}'

describe('requests on the wire', () => {
  it.each(Object.keys(CALLS))(
    '%s has exactly the method, address, headers and body of the vector',
    async (id) => {
      const wanted = vectors.requests.find((vector) => vector.id === id)
      const bench = createBench(() => answerOf(200, QR_ANSWER))
      await CALLS[id]?.(bench)
      expect(bench.requests).toHaveLength(1)
      const [sent] = bench.requests
      expect(sent?.method).toBe(wanted?.method)
      expect(sent?.url).toBe(wanted?.url)
      expect(sent?.headers).toEqual(wanted?.headers)
      expect(sent?.body).toBe(JSON.stringify(wanted?.body))
    },
  )

  it('polls a code with the two app headers and no body', async () => {
    const bench = createBench(() => answerOf(200, '{"ret":0,"status":"wait"}'))
    await bench.client.getQrStatus({ baseUrl: ACCOUNT.baseUrl, qrcode: 'ab+c/d=e', verifyCode: ' 012345 ' })
    expect(bench.requests[0]).toMatchObject({
      method: 'GET',
      url: 'https://ilinkai.weixin.qq.com/ilink/bot/get_qrcode_status?qrcode=ab%2Bc%2Fd%3De&verify_code=012345',
      headers: { 'iLink-App-Id': 'bot', 'iLink-App-ClientVersion': '132105' },
      lane: 'poll',
    })
    expect(Object.keys(bench.requests[0]?.headers ?? {})).toHaveLength(2)
    expect(bench.requests[0]?.body).toBeUndefined()
  })

  it('leaves the context token out when there is none, and says cancel with 2', async () => {
    const bench = createBench(() => answerOf(200, '{}'))
    const { client, requests } = bench
    await client.getConfig({ account: ACCOUNT, userId: USER, contextToken: null })
    await client.sendMessage({
      account: ACCOUNT,
      toUserId: USER,
      clientId: 'c1',
      item: textItem('x'),
      contextToken: null,
      runId: 'run-1',
    })
    await client.sendTyping({ account: ACCOUNT, userId: USER, typingTicket: 't', status: 'cancel' })
    await client.notifyStop({ account: ACCOUNT })
    const bodies = requests.map((request): unknown => JSON.parse(bodyText(request)))
    expect(bodies[0]).not.toHaveProperty('context_token')
    expect(bodies[1]).not.toHaveProperty('msg.context_token')
    expect(bodies[1]).toHaveProperty('msg.run_id', 'run-1')
    expect(bodies[2]).toHaveProperty('status', 2)
    expect(requests[3]?.url).toBe('https://ilinkai.weixin.qq.com/ilink/bot/msg/notifystop')
  })

  it('names at most ten local tokens, the newest, and takes blanks off the account token', async () => {
    const bench = createBench(() => answerOf(200, QR_ANSWER))
    const tokens = Array.from({ length: 12 }, (_, n) => `token-${n}`)
    await bench.client.getQrCode({ localTokens: tokens })
    expect(JSON.parse(bodyText(bench.requests[0]))).toEqual({ local_token_list: tokens.slice(0, 10) })
    await bench.client.notifyStart({ account: { ...ACCOUNT, token: ` ${TOKEN}\n` } })
    expect(bench.requests[1]?.headers).toHaveProperty('Authorization', `Bearer ${TOKEN}`)
  })

  it('fails a code request whose answer has no code', async () => {
    const bench = createBench(() => answerOf(200, '{"ret":0,"qrcode":"abc"}'))
    await expect(bench.client.getQrCode({ localTokens: [] })).rejects.toMatchObject({ kind: 'garbage' })
  })
})

describe('header and address encodings', () => {
  it.each(vectors.x_wechat_uin)('UIN $decimal', ({ uint32, header }) => {
    expect(encodeWechatUin(uint32)).toBe(header)
  })

  it.each(vectors.client_version)('client version $version', ({ version, header }) => {
    expect(encodeClientVersion(version)).toBe(header)
  })

  it.each(vectors.bot_agent)('bot agent "$given"', ({ given, sent }) => {
    expect(sanitiseBotAgent(given)).toBe(sent)
  })

  const { apiBase, cdnBase } = createHostPolicy()
  it.each(vectors.urls)('$id', (vector) => {
    expect(urlOf(vector)).toBe(vector.expect)
  })

  function urlOf(vector: (typeof vectors.urls)[number]): string | null {
    if (vector.redirect_host !== undefined && vector.qrcode !== undefined) {
      const policy = createHostPolicy({ apiUrl: apiBase, allowedHosts: [vector.redirect_host] })
      const base = policy.fromRedirectHost(vector.redirect_host)
      expect(createHostPolicy().fromRedirectHost(vector.redirect_host).ok).toBe(false)
      return base.ok ? qrStatusUrl(base.url, vector.qrcode, null) : null
    }
    if (vector.qrcode !== undefined) return qrStatusUrl(apiBase, vector.qrcode, vector.verify_code ?? null)
    if (vector.base !== undefined) return joinUrl(vector.base, vector.path)
    if (vector.upload_param !== undefined) return uploadUrl(cdnBase, vector.upload_param, vector.filekey)
    if (vector.encrypt_query_param !== undefined) {
      const media = { fullUrl: vector.full_url ?? null, encryptQueryParam: vector.encrypt_query_param }
      return downloadUrl(cdnBase, media)
    }
    return qrCreateUrl(apiBase)
  }

  it('has no download address for an attachment without any reference', () => {
    expect(downloadUrl(cdnBase, { fullUrl: null, encryptQueryParam: null })).toBeNull()
  })
})
