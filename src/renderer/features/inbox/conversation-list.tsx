import { defaultRangeExtractor, type ReactVirtualizer, useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUpDown } from 'lucide-react'
import {
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { belongsTo, needsReply } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useTriage } from '../../parts/triage/use-triage.ts'
import { useNow, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { useTagged } from '../../store/use-tags.ts'
import { classNames } from '../../ui/class-names.ts'
import { useStableOrder } from '../../ui/use-stable-order.ts'
import { ConversationRow } from './conversation-row.tsx'
import { idOf } from './id-of.ts'
import { InboxOrder, type InboxView } from './order.ts'
import { RowSlots } from './row-slots.ts'
import { RowToolbar } from './row-toolbar.tsx'
import { SELECTION_BAR_PX, SelectionBar } from './selection-bar.tsx'
import { type AskedMenu, TriageMenu } from './triage-menu.tsx'
import { conversationAround, type ListKeys, useListKeys } from './use-list-keys.ts'
import { useRowPlaces } from './use-row-places.ts'
import { useSelection } from './use-selection.ts'

/** Heights of a row, as the style sheet has them. All are equally high, so the places of rows hang on their number alone. */
const rowHeight = () => 64
const roomyHeight = () => 84
/**
 * Rows that are drawn out of sight on either side. A list that stands has fewer: each message changes them as well. Not one
 * that has the keys: several that are pressed before the next frame must all meet their row.
 */
const BEYOND = { standing: 2, moving: 4 }

/** The row that an element belongs to. */
function rowAround(target: EventTarget | null): ConversationId | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null
  return idOf(row?.dataset['row'])
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
  const { replica, desk, frames } = useServices()
  const triage = useTriage()
  const { accountId, filter, tags, sort, open } = view
  const tagged = useTagged(tags)
  const now = useNow('minute')
  const severalAccounts = useReplica(({ accounts }) => accounts.size > 1)
  const isWhole = useReplica((known) => known.isWhole)
  const [inOrder] = useState(() => new InboxOrder())
  const live = useReplica(({ conversations }) => inOrder.of(conversations, view, tagged, now))
  const isMeant = (one: ConversationSummary) =>
    belongsTo(filter, one, now) && (tagged?.has(one.contactUserId) ?? true)
  const conversationOf = (id: ConversationId) => replica.state.getState().replica?.conversations.get(id)
  // what was finished here leaves at once, also while the rest stands still under the pointer
  const stays = (id: ConversationId) => {
    const conversation = conversationOf(id)
    return conversation !== undefined && (!desk.hasMarked(id) || id === open || isMeant(conversation))
  }
  const question = JSON.stringify([accountId, filter, tags, sort])
  const held = useStableOrder(live, stays, `${question} ${isWhole}`)
  const { order, release } = held

  const isOpenStray = useReplica(({ conversations }) => {
    const conversation = open === null ? undefined : conversations.get(open)
    return conversation !== undefined && !isMeant(conversation)
  })
  const passing = useMemo(() => (held.stale ? new Set(live) : null), [held.stale, live])
  const shownAnyway = (id: ConversationId) =>
    id === open ? isOpenStray : passing !== null && !passing.has(id)

  const selection = useSelection(order, question)
  const scroller = useRef<HTMLDivElement>(null)
  // the bar lies over the end of the list, and must not hide its last row
  const barHeight = selection.ids.length > 0 ? SELECTION_BAR_PX : 0
  const virtual: ReactVirtualizer<HTMLDivElement, Element> = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: roomy ? roomyHeight : rowHeight,
    overscan: BEYOND.moving,
    rangeExtractor(range) {
      const isMoving = virtual.isScrolling || scroller.current?.contains(document.activeElement) === true
      return defaultRangeExtractor({ ...range, overscan: BEYOND[isMoving ? 'moving' : 'standing'] })
    },
    paddingEnd: barHeight,
    scrollPaddingEnd: barHeight,
    initialOffset: () => scrolled?.current ?? 0,
  })
  const items = virtual.getVirtualItems()
  const list = useRef<HTMLUListElement>(null)
  const [slots] = useState(() => new RowSlots())
  const first = items[0]?.index ?? 0
  const drawn = order.slice(first, first + items.length)
  const height = roomy ? roomyHeight() : rowHeight()

  const [hovered, setHovered] = useState<ConversationId | null>(null)
  const [menu, setMenu] = useState<AskedMenu | null>(null)
  const [focused, setFocused] = useState<ConversationId | null>(null)
  // where a row has gone, whoever takes its place goes on
  const lastPlace = useRef(0)
  const tabStop =
    [focused, open].find((id) => id !== null && order.includes(id)) ??
    order[Math.min(lastPlace.current, order.length - 1)]
  useEffect(() => {
    if (tabStop !== undefined) lastPlace.current = order.indexOf(tabStop)
  })
  useRowPlaces(list, { drawn, first, count: isWhole ? order.length : null, height, tabStop }, frames)

  function rowOf(id: ConversationId | undefined): HTMLElement | null {
    return scroller.current?.querySelector<HTMLElement>(`[data-conversation="${id}"]`) ?? null
  }

  function focusRow(index: number): void {
    const id = order[index]
    if (id === undefined) return
    setFocused(id)
    virtual.scrollToIndex(index)
    // A key that follows at once must meet the row; only one that is not drawn yet has to wait.
    const drawn = rowOf(id)
    if (drawn) drawn.focus()
    else requestAnimationFrame(() => rowOf(id)?.focus())
  }

  /** Does what takes conversations out of the way; the keys go on with the next one. */
  function finish(ids: readonly ConversationId[], run: () => void): void {
    const gone = new Set(ids)
    const at = tabStop === undefined ? -1 : order.indexOf(tabStop)
    const goesOn = (id: ConversationId) => !gone.has(id)
    const next = order.slice(Math.max(at, 0)).find(goesOn) ?? order.slice(0, Math.max(at, 0)).findLast(goesOn)
    if (selection.ids.every((id) => gone.has(id))) selection.clear()
    run()
    if (next !== undefined && next !== tabStop) focusRow(order.indexOf(next))
  }

  function finishOrReopen(ids: readonly ConversationId[]): void {
    const isOneOpen = ids.some((id) => conversationOf(id)?.triage === null)
    finish(ids, () => triage.mark(ids, { kind: isOneOpen ? 'done' : 'reopen' }))
  }

  /** What a key is meant for: the conversation that has the keys, else what was picked out, else the row. */
  function meant(): readonly ConversationId[] {
    const around = conversationAround(document.activeElement)
    if (around === null && selection.ids.length > 0) return selection.ids
    const from = tabStop === undefined ? 0 : order.indexOf(tabStop)
    const id = around ?? order.slice(from).find((one) => !desk.isLeaving(one))
    return id === undefined ? [] : [id]
  }

  const keys: ListKeys = {
    step(by, isExtending) {
      const inside = scroller.current?.contains(document.activeElement)
      const current = tabStop === undefined ? -1 : order.indexOf(tabStop)
      const to = Math.min(order.length - 1, Math.max(0, inside ? current + by : current))
      const id = order[to]
      if (isExtending && id !== undefined) selection.extend(tabStop, id)
      focusRow(to)
    },
    toEnd: (end) => focusRow(end === 'first' ? 0 : order.length - 1),
    open() {
      // whoever is opened can be seen before
      if (tabStop === undefined || rowOf(tabStop) === null) return false
      onOpen(tabStop)
      return true
    },
    done: () => finishOrReopen(meant()),
    snooze() {
      const ids = meant()
      if (ids.length > 0) triage.snooze(ids)
    },
    markUnread: () => triage.mark(meant(), { kind: 'unread', value: true }),
    select() {
      if (tabStop !== undefined) selection.toggle(tabStop)
    },
    selectAll: selection.all,
    nextWaiting() {
      const at = tabStop === undefined ? -1 : order.indexOf(tabStop)
      const round = [...order.keys()].map((step) => (at + 1 + step) % order.length)
      const waiting = round.find((index) => {
        const id = order[index]
        const conversation = id === undefined ? undefined : conversationOf(id)
        return conversation !== undefined && needsReply(conversation)
      })
      if (waiting === undefined) desk.tell({ kind: 'nobody-waits' })
      else focusRow(waiting)
    },
    clear() {
      const hadAny = selection.ids.length > 0
      selection.clear()
      return hadAny
    },
    touch: held.touch,
    release,
  }
  useListKeys(scroller, keysFrom, keys)
  // what was taken back goes to its place at once
  useEffect(() => desk.state.subscribe(({ news }) => news?.kind === 'undone' && release()), [desk, release])

  function onClick(event: MouseEvent): void {
    const id = rowAround(event.target)
    if (id === null || !(event.target instanceof Element)) return
    const button = event.target.closest('[data-row-actions]')
    if (button) setMenu({ ids: [id], anchor: button })
    else if (event.shiftKey) selection.extend(tabStop, id)
    else if (event.ctrlKey || event.metaKey) selection.toggle(id)
    else return
    event.stopPropagation()
    event.preventDefault()
  }

  function onContextMenu(event: MouseEvent): void {
    const id = rowAround(event.target)
    if (id === null) return
    event.preventDefault()
    const { clientX: x, clientY: y, currentTarget } = event
    // asked for by key it has no point
    const row = currentTarget.querySelector(`[data-row="${id}"]`)
    const anchor = x === 0 && y === 0 && row ? row : { x, y }
    setMenu({ ids: selection.has(id) ? selection.ids : [id], anchor })
  }

  /** The pointer goes, unless it goes between a row and what stands over it. */
  function leave({ relatedTarget }: PointerEvent): void {
    if (relatedTarget instanceof Node && scroller.current?.contains(relatedTarget)) return
    release()
    setHovered(null)
  }

  // nearly every message draws the list again, and a menu costs as much as several rows
  const latest = useRef({ finish, row: () => rowOf(tabStop) })
  useEffect(() => {
    latest.current = { finish, row: () => rowOf(tabStop) }
  })
  const closeMenu = useCallback(() => setMenu(null), [])
  const finishByMenu = useCallback<typeof finish>((ids, run) => latest.current.finish(ids, run), [])
  const rowOfKeys = useCallback(() => latest.current.row(), [])

  // an element does not take the focus, or a menu that hangs on it, to another row; from a dialog the focus comes back
  const isKept = (id: ConversationId) =>
    id === focused || rowAround(document.activeElement) === id || (menu?.ids.includes(id) ?? false)

  const hoveredAt = hovered === null ? -1 : order.indexOf(hovered)

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
        className="relative h-full overflow-y-auto [overflow-anchor:none]"
        onScroll={(event) => {
          if (scrolled) scrolled.current = event.currentTarget.scrollTop
        }}
      >
        {order.length === 0 && isWhole ? empty : null}
        <ul
          ref={list}
          onPointerMove={held.touch}
          onPointerOver={({ target }) => setHovered(rowAround(target))}
          onPointerLeave={leave}
          onClickCapture={onClick}
          onContextMenu={onContextMenu}
          onFocus={({ target }) => setFocused((before) => rowAround(target) ?? before)}
          aria-label={t('inbox.conversations')}
          data-roomy={roomy || undefined}
          // Each row a layer of its own spares painting those that are pushed down, where there is one list. With several
          // beside each other the browser takes longer to lay out their layers, at every key too, than to paint the rows.
          className={classNames('relative', keysFrom === 'page' && '*:will-change-transform')}
          style={{ height: virtual.getTotalSize() }}
        >
          {slots.of(drawn, isKept).map(({ key, id }) => (
            <ConversationRow
              key={key}
              id={id}
              open={id === open}
              selected={selection.has(id)}
              hot={id === hovered || (menu?.ids.includes(id) ?? false)}
              strays={shownAnyway(id)}
              showAccount={accountId === null && severalAccounts}
              onOpen={onOpen}
            />
          ))}
        </ul>
        {hovered !== null && hoveredAt >= 0 ? (
          <RowToolbar
            id={hovered}
            top={hoveredAt * height}
            onDone={() => finishOrReopen([hovered])}
            onSnooze={() => triage.snooze([hovered])}
            onLeave={leave}
          />
        ) : null}
      </div>
      {selection.ids.length > 0 ? (
        <SelectionBar
          ids={selection.ids}
          onDone={() => finishOrReopen(selection.ids)}
          onClear={selection.clear}
        />
      ) : null}
      <TriageMenu asked={menu} onClose={closeMenu} onFinish={finishByMenu} returnTo={rowOfKeys} />
    </div>
  )
}
