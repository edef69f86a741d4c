import { classNames } from './class-names.ts'

/** A thin line that says how far something has come, 0 to 1; with null only that it goes on. */
export function ProgressBar(props: {
  label: string
  share: number | null
  /** The same in words, for screen readers. */
  words?: string
  className?: string
}) {
  return (
    <progress
      aria-label={props.label}
      aria-valuetext={props.words}
      max={1}
      {...(props.share === null ? {} : { value: props.share })}
      className={classNames('block h-1 w-full', props.className)}
    />
  )
}
