import type { Clock, Random } from '../ports.ts'
import { sanitiseBotAgent } from './bot-agent.ts'
import { filled } from './decode-items.ts'
import { type IlinkError, IlinkServerError, IlinkTransportError, isIlinkError } from './errors.ts'
import { getHeaders, postHeaders } from './headers.ts'
import type { HostPolicy } from './hosts.ts'
import { type LoginStatus, parseLoginStatus } from './login-status.ts'
import type { DecodedUpdates } from './message.ts'
import { buildMessage, type OutgoingMessage } from './message-builder.ts'
import {
  classifyBrokenOff,
  classifyFailedPoll,
  classifyFailedSend,
  classifySendAnswer,
  isGatewayCut,
  type SendOutcome,
} from './outcomes.ts'
import type { PollEnd } from './poll-end.ts'
import type { HttpPort } from './ports.ts'
import {
  CALL_TIMEOUT_MS,
  CHANNEL_VERSION,
  DEFAULT_HOLD_MS,
  ENDPOINTS,
  MAX_LOCAL_TOKENS,
  pollTimeoutMs,
} from './protocol.ts'
import { type AnsweredAt, createTransport } from './transport.ts'
import { UpdatesReader } from './updates-reader.ts'
import { joinUrl, qrCreateUrl, qrStatusUrl } from './urls.ts'
import { ConfigAnswer, QrCodeAnswer, UploadUrlAnswer } from './wire.ts'

/** Where an account lives and what opens it. The token goes to no other host (P10). */
export interface IlinkAccount {
  readonly baseUrl: string
  readonly token: string
}

/** A fresh sign-in code. Both fields are secrets until the code is used up (P9). */
export interface QrCode {
  /** Key for polling the status. */
  readonly qrcode: string
  /** The address to draw as a QR code. */
  readonly content: string
}

/** What is to be uploaded, for whom, and the key it is enciphered with (fact sheet 6.1). */
export interface UploadDescription {
  readonly toUserId: string
  /** 1 image, 2 video, 3 file, 4 voice; not the item types. */
  readonly mediaType: 1 | 2 | 3 | 4
  /** 16 random bytes in hex, new for every attempt, as is the key. */
  readonly filekey: string
  readonly rawSize: number
  /** MD5 of the plain bytes in hex. */
  readonly rawMd5: string
  /** Size of the ciphertext. */
  readonly fileSize: number
  readonly keyHex: string
}

/** Where to upload: a whole address, or a parameter to build one from. Both are secrets (P9). */
export interface UploadTarget {
  readonly fullUrl: string | null
  readonly param: string | null
}

interface AccountCall {
  readonly account: IlinkAccount
  readonly signal?: AbortSignal | undefined
}

/**
 * Every call of fact sheet 1.2 but those to the CDN. Polls and sends give an outcome; the others give their
 * value or throw `IlinkServerError` or `IlinkTransportError`.
 */
export interface IlinkClient {
  /** A new sign-in code from the configured server. `localTokens`: tokens held, newest first. */
  getQrCode(request: { localTokens: readonly string[]; signal?: AbortSignal | undefined }): Promise<QrCode>
  /** One long poll of a code's status; a poll that only ran out of time is `wait`. */
  getQrStatus(request: {
    baseUrl: string
    qrcode: string
    verifyCode?: string | null | undefined
    signal?: AbortSignal | undefined
  }): Promise<LoginStatus>
  /**
   * One long poll for messages. `holdMs`: the hold the server named last, or the short one. `onBytes` is told with
   * the head of the answer and with everything of its body that comes. `signal` gives the poll up: the server knows at
   * once, but an answer that it has written still counts, and is waited for while its bytes come. `cut` ends that.
   */
  getUpdates(
    request: AccountCall & { cursor: string; holdMs: number; cut?: AbortSignal; onBytes?: () => void },
  ): Promise<PollEnd<DecodedUpdates>>
  sendMessage(request: AccountCall & OutgoingMessage): Promise<SendOutcome>
  /** Announces an upload; −2 means that the account is restricted (fact sheet 5.4). */
  getUploadUrl(request: AccountCall & UploadDescription): Promise<UploadTarget>
  /** The typing ticket of a conversation; null when the server gave none. −4 throws `no-typing-ticket`. */
  getConfig(
    request: AccountCall & { userId: string; contextToken: string | null },
  ): Promise<{ typingTicket: string | null }>
  sendTyping(
    request: AccountCall & { userId: string; typingTicket: string; status: 'typing' | 'cancel' },
  ): Promise<void>
  notifyStart(request: AccountCall): Promise<void>
  notifyStop(request: AccountCall): Promise<void>
}

