import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { INPUT_CLASS } from '../../ui/field.tsx'

/** A text that rests so long is kept. */
const REST_MS = 800

/** A field whose text is kept when the typing rests, when it is left, and when it goes. */
export function KeptField(props: {
  label: string
  /** What is kept. */
  value: string
  maxLength: number
  placeholder?: string
  isLong?: boolean
  onKeep: (value: string) => void
}) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  /** An input method is at work, and what stands there is not what is meant. */
  const [isComposing, setComposing] = useState(false)
  const { value, onKeep } = props
  const keep = useRef(() => {})
  keep.current = () => {
    if (typed !== null && typed !== value) onKeep(typed)
  }

  useEffect(() => {
    if (typed === null || isComposing) return
    const timer = setTimeout(() => keep.current(), REST_MS)
    return () => clearTimeout(timer)
  }, [typed, isComposing])
  useEffect(() => () => keep.current(), [])

  const field = {
    id,
    dir: 'auto',
    value: typed ?? value,
    maxLength: props.maxLength,
    placeholder: props.placeholder,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: () => setComposing(false),
    onBlur() {
      keep.current()
      setTyped(null)
    },
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
            if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.keyCode !== 229)
              keep.current()
          }}
          className={INPUT_CLASS}
        />
      )}
    </div>
  )
}
