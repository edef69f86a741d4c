import { useMemo } from 'react'
import type { AccountId, BroadcastId } from '#shared/model/ids.ts'
import { useServices } from '../store/services.tsx'
import {
  type AccountsShown,
  chooseInbox,
  chooseScreen,
  type InboxFilter,
  type Screen,
  type Surroundings,
} from '../store/ui.ts'
import { useOnePlace } from './use-folded.ts'

/** The ways to another inbox and another screen, by key or by click (P17). */
export function useChoosing() {
  const { ui, replica } = useServices()
  const onePlace = useOnePlace()
  return useMemo(() => {
    const around = (): Surroundings => ({
      conversations: replica.state.getState().replica?.conversations ?? new Map(),
      onePlace,
    })
    return {
      inbox: (accountId: AccountId | null) => chooseInbox(ui, accountId, around()),
      /** The conversations of all accounts that a filter lets through. */
      filtered(filter: InboxFilter) {
        chooseInbox(ui, null, around())
        ui.setState({ filter, tags: [] })
      },
      /** All conversations with contacts that have a tag. */
      tagged(tag: string) {
        chooseInbox(ui, null, around())
        ui.setState({ filter: 'all', tags: [tag] })
      },
      accounts: (accountsShown: AccountsShown) =>
        ui.setState({ screen: 'accounts', accountsShown, writing: null }),
      /** A broadcast, or all of them. */
      broadcasts(run: BroadcastId | null) {
        chooseScreen(ui, 'broadcasts', around())
        ui.setState({ run })
      },
      screen: (screen: Screen) => chooseScreen(ui, screen, around()),
    }
  }, [ui, replica, onePlace])
}
