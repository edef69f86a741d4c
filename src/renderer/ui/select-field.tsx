import { ChevronDown } from 'lucide-react'
import { type ComponentProps, type ReactNode, type Ref, useId } from 'react'
import { classNames } from './class-names.ts'
import { INPUT_CLASS } from './field.tsx'

/** The system's list of choices behind a field that looks like the others. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
  return (
    <div className={classNames('relative', className)}>
      <select
        {...props}
        className={`${INPUT_CLASS} appearance-none pr-8 disabled:bg-panel disabled:text-soft`}
      />
      <ChevronDown
        size={14}
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto text-soft"
      />
    </div>
  )
}

/** A choice of one of few values with its label above and a hint below; an empty hint keeps its place. */
export function SelectField(props: {
  label: string
  value: string | number
  options: readonly { value: string | number; words: string }[]
  /** Stands there while nothing is chosen, the value being empty. */
  placeholder?: string | undefined
  ref?: Ref<HTMLSelectElement>
  disabled?: boolean
  hint?: ReactNode
  /** The element that explains it, where that stands elsewhere. */
  describedBy?: string
  onChange: (value: string) => void
}) {
  const id = useId()
  const { hint } = props
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-preview font-medium">
        {props.label}
      </label>
      <Select
        id={id}
        {...(props.ref ? { ref: props.ref } : {})}
        disabled={props.disabled}
        aria-describedby={hint === undefined ? props.describedBy : `${id}-hint`}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      >
        {props.placeholder === undefined ? null : (
          <option value="" disabled className="bg-raised text-soft">
            {props.placeholder}
          </option>
        )}
        {props.options.map(({ value, words }) => (
          <option key={value} value={value} className="bg-raised text-ink">
            {words}
          </option>
        ))}
      </Select>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="min-h-4 text-meta text-soft">
          {hint}
        </span>
      )}
    </div>
  )
}
