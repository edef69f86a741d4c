import { accountName } from '../../../formatting/names.ts'
import { shownMeters, shownWindow, windowWords } from '../../../formatting/window-words.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useFormats, useReplica } from '../../../store/hooks.ts'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import type { LongRowProps } from '../../../ui/long-table.tsx'
import { urgencyText, WindowRing } from '../../../ui/window-ring.tsx'
import { isExcludedForGood } from './choosing.ts'
import type { Deciding } from './deciding.ts'
import type { NamedPerson } from './order.ts'

const CELL = 'h-10 border-b px-2 py-1'

/** One person: whether they get it, through which account, and how long they can be reached. */
export function ContactRow(props: {
  person: NamedPerson
  now: number
  deciding: Deciding
  rowProps: LongRowProps
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { person, now, deciding } = props
  const { contact, account, route } = person
  const state = useReplica((replica) => replica.accounts.get(route.accountId)?.state)
  const window = shownWindow(route, state, now)
  const isExcluded = isExcludedForGood(person)
  return (
    <tr {...props.rowProps} className={classNames(isExcluded && !person.isChosen && 'text-soft')}>
      <td className={CELL}>
        <input
          type="checkbox"
          aria-label={t('broadcastDraft.who.row', { contact, account })}
          checked={person.isChosen}
          onChange={(event) => deciding.pick([person.userId], event.target.checked)}
          className="block size-4 accent-accent"
        />
      </td>
      <th scope="row" className={`${CELL} max-w-48 text-left font-medium`}>
        <bdi title={contact} className="block truncate">
          {contact}
        </bdi>
      </th>
      <td className={`${CELL} max-w-40`}>
        <Route person={person} onChange={(id) => deciding.takeRoute(person.userId, id)} />
      </td>
      <td className={CELL}>
        <span className={classNames('flex items-center gap-2 whitespace-nowrap', urgencyText(window))}>
          <WindowRing state={window} />
          {windowWords(window, now, t, formats)}
        </span>
      </td>
      <td className={`${CELL} pr-6 text-right`}>{formats.number(shownMeters(window, route, now).left)}</td>
      <td className={`${CELL} whitespace-nowrap`}>
        {route.lastInboundAt === null ? (
          <span className="text-soft">{t('broadcastDraft.who.never')}</span>
        ) : (
          <time
            dateTime={new Date(route.lastInboundAt).toISOString()}
            title={formats.dateTime(route.lastInboundAt)}
          >
            {formats.listTime(route.lastInboundAt, now)}
          </time>
        )}
      </td>
      <td className={`${CELL} whitespace-nowrap`}>
        {isExcluded ? <span>{t('broadcastDraft.who.excluded')}</span> : null}
        <Button
          look={isExcluded ? 'link' : 'quiet'}
          size="small"
          aria-label={t(isExcluded ? 'broadcastDraft.who.undoNamed' : 'broadcastDraft.who.excludeNamed', {
            contact,
          })}
          onClick={() => deciding.exclude(person, !isExcluded)}
          className={isExcluded ? 'ml-1' : '-ml-2 text-soft!'}
        >
          {t(isExcluded ? 'broadcastDraft.who.undo' : 'broadcastDraft.who.exclude')}
        </Button>
      </td>
    </tr>
  )
}

/** The account that reaches somebody; chosen in the row where several do. */
function Route({
  person,
  onChange,
}: {
  person: NamedPerson
  onChange: (id: NamedPerson['route']['id']) => void
}) {
  const { t } = useTranslation()
  const accounts = useReplica((replica) => replica.accounts)
  const { routes, route, contact, account } = person
  if (routes.length < 2) {
    return (
      <span title={account} className="block truncate">
        {account}
      </span>
    )
  }
  return (
    <select
      aria-label={t('broadcastDraft.who.way', { contact })}
      value={route.id}
      onChange={(event) => {
        const next = routes.find(({ id }) => String(id) === event.target.value)
        if (next) onChange(next.id)
      }}
      className="-ml-1 min-h-7 max-w-full rounded-control border border-line-strong bg-raised px-1 text-preview"
    >
      {routes.map(({ id, accountId }) => {
        const carrier = accounts.get(accountId)
        return (
          <option key={id} value={id} className="bg-raised text-ink">
            {carrier ? accountName(carrier, t) : ''}
          </option>
        )
      })}
    </select>
  )
}
