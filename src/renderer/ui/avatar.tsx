import { initials } from '../formatting/names.ts'
import { classNames } from './class-names.ts'

/** A round mark with a name's initials on the account's colour. Says nothing to screen readers. */
export function Avatar({
  name,
  colour,
  size = 'normal',
}: {
  name: string
  colour: number
  size?: 'small' | 'normal'
}) {
  return (
    <span
      aria-hidden
      data-account-colour={colour}
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-account font-semibold text-on-account select-none',
        size === 'small' ? 'size-6 text-meta' : 'size-9 text-preview',
      )}
    >
      {initials(name)}
    </span>
  )
}
