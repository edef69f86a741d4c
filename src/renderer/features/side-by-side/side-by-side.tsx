import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { COLUMN_MAX_PX, COLUMN_MIN_PX, MAX_COLUMNS } from '#shared/limits.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useReplica, useReplicaParts } from '../../store/hooks.ts'
import { Divider } from '../../ui/divider.tsx'
import { EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { showWithKeys } from '../../ui/keys-at-once.ts'
import { AddColumn } from './add-column.tsx'
import { Column } from './column.tsx'
import { movedBy, resized, withColumn, withoutColumn } from './layout.ts'
import { useKeptPlaces } from './use-kept-places.ts'
import { useLayout } from './use-layout.ts'

/** Accounts beside each other, each with its own inbox and conversation, all live at once. */
export function SideBySide({ children }: { children: (accountId: AccountId) => ReactNode }) {
  const { t } = useTranslation()
  const accounts = useReplicaParts((replica) => accountOrder(replica.accounts.values()).map(({ id }) => id))
  const { layout, error, preview, change } = useLayout(accounts)
  const row = useRef<HTMLDivElement>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const recordPlaces = useKeptPlaces(row, layout.map((one) => one.accountId).join())
  const [added, setAdded] = useState<AccountId | null>(null)
  const others = useMemo(() => {
    const shown = new Set(layout.map((one) => one.accountId))
    return shown.size >= MAX_COLUMNS ? [] : accounts.filter((id) => !shown.has(id))
  }, [layout, accounts])

  useEffect(() => {
    if (added === null) return
    row.current?.querySelector(`[data-column="${added}"]`)?.scrollIntoView({ inline: 'nearest' })
  }, [added])

  const empty = layout.length === 0
  useEffect(() => {
    const { current } = row
    if (empty || !current) return
    current.addEventListener('focusin', showWhole)
    return () => current.removeEventListener('focusin', showWhole)
  }, [empty])

  function add(id: AccountId): void {
    change(withColumn(layout, id))
    setAdded(id)
  }

  function move(id: AccountId, places: number): void {
    recordPlaces()
    change(movedBy(layout, id, places))
  }

  function remove(id: AccountId): void {
    showWithKeys(
      () => {
        change(withoutColumn(layout, id))
        setAdded(null)
      },
      () => adder.current,
    )
  }

  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b pr-3 pl-4">
        <h1 className="min-w-0 flex-1 truncate text-title font-semibold">{t('sideBySide.title')}</h1>
        {error ? <ErrorLine code={error} /> : null}
        {empty ? null : <AddColumn ref={adder} accounts={others} onAdd={add} />}
      </header>
      {empty ? (
        <EmptyState action={<AddColumn ref={adder} accounts={others} onAdd={add} />}>
          {t('sideBySide.empty')}
        </EmptyState>
      ) : (
        <div ref={row} className="flex min-h-0 flex-1 overflow-auto pr-1">
          {layout.map(({ accountId, width }, index) => (
            <div
              key={accountId}
              // enlarged, a window is too low for a column: the row scrolls then, and the log keeps its room
              className="flex h-full min-h-[480px] shrink"
              style={{ flexBasis: width, minWidth: COLUMN_MIN_PX }}
            >
              <Column
                accountId={accountId}
                first={index === 0}
                last={index === layout.length - 1}
                onMove={(places) => move(accountId, places)}
                onRemove={() => remove(accountId)}
              >
                {children(accountId)}
              </Column>
              <ColumnDivider
                accountId={accountId}
                value={width}
                onChange={(wanted) => preview(resized(layout, accountId, wanted))}
                onSettle={(wanted) => change(resized(layout, accountId, wanted))}
              />
            </div>
          ))}
        </div>
      )}
    </main>
  )
}

function ColumnDivider(props: {
  accountId: AccountId
  value: number
  onChange: (width: number) => void
  onSettle: (width: number) => void
}) {
  const { t } = useTranslation()
  const { accountId, ...rest } = props
  const name = useReplica((replica) => {
    const account = replica.accounts.get(accountId)
    return account ? accountName(account, t) : ''
  })
  return <Divider label={t('sideBySide.width', { name })} min={COLUMN_MIN_PX} max={COLUMN_MAX_PX} {...rest} />
}

/** Whoever comes into a column by keyboard sees all of it; under a pointer nothing moves. */
function showWhole({ target }: FocusEvent): void {
  if (!(target instanceof Element) || !target.matches(':focus-visible')) return
  target.closest('[data-column]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
}
