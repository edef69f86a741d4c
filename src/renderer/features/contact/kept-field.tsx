import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { INPUT_CLASS } from '../../ui/field.tsx'

/** A text that rests so long is kept. */
const REST_MS = 800

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
  /** The field has gone with a text that could not be kept. */
  onLost: () => void
}) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  /** An input method is at work, and what stands there is not what is meant. */
  const [isComposing, setComposing] = useState(false)
  const { value, onKeep, onLost } = props
  const asked = useRef<{ text: string; outcome: Promise<boolean> } | null>(null)
  const keep = useRef(async () => true)
  keep.current = async () => {
    if (typed === null || typed === value) return true
    if (asked.current?.text !== typed) asked.current = { text: typed, outcome: onKeep(typed) }
    const isKept = await asked.current.outcome
    if (!isKept) asked.current = null
    return isKept
  }
  const lost = useRef(onLost)
  lost.current = onLost

  useEffect(() => {
    if (typed === null || isComposing) return
    const timer = setTimeout(() => void keep.current(), REST_MS)
    return () => clearTimeout(timer)
  }, [typed, isComposing])
  useEffect(
    () => () => {
      void keep.current().then((isKept) => isKept || lost.current())
    },
    [],
  )

  const field = {
    id,
    dir: 'auto',
    value: typed ?? value,
    maxLength: props.maxLength,
    placeholder: props.placeholder,
    onChange: (event: { target: { value: string } }) => setTyped(event.target.value),
    onCompositionStart: () => setComposing(true),
    onCompositionEnd: () => setComposing(false),
    async onBlur() {
      if (await keep.current()) setTyped((now) => (now === typed ? null : now))
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
              void keep.current()
          }}
          className={INPUT_CLASS}
        />
      )}
    </div>
  )
}
