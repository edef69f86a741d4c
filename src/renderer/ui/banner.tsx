import { Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A line across a pane that says what the operator must know, with what can be done at its end. */
export function Banner({
  tone,
  role,
  children,
  action,
}: {
  tone: 'info' | 'warn' | 'danger'
  role?: 'alert' | 'status'
  children: ReactNode
  action?: ReactNode
}) {
  const Icon = tone === 'info' ? Info : TriangleAlert
  return (
    <div
      role={role}
      className={classNames(
        'flex min-h-9 items-center gap-2 border-b px-4 py-1 text-preview',
        tone === 'info' && 'bg-accent-wash text-ink',
        tone === 'warn' && 'bg-warn-wash text-ink',
        tone === 'danger' && 'bg-danger-wash text-ink',
      )}
    >
      <Icon
        size={14}
        aria-hidden
        className={classNames(
          'shrink-0',
          tone === 'info' && 'text-accent',
          tone === 'warn' && 'text-warn',
          tone === 'danger' && 'text-danger',
        )}
      />
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">{children}</p>
      {action}
    </div>
  )
}
