import { GripVertical } from 'lucide-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId } from '#shared/model/ids.ts'
import { isProxyTrouble } from '#shared/model/proxy.ts'
import { accountName } from '../../formatting/names.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { WANTS_SCAN } from '../../parts/attention/wants-scan.ts'
import { DropOverlay } from '../../parts/drop/drop-overlay.tsx'
import { useDropPlace } from '../../parts/drop/use-drop-place.ts'
import { NetworkSettingsButton } from '../../parts/network/network-settings-button.tsx'
import { type Action, useFormats, useNow } from '../../store/hooks.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { StateDot } from '../../ui/state-dot.tsx'
import { AccountMenu } from './account-menu.tsx'
import { lastContact } from './order.ts'

/** First lines are as high as an avatar, so that a row of one line is 40 high. */
const CELL = 'border-b px-3 py-2 align-top text-preview leading-6'

/** How a row is moved in the operator's order. */
export interface RowMoving {
  onPointerDown: (event: PointerEvent) => void
  /** Moves it by so many places. */
  onStep: (by: number) => void
  /** It is on its way. */
  dragged: boolean
  /** Another row would land above or below this one. */
  landing: 'above' | 'below' | null
}

/** One account of the table. */
export function AccountRow(props: {
  account: AccountSummary
  action: Action
  /** Null for a row that stands where it stands. */
  moving: RowMoving | null
  onOpen: (id: AccountId) => void
  onSignInAgain: (id: AccountId) => void
}) {
  const { t } = useTranslation()
  const { account, moving } = props
  const name = accountName(account, t)
  const target = { kind: 'account', id: account.id } as const
  const place = useDropPlace<HTMLTableRowElement>(target)
  // in a narrow window, as at twice the size, they have no columns and stand below the state
  const times = [
    { column: 'since', at: account.stateSince },
    { column: 'contact', at: lastContact(account) },
    { column: 'inbound', at: account.lastInboundAt },
  ] as const
  return (
    <tr
      ref={place.ref}
      data-account={account.id}
      data-row={moving ? account.id : undefined}
      onPointerDown={moving?.onPointerDown}
      className={classNames(
        'relative',
        moving?.dragged && 'opacity-50',
        moving?.landing === 'above' && '*:shadow-landing-above',
        moving?.landing === 'below' && '*:shadow-landing-below',
      )}
    >
      <td className="border-b py-1 pl-1 align-top">
        {moving ? (
          <div className="flex">
            <Grip name={name} onStep={moving.onStep} />
          </div>
        ) : null}
      </td>
      <th scope="row" className={`${CELL} py-1.5! pl-1 text-left font-normal`}>
        <span
          data-account-colour={account.colour}
          className="account-line relative flex items-center gap-3 pl-3 [--line-inset:2px]"
        >
          <Avatar name={name} of={account.ownerUserId ?? account.id} size="small" />
          <span className="flex min-w-0 flex-wrap items-center gap-x-3">
            <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{name}</span>
            {account.isDefault ? (
              <span className="shrink-0 rounded-control border px-1.5 text-meta text-soft">
                {t('accounts.default')}
              </span>
            ) : null}
            {account.group === null ? null : (
              <span className="min-w-0 truncate text-meta text-soft">{account.group}</span>
            )}
          </span>
        </span>
        <DropOverlay target={target} isOver={place.isOver} />
      </th>
      <td className={CELL}>
        <State
          account={account}
          name={name}
          onOpen={() => props.onOpen(account.id)}
          onSignInAgain={() => props.onSignInAgain(account.id)}
        />
        <p className="mt-0.5 hidden flex-wrap gap-x-3 text-meta text-soft max-split:flex">
          {times.map(({ column, at }) => (
            <span key={column} className="whitespace-nowrap">
              {t(`accounts.column.${column}`)} <When at={at} />
            </span>
          ))}
        </p>
      </td>
      {times.map(({ column, at }) => (
        <td key={column} className={`${CELL} text-right whitespace-nowrap max-split:hidden`}>
          <When at={at} />
        </td>
      ))}
      <td className="border-b px-3 py-1 align-top">
        <div className="flex justify-end">
          <AccountMenu
            account={account}
            action={props.action}
            name={name}
            onSignInAgain={props.onSignInAgain}
          />
        </div>
      </td>
    </tr>
  )
}

/** The handle: dragged by the pointer, or moved with Alt and the arrows. */
function Grip({ name, onStep }: { name: string; onStep: (by: number) => void }) {
  const { t } = useTranslation()

  function onKeyDown(event: KeyboardEvent): void {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!event.altKey || by === 0) return
    event.preventDefault()
    onStep(by)
  }

  return (
    <button
      type="button"
      data-grip
      aria-label={t('accounts.move.handle', { name })}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
      title={t('accounts.move.how')}
      onKeyDown={onKeyDown}
      className="inline-flex size-8 cursor-grab! touch-none items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink"
    >
      <GripVertical size={14} aria-hidden />
    </button>
  )
}

/** What the account is doing, why, and what else must be known about it. */
function State(props: {
  account: AccountSummary
  name: string
  onOpen: () => void
  onSignInAgain: () => void
}) {
  const { t, gap } = useTranslation()
  const { account, name } = props
  const { state, reason } = account
  const why = state === 'checking' ? t('accounts.checking') : reason && t(`account.reason.${reason}`)
  return (
    <>
      <span className="flex items-center gap-2 whitespace-nowrap">
        <StateDot state={state} />
        {t(`account.state.${state}`)}
        {WANTS_SCAN.includes(state) ? (
          <Button
            look="link"
            size="small"
            data-sign-in
            aria-label={t('addAccount.again', { name })}
            onClick={props.onSignInAgain}
            className="-my-0.5"
          >
            {t('accounts.menu.signIn')}
          </Button>
        ) : null}
      </span>
      {why === null ? null : (
        <p className="mt-0.5 min-w-44 max-w-[44ch] text-meta text-soft">
          {why}
          {isProxyTrouble(reason) ? (
            <>
              {gap}
              <NetworkSettingsButton look="link" className="-my-1 -ml-1" />
            </>
          ) : null}
        </p>
      )}
      {account.maybeMuted ? (
        <p className="mt-0.5 min-w-44 max-w-[44ch] text-meta font-medium text-warn">
          {t('accounts.muted')}
          {gap}
          <Button
            look="link"
            size="small"
            aria-label={t('accounts.openNamed', { name })}
            onClick={props.onOpen}
            className="-my-1"
          >
            {t('accounts.open')}
          </Button>
        </p>
      ) : null}
      {account.unreadableCount > 0 ? (
        <p className="mt-0.5 text-meta text-soft">
          {t('accounts.unreadable', { count: account.unreadableCount })}
        </p>
      ) : null}
    </>
  )
}

function When({ at }: { at: number | null }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('minute')
  return at === null ? (
    <span className="text-soft">{t('accounts.never')}</span>
  ) : (
    <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
      {formats.listTime(at, now)}
    </time>
  )
}
