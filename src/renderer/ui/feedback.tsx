import { CircleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { classNames } from './class-names.ts'

/** A failure in words, where it happened. */
export function ErrorLine({ code, className }: { code: AppErrorCode; className?: string }) {
  const { t } = useTranslation()
  return (
    <p role="alert" className={classNames('flex items-start gap-1.5 text-preview text-danger', className)}>
      <CircleAlert size={14} aria-hidden className="mt-[3px] shrink-0" />
      {t(`error.${code}`)}
    </p>
  )
}

/** One sentence and what can be done about it. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3 px-8 py-12 text-center text-soft">
      <p className="max-w-[48ch] text-balance">{children}</p>
      {action}
    </div>
  )
}

/** How long something may take before it is worth a sign of waiting. */
const PATIENCE_MS = 200

/** Shows its children only after a moment, so that what is quick does not flicker. */
export function AfterAMoment({ children }: { children: ReactNode }) {
  const [waited, setWaited] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return waited ? children : null
}
