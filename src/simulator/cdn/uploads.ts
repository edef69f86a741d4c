import type { Checks } from '../checks.ts'
import type { Exchange } from '../exchange.ts'
import type { Faults } from '../faults.ts'
import type { Binding } from '../model.ts'
import type { Refusal } from '../refusal.ts'
import { invalid } from '../refusal.ts'
import type { State } from '../state.ts'
import { unreachable } from '../unreachable.ts'
import type { WireObject } from '../wire.ts'
import { field, numberOf, textOf, toWire } from '../wire.ts'
import { cipherSize } from './cipher.ts'
import type { Content } from './content.ts'

/** What getuploadurl was told about the bytes to come (fact sheet 6.1). */
interface Announcement {
  readonly to: string
  /** 1 image, 2 video, 3 file, 4 voice. */
  readonly mediaType: number
  readonly filekey: string
  /** 32 hex characters. */
  readonly keyHex: string
  readonly rawSize: number
  readonly fileSize: number
  /** Lower-case hex. */
  readonly md5: string
}

/** An announced upload. */
export interface Upload extends Announcement {
  readonly binding: Binding
  /** `upload_param`, also inside `upload_full_url`. */
  readonly ticket: string
  /** Path and query of the full URL that was given out; `undefined` when only the parameter was. */
  readonly fullPath: string | undefined
  /** What `x-encrypted-param` says once the bytes are there. */
  readonly param: string
  /** Whether the bytes have come. */
  done: boolean
}

const hex32 = /^[0-9a-f]{32}$/i

/** getuploadurl (fact sheet 6.1), and every upload it announced. */
export class Uploads {
  readonly #state: State
  readonly #checks: Checks
  readonly #faults: Faults
  readonly #byTicket = new Map<string, Upload>()
  readonly #byParam = new Map<string, Upload>()
  readonly #usedKeys = new Set<string>()

  constructor(state: State, checks: Checks, faults: Faults) {
    this.#state = state
    this.#checks = checks
    this.#faults = faults
  }

  /** Answers getuploadurl in the account's style. */
  announce(exchange: Exchange, binding: Binding): void {
    exchange.reply(
      toWire(this.#faults.retype('getuploadurl', binding.account.id, this.#answer(exchange, binding))),
    )
  }

  byTicket(ticket: string): Upload | undefined {
    return this.#byTicket.get(ticket)
  }

  byParam(param: string): Upload | undefined {
    return this.#byParam.get(param)
  }

  /** The bytes of an upload have come: its parameter leads to them. */
  finish(upload: Upload, content: Content): void {
    upload.done = true
    this.#state.blobs.put(upload.param, upload.binding.account, upload.keyHex, content)
  }

  #answer(exchange: Exchange, binding: Binding): WireObject {
    const announced = this.#read(exchange, binding)
    if ('rule' in announced) {
      this.#checks.record(exchange, announced.rule, announced.sentence)
      return { ret: announced.ret, errmsg: announced.errmsg }
    }
    this.#usedKeys.add(announced.filekey.toLowerCase())
    this.#usedKeys.add(announced.keyHex)
    const { uploadStyle } = binding.account.settings
    const ticket = this.#state.nextOpaque('upload')
    const query = `encrypted_query_param=${encodeURIComponent(ticket)}&filekey=${announced.filekey}`
    const fullPath = `/c2c/upload?${query}&taskid=${this.#state.options.random.hex(4)}`
    const upload: Upload = {
      ...announced,
      binding,
      ticket,
      fullPath: uploadStyle === 'param' || uploadStyle === 'none' ? undefined : fullPath,
      param: this.#state.nextOpaque('sent'),
      done: false,
    }
    this.#byTicket.set(ticket, upload)
    this.#byParam.set(upload.param, upload)
    return uploadAnswer(uploadStyle, this.#state.url, fullPath, ticket)
  }

  #read({ body }: Exchange, binding: Binding): Announcement | Refusal {
    const filekey = textOf(body, 'filekey') ?? ''
    const keyHex = (textOf(body, 'aeskey') ?? '').toLowerCase()
    const to = textOf(body, 'to_user_id') ?? ''
    const mediaType = numberOf(body, 'media_type') ?? 0
    const rawSize = numberOf(body, 'rawsize') ?? -1
    const fileSize = numberOf(body, 'filesize') ?? -1
    const md5 = (textOf(body, 'rawfilemd5') ?? '').toLowerCase()
    if (!hex32.test(filekey)) return invalid('upload-filekey', 'filekey must be 16 random bytes as 32 hex')
    if (this.#usedKeys.has(filekey.toLowerCase())) {
      return invalid('upload-filekey', 'filekey must be new for every upload')
    }
    if (!hex32.test(keyHex)) return invalid('upload-aeskey', 'aeskey must be 16 random bytes as 32 hex')
    if (this.#usedKeys.has(keyHex)) return invalid('upload-aeskey', 'aeskey must be new for every upload')
    if (![1, 2, 3, 4].includes(mediaType)) {
      return invalid('upload-media-type', 'media_type must be 1 (image), 2 (video), 3 (file) or 4 (voice)')
    }
    if (!Number.isSafeInteger(rawSize) || rawSize < 0) {
      return invalid('upload-size', 'rawsize must be the number of plain bytes')
    }
    if (fileSize !== cipherSize(rawSize)) {
      return invalid('upload-size', `filesize must be ${cipherSize(rawSize)} for a rawsize of ${rawSize}`)
    }
    if (!hex32.test(md5)) return invalid('upload-md5', 'rawfilemd5 must be the MD5 of the plain bytes in hex')
    if (field(body, 'no_need_thumb') !== true) {
      return invalid('upload-thumb', 'no_need_thumb must be true; thumbnails are not taken')
    }
    if (!binding.account.people.has(to)) return strangerRefusal(to, binding)
    return { to, mediaType, filekey, keyHex, rawSize, fileSize, md5 }
  }
}

/** A changed spelling is −3, a made-up recipient −1 (fact sheet 1.6). */
function strangerRefusal(to: string, binding: Binding): Refusal {
  const ids = [...binding.account.people.keys()]
  const misspelt = to === '' || ids.some((id) => to.toLowerCase().endsWith(id.toLowerCase()))
  const sentence = 'to_user_id is nobody the bot knows; ids must keep their exact spelling'
  if (misspelt) return invalid('recipient', sentence)
  return { ret: -1, errmsg: 'get upload url failed', rule: 'recipient', sentence }
}

function uploadAnswer(
  style: Binding['account']['settings']['uploadStyle'],
  url: string,
  fullPath: string,
  ticket: string,
): WireObject {
  switch (style) {
    case 'fullUrl':
      return { ret: 0, upload_full_url: `${url}${fullPath}` }
    case 'param':
      return { ret: 0, upload_param: ticket }
    case 'both':
      return { ret: 0, upload_full_url: `${url}${fullPath}`, upload_param: ticket }
    case 'none':
      return { ret: 0 }
    case 'hostile':
      return { ret: 0, upload_full_url: `https://cdn.hostile.example${fullPath}`, upload_param: ticket }
    default:
      return unreachable(style)
  }
}
