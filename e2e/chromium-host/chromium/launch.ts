import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { findChromium } from './executable.ts'
import { prepareProfile } from './profile.ts'
import { ProtocolPipe, type ProtocolSession } from './protocol.ts'
import { type SwitchOptions, switchesOf } from './switches.ts'

export type LaunchOptions = SwitchOptions

/** A running Chromium with its one page. */
export interface RunningChromium {
  readonly browser: ProtocolSession
  readonly page: ProtocolSession
  /** Resolves when the page is closed, which leaves a Chromium without windows running; never when Chromium dies. */
  readonly closed: Promise<void>
  /** Resolves when Chromium has ended, however that came. */
  readonly ended: Promise<void>
}

/** Chromium ended before it had shown a page. */
export class ChromiumStartError extends Error {
  override readonly name = 'ChromiumStartError'
}

/**
 * Starts Chromium on a profile, steered through a pipe: when this process ends, however it ends, the pipe
 * closes and Chromium goes with it.
 * @throws NoChromiumError, ProfileError, ChromiumStartError
 */
export async function launchChromium(options: LaunchOptions): Promise<RunningChromium> {
  await prepareProfile(options.profileDir)
  const chromium = spawn(findChromium(options), switchesOf(options), {
    // Ctrl+C in a terminal reaches main alone, which ends Chromium in its turn
    detached: process.platform !== 'win32',
    env: { ...process.env, ...localeEnvironment(options.locale) },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  })
  const kill = (): void => void chromium.kill('SIGKILL')
  process.on('exit', kill)
  const said = lastWordsOf(chromium)
  const ended = new Promise<void>((resolve) => {
    chromium.once('close', resolve)
    chromium.once('error', () => resolve())
  })
  void ended.then(() => process.off('exit', kill))
  const failed = async (cause?: unknown): Promise<never> => {
    // the pipe closes before the last words are read, and a Chromium that refuses is of no use
    kill()
    await ended
    throw new ChromiumStartError(`Chromium ended before it had shown a page\n${said()}`, { cause })
  }
  const attached = await Promise.race([attach(pipeOf(chromium)).catch(failed), ended.then(() => failed())])
  return { ...attached, ended }
}

/** Attaches to the first page; every later one is a popup, which is closed before it has loaded anything. */
async function attach(pipe: ProtocolPipe): Promise<Omit<RunningChromium, 'ended'>> {
  const { browser } = pipe
  const { promise: first, resolve } = Promise.withResolvers<string>()
  let pageId: string | undefined
  browser.events.on('Target.attachedToTarget', ({ sessionId, targetInfo: { targetId }, ...attached }) => {
    pageId ??= targetId
    if (targetId !== pageId) {
      browser.send('Target.closeTarget', { targetId }).catch(() => undefined)
      return
    }
    if (attached.waitingForDebugger) {
      pipe
        .session(sessionId)
        .send('Runtime.runIfWaitingForDebugger')
        .catch(() => undefined)
    }
    resolve(sessionId)
  })
  await browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }, { exclude: true }],
  })
  const sessionId = await first
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  browser.events.on('Target.detachedFromTarget', (detached) => {
    if (detached.sessionId === sessionId) close()
  })
  return { browser, page: pipe.session(sessionId), closed }
}

function pipeOf({ stdio }: ChildProcess): ProtocolPipe {
  return new ProtocolPipe(stdio[3] as Writable, stdio[4] as Readable)
}

/** What Chromium wrote to its error output, of much only the end. */
function lastWordsOf({ stderr }: ChildProcess): () => string {
  let words = ''
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = `${words}${text}`.slice(-4000)
  })
  return () => words
}

/**
 * On Linux Chromium takes its language from the environment, and the encoding of file names too: in the plain
 * C locale a dropped file with a Chinese name would be lost.
 */
function localeEnvironment(locale: string): Record<string, string> {
  return { LANGUAGE: locale.replace('-', '_'), LC_ALL: 'C.UTF-8' }
}
