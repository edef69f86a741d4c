import { Columns3, Inbox, Lock, type LucideIcon, Megaphone, Plus, Send, Settings, Users } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import { RAIL_MAX_PX, RAIL_MIN_PX } from '#shared/limits.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useNeedsPerson } from '../parts/attention/use-needs-person.ts'
import { useNow, useReplica, useUi, useUnreadCount } from '../store/hooks.ts'
import { useServices } from '../store/services.tsx'
import type { Screen } from '../store/ui.ts'
import { CountBadge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { Divider } from '../ui/divider.tsx'
import { isModalOpen } from '../ui/modal.ts'
import { useTooltip } from '../ui/tooltip.tsx'
import { AccountList } from './account-list.tsx'
import { leaveMessageBox } from './kept-focus.ts'
import { askToLock } from './lock-now.ts'
import { RailViews } from './rail-order.ts'
import { useChoosing } from './use-choosing.ts'
import { useFolded } from './use-folded.ts'

const SCREENS: readonly { screen: Screen; icon: LucideIcon }[] = [
  { screen: 'inbox', icon: Inbox },
  { screen: 'side-by-side', icon: Columns3 },
  { screen: 'broadcasts', icon: Megaphone },
  { screen: 'accounts', icon: Users },
  { screen: 'settings', icon: Settings },
]

const ITEM =
  'flex min-h-9 w-full items-center gap-2.5 rounded-control px-2.5 text-left not-aria-[current]:hover:bg-sunken max-unfold:justify-center max-unfold:px-0'

/** The way to every screen and every account. */
export function Rail({ onAddAccount }: { onAddAccount: () => void }) {
  const { t } = useTranslation()
  const services = useServices()
  const { client } = services
  const canLock = useReplica((replica) => replica.app.lock !== 'unavailable')
  const choose = useChoosing()
  const folded = useFolded()
  const screen = useUi((state) => state.screen)
  const accountId = useUi((state) => state.accountId)
  const now = useNow('minute')
  const [views] = useState(() => new RailViews())
  const view = useReplica((replica) => views.of(replica, now))
  const { own } = view
  const { area, tooltip } = useTooltip()
  const isSending = useReplica((replica) =>
    [...replica.broadcasts.values()].some(({ state, waitsForTurn }) => state === 'running' && !waitsForTurn),
  )
  const sendingId = useId()
  const needs = useNeedsPerson()
  const needsPerson = needs.needsSignIn + needs.maybeMuted
  const needsId = useId()
  const panes = useReplica((replica) => replica.settings.panes)
  const [moved, setMoved] = useState<number | null>(null)
  const width = Math.min(RAIL_MAX_PX, Math.max(RAIL_MIN_PX, moved ?? panes.rail))

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (!/^[1-9]$/u.test(event.key) || isModalOpen()) return
      const chosen = own[Number(event.key) - 1]
      if (chosen === undefined) return
      event.preventDefault()
      choose.inbox(chosen)
      leaveMessageBox()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [own, choose])

  return (
    <>
      <aside
        {...area}
        aria-label={t('nav.rail')}
        style={folded ? undefined : { width }}
        // painted apart: a row that arrives beside it does not go through hundreds of its elements again
        className="isolate flex shrink-0 flex-col gap-2 bg-panel py-3 max-unfold:w-(--rail-folded) max-unfold:border-r low:gap-1 low:py-1"
      >
        <nav aria-label={t('nav.main')} className="flex flex-col gap-0.5 px-3 low:gap-0">
          {SCREENS.map(({ screen: one, icon: Icon }) => {
            const here = screen === one && (one !== 'inbox' || accountId === null)
            const runs = one === 'broadcasts' && isSending
            const calls = one === 'accounts' && needsPerson > 0
            return (
              <a
                key={one}
                data-tip={folded ? t(`nav.${one}`) : undefined}
                href={`#${one}`}
                aria-current={here ? 'page' : undefined}
                aria-describedby={runs ? sendingId : calls ? needsId : undefined}
                onClick={(event) => {
                  event.preventDefault()
                  choose.screen(one)
                }}
                className={classNames(ITEM, 'relative', here && 'bg-accent-tint font-medium')}
              >
                <Icon
                  size={18}
                  strokeWidth={1.75}
                  aria-hidden
                  className={here ? 'text-accent' : 'text-soft'}
                />
                <span className="flex-1 truncate max-unfold:sr-only">{t(`nav.${one}`)}</span>
                {one === 'inbox' ? <UnreadBadge /> : null}
                {calls ? (
                  <span
                    aria-hidden
                    className="inline-flex max-unfold:absolute max-unfold:top-0 max-unfold:right-0"
                    title={t('nav.needsPerson', { count: needsPerson })}
                  >
                    <CountBadge count={needsPerson} look="danger" />
                  </span>
                ) : null}
                {runs ? (
                  <span
                    aria-hidden
                    className="inline-flex text-accent max-unfold:absolute max-unfold:top-0.5 max-unfold:right-0.5"
                    title={t('broadcasts.running')}
                  >
                    <Send size={12} />
                  </span>
                ) : null}
              </a>
            )
          })}
          {needsPerson > 0 ? (
            <span id={needsId} hidden>
              {t('nav.needsPerson', { count: needsPerson })}
            </span>
          ) : null}
          {isSending ? (
            <span id={sendingId} hidden>
              {t('broadcasts.running')}
            </span>
          ) : null}
        </nav>
        <div className="mx-3 border-t" />
        <AccountList view={view} isFolded={folded} onChoose={choose.inbox} />
        <div className="flex items-center gap-0.5 px-3 max-unfold:flex-col max-unfold:low:flex-row max-unfold:low:px-1">
          <button
            type="button"
            data-tip={folded ? t('nav.addAccount') : undefined}
            onClick={onAddAccount}
            className={ITEM}
          >
            <Plus size={18} strokeWidth={1.75} aria-hidden className="text-soft" />
            <span className="max-unfold:sr-only">{t('nav.addAccount')}</span>
          </button>
          {canLock ? (
            <button
              type="button"
              data-tip={t('lock.now')}
              aria-label={t('lock.now')}
              onClick={() => askToLock(services)}
              className="inline-flex size-9 shrink-0 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink max-unfold:w-full"
            >
              <Lock size={16} strokeWidth={1.75} aria-hidden />
            </button>
          ) : null}
        </div>
        {tooltip}
      </aside>
      {folded ? null : (
        <Divider
          label={t('nav.resizeRail')}
          value={width}
          min={RAIL_MIN_PX}
          max={RAIL_MAX_PX}
          onChange={setMoved}
          onSettle={(rail) => {
            client.request('settings.update', { panes: { ...panes, rail } }).catch(() => setMoved(null))
          }}
        />
      )}
    </>
  )
}

/** How many conversations have something unread. It is drawn apart from the rail: the number changes with many a message. */
function UnreadBadge() {
  const { t } = useTranslation()
  const count = useUnreadCount()
  if (count === 0) return null
  return (
    <span
      aria-hidden
      className="inline-flex max-unfold:absolute max-unfold:top-0 max-unfold:right-0"
      title={t('nav.unreadConversations', { count })}
    >
      <CountBadge count={count} />
    </span>
  )
}