export interface IlinkClientOptions {
  readonly http: HttpPort
  readonly random: Pick<Random, 'uint32'>
  readonly clock: Clock
  readonly hostPolicy: HostPolicy
  /** This product, as `name/version (comment)`. */
  readonly botAgent: string
  /** Told of every answer that says when it was made. Must not throw. */
  readonly onAnswered?: (times: AnsweredAt) => void
  /** Told of errors that are a fault in the program, not a failure of the call; must not throw. */
  readonly unexpected?: (error: unknown) => void
}

const TYPING_STATUS = { typing: 1, cancel: 2 } as const

type AccountEndpoint =
  | 'getupdates'
  | 'sendmessage'
  | 'getuploadurl'
  | 'getconfig'
  | 'sendtyping'
  | 'notifystart'
  | 'notifystop'

interface AccountPost extends AccountCall {
  readonly endpoint: AccountEndpoint
  readonly fields: Record<string, unknown>
  readonly timeoutMs: number
  readonly lane: 'poll' | 'call'
  /** Secrets in the request beside the token. */
  readonly secrets: readonly (string | null)[]
  readonly keepsAnswer?: boolean
  readonly cut?: AbortSignal | undefined
  readonly onBytes?: (() => void) | undefined
  readonly read?: ((body: AsyncIterable<Uint8Array>) => Promise<Record<string, unknown>>) | undefined
}

function asIlinkError(thrown: unknown): IlinkError {
  if (isIlinkError(thrown)) return thrown
  throw thrown
}

