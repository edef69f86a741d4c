import { ChevronDown, ChevronRight } from 'lucide-react'
import { type ReactNode, useDeferredValue, useState } from 'react'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../formatting/names.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useReplica, useReplicaParts, useUi } from '../store/hooks.ts'
import { useNameMatch } from '../store/use-name-match.ts'
import { classNames } from '../ui/class-names.ts'
import { INPUT_CLASS } from '../ui/field.tsx'
import { useHeldStill } from '../ui/use-held-still.ts'
import { AccountItem } from './account-item.tsx'
import { MANY_ACCOUNTS, type RailView } from './rail-order.ts'
import { useAccountFolds } from './use-account-folds.ts'

interface ListProps {
  view: RailView
  onChoose: (id: AccountId) => void
}

/** The least that an item takes of the window's height, with the gap above it. */
const ITEM_PX = 30

const FOLD =
  'flex h-7 w-full items-center gap-1.5 rounded-control pl-2 text-left text-preview text-soft hover:bg-sunken hover:text-ink max-unfold:justify-center max-unfold:gap-0.5 max-unfold:pl-0 max-unfold:text-meta'

/** Every account: who needs the operator on top and, of many, who needs nobody folded away; a field finds any. */
export function AccountList({
  isFolded,
  ...props
}: ListProps & { /** Only pictures are shown. */ isFolded: boolean }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const canFilter = !isFolded && props.view.own.length >= MANY_ACCOUNTS
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
      <div className="min-h-0 flex-1 overflow-y-auto pb-1 pl-3 max-unfold:pl-1">
        {canFilter && typed.trim() !== '' ? <Found typed={typed} {...props} /> : <Everybody {...props} />}
      </div>
    </>
  )
}

/** Draws the item of an account. */
function useItems({ view, onChoose }: ListProps) {
  const chosen = useUi(({ screen, accountId }) => (screen === 'inbox' ? accountId : null))
  const platform = useReplica((replica) => replica.app.platform)
  const item = (id: AccountId, isParted = false) => {
    const place = view.own.indexOf(id)
    return (
      <AccountItem
        key={id}
        id={id}
        onChoose={onChoose}
        current={id === chosen}
        need={view.needs.get(id)}
        shortcut={place < 9 ? place + 1 : null}
        platform={platform}
        parted={isParted}
      />
    )
  }
  return { chosen, item }
}

/** As many ids as there is room for, of one list after the other. */
function firstOf(lists: readonly (readonly AccountId[])[], room: number): ReadonlySet<AccountId> {
  return new Set(lists.flat().slice(0, room))
}

/** Everybody; at first only as many as the window can show, so that the first frame does not wait for the others. */
function Everybody(props: ListProps) {
  const { t } = useTranslation()
  const { view } = props
  const { chosen, item } = useItems(props)
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
  const isBegun = useDeferredValue(true, false)
  const drawn = isBegun
    ? null
    : firstOf(
        [top, ...groups.map((group) => shownOf(group.ids, group.isOpen)), shown],
        Math.ceil(window.innerHeight / ITEM_PX),
      )
  const itemsOf = (ids: readonly AccountId[], isParted = false) =>
    (drawn === null ? ids : ids.filter((id) => drawn.has(id))).map((id, index) =>
      item(id, isParted && index === 0),
    )
  return (
    <>
      <ul
        aria-label={t('nav.accountList')}
        onPointerMove={touch}
        onPointerLeave={release}
        className="flex flex-col gap-0.5"
      >
        {itemsOf(top)}
        {groups.map(({ name, ids, isOpen: isGroupOpen }) => (
          <Group
            key={name}
            name={name}
            count={ids.length}
            isOpen={isGroupOpen}
            onFold={(open) => folds.foldGroup(name, open)}
          >
            {itemsOf(shownOf(ids, isGroupOpen))}
          </Group>
        ))}
        {itemsOf(shown, top.length > 0)}
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
function Found({ typed, ...props }: ListProps & { typed: string }) {
  const { t } = useTranslation()
  const { item } = useItems(props)
  const matches = useNameMatch()
  const found = useReplicaParts(({ accounts }) =>
    props.view.own.filter((id) => {
      const account = accounts.get(id)
      return account !== undefined && matches(accountName(account, t), typed)
    }),
  )
  return (
    <>
      <ul aria-label={t('nav.accountList')} className="flex flex-col gap-0.5">
        {found.map((id) => item(id))}
      </ul>
      {found.length === 0 ? <p className="px-2.5 py-1 text-preview text-soft">{t('nav.noAccount')}</p> : null}
    </>
  )
}
