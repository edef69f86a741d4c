import { type RefObject, useCallback, useId, useMemo, useState } from 'react'
import type { BroadcastFile, BroadcastRecipient } from '#shared/model/broadcast.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'
import { ChoiceChip } from '../../ui/field.tsx'
import { nextSort } from '../../ui/sort.ts'
import { SortHead } from '../../ui/sort-head.tsx'
import { useStableOrder } from '../../ui/use-stable-order.ts'
import type { ShowConversation } from './contact-cell.tsx'
import {
  LEDGER_COLUMNS,
  LEDGER_FILTERS,
  type LedgerColumn,
  type LedgerFilter,
  type LedgerSort,
  ledgerOrder,
} from './ledger-order.ts'
import { RecipientRow } from './recipient-row.tsx'
import { useLedgerLines } from './use-ledger-lines.ts'
import { useTableRows } from './use-table-rows.ts'

const WIDTHS: Record<LedgerColumn, string> = {
  contact: 'w-[19%]',
  account: 'w-[15%]',
  state: 'w-[23%]',
  messages: 'w-[19%]',
  settled: 'w-[10%]',
  answered: 'w-[14%]',
}

/** What became of everybody whom the plan included, live. */
export function RecipientTable(props: {
  recipients: readonly BroadcastRecipient[]
  files: readonly BroadcastFile[]
  /** What the table scrolls in. */
  scroller: RefObject<HTMLElement | null>
  onShowConversation: ShowConversation
}) {
  const { t, i18n } = useTranslation()
  const [filter, setFilter] = useState<LedgerFilter>('all')
  const [sort, setSort] = useState<LedgerSort>(null)
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  const accounts = useReplica((replica) => replica.accounts)
  const conversations = useReplica((replica) => replica.conversations)
  const lines = useLedgerLines(props.recipients)
  const collator = useMemo(() => new Intl.Collator(i18n.language), [i18n.language])
  const live = useMemo(
    () => ledgerOrder(lines, filter, sort, collator).map(({ recipient }) => recipient.place),
    [lines, filter, sort, collator],
  )
  const byPlace = useMemo(() => new Map(lines.map((line) => [line.recipient.place, line])), [lines])
  const question = `${filter} ${sort?.column} ${sort?.descending}`
  const held = useStableOrder(live, (place) => byPlace.has(place), question)
  const { order } = held
  const keyOf = useCallback((index: number) => order[index] ?? index, [order])
  const rows = useTableRows(order.length, props.scroller, keyOf)
  const toggle = useCallback(
    (place: number) =>
      setUnfolded((former) => {
        const next = new Set(former)
        if (!next.delete(place)) next.add(place)
        return next
      }),
    [],
  )
  return (
    <section aria-label={t('broadcasts.recipients')}>
      <Filter value={filter} onChange={setFilter} />
      <table
        aria-label={t('broadcasts.recipients')}
        aria-rowcount={order.length + 1}
        className="w-full min-w-[52rem] table-fixed border-separate border-spacing-0"
      >
        {/* Widths of their own, or every row that comes into view would move all columns. */}
        <colgroup>
          {LEDGER_COLUMNS.map((column) => (
            <col key={column} className={WIDTHS[column]} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {LEDGER_COLUMNS.map((column) => (
              <SortHead
                key={column}
                column={column}
                name={t(`broadcasts.person.${column}`)}
                title={t('broadcasts.sortBy', { column: t(`broadcasts.person.${column}`) })}
                sort={sort}
                atRight={column === 'settled' || column === 'answered'}
                onSort={() => setSort(nextSort(sort, column))}
              />
            ))}
          </tr>
        </thead>
        <tbody
          ref={rows.body}
          onPointerMove={held.touch}
          onPointerLeave={held.release}
          onFocus={held.touch}
          onBlur={held.release}
        >
          <Gap height={rows.above} />
          {rows.drawn.map((index) => {
            const line = byPlace.get(order[index] ?? -1)
            if (!line) return null
            const { recipient } = line
            return (
              <RecipientRow
                key={recipient.place}
                {...line}
                index={index}
                colour={accounts.get(recipient.accountId)?.colour}
                isHere={conversations.has(recipient.conversationId)}
                files={props.files}
                isUnfolded={unfolded.has(recipient.place)}
                measure={rows.measure}
                onToggle={toggle}
                onShowConversation={props.onShowConversation}
              />
            )
          })}
          <Gap height={rows.below} />
        </tbody>
      </table>
      {order.length === 0 ? <p className="py-4 text-center text-soft">{t('broadcasts.noneShown')}</p> : null}
    </section>
  )
}

/** Stands for the rows that are not drawn. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden>
      <td colSpan={LEDGER_COLUMNS.length} className="p-0" style={{ height }} />
    </tr>
  )
}

function Filter(props: { value: LedgerFilter; onChange: (value: LedgerFilter) => void }) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <div role="radiogroup" aria-label={t('broadcasts.filter.label')} className="flex flex-wrap gap-0.5 pb-2">
      {LEDGER_FILTERS.map((one) => (
        <ChoiceChip
          key={one}
          name={name}
          value={one}
          checked={props.value === one}
          onChange={() => props.onChange(one)}
        >
          {t(`broadcasts.filter.${one}`)}
        </ChoiceChip>
      ))}
    </div>
  )
}
