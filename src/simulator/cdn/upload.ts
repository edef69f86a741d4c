import type { IncomingMessage } from 'node:http'
import type { FaultOrder } from '../args.ts'
import type { Checks } from '../checks.ts'
import type { Exchange } from '../exchange.ts'
import type { Faults } from '../faults.ts'
import { withoutEffect } from '../faults.ts'
import type { State } from '../state.ts'
import { Intake } from './intake.ts'
import { Pace } from './pace.ts'
import { answerError, answerStatus, drain, refuse } from './refuse.ts'
import type { Upload, Uploads } from './uploads.ts'

interface UploadDeps {
  readonly state: State
  readonly checks: Checks
  readonly faults: Faults
  readonly uploads: Uploads
}

interface UploadRequest {
  readonly request: IncomingMessage
  readonly exchange: Exchange
  /** `undefined` when the parameter was never given out. */
  readonly upload: Upload | undefined
  readonly fault: FaultOrder | undefined
}

/** Receives the ciphertext of one upload (fact sheet 6.2) and judges it when it has ended. */
export function serveUpload(deps: UploadDeps, { request, exchange, upload, fault }: UploadRequest): void {
  if (fault?.kind === 'hang') {
    exchange.hang()
    request.resume()
    return
  }
  if (fault && withoutEffect(fault)) {
    drain(request, exchange, () => answerFault(exchange, fault))
    return
  }
  const wrong = checkFrame(deps.checks, exchange, upload)
  if (wrong !== undefined || !upload) {
    refuse(request, exchange, 400, wrong ?? 'invalid parameter')
    return
  }
  const intake = new Intake(upload)
  receive(deps.state, { request, exchange, upload, fault }, intake)
  request.on('end', () => {
    const content = intake.finish()
    if (typeof content === 'string') {
      deps.checks.record(exchange, 'cdn-body', content)
      answerError(exchange, 400, content)
      return
    }
    deps.uploads.finish(upload, content)
    if (fault && spoils(fault)) answerFault(exchange, fault)
    else answerParam(deps.faults, exchange, upload)
  })
}

function receive(state: State, { request, exchange, fault }: UploadRequest, intake: Intake): void {
  const { entry } = exchange
  const length = Number(exchange.header('content-length'))
  const pace = new Pace(length)
  request.on('data', (piece: Buffer) => {
    entry.received = (entry.received ?? 0) + piece.length
    intake.take(piece)
    if (fault?.kind === 'cutOff' && entry.received * 2 >= length) exchange.drop()
    if (fault?.kind !== 'slow' || !pace.passed(piece.length)) return
    request.pause()
    exchange.onClose(state.options.timers.after(fault.ms ?? 50, () => request.resume()))
  })
}

/** Checks what must be right before the first byte; returns why the request cannot be served. */
function checkFrame(checks: Checks, exchange: Exchange, upload: Upload | undefined): string | undefined {
  const found = (rule: string, sentence: string): string => {
    checks.record(exchange, rule, sentence)
    return sentence
  }
  if (!/^application\/octet-stream$/i.test(exchange.header('content-type') ?? '')) {
    found('cdn-content-type', 'an upload must carry Content-Type: application/octet-stream')
  }
  if (!upload) return found('cdn-url', 'this encrypted_query_param was never given out by getuploadurl')
  if (exchange.query.get('filekey') !== upload.filekey) {
    return found('cdn-url', 'filekey in the URL is not the one announced with this parameter')
  }
  if (upload.fullPath !== undefined && exchange.entry.path !== upload.fullPath) {
    found('cdn-url', 'upload_full_url must be used as it was given')
  }
  if (exchange.header('transfer-encoding') !== undefined || exchange.header('content-length') === undefined) {
    return found('cdn-content-length', 'an upload must carry Content-Length and not be chunked')
  }
  return undefined
}

function spoils({ kind }: FaultOrder): boolean {
  return kind === 'dropAfter' || kind === 'status' || kind === 'garbage' || kind === 'empty'
}

function answerFault(exchange: Exchange, fault: FaultOrder): void {
  if (fault.kind === 'dropAfter' || fault.kind === 'cutOff') exchange.drop()
  else if (fault.kind === 'status') answerStatus(exchange, fault)
  else exchange.send(200, fault.kind === 'empty' ? '' : (fault.body ?? '<html>not the CDN</html>'))
}

function answerParam(faults: Faults, exchange: Exchange, { param }: Upload): void {
  const silent = faults.onAnswer('upload', exchange.entry.account, 'noParam')
  const headers = silent ? {} : { 'x-encrypted-param': param }
  exchange
    .open({ status: 200, headers: { ...headers, 'Content-Length': 0 }, logged: silent ? '' : param })
    ?.end()
}
