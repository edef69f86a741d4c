import type { SessionStatus } from '#core/accounts/ports.ts'
import type { Clock } from '#core/ports.ts'
import type { StoredContent } from '#core/storage/broadcast-content-repository.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import type { BroadcastSettings } from '#shared/model/settings.ts'
import { mayBeMuted } from './breakers.ts'
import type { PlanAccount } from './plan.ts'
import type { PlanRequest } from './plan-request.ts'
import type { BroadcastStores } from './stores.ts'

export interface PlanningDeps {
  clock: Clock
  stores: BroadcastStores
  statusOf(id: AccountId): SessionStatus
  /** Whether the server has asked the account for a pause that is not over. */
  isRateLimited(id: AccountId): boolean
  settings(): BroadcastSettings
}

/** A content, whom it is for and how fast. */
export interface Planned {
  content: StoredContent
  choice: RecipientChoice
  paceMs: number
}

/** Gathers what plans are made from, besides what the routes say. */
export class Planning {
  readonly #deps: PlanningDeps

  constructor(deps: PlanningDeps) {
    this.#deps = deps
  }

  /** What a plan is made from, besides what the routes say when it is made. */
  request({ content, choice, paceMs }: Planned): PlanRequest {
    const { clock, settings } = this.#deps
    const { reserve, perMinute, cap, capDays } = settings()
    return {
      content: {
        text: content.text,
        fallbacks: content.fallbacks,
        fileSizes: content.files.map(({ file }) => file?.size ?? 0),
      },
      choice,
      accounts: this.#accounts(),
      cap: { cap, capDays },
      paceMs,
      perMinute,
      reserve,
      now: clock.now(),
    }
  }

  /** The same for the list of a run: an account that is only reconnecting is waited for. */
  forLedger(planned: Planned): PlanRequest {
    const request = this.request(planned)
    return { ...request, accounts: patient(request.accounts) }
  }

  #accounts(): Map<AccountId, PlanAccount> {
    const { stores, statusOf, isRateLimited } = this.#deps
    return new Map(
      stores.accounts.list().map((account) => {
        const isRestricted = mayBeMuted(account) || isRateLimited(account.id)
        const { alias, isDefault, position, ownerUserId } = account
        const { state } = statusOf(account.id)
        return [account.id, { alias, isDefault, position, ownerUserId, state, isRestricted }]
      }),
    )
  }
}

/** Accounts that will be online again by themselves count as online. */
function patient(accounts: ReadonlyMap<AccountId, PlanAccount>): Map<AccountId, PlanAccount> {
  return new Map(
    [...accounts].map(([id, account]) => {
      const isBack = account.state === 'connecting' || account.state === 'reconnecting'
      return [id, isBack ? { ...account, state: 'online' } : account]
    }),
  )
}
