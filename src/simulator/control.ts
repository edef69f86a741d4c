import type { Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { z } from 'zod'
import * as args from './args.ts'
import { ControlError } from './errors.ts'
import { readBody } from './server.ts'
import type { World } from './world.ts'

type Call = (world: World, body: unknown) => unknown

/** Room for a film as base64. */
const maxBodyBytes = 192 * 1024 * 1024

/** The functions of the control API; the names are fixed (design, section 11). */
const functions: Readonly<Record<string, Call>> = {
  addAccount: (world, body) => world.addAccount(read(args.addAccountArgs, body)),
  scan: (world, body) => world.scan(read(args.scanArgs, body)),
  needCode: (world, body) => world.needCode(read(args.needCodeArgs, body)),
  redirect: (world, body) => world.redirect(read(args.redirectArgs, body)),
  confirm: (world, body) => world.confirm(read(args.confirmArgs, body)),
  expireQr: (world, body) => world.expireQr(read(args.expireQrArgs, body)),
  bindElsewhere: (world, body) => world.bindElsewhere(read(args.bindElsewhereArgs, body)),
  inject: (world, body) => world.inject(read(args.injectArgs, body)),
  advance: (world, body) => world.advance(read(args.advanceArgs, body)),
  fault: (world, body) => world.fault(read(args.faultArgs, body)),
  phone: (world, body) => world.phone(read(args.phoneArgs, body)),
  violations: (world, body) => world.violations(read(args.violationsArgs, body)),
  log: (world, body) => world.log(read(args.logArgs, body)),
}

/** `POST /<function>` with a JSON object: the functions of {@link World} over HTTP. */
export function createControlServer(world: World): Server {
  return createServer((request, response) => {
    readBody(request, maxBodyBytes, (text) => {
      const name = (request.url ?? '/').replace(/^\/+|\?.*$/g, '')
      if (request.method !== 'POST') fail(response, 405, 'the control API takes POST only')
      else if (text === undefined) fail(response, 413, 'the body is too large')
      else run(world, name, text, response)
    })
  })
}

function run(world: World, name: string, text: string, response: ServerResponse): void {
  const call = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (!call) {
    fail(response, 404, `there is no function "${name}"; there are ${Object.keys(functions).join(', ')}`)
    return
  }
  try {
    answer(response, 200, call(world, text.trim() === '' ? {} : JSON.parse(text)))
  } catch (error) {
    if (error instanceof ControlError) fail(response, error.status, error.message)
    else if (error instanceof SyntaxError) fail(response, 400, 'the body must be a JSON object')
    else fail(response, 500, `the simulator failed at this: ${String(error)}`)
  }
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `"${path.join('.')}": ${message}` : message,
  )
  throw new ControlError(400, faults.join('; '))
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  const text = JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'bigint' ? member.toString() : member,
  )
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
  response.end(text)
}

function fail(response: ServerResponse, status: number, sentence: string): void {
  answer(response, status, { error: sentence })
}
