import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultOrder } from '../args.ts'
import type { Exchange } from '../exchange.ts'
import type { State } from '../state.ts'
import type { Reference } from './blob-store.ts'
import { cipherSize, encipher } from './cipher.ts'
import { noiseContent } from './content.ts'
import { Pace, pause } from './pace.ts'
import { answerStatus, refuse } from './refuse.ts'

interface DownloadRequest {
  readonly request: IncomingMessage
  readonly exchange: Exchange
  /** `undefined` when the parameter leads nowhere. */
  readonly reference: Reference | undefined
  readonly fault: FaultOrder | undefined
}

interface Body {
  readonly blocks: Iterable<Buffer>
  readonly length: number
}

/** Answers the bytes behind a download parameter, enciphered with their key (fact sheet 6.4). */
export async function serveDownload(state: State, asked: DownloadRequest): Promise<void> {
  const { request, exchange, reference, fault } = asked
  request.resume()
  if (fault?.kind === 'hang') {
    exchange.hang()
    return
  }
  if (fault?.kind === 'dropAfter') {
    exchange.drop()
    return
  }
  if (fault?.kind === 'status') {
    answerStatus(exchange, fault)
    return
  }
  const body = reference && bodyOf(state, reference)
  if (typeof body !== 'object') {
    refuse(request, exchange, 404, body ?? 'no such media')
    return
  }
  await write(state, exchange, spoilt(body, fault), fault)
}

function bodyOf(state: State, { account, keyHex, size, sha256 }: Reference): Body | string {
  if (account.settings.expireMedia) return 'media expired'
  const blocks = state.blobs.content(sha256)?.blocks
  if (!blocks) return 'media is kept no longer'
  return { blocks: encipher(blocks(), keyHex), length: keyHex === undefined ? size : cipherSize(size) }
}

function spoilt(body: Body, fault: FaultOrder | undefined): Body {
  if (fault?.kind === 'empty') return { blocks: [], length: 0 }
  if (fault?.kind !== 'garbage') return body
  if (fault.body !== undefined)
    return { blocks: [Buffer.from(fault.body)], length: Buffer.byteLength(fault.body) }
  // One byte short of a whole ciphertext, so that nobody can take it for one.
  const length = Math.max(1, body.length - 1)
  return { blocks: noiseContent('garbage', length).blocks?.() ?? [], length }
}

async function write(
  state: State,
  exchange: Exchange,
  { blocks, length }: Body,
  fault: FaultOrder | undefined,
): Promise<void> {
  const headers = { 'Content-Type': 'application/octet-stream', 'Content-Length': length }
  const response = exchange.open({ status: 200, headers, logged: '' })
  if (!response) return
  const pace = fault?.kind === 'slow' || fault?.kind === 'cutOff' ? new Pace(length) : undefined
  let sent = 0
  for (const block of blocks) {
    for (let at = 0; at < block.length; ) {
      const part = block.subarray(at, at + (pace?.left ?? block.length))
      at += part.length
      sent += part.length
      exchange.entry.sent = sent
      await written(response, part)
      if (response.destroyed) return
      if (fault?.kind === 'cutOff' && sent * 2 >= length) {
        exchange.cut()
        return
      }
      if (pace?.passed(part.length) && fault?.kind === 'slow') {
        await pause(state.options.timers, fault.ms ?? 50, (run) => exchange.onClose(run))
        if (response.destroyed) return
      }
    }
  }
  response.end()
}

/** Writes and waits while the other side cannot take more, so that a large body never piles up. */
function written(response: ServerResponse, part: Buffer): Promise<void> | undefined {
  if (response.write(part)) return undefined
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.once('drain', done)
    response.once('close', done)
  })
}
