import { useEffect, useState } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { Action } from '../../store/hooks.ts'
import { moveTo } from '../../store/move-to.ts'
import { useServices } from '../../store/services.tsx'

/** The operator's order: the default first, whatever its place, then the others. */
export interface OwnOrder {
  accounts: AccountSummary[]
  /** Moves an account to a place among those behind the default, 0 being the first; answers whether it moves. */
  move(id: AccountId, place: number): boolean
  /** Where it stands among those behind the default; -1 for the default itself. */
  placeOf(id: AccountId): number
}

/**
 * Keeps the operator's order of `ordered`, the accounts as every list shows them. A move shows at
 * once; what main says afterwards always wins.
 */
export function useOwnOrder(ordered: readonly AccountSummary[], action: Action): OwnOrder {
  const { client } = useServices()
  const [pending, setPending] = useState<readonly AccountId[] | null>(null)
  const standing = ordered.find(({ isDefault }) => isDefault)
  const kept = ordered.filter((account) => account !== standing).map(({ id }) => id)
  const keptOrder = kept.join(' ')
  useEffect(() => {
    void keptOrder
    setPending(null)
  }, [keptOrder])

  const ids = pending ?? kept
  const byId = new Map(ordered.map((account) => [account.id, account]))

  async function save(id: AccountId, place: number): Promise<void> {
    const isAhead = standing && ordered.every(({ position }) => position >= standing.position)
    const saved = await action.run(async () => {
      // What is stored becomes what is shown: the default ahead of all.
      if (standing && !isAhead) await client.request('accounts.move', { id: standing.id, index: 0 })
      await client.request('accounts.move', { id, index: standing ? place + 1 : place })
    })
    if (!saved) setPending(null)
  }

  return {
    accounts: [...(standing ? [standing.id] : []), ...ids].flatMap((id) => byId.get(id) ?? []),
    move(id, place) {
      const moved = moveTo(ids, id, place)
      if (moved === null) return false
      setPending(moved)
      void save(id, moved.indexOf(id))
      return true
    },
    placeOf: (id) => ids.indexOf(id),
  }
}
