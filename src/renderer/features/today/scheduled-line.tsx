import { Clock } from 'lucide-react'
import { instantOf } from '#shared/model/wall-time.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useScheduled } from '../../parts/schedule/use-scheduled.ts'
import { useFormats, useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'

/** How much is scheduled and when the next of it leaves, and the way to all of it; nothing while nothing is. */
export function ScheduledLine() {
  const { t } = useTranslation()
  const { ui } = useServices()
  const formats = useFormats()
  const now = useNow('minute')
  const scheduled = useScheduled(null)
  const [next] = scheduled
  if (!next) return null
  return (
    <Button size="large" onClick={() => ui.setState({ asking: { kind: 'scheduled' } })}>
      <Clock size={16} aria-hidden className="text-accent" />
      {t('schedule.all.today', {
        count: scheduled.length,
        time: formats.soonTime(instantOf(next.due), now),
      })}
    </Button>
  )
}
