import { Columns3, Inbox, type LucideIcon, Megaphone, Plus, Send, Settings, Users } from 'lucide-react'
import { useEffect, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useNeedsPerson } from '../parts/attention/use-needs-person.ts'
import { accountOrder } from '../store/account-order.ts'
import { useReplica, useReplicaParts, useUi, useUnreadCount } from '../store/hooks.ts'
import type { Screen } from '../store/ui.ts'
import { CountBadge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { isModalOpen } from '../ui/modal.ts'
import { Tooltip, TooltipArea } from '../ui/tooltip.tsx'
import { AccountItem } from './account-item.tsx'
import { leaveMessageBox } from './kept-focus.ts'
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
  'flex min-h-9 w-full items-center gap-2.5 rounded-control px-2.5 text-left hover:bg-sunken max-unfold:justify-center max-unfold:px-0'

/** The way to every screen and every account. */
export function Rail({ onAddAccount }: { onAddAccount: () => void }) {
  const { t } = useTranslation()
  const choose = useChoosing()
  const folded = useFolded()
  const screen = useUi((state) => state.screen)
  const accountId = useUi((state) => state.accountId)
  const ordered = useReplicaParts(({ accounts }) => accountOrder(accounts.values()).map(({ id }) => id))
  const total = useUnreadCount()
  const isSending = useReplica((replica) =>
    [...replica.broadcasts.values()].some(({ state, waitsForTurn }) => state === 'running' && !waitsForTurn),
  )
  const sendingId = useId()
  const needs = useNeedsPerson()
  const needsPerson = needs.needsSignIn + needs.maybeMuted
  const needsId = useId()

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (!/^[1-9]$/u.test(event.key) || isModalOpen()) return
      const chosen = ordered[Number(event.key) - 1]
      if (chosen === undefined) return
      event.preventDefault()
      choose.inbox(chosen)
      leaveMessageBox()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [ordered, choose])

  return (
    <TooltipArea>
      {(tooltip) => (
        <aside
          aria-label={t('nav.rail')}
          className="flex w-(--rail-width) shrink-0 flex-col gap-2 border-r bg-panel py-3 max-unfold:w-(--rail-folded)"
        >
          <nav aria-label={t('nav.main')} className="flex flex-col gap-0.5 px-3">
            {SCREENS.map(({ screen: one, icon: Icon }) => {
              const here = screen === one && (one !== 'inbox' || accountId === null)
              const count = one === 'inbox' ? total : 0
              const runs = one === 'broadcasts' && isSending
              const calls = one === 'accounts' && needsPerson > 0
              return (
                <Tooltip key={one} handle={tooltip} text={t(`nav.${one}`)} disabled={!folded}>
                  <a
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
                    {count > 0 ? (
                      <span
                        aria-hidden
                        className="inline-flex max-unfold:absolute max-unfold:top-0 max-unfold:right-0"
                        title={t('nav.unreadConversations', { count })}
                      >
                        <CountBadge count={count} />
                      </span>
                    ) : null}
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
                </Tooltip>
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
          <ul
            aria-label={t('nav.accountList')}
            className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto border-t px-3 pt-2"
          >
            {ordered.map((id, index) => (
              <AccountItem
                key={id}
                id={id}
                onChoose={choose.inbox}
                current={screen === 'inbox' && accountId === id}
                shortcut={index < 9 ? index + 1 : null}
                folded={folded}
                tooltip={tooltip}
              />
            ))}
          </ul>
          <div className="px-3">
            <Tooltip handle={tooltip} text={t('nav.addAccount')} disabled={!folded}>
              <button type="button" onClick={onAddAccount} className={ITEM}>
                <Plus size={18} strokeWidth={1.75} aria-hidden className="text-soft" />
                <span className="max-unfold:sr-only">{t('nav.addAccount')}</span>
              </button>
            </Tooltip>
          </div>
        </aside>
      )}
    </TooltipArea>
  )
}
