#!/usr/bin/env node
// Brings MCP clients that speak over stdio, and shell scripts, to a running Linkboard. It needs Node 18 or later and
// nothing else; what it is, and how it is set up: docs/programs.md.
import { readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const USAGE = `Usage:
  linkboard-mcp                       serve MCP over standard input and output
  linkboard-mcp call TOOL ['JSON']    call one tool and print its result as JSON

Options:
  --token-file FILE       file that holds the token; else LINKBOARD_MCP_TOKEN
  --user-data-dir DIR     Linkboard's folder, where it is not the usual one
`

const NOT_RUNNING =
  'Linkboard is not running here, or programs may not connect: start it and switch on Settings › Programs.'

/** What call TOOL waits for at most; the app answers within 45 s. */
const ANSWER_MS = 60_000

/** Something that whoever started this can act on, in one line. */
class Trouble extends Error {
  /**
   * @param {string} message
   * @param {number} [exitCode]
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Where Linkboard keeps its things unless it was told otherwise. */
function usualFolder() {
  if (process.platform === 'win32')
    return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Linkboard')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Linkboard')
  return join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'Linkboard')
}

/**
 * The socket of the Linkboard that runs.
 * @param {string} folder
 * @returns {string}
 */
function socketIn(folder) {
  try {
    const { socket } = JSON.parse(readFileSync(join(folder, 'mcp.json'), 'utf8'))
    if (typeof socket === 'string') return socket
  } catch {
    // it is gone while nothing listens
  }
  throw new Trouble(NOT_RUNNING)
}

/** @param {string | undefined} file */
function readToken(file) {
  const token = file === undefined ? process.env['LINKBOARD_MCP_TOKEN'] : readFile(file)
  if (token === undefined || token.trim() === '')
    throw new Trouble(
      'There is no token: set LINKBOARD_MCP_TOKEN or --token-file. Linkboard makes one under Settings › Programs.',
    )
  return token.trim()
}

/** @param {string} file */
function readFile(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Trouble(`The token cannot be read from ${file}.`)
  }
}

/**
 * Connects and says who this is; whether the token was known shows with the first answer.
 * @param {string} socketPath
 * @param {string} token
 * @returns {Promise<import('node:net').Socket>}
 */
function connect(socketPath, token) {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ path: socketPath, allowHalfOpen: true })
    socket.once('error', () => reject(new Trouble(NOT_RUNNING)))
    socket.once('connect', () => {
      socket.write(`${token}\n`)
      resolve(socket)
    })
  })
}

/**
 * Pipes bytes both ways until one side ends.
 * @param {import('node:net').Socket} socket
 * @returns {Promise<number>} the exit code
 */
function serve(socket) {
  return new Promise((resolve) => {
    let isDone = false
    process.stdin.pipe(socket)
    socket.pipe(process.stdout, { end: false })
    process.stdin.once('end', () => {
      isDone = true
    })
    // a client that goes away closes what is written to
    process.stdout.once('error', () => socket.destroy())
    socket.once('error', () => socket.destroy())
    socket.once('close', () => {
      if (!isDone)
        process.stderr.write(
          'Linkboard ended the connection: it was closed, or this program is not let in.\n',
        )
      resolve(isDone ? 0 : 1)
    })
    socket.once('end', () => socket.end())
  })
}

/**
 * Calls one tool over the framing by lines (MCP, stdio transport).
 * @param {import('node:net').Socket} socket
 * @param {string} tool
 * @param {Record<string, unknown>} input
 * @returns {Promise<number>} the exit code
 */
async function call(socket, tool, input) {
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  /**
   * @param {number} id
   * @param {string} method
   * @param {Record<string, unknown>} params
   */
  const ask = async (id, method, params) => {
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Trouble('Linkboard ended the connection before it had answered.')
      const message = JSON.parse(value)
      // an error without an id is about the connection itself
      if (message.error !== undefined && (message.id === id || message.id === null))
        throw new Trouble(String(message.error.message))
      if (message.id === id) return message.result
    }
  }
  await ask(1, 'initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'linkboard-mcp call', version: '1' },
  })
  socket.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`)
  const result = await ask(2, 'tools/call', { name: tool, arguments: input })
  socket.destroy()
  const shown = result.structuredContent ?? parsed(result.content?.[0]?.text)
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
  return result.isError === true ? 1 : 0
}

/** @param {unknown} text */
function parsed(text) {
  try {
    return JSON.parse(String(text))
  } catch {
    return { message: text }
  }
}

/** @param {string | undefined} text */
function inputOf(text) {
  if (text === undefined) return {}
  try {
    const input = JSON.parse(text)
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input
  } catch {
    // said below
  }
  throw new Trouble('The input is not a JSON object, as in \'{"to":"…"}\'.', 2)
}

/** @returns {Promise<number>} the exit code */
async function main() {
  const { values, positionals } = readArguments()
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  const [what, tool, input, ...rest] = positionals
  const isCall = what === 'call'
  if ((what !== undefined && !isCall) || (isCall && tool === undefined) || rest.length > 0)
    throw new Trouble(USAGE, 2)
  const given = isCall ? inputOf(input) : {}
  const token = readToken(values['token-file'])
  const socket = await connect(socketIn(values['user-data-dir'] ?? usualFolder()), token)
  if (!isCall || tool === undefined) return serve(socket)
  setTimeout(() => {
    process.stderr.write('Linkboard did not answer within a minute.\n')
    process.exit(1)
  }, ANSWER_MS).unref()
  return call(socket, tool, given)
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'token-file': { type: 'string' },
        'user-data-dir': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : error}\n${USAGE}`, 2)
  }
}

try {
  process.exitCode = await main()
  // what a client holds open keeps nothing alive
  process.stdin.destroy()
} catch (error) {
  if (!(error instanceof Trouble)) throw error
  process.stderr.write(`${error.message.trimEnd()}\n`)
  process.exitCode = error.exitCode
}
