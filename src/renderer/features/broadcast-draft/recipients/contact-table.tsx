import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { windowAt } from '#shared/model/reply-window.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { LONG_TABLE_HEAD, LongTable } from '../../../ui/long-table.tsx'
import { useStableOrder } from '../../../ui/use-stable-order.ts'
import { isExcludedForGood } from './choosing.ts'
import { ContactRow } from './contact-row.tsx'
import type { Deciding } from './deciding.ts'
import { type NamedPerson, nextSort, SOONEST, SORT_COLUMNS, type SortColumn, sortPeople } from './order.ts'

const ROW_HEIGHT = 41

/** Everybody the filters let through, each in one row however many accounts know them. */
export function ContactTable(props: {
  people: readonly NamedPerson[]
  /** What was asked for, in whatever words; another question gets its own order at once. */
  question: string
  now: number
  deciding: Deciding
}) {
  const { t } = useTranslation()
  const { people, now, deciding } = props
  const [sort, setSort] = useState(SOONEST)
  const byId = useMemo(() => new Map(people.map((person) => [person.userId, person])), [people])
  const live = useMemo(() => sortPeople(people, sort, now).map(({ userId }) => userId), [people, sort, now])
  // Nothing moves under the pointer while people write.
  const held = useStableOrder(
    live,
    (userId) => byId.has(userId),
    `${sort.column} ${sort.descending} ${props.question}`,
  )
  const rows = held.order.flatMap((userId) => byId.get(userId) ?? [])
  const choosable = people.filter((person) => !isExcludedForGood(person))
  const reachable = choosable.filter(({ route }) => windowAt(route, now).kind === 'open')
  // All count as chosen once whoever can be reached is; the others stand in the plan with their reason.
  const whole = reachable.length > 0 ? reachable : choosable
  const head = (column: SortColumn) => (
    <SortHead
      key={column}
      name={t(`broadcastDraft.who.column.${column}`)}
      descending={sort.column === column ? sort.descending : null}
      isNumber={column === 'left'}
      onSort={() => setSort(nextSort(sort, column))}
    />
  )
  return (
    <LongTable
      label={t('broadcastDraft.who.table')}
      columns={SORT_COLUMNS.length + 2}
      count={rows.length}
      rowHeight={ROW_HEIGHT}
      keyOf={(index) => rows[index]?.userId ?? index}
      className="max-h-[max(16rem,42vh)]"
      onTouch={held.touch}
      onLetGo={held.release}
      head={
        <>
          <th scope="col" className={classNames(LONG_TABLE_HEAD, 'w-10')}>
            <ChooseAll
              shown={whole.length}
              chosen={whole.filter(({ isChosen }) => isChosen).length}
              onChange={(included) => {
                const userIds = choosable.map(({ userId }) => userId)
                if (included) deciding.chooseAll(userIds)
                else deciding.pick(userIds, false)
              }}
            />
          </th>
          {SORT_COLUMNS.map(head)}
          <Head>{t('broadcastDraft.who.column.excluded')}</Head>
        </>
      }
      row={(index, rowProps) => {
        const person = rows[index]
        return person ? (
          <ContactRow key={person.userId} person={person} now={now} deciding={deciding} rowProps={rowProps} />
        ) : null
      }}
    />
  )
}

function Head({ children }: { children: ReactNode }) {
  return (
    <th scope="col" className={LONG_TABLE_HEAD}>
      {children}
    </th>
  )
}

/** Chooses everybody who is shown, or nobody; `shown` are those it has to have chosen to be checked. */
function ChooseAll(props: { shown: number; chosen: number; onChange: (included: boolean) => void }) {
  const { t } = useTranslation()
  const { shown, chosen } = props
  const isAll = shown > 0 && chosen === shown
  return (
    <input
      type="checkbox"
      aria-label={t('broadcastDraft.who.all')}
      title={t('broadcastDraft.who.all')}
      ref={(box) => {
        if (box) box.indeterminate = chosen > 0 && !isAll
      }}
      checked={isAll}
      disabled={shown === 0}
      onChange={() => props.onChange(!isAll)}
      className="block size-4 accent-accent"
    />
  )
}

function SortHead(props: {
  name: string
  descending: boolean | null
  /** Numbers stand at the right. */
  isNumber: boolean
  onSort: () => void
}) {
  const { t } = useTranslation()
  const { name, descending } = props
  const Arrow = descending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={descending === null ? undefined : descending ? 'descending' : 'ascending'}
      className={classNames(LONG_TABLE_HEAD, 'py-0!', props.isNumber && 'pr-6! text-right!')}
    >
      <button
        type="button"
        title={t('broadcastDraft.who.sortBy', { column: name })}
        onClick={props.onSort}
        className={classNames(
          '-ml-1 inline-flex min-h-8 items-center gap-1 rounded-control px-1 font-medium focus-inset hover:bg-sunken hover:text-ink',
          props.isNumber && '-mr-1 flex-row-reverse',
          descending !== null && 'text-ink',
        )}
      >
        {name}
        <Arrow size={12} aria-hidden className={descending === null ? 'invisible' : ''} />
      </button>
    </th>
  )
}
