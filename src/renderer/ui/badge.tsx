import { classNames } from './class-names.ts'

const LOOKS = {
  accent: 'bg-accent text-on-accent',
  danger: 'bg-danger-fill text-on-danger',
} as const

/** A small count. What it counts is said by whoever shows it, and then the number itself need not be. */
export function CountBadge({
  count,
  look = 'accent',
  ...rest
}: {
  count: number
  look?: keyof typeof LOOKS
  'aria-hidden'?: boolean
}) {
  return (
    <span
      {...rest}
      className={classNames(
        'inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center rounded-full px-1 text-meta font-semibold',
        LOOKS[look],
      )}
    >
      {count > 999 ? '999+' : count}
    </span>
  )
}

/** Something is unread by hand, so that there is nothing to count. */
export function UnreadDot() {
  return <span className="m-1 size-2.5 shrink-0 rounded-full bg-accent" />
}
