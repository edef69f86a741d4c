import { useId } from 'react'
import { useChosen } from '../../store/use-chosen.ts'
import { ChoiceChip } from '../../ui/field.tsx'

/** One of a few values, all in view; it holds at once. */
export function Choice<T extends string>(props: {
  title: string
  name: string
  hint: string
  options: { value: T; words: string }[]
  value: T
  /** Answers whether the choice was kept. */
  onChoose: (value: T) => Promise<boolean>
}) {
  const hint = useId()
  const { chosen, choose } = useChosen(props.value, props.onChoose)
  return (
    <>
      <div
        role="radiogroup"
        aria-label={props.title}
        aria-describedby={hint}
        className="inline-flex flex-wrap gap-0.5 rounded-card border bg-panel p-1"
      >
        {props.options.map(({ value, words }) => (
          <ChoiceChip
            key={value}
            name={props.name}
            value={value}
            checked={chosen === value}
            onChange={() => choose(value)}
          >
            {words}
          </ChoiceChip>
        ))}
      </div>
      <p id={hint} className="mt-1 text-preview text-soft">
        {props.hint}
      </p>
    </>
  )
}
