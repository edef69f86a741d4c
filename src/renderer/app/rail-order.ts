import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { type AccountNeed, AccountNeeds, urgencyOf } from '../parts/attention/account-needs.ts'
import { accountOrder } from '../store/account-order.ts'
import type { Replica } from '../store/replica.ts'

/** From so many accounts on the list can be filtered; beyond it those who need nobody are folded away. */
export const MANY_ACCOUNTS = 10

/** What stands where in the account list. */
export interface RailOrder {
  /** The default, then who needs the operator. */
  top: readonly AccountId[]
  /** The others that belong together, by the operator's order of their first. */
  groups: readonly { name: string; ids: readonly AccountId[] }[]
  /** The others that stand alone. */
  rest: readonly AccountId[]
}

/**
 * The default first, then who needs the operator by how much, then the others; equals stand in the operator's own
 * order, so that what changes of one account moves that one alone.
 */
export function railOrder(
  accounts: Iterable<AccountSummary>,
  needs: ReadonlyMap<AccountId, AccountNeed>,
): RailOrder {
  const top: { id: AccountId; rank: number }[] = []
  const groups = new Map<string, AccountId[]>()
  const rest: AccountId[] = []
  for (const { id, isDefault, group } of accountOrder(accounts)) {
    const need = needs.get(id)
    if (isDefault) top.push({ id, rank: -1 })
    else if (need !== undefined) top.push({ id, rank: urgencyOf(need) })
    else if (group === null) rest.push(id)
    else groups.set(group, [...(groups.get(group) ?? []), id])
  }
  return {
    top: top.sort((a, b) => a.rank - b.rank).map(({ id }) => id),
    groups: [...groups].map(([name, ids]) => ({ name, ids })),
    rest,
  }
}

/** What the account list is drawn from. */
export interface RailView {
  /** The operator's own order, which the digits follow. */
  own: readonly AccountId[]
  order: RailOrder
  needs: ReadonlyMap<AccountId, AccountNeed>
  /** Another one means that accounts came, went or changed their group. */
  question: string
}

/** Answers with the same view for as long as nothing in it has changed, whatever else an account has to tell. */
export class RailViews {
  readonly #accountNeeds = new AccountNeeds()
  #accounts: Replica['accounts'] | null = null
  #needs: RailView['needs'] | null = null
  #key = ''
  #view: RailView | null = null

  of({ accounts, conversations }: Pick<Replica, 'accounts' | 'conversations'>, now: number): RailView {
    const known = this.#view
    const needs = this.#accountNeeds.of(accounts, conversations, now)
    if (known !== null && accounts === this.#accounts && needs === this.#needs) return known
    this.#accounts = accounts
    this.#needs = needs
    const own = accountOrder(accounts.values())
    const order = railOrder(own, needs)
    const question = own.map(({ id, group }) => `${id} ${group ?? ''}`).join()
    const key = JSON.stringify([question, order, [...needs]])
    if (known !== null && key === this.#key) return known
    this.#key = key
    this.#view = { own: own.map(({ id }) => id), order, needs, question }
    return this.#view
  }
}
