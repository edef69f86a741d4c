import { useId } from 'react'

/** Something that is on or off and holds at once, with what it does below. */
export function Switch(props: {
  label: string
  hint: string
  /** The id of the hint, for whatever else it explains. */
  hintId?: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const own = useId()
  const hint = props.hintId ?? own
  return (
    <div>
      <label className="relative flex min-h-7 w-fit items-center gap-3 rounded-control has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
        <input
          type="checkbox"
          role="switch"
          aria-describedby={hint}
          checked={props.checked}
          aria-checked={props.checked}
          onChange={(event) => props.onChange(event.target.checked)}
          className="peer absolute inset-0 m-0 cursor-pointer opacity-0"
        />
        <span
          aria-hidden
          className="flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken p-0.5 peer-checked:justify-end peer-checked:border-accent peer-checked:bg-accent *:bg-line-strong peer-checked:*:bg-on-accent"
        >
          <span className="size-3.5 rounded-full" />
        </span>
        {props.label}
      </label>
      <p id={hint} className="mt-1 text-preview text-soft">
        {props.hint}
      </p>
    </div>
  )
}
