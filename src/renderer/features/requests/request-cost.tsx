import { windowWords } from '../../formatting/window-words.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { TimeLeft } from '../../parts/window/time-left.tsx'
import { type ReplyMeters, useFormats, useReplica } from '../../store/hooks.ts'

/**
 * What a message would take and what would stay, with what of that is kept for the operator, and how long there is; or
 * why nothing can go out now.
 */
export function RequestCost({ cost, meters: { shown, now } }: { cost: number; meters: ReplyMeters }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const reserve = useReplica(({ settings }) => settings.broadcast.reserve)
  if (shown.window.kind !== 'open') {
    const why = windowWords(shown.window, now, t, formats)
    return <span className="font-medium text-danger">{t('requests.cannot', { why })}</span>
  }
  const stays = shown.left - cost
  if (stays < 0) {
    const words = t('requests.tooMany', { count: cost, left: shown.left })
    return <span className="font-medium text-danger">{words}</span>
  }
  const reserved = t(stays < reserve ? 'requests.underReserve' : 'requests.reserved', { count: reserve })
  return (
    <>
      <span className={stays < reserve ? 'font-medium text-warn' : 'text-soft'}>
        {t('requests.cost', { count: cost, stays })}
        {reserve === 0 ? null : `${t('list.clause')}${reserved}`}
      </span>
      <TimeLeft shown={shown} t={t} />
    </>
  )
}
