import { useTranslation } from '../../i18n/use-translation.tsx'

const WIDTHS = [
  'w-64 self-start',
  'w-40 self-start',
  'w-72 self-end',
  'w-52 self-start',
  'w-44 self-end',
] as const

/** The shape of a history that is on its way. */
export function LogSkeleton() {
  const { t } = useTranslation()
  return (
    <div
      role="status"
      aria-label={t('screen.loading')}
      className="flex h-full flex-col justify-end gap-3 p-6"
    >
      {WIDTHS.map((width) => (
        <span key={width} className={`h-9 rounded-card bg-sunken ${width}`} />
      ))}
    </div>
  )
}
