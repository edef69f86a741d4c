import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUpDown } from 'lucide-react'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import { belongsTo } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useNow, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { isModalOpen } from '../../ui/modal.ts'
import { useStableOrder } from '../../ui/use-stable-order.ts'
import { isWritable } from '../../ui/writable.ts'
import { ConversationRow } from './conversation-row.tsx'
import { InboxOrder, type InboxView } from './order.ts'
import { useSetPositions } from './use-set-positions.ts'

/** Heights of a row, as the style sheet has them. All are equally high, so the places of rows hang on their number alone. */
const rowHeight = () => 64
const roomyHeight = () => 84

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, J: 1, ArrowUp: -1, k: -1, K: -1 }

/** Nothing in particular has the focus. */
function isNothing(element: Element | null): boolean {
  return element?.matches('body, main') ?? false
}

function isDrawn(list: HTMLElement, id: ConversationId): boolean {
  return list.querySelector(`[data-conversation="${id}"]`) !== null
}

/** Keys that move in the list wherever they are pressed; arrows mean something of their own in many places. */
function isLetter(key: string): boolean {
  return key.length === 1
}

/** The rows of an inbox: virtual, sorted while untouched, moved through by arrows or J and K. */
export function ConversationList({
  view,
  scrolled,
  keysFrom,
  onOpen,
  empty,
  roomy = false,
}: {
  view: InboxView
  /** There is room for a second line of preview; stays the same for as long as the list stands. */
  roomy?: boolean
  /** Where the list begins to stand, and where it was scrolled to. */
  scrolled?: RefObject<number>
  /** From where J and K move here: from the whole page, for the only list of a screen, or from its column. */
  keysFrom: 'page' | 'column'
  onOpen: (id: ConversationId) => void
  /** Stands there while no conversation does. */
  empty: ReactNode
}) {
  const { t } = useTranslation()
  const { replica } = useServices()
  const { accountId, filter, sort, open } = view
  const now = useNow('minute')
  const severalAccounts = useReplica(({ accounts }) => accounts.size > 1)
  const [inOrder] = useState(() => new InboxOrder())
  const live = useReplica(({ conversations }) => inOrder.of(conversations, view, now))
  const exists = (id: ConversationId) => replica.state.getState().replica?.conversations.has(id) === true
  const held = useStableOrder(live, exists, `${accountId} ${filter} ${sort}`)
  const { order, release } = held

  const isOpenStray = useReplica(({ conversations }) => {
    const conversation = open === null ? undefined : conversations.get(open)
    return conversation !== undefined && !belongsTo(filter, conversation, now)
  })
  const passing = useMemo(() => (held.stale ? new Set(live) : null), [held.stale, live])
  const shownAnyway = (id: ConversationId) =>
    id === open ? isOpenStray : passing !== null && !passing.has(id)

  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: roomy ? roomyHeight : rowHeight,
    overscan: 4,
    initialOffset: () => scrolled?.current ?? 0,
  })
  const items = virtual.getVirtualItems()
  const list = useRef<HTMLUListElement>(null)
  useSetPositions(list, items[0]?.index ?? 0, order.length)

  const [focused, setFocused] = useState<ConversationId | null>(null)
  const tabStop = [focused, open].find((id) => id !== null && order.includes(id)) ?? order[0]

  const focusRow = useCallback(
    (index: number) => {
      const id = order[index]
      if (id === undefined) return
      const row = () => scroller.current?.querySelector<HTMLElement>(`[data-conversation="${id}"]`)
      setFocused(id)
      virtual.scrollToIndex(index)
      // A key that follows at once must meet the row; only one that is not drawn yet has to wait.
      const drawn = row()
      if (drawn) drawn.focus()
      else requestAnimationFrame(() => row()?.focus())
    },
    [order, virtual],
  )

  const step = useCallback(
    (by: number) => {
      const current = tabStop === undefined ? -1 : order.indexOf(tabStop)
      const inside = scroller.current?.contains(document.activeElement)
      focusRow(Math.min(order.length - 1, Math.max(0, inside ? current + by : current)))
    },
    [order, tabStop, focusRow],
  )

  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent): void {
      const { current } = scroller
      const { target, key } = event
      const place = target instanceof Element ? target : null
      const inList = current?.contains(place) ?? false
      if (!inList) release()
      if (!current || inList || isWritable(place) || isModalOpen()) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (keysFrom === 'column' && !current.closest('[data-column]')?.contains(place)) return
      const by = STEPS[key]
      // The filters lie beside each other: up and down lead out of them, whatever was clicked there.
      const atFilter = place?.closest('[data-inbox-filter]')
      const isOwn = atFilter ? current.closest('[data-inbox]')?.contains(atFilter) : isLetter(key)
      if (by !== undefined && isOwn) step(by)
      // whoever is opened can be seen before
      else if (key === 'Enter' && tabStop !== undefined && isNothing(place) && isDrawn(current, tabStop))
        onOpen(tabStop)
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [keysFrom, step, release, onOpen, tabStop])

  function onListKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const by = STEPS[event.key]
    if (by !== undefined) step(by)
    else if (event.key === 'Home') focusRow(0)
    else if (event.key === 'End') focusRow(order.length - 1)
    else return
    held.touch()
    event.preventDefault()
  }

  return (
    <div className="relative min-h-0 flex-1">
      {held.stale ? (
        <button
          type="button"
          onClick={() => {
            release()
            virtual.scrollToIndex(0)
          }}
          className="absolute inset-x-0 bottom-3 z-10 mx-auto inline-flex min-h-7 w-fit items-center gap-1.5 rounded-full bg-ink px-3 text-meta font-medium text-page shadow-float"
        >
          <ArrowUpDown size={12} aria-hidden />
          {t('inbox.newOrder')}
        </button>
      ) : null}
      <div
        ref={scroller}
        // a row that arrives pushes the others down, also where the list was scrolled to
        className="h-full overflow-y-auto [overflow-anchor:none]"
        onScroll={(event) => {
          if (scrolled) scrolled.current = event.currentTarget.scrollTop
        }}
      >
        {order.length === 0 ? empty : null}
        <ul
          ref={list}
          aria-label={t('inbox.conversations')}
          data-roomy={roomy || undefined}
          onPointerMove={held.touch}
          onPointerLeave={release}
          onKeyDown={onListKey}
          style={{ height: virtual.getTotalSize(), paddingTop: items[0]?.start }}
        >
          {items.map((item) => {
            const id = order[item.index]
            if (id === undefined) return null
            return (
              <ConversationRow
                key={id}
                id={id}
                open={id === open}
                tabStop={id === tabStop}
                strays={shownAnyway(id)}
                showAccount={accountId === null && severalAccounts}
                onOpen={onOpen}
              />
            )
          })}
        </ul>
      </div>
    </div>
  )
}
