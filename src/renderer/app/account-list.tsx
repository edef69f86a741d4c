import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../formatting/names.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useReplica, useReplicaParts, useUi } from '../store/hooks.ts'
import { useNameMatch } from '../store/use-name-match.ts'
import { classNames } from '../ui/class-names.ts'
import { INPUT_CLASS } from '../ui/field.tsx'
import { useHeldStill } from '../ui/use-held-still.ts'
import { useInSight } from '../ui/use-in-sight.ts'
import { AccountItem } from './account-item.tsx'
import { type AccountRun, accountsInSight, piecesOf, tellPlaces } from './accounts-in-sight.ts'
import { MANY_ACCOUNTS, type RailView } from './rail-order.ts'
import { useAccountFolds } from './use-account-folds.ts'

interface ListProps {
  view: RailView
  onChoose: (id: AccountId) => void
}

interface ScrolledProps extends ListProps {
  /** Only pictures are shown. */
  isFolded: boolean
  /** What the list is scrolled in. */
  scroller: RefObject<HTMLElement | null>
}

/** Heights as the style sheet has them, in px: of an item, the gap between two, a line that parts, the head of a group. */
const ITEM_PX = { open: 28, folded: 36 }
const GAP_PX = 2
const PARTED_PX = 9
const HEAD_PX = 28

const FOLD =
  'flex h-7 w-full items-center gap-1.5 rounded-control pl-2 text-left text-preview text-soft hover:bg-sunken hover:text-ink max-unfold:justify-center max-unfold:gap-0.5 max-unfold:pl-0 max-unfold:text-meta'

/** Every account: who needs the operator on top and, of many, who needs nobody folded away; a field finds any. */
export function AccountList(props: Omit<ScrolledProps, 'scroller'>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const scroller = useRef<HTMLDivElement>(null)
  const canFilter = !props.isFolded && props.view.own.length >= MANY_ACCOUNTS
  return (
    <>
      {canFilter ? (
        <div className="px-3">
          <input
            type="search"
            aria-label={t('nav.filterAccounts')}
            placeholder={t('nav.filterAccounts')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
              event.preventDefault()
              setTyped('')
            }}
            className={classNames(INPUT_CLASS, 'min-h-7! text-preview!')}
          />
        </div>
      ) : null}
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto pb-1 pl-3 max-unfold:pl-1">
        {canFilter && typed.trim() !== '' ? (
          <Found typed={typed} scroller={scroller} {...props} />
        ) : (
          <Everybody scroller={scroller} {...props} />
        )}
      </div>
    </>
  )
}

/** Draws the accounts of a list that are in sight, and says where those stand. */
function useItems(
  { view, onChoose, isFolded, scroller }: ScrolledProps,
  chosen: AccountId | null,
  runs: readonly AccountRun[],
) {
  const platform = useReplica((replica) => replica.app.platform)
  const sight = useInSight(scroller)
  const [focused, setFocused] = useState<AccountId | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const height = ITEM_PX[isFolded ? 'folded' : 'open']
  const drawn = accountsInSight(runs, height + GAP_PX, sight, { focused, kept: chosen })
  useLayoutEffect(() => {
    if (list.current !== null) tellPlaces(list.current)
  })
  const items = (ids: readonly AccountId[], isParted = false) =>
    piecesOf(ids, drawn).map((piece) => {
      const parted = isParted && (piece.kind === 'account' ? piece.id : piece.first) === ids[0]
      if (piece.kind === 'left-out') {
        const { key, count } = piece
        const room = count * (height + GAP_PX) - GAP_PX + (parted ? PARTED_PX : 0)
        return (
          <li key={key} aria-hidden data-left-out={count} style={{ height: room }} className="shrink-0" />
        )
      }
      const place = view.own.indexOf(piece.id)
      return (
        <AccountItem
          key={piece.id}
          id={piece.id}
          onChoose={onChoose}
          onFocus={setFocused}
          current={piece.id === chosen}
          need={view.needs.get(piece.id)}
          shortcut={place < 9 ? place + 1 : null}
          platform={platform}
          parted={parted}
        />
      )
    })
  return { list, items }
}

/** Whose inbox is shown. */
function useChosenInbox(): AccountId | null {
  return useUi(({ screen, accountId }) => (screen === 'inbox' ? accountId : null))
}

