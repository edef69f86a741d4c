import { spawn } from 'node:child_process'
import { ROOT } from './paths.mjs'

/**
 * Runs a program to its end and keeps what it printed.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 when it could not be started or was killed
 */
export function capture(program, args, { env = process.env, shell = false } = {}) {
  return new Promise((settle) => {
    const child = spawn(program, args, { cwd: ROOT, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    /** @type {Buffer[]} */
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    const output = () => Buffer.concat(chunks).toString('utf8').trim()
    child.on('error', (error) => settle({ code: 1, output: error.message }))
    child.on('close', (code) => settle({ code: code ?? 1, output: output() }))
  })
}

/**
 * Runs a program to its end on this terminal.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code, 1 when it could not be started or was killed
 */
export function show(program, args, env = process.env) {
  return new Promise((settle) => {
    const child = spawn(program, args, { cwd: ROOT, env, stdio: 'inherit' })
    child.on('error', () => settle(1))
    child.on('close', (code) => settle(code ?? 1))
  })
}
