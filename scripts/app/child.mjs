import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { ROOT, SCRIPTS } from '../setup/paths.mjs'
import { ScriptError } from '../setup/say.mjs'

/** What makes a process end when the script that started it is gone; loaded into it ahead of its own code. */
export const FOLLOW_PARENT = join(SCRIPTS, 'app', 'follow-parent.cjs')

const WINDOWS = process.platform === 'win32'
/** The app ends within 5 s of being asked; what has not ended by then hangs. */
const PATIENCE_MS = 10_000
const PARENT_CHECK_MS = 500

/**
 * Runs a program on this terminal until it ends. It has a process group of its own, so that Ctrl+C reaches
 * only this script and is passed on once; a channel tells it when this script is gone (follow-parent.cjs).
 * @param {string} program
 * @param {readonly string[]} args which load {@link FOLLOW_PARENT}
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code, or 128 and the number of the signal that killed it
 */
export function runFollowed(program, args, env = process.env) {
  const child = spawn(program, args, {
    cwd: ROOT,
    env,
    detached: !WINDOWS,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  let asked = false
  const ask = (/** @type {'SIGINT' | 'SIGTERM'} */ signal) => {
    if (asked) return
    asked = true
    // On Windows Ctrl+C has reached the program already.
    if (!WINDOWS) child.kill(signal)
    setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref()
  }
  process.on('SIGINT', () => ask('SIGINT'))
  process.on('SIGTERM', () => ask('SIGTERM'))
  process.on('SIGHUP', () => ask('SIGTERM'))
  const watch = watchParent(() => ask('SIGTERM'))
  return new Promise((settle, fail) => {
    child.on('error', (error) => fail(new ScriptError(`${program} cannot be run: ${error.message}`)))
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      settle(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
    })
  })
}

/**
 * Runs a program of the project's own on Node 24 in the same way.
 * @param {string} node24
 * @param {string} entry TypeScript or JavaScript
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function runNode(node24, entry, args, env) {
  return runFollowed(node24, nodeArgs(entry, args), env)
}

/**
 * @param {string} entry
 * @param {readonly string[]} args
 */
export function nodeArgs(entry, args) {
  return ['--disable-warning=ExperimentalWarning', '--require', FOLLOW_PARENT, entry, ...args]
}

/**
 * npm killed by kill -9 tells nobody: under npm, this script notices that the processes above it changed.
 * @param {() => void} onGone
 */
function watchParent(onGone) {
  if (WINDOWS || process.env['npm_lifecycle_event'] === undefined) return undefined
  const before = lineage()
  return setInterval(() => {
    if (lineage() !== before) onGone()
  }, PARENT_CHECK_MS).unref()
}

/** This script's parent, and npm behind it where npm put a shell in between (seen on Linux only). */
function lineage() {
  try {
    const [, name, parent] =
      /^\d+ \((.*)\) \S+ (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? []
    return name === 'sh' ? `${process.ppid} ${parent}` : String(process.ppid)
  } catch {
    return String(process.ppid)
  }
}
