import { useCallback, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import { shallow } from 'zustand/vanilla/shallow'
import type { AppErrorCode } from '#shared/errors.ts'
import type { AccountState, AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { AccountId } from '#shared/model/ids.ts'
import type { MediaId } from '#shared/model/media.ts'
import { messagesLeft, type WindowState, windowAt } from '#shared/model/reply-window.ts'
import { errorCode } from '../api/client-error.ts'
import type { Formats } from '../formatting/format.ts'
import { contactName } from '../formatting/names.ts'
import { type ShownEvidence, type ShownWindow, shownMeters, shownWindow } from '../formatting/window-words.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { accountOrder } from './account-order.ts'
import type { Precision } from './clock.ts'
import type { Replica, Transfer } from './replica.ts'
import { useServices } from './services.tsx'
import type { Ui } from './ui.ts'

/** Reads the replica; only below the gate that waits for the first snapshot. */
export function useReplica<T>(select: (replica: Replica) => T): T {
  const { replica } = useServices()
  return useStore(replica.state, (state) => {
    if (!state.replica) throw new Error('the replica is not there yet')
    return select(state.replica)
  })
}

/** Reads a list or a record out of the replica; draws again only when one of its members has changed. */
export function useReplicaParts<T>(select: (replica: Replica) => T): T {
  return useReplica(useShallow(select))
}

/**
 * Reads some of what an account is; draws again only when one of its members has changed. An account that is the same
 * as before is not looked into, since every item of the rail asks at every change of anything: `pick` has to be the same
 * function for good, for a new one is not asked until the account changes.
 */
export function useAccountParts<T extends object>(
  id: AccountId | undefined,
  pick: (account: AccountSummary) => T,
): T | undefined {
  const last = useRef<{ account?: AccountSummary | undefined; parts?: T | undefined }>({})
  return useReplica(({ accounts }) => {
    const account = id === undefined ? undefined : accounts.get(id)
    if (account === last.current.account) return last.current.parts
    const picked = account === undefined ? undefined : pick(account)
    const parts = shallow(picked, last.current.parts) ? last.current.parts : picked
    last.current = { account, parts }
    return parts
  })
}

/**
 * Reads some of what each account is, in the order of every list; draws again only when one of their members has
 * changed, or which accounts there are.
 */
export function useEachAccount<T extends object>(pick: (account: AccountSummary) => T): readonly T[] {
  const last = useRef<readonly T[]>([])
  return useReplica(({ accounts }) => {
    const before = last.current
    const list = accountOrder(accounts.values()).map((account, place) => {
      const parts = pick(account)
      const known = before[place]
      return known !== undefined && shallow(parts, known) ? known : parts
    })
    last.current = shallow(list, before) ? before : list
    return last.current
  })
}

/** What the contact of a conversation is called; undefined without a conversation. */
export function useContactName(conversation: ConversationSummary | undefined): string | undefined {
  const { t } = useTranslation()
  return useReplica(
    ({ accounts }) => conversation && contactName(conversation, accounts.get(conversation.accountId), t),
  )
}

export function useUi<T>(select: (ui: Ui) => T): T {
  return useStore(useServices().ui, select)
}

export function useAccount(id: AccountId): AccountSummary | undefined {
  return useReplica((replica) => replica.accounts.get(id))
}

/** How many conversations have something unread, over all accounts. */
export function useUnreadCount(): number {
  return useReplica(({ unread }) => {
    let total = 0
    for (const count of unread.values()) total += count
    return total
  })
}

/** How far a medium's upload or download is; undefined while none is under way. */
export function useTransfer(id: MediaId | undefined): Transfer | undefined {
  return useReplica((replica) => (id === undefined ? undefined : replica.transfers.get(id)))
}

/** The account whose inbox is chosen; undefined for the merged one, also when the account has gone. */
export function useChosenAccount(): AccountSummary | undefined {
  const id = useUi((ui) => ui.accountId)
  return useReplica((replica) => (id === null ? undefined : replica.accounts.get(id)))
}

/** The app's clock, standing still between ticks of the given precision. */
export function useNow(precision: Precision): number {
  const { clock } = useServices()
  const subscribe = useCallback(
    (listener: () => void) => clock.subscribe(precision, listener),
    [clock, precision],
  )
  return useSyncExternalStore(subscribe, () => clock.now(precision))
}

/** Formats of the language in force. */
export function useFormats(): Formats {
  const { i18n } = useTranslation()
  return useServices().formats(i18n.language === 'zh-CN' ? 'zh-CN' : 'en')
}

/** Both meters of a conversation at this moment. */
export interface ReplyMeters {
  now: number
  /** The window by what is known of the contact, which is what decides about sending. */
  state: WindowState
  /** Messages left by the same evidence. */
  left: number
  /** What the meters show, the account's state being taken into account. */
  shown: { window: ShownWindow; left: number; minutes: number }
}

/** From here on a window is followed by the second, so that it closes on the second. */
const FOLLOW_BY_SECOND_MS = 2 * 60_000

/** Follows a reply window, by the minute, and by the second near its end. `account` is its account's state. */
export function useReplyMeters(evidence: ShownEvidence, account: AccountState | undefined): ReplyMeters {
  const byMinute = useNow('minute')
  const state = windowAt(evidence, byMinute)
  const near = state.kind === 'open' && state.remainingMs <= FOLLOW_BY_SECOND_MS
  const now = useNow(near ? 'second' : 'minute')
  const window = shownWindow(evidence, account, now)
  return {
    now,
    state: windowAt(evidence, now),
    left: messagesLeft(evidence, now),
    shown: { window, ...shownMeters(window, evidence, now) },
  }
}

/** A request started by the operator: whether it runs, and how it failed. */
export interface Action {
  busy: boolean
  error: AppErrorCode | null
  /** Runs `work`; answers whether it succeeded. */
  run(work: () => Promise<unknown>): Promise<boolean>
  clear(): void
}

export function useAction(): Action {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppErrorCode | null>(null)
  const run = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
      return true
    } catch (failure) {
      setError(errorCode(failure))
      return false
    } finally {
      setBusy(false)
    }
  }, [])
  const clear = useCallback(() => setError(null), [])
  return useMemo(() => ({ busy, error, run, clear }), [busy, error, run, clear])
}
