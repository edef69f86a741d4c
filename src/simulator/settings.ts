import type { AddAccountArgs, StaleSpelling } from './args.ts'
import type { AccountSettings } from './model.ts'

const dayMs = 24 * 60 * 60 * 1000

/** An account as it is unless told otherwise. */
export function defaultSettings(label: string, stale: StaleSpelling, strict: boolean): AccountSettings {
  return {
    label,
    baseUrl: undefined,
    ackMode: 'answered',
    sendMode: 'normal',
    batchMs: 60_000,
    stale,
    strict,
    quota: 10,
    windowMs: dayMs,
    rateLimit: undefined,
    uploadStyle: 'fullUrl',
    expireMedia: false,
  }
}

/** The settings with those of `args` that are given. */
export function mergeSettings(before: AccountSettings, args: AddAccountArgs): AccountSettings {
  return {
    label: args.label ?? before.label,
    baseUrl: args.baseUrl === undefined ? before.baseUrl : args.baseUrl,
    ackMode: args.ackMode ?? before.ackMode,
    sendMode: args.sendMode ?? before.sendMode,
    batchMs: args.batchMs ?? before.batchMs,
    stale: args.stale ?? before.stale,
    strict: args.strict ?? before.strict,
    quota: args.quota ?? before.quota,
    windowMs: args.windowMs ?? before.windowMs,
    rateLimit: args.rateLimit === undefined ? before.rateLimit : (args.rateLimit ?? undefined),
    uploadStyle: args.uploadStyle ?? before.uploadStyle,
    expireMedia: args.expireMedia ?? before.expireMedia,
  }
}
