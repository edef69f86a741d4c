import { createHmac } from 'node:crypto'
import { strToU8, zipSync } from 'fflate'
import type { SessionStatus } from '#core/accounts/ports.ts'
import type { Clock, Log, NamedFile, Random, SettingsStore } from '#core/ports.ts'
import type { AccountCounts } from '#core/storage/account-counts.ts'
import type { AccountRepository, StoredAccount } from '#core/storage/account-repository.ts'
import { type DiagnosticsRepository, KEPT_EVENTS } from '#core/storage/diagnostics-repository.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { shortId } from './log-event.ts'

export interface EvidenceDeps {
  clock: Clock
  random: Random
  log: Log
  settings: SettingsStore
  accounts: Pick<AccountRepository, 'list'>
  repository: DiagnosticsRepository
  /** How much each account has stored. */
  counts: ReadonlyMap<AccountId, AccountCounts>
  info(): AppInfo
  statusOf(id: AccountId): SessionStatus | null
}

const SALT_BYTES = 16
const HASH_LENGTH = 12

const README = `This file was made by Linkboard to find out why something went wrong.

  about.json      versions, system, size of the database
  settings.json   the settings
  accounts.json   state and counts of each account
  timelines/      what happened to each account
  logs/           what the program did

It holds no messages, no names, no sign-ins and no keys. Ids of people and bots are replaced by
numbers that are the same throughout this file and mean nothing outside it.
`

function json(value: unknown): Uint8Array {
  return strToU8(`${JSON.stringify(value, null, 2)}\n`)
}

function aboutThis({ clock, repository, info }: EvidenceDeps): unknown {
  const { version, host, platform, systemLanguage, clockOffsetMs, practice, protection, notices } = info()
  return {
    madeAt: new Date(clock.now()).toISOString(),
    version,
    host,
    platform,
    node: process.versions.node,
    architecture: process.arch,
    systemLanguage,
    clockOffsetMs,
    practice,
    protection,
    // a notice may name an address or a folder
    notices: notices.map(({ kind }) => kind),
    database: repository.database(),
  }
}

function aboutAccount(deps: EvidenceDeps, account: StoredAccount, hash: (id: string) => string): unknown {
  const unreadable = deps.repository.quarantine().find(({ accountId }) => accountId === account.id)
  const status = deps.statusOf(account.id)
  return {
    account: shortId(account.id),
    number: account.number,
    bot: hash(account.botId),
    owner: account.ownerUserId === null ? null : hash(account.ownerUserId),
    server: URL.parse(account.baseUrl)?.host ?? null,
    state: status?.state ?? null,
    reason: status?.reason ?? null,
    since: status?.since ?? null,
    binding: account.binding,
    signedOut: account.signedOut,
    lastContactAt: account.lastContactAt,
    lastInboundAt: account.lastInboundAt,
    unconfirmedInARow: account.unconfirmedRun,
    unreadable:
      unreadable === undefined
        ? null
        : { count: unreadable.count, firstAt: unreadable.firstAt, lastAt: unreadable.lastAt },
    ...deps.counts.get(account.id),
  }
}

/**
 * Everything that may be handed on about this program, by the names it has in the pack (P9). What
 * people wrote, what they are called and whatever opens an account stays here.
 */
export function collectEvidence(deps: EvidenceDeps): NamedFile[] {
  const { random, log, settings, accounts, repository } = deps
  const salt = random.bytes(SALT_BYTES)
  const hash = (id: string) => createHmac('sha256', salt).update(id).digest('hex').slice(0, HASH_LENGTH)
  const listed = accounts.list()
  const { columns, notifications, network, ...plainSettings } = settings.read()
  const timelines = listed.map((account) => ({
    name: `timelines/account-${account.number}.jsonl`,
    content: strToU8(
      repository
        .timeline(account.id, null, KEPT_EVENTS)
        .map((entry) => `${JSON.stringify({ ...entry, at: new Date(entry.at).toISOString() })}\n`)
        .join(''),
    ),
  }))
  return [
    { name: 'README.txt', content: strToU8(README) },
    { name: 'about.json', content: json(aboutThis(deps)) },
    {
      name: 'settings.json',
      content: json({
        ...plainSettings,
        // an address names an office
        network: { proxy: { mode: network.proxy.mode, scheme: network.proxy.address?.scheme ?? null } },
        notifications: { ...notifications, silentAccounts: notifications.silentAccounts.map(shortId) },
        columns:
          columns?.map((one) =>
            'accountId' in one ? { account: shortId(one.accountId), width: one.width } : one,
          ) ?? null,
      }),
    },
    {
      name: 'accounts.json',
      content: json(listed.map((account) => aboutAccount(deps, account, hash))),
    },
    ...timelines,
    ...log.files().map(({ name, content }) => ({ name: `logs/${name}`, content })),
  ]
}

/** The files as one zip. */
export function zipFiles(files: readonly NamedFile[]): Uint8Array {
  return zipSync(Object.fromEntries(files.map(({ name, content }) => [name, content])))
}
