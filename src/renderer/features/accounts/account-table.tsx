import { useRef, useState } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import type { Action } from '../../store/hooks.ts'
import type { AccountColumn, AccountSort } from '../../store/ui.ts'
import { classNames } from '../../ui/class-names.ts'
import { nextSort } from '../../ui/sort.ts'
import { SortHead, TABLE_HEAD } from '../../ui/sort-head.tsx'
import { useRowDrag } from '../../ui/use-row-drag.ts'
import { AccountRow, type RowMoving } from './account-row.tsx'
import { SORT_COLUMNS, sortAccounts } from './order.ts'
import { useOwnOrder } from './use-own-order.ts'

/** Columns of times stand at the right. */
const TIMES: readonly AccountColumn[] = ['since', 'contact', 'inbound']

/** The accounts in the operator's order, which can be changed here, or sorted by a column. */
export function AccountTable(props: {
  /** The accounts as every list shows them. */
  ordered: readonly AccountSummary[]
  action: Action
  sort: AccountSort
  /** Not all accounts are here, so their order cannot be changed. */
  isPart: boolean
  onOpen: (id: AccountId) => void
  onSort: (sort: AccountSort) => void
  onSignInAgain: (id: AccountId) => void
}) {
  const { t } = useTranslation()
  const { ordered, action, sort } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const order = useOwnOrder(ordered, action)
  const [said, setSaid] = useState('')
  const { drag, start } = useRowDrag(placeAt, move)
  const rows = sortAccounts(order.accounts, sort, (account) => accountName(account, t))
  const movable =
    sort === null && !props.isPart
      ? rows.filter(({ id }) => order.placeOf(id) !== -1).map(({ id }) => id)
      : []

  /** Rows name their account in `data-row`; those without one stay where they are. */
  function placeAt(clientY: number, id: AccountId): number {
    const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    return rows.filter((row) => {
      const { top, height } = row.getBoundingClientRect()
      return row.dataset['row'] !== id && top + height / 2 < clientY
    }).length
  }

  /** Moves an account and says where it stands now, counted as the list shows it. */
  function move(id: AccountId, place: number): void {
    const account = ordered.find((one) => one.id === id)
    if (!account || !order.move(id, place)) return
    const first = ordered.length - movable.length + 1
    setSaid(
      t('accounts.move.moved', {
        name: accountName(account, t),
        place: first + Math.min(Math.max(place, 0), movable.length - 1),
        count: ordered.length,
      }),
    )
  }

  function movingOf(id: AccountId): RowMoving | null {
    if (movable.length < 2 || !movable.includes(id)) return null
    const others = movable.filter((other) => other !== drag?.id)
    const isLast = drag !== null && drag.place >= others.length && others.at(-1) === id
    const landing = drag !== null && others[drag.place] === id ? 'above' : isLast ? 'below' : null
    return {
      onPointerDown: (event) => start(event, id),
      onStep: (by) => move(id, order.placeOf(id) + by),
      dragged: drag?.id === id,
      landing: drag?.id === id ? null : landing,
    }
  }

  return (
    <div className="min-h-0 flex-1 px-beside-bar-6 overflow-auto pb-6">
      <p role="status" className="sr-only">
        {said}
      </p>
      <table
        aria-label={t('accounts.table')}
        className={classNames('w-full border-separate border-spacing-0', drag && 'select-none')}
      >
        <thead>
          <tr>
            <th scope="col" className={classNames(TABLE_HEAD, 'w-9')}>
              <span className="sr-only">{t('accounts.column.order')}</span>
            </th>
            {SORT_COLUMNS.map((column) => (
              <SortHead
                key={column}
                column={column}
                name={t(`accounts.column.${column}`)}
                title={t('accounts.sort.by', { column: t(`accounts.column.${column}`) })}
                sort={sort}
                atRight={TIMES.includes(column)}
                className={column === 'account' ? 'min-w-48 pl-1 max-split:min-w-32' : undefined}
                headClassName={TIMES.includes(column) ? 'max-split:hidden' : undefined}
                onSort={() => props.onSort(nextSort(sort, column))}
              />
            ))}
            <th scope="col" className={classNames(TABLE_HEAD, 'w-14')}>
              <span className="sr-only">{t('accounts.column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((account) => (
            <AccountRow
              key={account.id}
              account={account}
              action={action}
              moving={movingOf(account.id)}
              onOpen={props.onOpen}
              onSignInAgain={props.onSignInAgain}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}
