import path from 'node:path'
import type { AccountSupervisor, Adoption } from '#core/accounts/supervisor.ts'
import type { HostPolicy } from '#core/ilink/hosts.ts'
import type { Clock, SecretVault } from '#core/ports.ts'
import type { AccountRepository } from '#core/storage/account-repository.ts'
import { type KnownAccount, restoreAccount } from '#core/storage/account-restore.ts'
import type { ConversationRepository } from '#core/storage/conversation-repository.ts'
import type { Database } from '#core/storage/database.ts'
import { AppError } from '#shared/errors.ts'
import { shortContactId } from '#shared/model/conversation.ts'
import type { AccountId } from '#shared/model/ids.ts'
import {
  type ImportCandidate,
  type ImportFolder,
  type ImportOutcome,
  type ImportProblem,
  type ImportSkipReason,
  isImportable,
} from '#shared/model/import.ts'
import { DEFAULT_FOLDERS, findAccounts } from './find-accounts.ts'
import { byWindow, type FoundAccount, type FoundCredentials } from './found-account.ts'
import { SourceFolder } from './source-folder.ts'

export interface AccountImportDeps {
  stores: { database: Database; accounts: AccountRepository; conversations: ConversationRepository }
  supervisor: Pick<AccountSupervisor, 'adoptNew'>
  hosts: Pick<HostPolicy, 'fromBaseUrl'>
  vault: Pick<SecretVault, 'protection'>
  clock: Pick<Clock, 'now'>
  /** Where other programs keep their folders; null where there is nothing to be looked for. */
  homeFolder: string | null
  /** An account could not be kept, for a reason without words for the operator. */
  reportFailure(error: unknown): void
}

/** Copies accounts from the folders of WeiLink and OpenClaw, which are only read (design 10). */
export class AccountImport {
  readonly #deps: AccountImportDeps

  constructor(deps: AccountImportDeps) {
    this.#deps = deps
  }

