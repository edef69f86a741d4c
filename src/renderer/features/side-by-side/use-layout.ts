import { useEffect, useMemo, useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { useAction, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { firstLayout, type Layout, standing } from './layout.ts'

/**
 * The columns of this window, of the accounts there are, in their order. A change holds at once and is kept in the settings; this screen is
 * the only one that changes them, so what it shows never waits for main.
 */
export function useLayout(accounts: readonly AccountId[]) {
  const { client } = useServices()
  const kept = useReplica((replica) => replica.settings.columns)
  const [own, setOwn] = useState<Layout>(() => kept ?? firstLayout(accounts))
  const layout = useMemo(() => standing(own, (id) => accounts.includes(id)), [own, accounts])
  const { run, error } = useAction()
  const visited = kept !== null

  useEffect(() => {
    if (!visited) void run(() => client.request('settings.update', { columns: [...own] }))
  }, [visited, own, run, client])

  return {
    layout,
    error,
    /** Shows a layout that is still being dragged. */
    preview: setOwn,
    /** Shows a layout and keeps it. */
    change(next: Layout): void {
      setOwn(next)
      void run(() => client.request('settings.update', { columns: [...next] }))
    },
  }
}
