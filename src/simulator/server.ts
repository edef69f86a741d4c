import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { ApiCallName, FaultOrder } from './args.ts'
import type { CdnDeps } from './cdn/serve.ts'
import { isCdnPath, serveCdn } from './cdn/serve.ts'
import type { Exchange } from './exchange.ts'
import { waitFor, withoutEffect } from './faults.ts'
import type { Login } from './login.ts'
import type { Binding } from './model.ts'
import { openExchange, targetOf } from './requests.ts'
import type { Sending } from './sending.ts'
import type { State } from './state.ts'
import type { Typing } from './typing.ts'
import { unreachable } from './unreachable.ts'
import type { Updates } from './updates.ts'
import { field, textOf, toWire } from './wire.ts'

/** What the server hands requests to. */
export interface Parts extends CdnDeps {
  readonly login: Login
  readonly updates: Updates
  readonly sending: Sending
  readonly typing: Typing
}

interface Route {
  readonly call: ApiCallName
  readonly methods: readonly string[]
}

/** Fact sheet 1.2, the CDN apart. */
const routes: Readonly<Record<string, Route>> = {
  '/ilink/bot/get_bot_qrcode': { call: 'get_bot_qrcode', methods: ['POST', 'GET'] },
  '/ilink/bot/get_qrcode_status': { call: 'get_qrcode_status', methods: ['GET'] },
  '/ilink/bot/getupdates': { call: 'getupdates', methods: ['POST'] },
  '/ilink/bot/sendmessage': { call: 'sendmessage', methods: ['POST'] },
  '/ilink/bot/getuploadurl': { call: 'getuploadurl', methods: ['POST'] },
  '/ilink/bot/getconfig': { call: 'getconfig', methods: ['POST'] },
  '/ilink/bot/sendtyping': { call: 'sendtyping', methods: ['POST'] },
  '/ilink/bot/msg/notifystart': { call: 'notifystart', methods: ['POST'] },
  '/ilink/bot/msg/notifystop': { call: 'notifystop', methods: ['POST'] },
}

const maxBodyBytes = 8 * 1024 * 1024

/** The iLink server itself, its CDN included: reads requests, logs and checks them, applies faults and dispatches. */
export function createApiServer(parts: Parts): Server {
  const server = createServer((request, response) => {
    const target = targetOf(request)
    if (isCdnPath(target.pathname)) serveCdn(parts, request, response, target)
    else readBody(request, maxBodyBytes, (text) => handle(parts, request, response, text))
  })
  server.keepAliveTimeout = 65_000
  server.requestTimeout = 0
  return server
}

/** Collects a request's body as text; hands over `undefined` when it has more than `most` bytes. */
export function readBody(
  request: IncomingMessage,
  most: number,
  done: (text: string | undefined) => void,
): void {
  const pieces: Buffer[] = []
  let size = 0
  request.on('data', (piece: Buffer) => {
    size += piece.length
    if (size <= most) pieces.push(piece)
  })
  request.on('end', () => done(size > most ? undefined : Buffer.concat(pieces).toString('utf8')))
  request.on('error', () => undefined)
}

function handle(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  text: string | undefined,
): void {
  const target = targetOf(request)
  const route = routes[target.pathname]
  const call = route?.call ?? 'unknown'
  const exchange = openExchange(parts, { request, response, target, call, body: parseBody(text) })
  const { entry } = exchange
  if (text === undefined) {
    exchange.send(413, toWire({ ret: -1, errmsg: 'body too large' }))
    return
  }
  if (!route) {
    parts.checks.record(exchange, 'unknown-path', `there is no ${target.pathname}`)
    exchange.send(404, toWire({ ret: -1, errmsg: 'no such path' }))
    return
  }
  if (!route.methods.includes(exchange.method)) {
    parts.checks.record(
      exchange,
      'method',
      `${route.call} takes ${route.methods.join(' or ')}, not ${exchange.method}`,
    )
    exchange.send(405, toWire({ ret: -1, errmsg: 'method not allowed' }))
    return
  }
  const binding = parts.state.bindings.get(exchange.token ?? '')
  entry.account = route.call.startsWith('get_') ? parts.login.accountOf(exchange) : binding?.account.id
  const identified = parts.checks.request(exchange, binding)
  const proceed = (): void => dispatch(parts, route.call, exchange, binding, identified)
  const to = textOf(field(exchange.body, 'msg'), 'to_user_id')
  const fault = parts.faults.onRequest(route.call, entry.account, to)
  if (fault) applyFault(fault, exchange, parts.state, proceed)
  else proceed()
}

function dispatch(
  parts: Parts,
  call: ApiCallName,
  exchange: Exchange,
  binding: Binding | undefined,
  identified: boolean,
): void {
  switch (call) {
    case 'get_bot_qrcode':
      parts.login.create(exchange)
      break
    case 'get_qrcode_status':
      parts.login.poll(exchange)
      break
    case 'getupdates':
    case 'sendmessage':
    case 'getconfig':
    case 'sendtyping':
    case 'notifystart':
    case 'notifystop':
    case 'getuploadurl':
      if (binding?.alive) dispatchForBot(parts, call, exchange, binding, identified)
      else refuseToken(parts, exchange, binding)
      break
    default:
      unreachable(call)
  }
}

function dispatchForBot(
  parts: Parts,
  call: Exclude<ApiCallName, 'get_bot_qrcode' | 'get_qrcode_status'>,
  exchange: Exchange,
  binding: Binding,
  identified: boolean,
): void {
  binding.used = true
  parts.checks.tokenHost(exchange, binding)
  switch (call) {
    case 'getupdates':
      parts.updates.poll(exchange, binding)
      break
    case 'sendmessage':
      parts.sending.send(exchange, binding, identified)
      break
    case 'getconfig':
      parts.typing.config(exchange, binding)
      break
    case 'sendtyping':
      parts.typing.typing(exchange, binding)
      break
    case 'notifystart':
    case 'notifystop':
      parts.typing.notify(exchange)
      break
    case 'getuploadurl':
      parts.uploads.announce(exchange, binding)
      break
    default:
      unreachable(call)
  }
}

function refuseToken(parts: Parts, exchange: Exchange, binding: Binding | undefined): void {
  if (!binding) parts.checks.record(exchange, 'unknown-token', 'no such token was ever given out')
  else parts.checks.staleToken(exchange, binding)
  exchange.reply(toWire(parts.state.staleAnswer(binding?.account)))
}

/** Faults that strike a request; those of an answer are left on the exchange. */
function applyFault(fault: FaultOrder, exchange: Exchange, state: State, proceed: () => void): void {
  const strike = (): void => {
    if (fault.kind === 'dropBefore') exchange.drop()
    else if (fault.kind === 'hang') exchange.hang()
    else if (fault.kind === 'ret') exchange.send(200, toWire(refusal(fault)))
    else {
      exchange.mangle = fault
      if (withoutEffect(fault)) exchange.reply('')
      else proceed()
    }
  }
  const wait = waitFor(fault)
  if (wait === 0) strike()
  else exchange.onClose(state.options.timers.after(wait, strike))
}

function refusal({ ret, errcode, errmsg }: FaultOrder): { ret?: number; errcode?: number; errmsg?: string } {
  return {
    ...(ret === undefined && errcode !== undefined ? {} : { ret: ret ?? -1 }),
    ...(errcode === undefined ? {} : { errcode }),
    ...(errmsg === undefined ? {} : { errmsg }),
  }
}

function parseBody(text: string | undefined): unknown {
  if (text === undefined || text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