  /** The programs' usual folders, as far as they hold something to import. */
  async defaults(): Promise<ImportFolder[]> {
    const { homeFolder } = this.#deps
    if (homeFolder === null) return []
    const places: ImportFolder[] = [
      { source: 'weilink', folder: path.join(homeFolder, DEFAULT_FOLDERS.weilink) },
      { source: 'openclaw', folder: path.join(homeFolder, DEFAULT_FOLDERS.openclaw) },
    ]
    const looks = await Promise.all(places.map((place) => this.#isWorthwhile(place)))
    return places.filter((_, index) => looks[index])
  }

  async #isWorthwhile({ source, folder }: ImportFolder): Promise<boolean> {
    try {
      const candidates = await this.preview(folder)
      return candidates.some((candidate) => candidate.source === source && isImportable(candidate))
    } catch (error) {
      if (error instanceof AppError) return false
      throw error
    }
  }

  /**
   * What would be imported. A folder that is not there, may not be read or holds neither program's accounts says
   * the same: nothing. @throws AppError `folder-unreadable` for what no folder of theirs can be
   */
  async preview(folder: string): Promise<ImportCandidate[]> {
    const found = await this.#find(folder)
    return found.map((account) => this.#toCandidate(account, found))
  }

  /**
   * Imports the accounts with these keys, each on its own; an account that is here is left alone.
   * @throws AppError `folder-unreadable`; `vault-refused` while tokens may not be kept (P9)
   */
  async run(folder: string, keys: readonly string[]): Promise<ImportOutcome[]> {
    if (this.#deps.vault.protection() === 'ask') throw new AppError('vault-refused')
    const found = await this.#find(folder)
    const outcomes = new Map<string, ImportOutcome>()
    // the default first: the first account of all becomes the default here
    for (const account of found.toSorted((one, other) => Number(other.isDefault) - Number(one.isDefault))) {
      const key = keyOf(account)
      if (keys.includes(key)) outcomes.set(key, await this.#import(account, found))
    }
    return [...new Set(keys)].map((key) => outcomes.get(key) ?? { key, result: 'skipped', reason: 'gone' })
  }

  async #find(folder: string): Promise<FoundAccount[]> {
    const { homeFolder } = this.#deps
    const source = await SourceFolder.open(toPlace(folder, homeFolder))
    return source === null ? [] : findAccounts(source)
  }

  #toCandidate(account: FoundAccount, found: readonly FoundAccount[]): ImportCandidate {
    const { source, name, isDefault, file, brokenFiles, credentials } = account
    const known = typeof credentials === 'string' ? null : credentials
    const { usable, expired } = byWindow(known?.contexts ?? [], this.#deps.clock.now())
    return {
      key: keyOf(account),
      source,
      name,
      bot: known === null ? null : shortContactId(known.botId),
      owner: known === null || known.ownerUserId === null ? null : shortContactId(known.ownerUserId),
      contexts: { usable: usable.length, expired },
      isDefault,
      problem: this.#problemOf(account, found),
      file,
      brokenFiles,
    }
  }

  #problemOf(account: FoundAccount, found: readonly FoundAccount[]): ImportProblem | null {
    const { credentials } = account
    if (typeof credentials === 'string') return credentials
    const { accounts } = this.#deps.stores
    const { ownerUserId, botId, baseUrl } = credentials
    const held = ownerUserId === null ? null : accounts.findByOwner(ownerUserId)
    if (held !== null || accounts.findByBot(botId) !== null) return 'already-here'
    if (isSuperseded(account, credentials, found)) return 'superseded'
    return this.#deps.hosts.fromBaseUrl(baseUrl).ok ? null : 'host-not-allowed'
  }

  async #import(account: FoundAccount, found: readonly FoundAccount[]): Promise<ImportOutcome> {
    const key = keyOf(account)
    const { credentials } = account
    const skipped = (reason: ImportSkipReason): ImportOutcome => ({ key, result: 'skipped', reason })
    if (typeof credentials === 'string') return skipped(credentials)
    const problem = this.#problemOf(account, found)
    if (problem !== null && problem !== 'host-not-allowed') return skipped(problem)
    try {
      const accountId = await this.#adopt(credentials, account.alias)
      return accountId === null ? skipped('already-here') : { key, result: 'imported', accountId }
    } catch (error) {
      if (!(error instanceof AppError)) this.#deps.reportFailure(error)
      return skipped('not-stored')
    }
  }

  /** Null when the account came here by other ways meanwhile. */
  async #adopt(credentials: FoundCredentials, alias: string | null): Promise<AccountId | null> {
    const { supervisor, hosts, stores, clock } = this.#deps
    const { token, botId, ownerUserId, cursor } = credentials
    const host = hosts.fromBaseUrl(credentials.baseUrl)
    // an address that is not allowed is kept: its session stops at it and sends nothing (P10)
    const baseUrl = host.ok ? host.url : toAddress(credentials.baseUrl ?? '')
    const adoption: Adoption = { token, botId, ownerUserId, baseUrl }
    const now = clock.now()
    const known: KnownAccount = {
      alias,
      cursor,
      windows: byWindow(credentials.contexts, now).usable.map((context) => ({
        contactUserId: context.userId,
        contextToken: context.token,
        inboundAt: Math.min(context.at, now),
        sent: context.sent,
      })),
    }
    return supervisor.adoptNew(adoption, ({ id }) => restoreAccount(stores, id, known))
  }
}

/** Where the folder is meant to be; `~` is the home directory. */
function toPlace(folder: string, homeFolder: string | null): string {
  const isInHome = homeFolder !== null && /^~(?=[\\/]|$)/.test(folder)
  return isInHome ? path.join(homeFolder, folder.slice(1)) : folder
}

/** A bare host name is meant as an address over https. */
function toAddress(baseUrl: string): string {
  return baseUrl.includes('://') ? baseUrl : `https://${baseUrl}`
}

function keyOf({ source, file }: FoundAccount): string {
  return `${source}:${file}`
}

/** A new sign-in of the same WeChat owner makes the old bot dead (fact sheet 2.3). */
function isSuperseded(
  account: FoundAccount,
  { botId, ownerUserId, createdAt }: FoundCredentials,
  found: readonly FoundAccount[],
): boolean {
  const place = found.indexOf(account)
  return found.some(({ credentials: other }, index) => {
    if (index === place || typeof other === 'string') return false
    const isSame = other.botId === botId || (ownerUserId !== null && other.ownerUserId === ownerUserId)
    const newerBy = (other.createdAt ?? 0) - (createdAt ?? 0)
    return isSame && (newerBy > 0 || (newerBy === 0 && index < place))
  })
}
