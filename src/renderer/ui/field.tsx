import { type ComponentProps, type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export const INPUT_CLASS =
  'min-h-8 w-full rounded-control border border-line-strong bg-raised px-2 text-body text-ink placeholder:text-soft'

/** A text field with its label above and a hint below. */
export function TextField({
  label,
  hint,
  className,
  ...props
}: ComponentProps<'input'> & { label: string; hint?: ReactNode }) {
  const id = useId()
  return (
    <div className={classNames('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-preview font-medium">
        {label}
      </label>
      <input
        id={id}
        type="text"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className={INPUT_CLASS}
        {...props}
      />
      {hint ? (
        <span id={`${id}-hint`} className="text-meta text-soft">
          {hint}
        </span>
      ) : null}
    </div>
  )
}

/** One of a set of native radio buttons that fills its label, so that every click hits the input. */
export function ChoiceChip({
  children,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'type'> & { children: ReactNode }) {
  return (
    <label
      className={classNames(
        'relative inline-flex min-h-7 items-center justify-center gap-1.5 rounded-control px-2.5 text-preview text-soft not-has-checked:hover:bg-sunken hover:text-ink',
        'has-checked:bg-accent-tint has-checked:font-medium has-checked:text-ink',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
        className,
      )}
    >
      <input type="radio" className="absolute inset-0 m-0 cursor-pointer opacity-0" {...props} />
      {children}
    </label>
  )
}