/** Everybody whom no fold hides. */
function Everybody(props: ScrolledProps) {
  const { t } = useTranslation()
  const { view } = props
  const chosen = useChosenInbox()
  const folds = useAccountFolds()
  const { value: order, touch, release } = useHeldStill(view.order, view.question)
  const { top, rest } = order
  const isMany = view.own.length > MANY_ACCOUNTS
  const isOpen = !isMany || folds.isRestOpen
  // whoever is chosen stays in sight
  const shownOf = (ids: readonly AccountId[], isShown: boolean) =>
    isShown ? ids : ids.filter((id) => id === chosen)
  const groups = order.groups.map(({ name, ids }) => {
    const byHand = folds.ofGroup(name)
    return { name, ids, isByHand: byHand !== undefined, isOpen: byHand ?? isOpen }
  })
  const shown = shownOf(rest, isOpen)
  // who is behind a fold of their own group is not among those that this one opens
  const others = [...rest, ...groups.flatMap(({ ids, isByHand }) => (isByHand ? [] : ids))]
  const hidden = others.length - shownOf(others, isOpen).length
  const runs = [
    { ids: top, above: 0 },
    ...groups.map((group) => {
      const ids = shownOf(group.ids, group.isOpen)
      return { ids, above: PARTED_PX + HEAD_PX + (ids.length === 0 ? GAP_PX : 0) }
    }),
    { ids: shown, above: top.length > 0 ? PARTED_PX : 0 },
  ]
  const { list, items } = useItems(props, chosen, runs)
  return (
    <>
      <ul
        ref={list}
        aria-label={t('nav.accountList')}
        onPointerMove={touch}
        onPointerLeave={release}
        className="flex flex-col gap-0.5"
      >
        {items(top)}
        {groups.map(({ name, ids, isOpen: isGroupOpen }) => (
          <Group
            key={name}
            name={name}
            count={ids.length}
            isOpen={isGroupOpen}
            onFold={(open) => folds.foldGroup(name, open)}
          >
            {items(shownOf(ids, isGroupOpen))}
          </Group>
        ))}
        {items(shown, top.length > 0)}
      </ul>
      {isMany && others.length > 0 && (isOpen || hidden > 0) ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => folds.foldRest(!isOpen)}
          className={classNames(FOLD, 'mt-0.5')}
        >
          <Chevron isOpen={isOpen} />
          {isOpen ? t('nav.fewer') : t('nav.more', { count: hidden })}
        </button>
      ) : null}
    </>
  )
}

function Chevron({ isOpen }: { isOpen: boolean }) {
  const Icon = isOpen ? ChevronDown : ChevronRight
  return <Icon size={14} aria-hidden className="shrink-0" />
}

/** Accounts that belong together and need nobody, under their name; folded, it still shows who is chosen. */
function Group(props: {
  name: string
  count: number
  isOpen: boolean
  onFold: (isOpen: boolean) => void
  children: readonly ReactNode[]
}) {
  const { t } = useTranslation()
  const { name, count, isOpen, children } = props
  return (
    <li aria-label={t('nav.group', { name, count })} className="mt-1 border-t pt-1">
      <button
        type="button"
        aria-expanded={isOpen}
        data-tip={name}
        onClick={() => props.onFold(!isOpen)}
        className={FOLD}
      >
        <Chevron isOpen={isOpen} />
        <span className="min-w-0 truncate">{name}</span>
        <span className="ml-auto pr-2 max-unfold:hidden">{count}</span>
      </button>
      {children.length > 0 ? (
        <ul aria-label={name} className="flex flex-col gap-0.5">
          {children}
        </ul>
      ) : null}
    </li>
  )
}

/** The accounts whose names match what was typed, in the operator's own order. */
function Found({ typed, ...props }: ScrolledProps & { typed: string }) {
  const { t } = useTranslation()
  const chosen = useChosenInbox()
  const matches = useNameMatch()
  const found = useReplicaParts(({ accounts }) =>
    props.view.own.filter((id) => {
      const account = accounts.get(id)
      return account !== undefined && matches(accountName(account, t), typed)
    }),
  )
  const { list, items } = useItems(props, chosen, [{ ids: found, above: 0 }])
  return (
    <>
      <ul ref={list} aria-label={t('nav.accountList')} className="flex flex-col gap-0.5">
        {items(found)}
      </ul>
      {found.length === 0 ? <p className="px-2.5 py-1 text-preview text-soft">{t('nav.noAccount')}</p> : null}
    </>
  )
}
