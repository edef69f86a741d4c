import type { ShownWindow } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useReplica } from '../../store/hooks.ts'

/** What a message would take and what would stay, with what of that is kept for the operator; nothing of a closed window. */
export function RequestCost(props: { cost: number; window: ShownWindow; left: number }) {
  const { t } = useTranslation()
  const reserve = useReplica(({ settings }) => settings.broadcast.reserve)
  const { cost, window, left } = props
  if (window.kind !== 'open') return null
  const stays = left - cost
  if (stays < 0)
    return <span className="font-medium text-danger">{t('requests.tooMany', { count: cost, left })}</span>
  const reserved = t(stays < reserve ? 'requests.underReserve' : 'requests.reserved', { count: reserve })
  return (
    <span className={stays < reserve ? 'font-medium text-warn' : 'text-soft'}>
      {t('requests.cost', { count: cost, stays })}
      {reserve === 0 ? null : `${t('list.clause')}${reserved}`}
    </span>
  )
}
