import { useTranslation } from '../../i18n/use-translation.tsx'
import { useFormats, useNow } from '../../store/hooks.ts'

/** Time until a code is replaced: a thin line that runs out, and the same in words. */
export function Countdown({ issuedAt, renewsAt }: { issuedAt: number | null; renewsAt: number | null }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const now = useNow('second')
  if (issuedAt === null || renewsAt === null || renewsAt <= issuedAt) return null
  const left = Math.max(0, renewsAt - now)
  const share = Math.min(1, left / (renewsAt - issuedAt))
  return (
    <div className="flex flex-col gap-1.5">
      <span aria-hidden className="block h-0.5 overflow-hidden rounded-full bg-line">
        <span className="block h-full origin-left bg-accent" style={{ transform: `scaleX(${share})` }} />
      </span>
      <p className="text-meta text-soft">{t('addAccount.countdown', { time: formats.duration(left) })}</p>
    </div>
  )
}
