import { createHostPolicy, type HostPolicy, HostSettingsError, splitAllowedHosts } from '#core/ilink/hosts.ts'
import type { Language } from '#shared/model/settings.ts'

/** What the command line and the environment ask for, checked. */
export interface LaunchOptions {
  userDataDir: string | null
  language: Language | null
  /** Weak protection of secrets was agreed to on the command line. */
  weakProtectionAgreed: boolean
  demo: boolean
  /** `--remote-debugging-port` was given, so the ready line names where to connect. */
  remoteDebugging: boolean
  hosts: HostPolicy
  /** Milliseconds to add to the system's clock. */
  clockOffsetMs: number
}

/** A flag or value that cannot be used; the message is one line naming it. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError'
}

/** Switches of Chromium, Electron and Node that may stand beside ours and are none of our business. */
const PASSED_ON =
  /^--(?:no-|disable-|enable-|force-|headless|inspect|js-flags|use-|ozone-|gtk-|in-process-|ignore-|allow-|host-control|vmodule|v=|log|trace-|original-process-start-time|auto-|test-type|window-|remote-allow-origins|remote-debugging-pipe)/

/**
 * Switches that take away what keeps pages, programs, certificates and the network in their place. A packaged build never
 * runs with one: whoever can start it would have the tokens.
 */
const WEAKENING =
  /^(?:no-sandbox|no-zygote|disable-(?:[a-z-]+-)?sandbox|single-process|in-process-gpu|disable-web-security|allow-running-insecure-content|ignore-certificate-errors|ignore-urlfetcher-cert-requests|allow-insecure-localhost|disable-site-isolation|disable-features|disable-blink-features|load-extension|utility-cmd-prefix|renderer-cmd-prefix|gpu-launcher|ppapi-plugin-launcher|browser-subprocess-path|js-flags|inspect|log-net-log|ssl-key-log-file|no-proxy-server|proxy-|host-rules|host-resolver-rules|webrtc-|force-webrtc-|use-fake-)/

/** Doors for other programs, which a packaged build opens only beside an explicit `--user-data-dir`. */
const DOOR = /^remote-(?:debugging|allow-origins)/

const LOCALE = { en: 'en', 'zh-CN': 'zh-CN' } as const satisfies Record<string, Language>

function isLanguage(value: string): value is Language {
  return Object.hasOwn(LOCALE, value)
}

function requireValue(flag: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new LaunchError(`${flag} needs a value`)
  return value
}

/** A switch's name as Chromium reads it: one dash is enough, and on Windows a slash; case counts nowhere there. */
function switchName(argument: string): string | null {
  return /^(?:--?|\/)([^=]+)/.exec(argument)?.[1]?.toLowerCase() ?? null
}

/** @throws LaunchError naming the first switch that a packaged build does not run with */
function refuseWeakening(args: readonly string[], hasOwnProfile: boolean): void {
  for (const argument of args) {
    const name = switchName(argument)
    if (name === null) continue
    // a switch that only Chromium reads is none of those that we know
    if (/^-(?!-|psn_)/.test(argument)) throw new LaunchError(`unknown flag -${name}`)
    if (WEAKENING.test(name)) throw new LaunchError(`--${name} cannot be used with Linkboard`)
    if (DOOR.test(name) && !hasOwnProfile)
      throw new LaunchError(`--${name} works only together with --user-data-dir`)
  }
}

interface Flags {
  userDataDir: string | null
  language: Language | null
  weakProtectionAgreed: boolean
  demo: boolean
  remoteDebugging: boolean
}

function readFlag(flags: Flags, argument: string): void {
  const [name = '', ...rest] = argument.split('=')
  const value = rest.length === 0 ? undefined : rest.join('=')
  switch (name) {
    case '--user-data-dir':
      flags.userDataDir = requireValue(name, value)
      return
    case '--lang': {
      const language = requireValue(name, value)
      if (!isLanguage(language)) throw new LaunchError(`--lang=${language} is not supported; use en or zh-CN`)
      flags.language = language
      return
    }
    case '--password-store':
      if (value !== 'basic')
        throw new LaunchError(`--password-store=${value ?? ''} is not supported; use basic`)
      flags.weakProtectionAgreed = true
      return
    case '--remote-debugging-port': {
      const port = requireValue(name, value)
      if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
        throw new LaunchError(`${name}=${port} is not a port`)
      flags.remoteDebugging = true
      return
    }
    case '--demo':
      if (value !== undefined) throw new LaunchError('--demo takes no value')
      flags.demo = true
      return
    default:
      if (argument.startsWith('--') && !PASSED_ON.test(argument))
        throw new LaunchError(`unknown flag ${name}`)
  }
}

function readHosts(env: NodeJS.ProcessEnv): HostPolicy {
  const { LINKBOARD_ILINK_URL, LINKBOARD_CDN_URL, LINKBOARD_ALLOWED_HOSTS } = env
  const names = {
    apiUrl: 'LINKBOARD_ILINK_URL',
    cdnUrl: 'LINKBOARD_CDN_URL',
    allowedHosts: 'LINKBOARD_ALLOWED_HOSTS',
  }
  try {
    return createHostPolicy({
      apiUrl: LINKBOARD_ILINK_URL || undefined,
      cdnUrl: LINKBOARD_CDN_URL || undefined,
      allowedHosts: LINKBOARD_ALLOWED_HOSTS ? splitAllowedHosts(LINKBOARD_ALLOWED_HOSTS) : undefined,
    })
  } catch (error) {
    if (!(error instanceof HostSettingsError)) throw error
    throw new LaunchError(error.message.replace(error.setting, names[error.setting]))
  }
}

function readClockOffset(env: NodeJS.ProcessEnv): number {
  const text = env['LINKBOARD_TIME_OFFSET_MS']
  if (text === undefined || text === '') return 0
  if (!/^-?\d{1,15}$/.test(text))
    throw new LaunchError(`LINKBOARD_TIME_OFFSET_MS=${text} is not a number of milliseconds`)
  if (!env['LINKBOARD_ILINK_URL'])
    throw new LaunchError('LINKBOARD_TIME_OFFSET_MS works only together with LINKBOARD_ILINK_URL')
  return Number(text)
}

/**
 * Reads flags and environment (design 6). Packaged builds honour the environment only with an
 * explicit `--user-data-dir`, so that a stray variable cannot redirect a real profile; the same holds for
 * remote debugging, and switches that weaken Chromium are refused altogether.
 * @throws LaunchError naming the first thing that cannot be used
 */
export function readLaunchOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  packaged: boolean,
): LaunchOptions {
  const flags: Flags = {
    userDataDir: null,
    language: null,
    weakProtectionAgreed: false,
    demo: false,
    remoteDebugging: false,
  }
  for (const argument of args) readFlag(flags, argument)
  if (packaged) refuseWeakening(args, flags.userDataDir !== null)
  const honoured = packaged && flags.userDataDir === null ? {} : env
  const hosts = readHosts(honoured)
  if (flags.demo && hosts.overridden) {
    throw new LaunchError('--demo cannot be used together with LINKBOARD_ILINK_URL or LINKBOARD_CDN_URL')
  }
  return { ...flags, hosts, clockOffsetMs: readClockOffset(honoured) }
}
