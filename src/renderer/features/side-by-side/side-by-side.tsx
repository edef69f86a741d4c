import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { COLUMN_MIN_PX, MAX_COLUMNS } from '#shared/limits.ts'
import { CONVERSATION_FILTERS } from '#shared/model/conversation-state.ts'
import type { ConversationId } from '#shared/model/ids.ts'
import type { ColumnContent } from '#shared/model/settings.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { accountOrder } from '../../store/account-order.ts'
import { useReplica, useReplicaParts } from '../../store/hooks.ts'
import { type ColumnKey, columnKey } from '../../store/ui.ts'
import { Divider } from '../../ui/divider.tsx'
import { EmptyState, ErrorLine } from '../../ui/feedback.tsx'
import { showWithKeys } from '../../ui/keys-at-once.ts'
import { AddColumn } from './add-column.tsx'
import { Column } from './column.tsx'
import { ColumnTools } from './column-tools.tsx'
import { movedBy, resized, widest, withColumn, withoutColumn, withWidths } from './layout.ts'
import { useKeptPlaces } from './use-kept-places.ts'
import { useLayout } from './use-layout.ts'
import { useWidths } from './use-widths.ts'

/** Columns beside each other, each with its own list and conversation, all live at once. */
export function SideBySide({
  children,
}: {
  /** What a column shows; a conversation that is open in it takes the column's tools into its own head. */
  children: (content: ColumnContent, open: { id: ConversationId; tools: ReactNode } | null) => ReactNode
}) {
  const { t } = useTranslation()
  const accounts = useReplicaParts((replica) => accountOrder(replica.accounts.values()).map(({ id }) => id))
  const { layout, error, preview, change } = useLayout(accounts)
  const row = useRef<HTMLDivElement>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const keys = useMemo(() => layout.map(columnKey), [layout])
  const recordPlaces = useKeptPlaces(row, keys.join())
  const widths = useWidths(row, keys)
  const [added, setAdded] = useState<ColumnKey | null>(null)
  const others = useMemo(() => {
    const shown = new Set(keys)
    const isFull = shown.size >= MAX_COLUMNS
    return {
      accounts: isFull ? [] : accounts.filter((id) => !shown.has(id)),
      filters: isFull ? [] : CONVERSATION_FILTERS.filter((filter) => !shown.has(columnKey({ filter }))),
    }
  }, [keys, accounts])

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

  function add(content: ColumnContent): void {
    change(withColumn(layout, content))
    setAdded(columnKey(content))
  }

  function move(key: ColumnKey, places: number): void {
    recordPlaces()
    change(movedBy(layout, key, places))
  }

  function remove(key: ColumnKey): void {
    showWithKeys(
      () => {
        change(withoutColumn(layout, key))
        setAdded(null)
      },
      () => adder.current,
    )
  }

  const adding = <AddColumn ref={adder} {...others} onAdd={add} />
  const shown = withWidths(layout, widths)
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b pr-3 pl-4">
        <h1 className="min-w-0 flex-1 truncate text-title font-semibold">{t('sideBySide.title')}</h1>
        {error ? <ErrorLine code={error} /> : null}
        {empty ? null : adding}
      </header>
      {empty ? (
        <EmptyState action={adding}>{t('sideBySide.empty')}</EmptyState>
      ) : (
        <div ref={row} className="flex min-h-0 flex-1 overflow-auto [scrollbar-gutter:auto]">
          {layout.map((column, index) => {
            const key = columnKey(column)
            const isLast = index === layout.length - 1
            return (
              <div
                key={key}
                // enlarged, a window is too low for a column: the row scrolls then, and the log keeps its room
                className="flex h-full min-h-[480px]"
                style={{ flex: `${column.width} 1 0px`, minWidth: COLUMN_MIN_PX }}
              >
                <Column
                  content={column}
                  tools={
                    <ColumnTools
                      first={index === 0}
                      last={isLast}
                      onMove={(places) => move(key, places)}
                      onRemove={() => remove(key)}
                    />
                  }
                >
                  {(open) => children(column, open)}
                </Column>
                {isLast ? null : (
                  <ColumnDivider
                    content={column}
                    value={shown[index]?.width ?? column.width}
                    max={widest(shown, key)}
                    onChange={(wanted) => preview(resized(shown, key, wanted))}
                    onSettle={(wanted) => change(resized(shown, key, wanted))}
                  />
                )}
              </div>
            )
          })}
        </div>
      )}
    </main>
  )
}

/** The edge between a column and the next one. */
function ColumnDivider(props: {
  content: ColumnContent
  value: number
  max: number
  onChange: (width: number) => void
  onSettle: (width: number) => void
}) {
  const { t } = useTranslation()
  const { content, ...rest } = props
  const name = useReplica((replica) => {
    if ('filter' in content) return t(`inbox.filter.${content.filter}`)
    const account = replica.accounts.get(content.accountId)
    return account ? accountName(account, t) : ''
  })
  return <Divider label={t('sideBySide.width', { name })} min={COLUMN_MIN_PX} {...rest} />
}

/** Whoever comes into a column by keyboard sees all of it; under a pointer nothing moves. */
function showWhole({ target }: FocusEvent): void {
  if (!(target instanceof Element) || !target.matches(':focus-visible')) return
  target.closest('[data-column]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
}