/** Builds the client of one app; it keeps no state between calls. */
export function createIlinkClient(options: IlinkClientOptions): IlinkClient {
  const { random, clock, hostPolicy } = options
  const transport = createTransport(options)
  const baseInfo = { channel_version: CHANNEL_VERSION, bot_agent: sanitiseBotAgent(options.botAgent) }

  function post({ account, endpoint, fields, secrets, signal, ...call }: AccountPost) {
    return transport({
      ...call,
      endpoint,
      signal,
      url: joinUrl(account.baseUrl, ENDPOINTS[endpoint]),
      method: 'POST',
      headers: postHeaders(random, account.token),
      body: { ...fields, base_info: baseInfo },
      secrets: [account.token.trim(), ...secrets.filter((secret) => secret !== null)],
      allowEmpty: endpoint !== 'getupdates',
    })
  }

  function shortPost(
    call: AccountCall,
    endpoint: Exclude<AccountEndpoint, 'getupdates'>,
    fields: Record<string, unknown>,
    secrets: readonly (string | null)[],
  ) {
    const { account, signal } = call
    const timeoutMs = CALL_TIMEOUT_MS[endpoint]
    return post({ account, signal, endpoint, fields, timeoutMs, lane: 'call', secrets })
  }

  return {
    async getQrCode({ localTokens, signal }) {
      const endpoint = 'get_bot_qrcode'
      const tokens = localTokens.slice(0, MAX_LOCAL_TOKENS)
      const body = await transport({
        endpoint,
        url: qrCreateUrl(hostPolicy.apiBase),
        method: 'POST',
        headers: postHeaders(random, null),
        body: { local_token_list: tokens },
        timeoutMs: CALL_TIMEOUT_MS[endpoint],
        lane: 'call',
        signal,
        secrets: tokens,
        allowEmpty: false,
      })
      const answer = QrCodeAnswer.parse(body)
      const qrcode = filled(answer.qrcode?.trim())
      const content = filled(answer.qrcode_img_content?.trim())
      if (qrcode === null || content === null) {
        throw new IlinkTransportError({ endpoint, kind: 'garbage', delivery: 'unknown' })
      }
      return { qrcode, content }
    },

    async getQrStatus({ baseUrl, qrcode, verifyCode, signal }) {
      const startedAt = clock.monotonic()
      try {
        const body = await transport({
          endpoint: 'get_qrcode_status',
          url: qrStatusUrl(baseUrl, qrcode, verifyCode ?? null),
          method: 'GET',
          headers: getHeaders(),
          body: null,
          timeoutMs: pollTimeoutMs(DEFAULT_HOLD_MS),
          lane: 'poll',
          signal,
          secrets: [qrcode, verifyCode ?? ''],
          allowEmpty: false,
        })
        return parseLoginStatus(body)
      } catch (thrown) {
        const error = asIlinkError(thrown)
        const ranOut =
          error instanceof IlinkTransportError &&
          (error.kind === 'timeout' || isGatewayCut(error, clock.monotonic() - startedAt))
        if (ranOut) return { status: 'wait' }
        throw error
      }
    },

    async getUpdates({ account, cursor, holdMs, signal, cut, onBytes }) {
      const startedAt = clock.monotonic()
      const reader = new UpdatesReader()
      try {
        await post({
          account,
          signal,
          endpoint: 'getupdates',
          fields: { get_updates_buf: cursor },
          timeoutMs: pollTimeoutMs(holdMs),
          lane: 'poll',
          secrets: [cursor],
          keepsAnswer: true,
          cut,
          onBytes,
          read: (body) => reader.read(body),
        })
        return { kind: 'answered', ...reader.taken(true) }
      } catch (thrown) {
        if (isIlinkError(thrown)) {
          const end = classifyFailedPoll({ error: thrown, elapsedMs: clock.monotonic() - startedAt })
          return thrown instanceof IlinkServerError ? end : classifyBrokenOff(end, reader.taken(false))
        }
        // an answer that trips our own decoder must not end the account
        options.unexpected?.(thrown)
        return { kind: 'failed', reason: 'garbage' }
      }
    },

    async sendMessage(request) {
      let body: Record<string, unknown>
      try {
        body = await shortPost(request, 'sendmessage', { msg: buildMessage(request) }, [request.contextToken])
      } catch (thrown) {
        return classifyFailedSend(asIlinkError(thrown))
      }
      return classifySendAnswer(body)
    },

    async getUploadUrl({ account, signal, ...upload }) {
      const fields = {
        filekey: upload.filekey,
        media_type: upload.mediaType,
        to_user_id: upload.toUserId,
        rawsize: upload.rawSize,
        rawfilemd5: upload.rawMd5,
        filesize: upload.fileSize,
        no_need_thumb: true,
        aeskey: upload.keyHex,
      }
      const secrets = [upload.filekey, upload.keyHex]
      const body = await shortPost({ account, signal }, 'getuploadurl', fields, secrets)
      const answer = UploadUrlAnswer.parse(body)
      return {
        fullUrl: filled(answer.upload_full_url?.trim()),
        param: filled(answer.upload_param?.trim()),
      }
    },

    async getConfig({ account, userId, contextToken, signal }) {
      const context = contextToken === null ? {} : { context_token: contextToken }
      const fields = { ilink_user_id: userId, ...context }
      const body = await shortPost({ account, signal }, 'getconfig', fields, [contextToken])
      return { typingTicket: filled(ConfigAnswer.parse(body).typing_ticket) }
    },

    async sendTyping({ account, userId, typingTicket, status, signal }) {
      const fields = { ilink_user_id: userId, typing_ticket: typingTicket, status: TYPING_STATUS[status] }
      await shortPost({ account, signal }, 'sendtyping', fields, [typingTicket])
    },

    async notifyStart(request) {
      await shortPost(request, 'notifystart', {}, [])
    },

    async notifyStop(request) {
      await shortPost(request, 'notifystop', {}, [])
    },
  }
}
