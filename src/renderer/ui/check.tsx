import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A box to check with its words beside it. */
export function Check(props: {
  isChecked: boolean
  onChange: (isChecked: boolean) => void
  children: ReactNode
  className?: string
}) {
  return (
    <label
      className={classNames(
        'flex min-h-7 w-fit items-center gap-2 rounded-control text-preview',
        props.className,
      )}
    >
      <input
        type="checkbox"
        checked={props.isChecked}
        onChange={(event) => props.onChange(event.target.checked)}
        className="size-4 accent-accent"
      />
      {props.children}
    </label>
  )
}
