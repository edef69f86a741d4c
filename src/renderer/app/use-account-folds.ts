import { useCallback } from 'react'
import type { AccountFolds } from '#shared/model/settings.ts'
import { useReplica } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import { useChosen } from '../store/use-chosen.ts'

/** What of the account list stands open, which is remembered, and what changes it. */
export function useAccountFolds() {
  const { client, replica } = useServices()
  const kept = useReplica(({ settings }) => settings.panes.folds)
  const keep = useCallback(
    async (folds: AccountFolds) => {
      const known = replica.state.getState().replica
      if (known === null) return false
      const isThere = new Set([...known.accounts.values()].map(({ group }) => group))
      const groups = folds.groups.filter(({ name }) => isThere.has(name))
      try {
        await client.request('settings.update', {
          panes: { ...known.settings.panes, folds: { ...folds, groups } },
        })
        return true
      } catch {
        return false
      }
    },
    [client, replica],
  )
  const { chosen, choose } = useChosen(kept, keep)
  return {
    isRestOpen: chosen.isRestOpen,
    /** Whether a group was opened or folded by hand; undefined where it was neither. */
    ofGroup: (name: string) => chosen.groups.find((one) => one.name === name)?.isOpen,
    foldRest: (isRestOpen: boolean) => choose({ ...chosen, isRestOpen }),
    foldGroup: (name: string, isOpen: boolean) =>
      choose({ ...chosen, groups: [...chosen.groups.filter((one) => one.name !== name), { name, isOpen }] }),
  }
}
