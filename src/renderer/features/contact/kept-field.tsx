import { type KeyboardEvent, useId } from 'react'
import { INPUT_CLASS } from '../../ui/field.tsx'
import { useComposing } from '../../ui/use-composing.ts'
import { useKept } from './use-kept.ts'

/** A field whose text is kept when the typing rests, when it is left, and when it goes; what was refused stays in it. */
export function KeptField(props: {
  label: string
  /** What is kept. */
  value: string
  maxLength: number
  placeholder?: string
  isLong?: boolean
  /** Answers whether it is kept. */
  onKeep: (value: string) => Promise<boolean>
}) {
  const id = useId()
  const { text, take, keep, leave } = useKept(props)
  const field = {
    id,
    dir: 'auto',
    value: text,
    maxLength: props.maxLength,
    placeholder: props.placeholder,
    ...useComposing(take),
    onBlur: () => void leave(),
  }
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-preview font-medium">
        {props.label}
      </label>
      {props.isLong === true ? (
        <textarea
          {...field}
          rows={3}
          className={`${INPUT_CLASS} field-sizing-content max-h-64 min-h-16 resize-none py-1`}
        />
      ) : (
        <input
          {...field}
          type="text"
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.keyCode !== 229) keep()
          }}
          className={INPUT_CLASS}
        />
      )}
    </div>
  )
}
