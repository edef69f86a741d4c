import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright'
import { findChromium } from './executable.ts'
import { prepareProfile } from './profile.ts'

export interface LaunchOptions {
  readonly profileDir: string
  readonly headless: boolean
  /** BCP 47 tag for Chromium's interface and `navigator.language`. */
  readonly locale: string
  /** Chromium's own sandbox, which it cannot have as root. */
  readonly sandbox: boolean
  /** Further switches for Chromium, each with its dashes. */
  readonly args: readonly string[]
}

/** A running Chromium with its one page. */
export interface RunningChromium {
  readonly context: BrowserContext
  readonly page: Page
  readonly session: CDPSession
}

/** Always given: screenshots fail at random without the first, the rest is quiet. */
const STANDING_ARGS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--test-type',
]

/** Makes Chromium's window one of an app: no tabs, no address bar. It takes no empty page, so it gets a blank one. */
const HEADED_ARGS = ['--app=data:text/html,']

/**
 * Starts Chromium on a profile, steered through a pipe: when this process ends, however it ends, the pipe
 * closes and Chromium goes with it.
 */
export async function launchChromium(options: LaunchOptions): Promise<RunningChromium> {
  await prepareProfile(options.profileDir)
  const context = await chromium.launchPersistentContext(options.profileDir, {
    executablePath: findChromium(),
    headless: options.headless,
    chromiumSandbox: options.sandbox,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    acceptDownloads: true,
    ignoreDefaultArgs: options.headless ? [] : ['about:blank'],
    viewport: null,
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
    args: [
      ...STANDING_ARGS,
      ...(options.headless ? [] : HEADED_ARGS),
      `--lang=${options.locale}`,
      `--accept-lang=${options.locale}`,
      ...options.args,
    ],
    env: { ...process.env, ...localeEnvironment(options.locale) },
  })
  const page = context.pages()[0] ?? (await context.newPage())
  return { context, page, session: await context.newCDPSession(page) }
}

/**
 * On Linux Chromium takes its language from the environment, and the encoding of file names too: in the plain
 * C locale a dropped file with a Chinese name would be lost.
 */
function localeEnvironment(locale: string): Record<string, string> {
  return { LANGUAGE: locale.replace('-', '_'), LC_ALL: 'C.UTF-8' }
}
