import type { IncomingMessage } from 'node:http'
import type { FaultOrder } from '../args.ts'
import type { Exchange } from '../exchange.ts'

/** Answers with a reason in `x-error-message`, once the body has been read and thrown away. */
export function refuse(request: IncomingMessage, exchange: Exchange, status: number, reason: string): void {
  drain(request, exchange, () => answerError(exchange, status, reason))
}

/** Reads what is left of a body without keeping it, then goes on. */
export function drain(request: IncomingMessage, exchange: Exchange, then: () => void): void {
  let received = 0
  request.on('data', (piece: Buffer) => {
    received += piece.length
    exchange.entry.received = received
  })
  request.on('end', then)
}

/** An error as the CDN says it (fact sheet 6.2); without a reason the header is left out. */
export function answerError(exchange: Exchange, status: number, reason: string): void {
  // A header holds Latin letters only.
  const headers = reason === '' ? {} : { 'x-error-message': reason.replace(/[^\x20-\x7e]/g, '?') }
  exchange.open({ status, headers: { ...headers, 'Content-Length': 0 }, logged: reason })?.end()
}

/** The status a fault orders; `host` leads elsewhere. */
export function answerStatus(exchange: Exchange, { status, body, host }: FaultOrder): void {
  if (host === undefined) {
    answerError(exchange, status ?? 500, body ?? 'ordered by a fault')
    return
  }
  exchange
    .open({ status: status ?? 302, headers: { Location: host, 'Content-Length': 0 }, logged: host })
    ?.end()
}
