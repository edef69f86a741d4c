import { classNames } from './class-names.ts'

/** A small count. What it counts is said by whoever shows it. */
export function CountBadge({ count, quiet = false }: { count: number; quiet?: boolean }) {
  return (
    <span
      className={classNames(
        'inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center rounded-full px-1 text-meta font-semibold',
        quiet ? 'bg-sunken text-soft' : 'bg-accent text-on-accent',
      )}
    >
      {count > 999 ? '999+' : count}
    </span>
  )
}
