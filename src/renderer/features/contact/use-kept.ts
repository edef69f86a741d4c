import { useEffect, useRef, useState } from 'react'

/** A text that rests so long is kept. */
const REST_MS = 800

interface Typed {
  /** What stands in the field. */
  text: string
  /** The same without what an input method has not settled. */
  meant: string
  isSettled: boolean
}

/** A text that was sent to be kept and not refused. */
interface Asked {
  text: string
  outcome: Promise<boolean>
  isKept: boolean
}

/**
 * Keeps what is typed when the typing rests, when the field is left, and when it goes. What is refused stays; once a text
 * is kept, the field shows what is kept, whoever changes it.
 */
export function useKept({
  value,
  onKeep,
}: {
  /** What is kept. */
  value: string
  /** Answers whether it is kept. */
  onKeep: (value: string) => Promise<boolean>
}) {
  const [typed, setTyped] = useState<Typed | null>(null)
  const asked = useRef<Asked | null>(null)

  /** Ends what was typed once it is what is kept. */
  const end = useRef(() => {})
  end.current = () => {
    const isDone = asked.current === null || (asked.current.isKept && asked.current.text === typed?.text)
    if (typed?.text !== value || !isDone) return
    asked.current = null
    setTyped(null)
  }

  const keep = useRef(async () => true)
  keep.current = async () => {
    if (typed === null) return true
    const text = typed.meant
    if (text === (asked.current?.text ?? value)) return (await asked.current?.outcome) ?? true
    const own: Asked = { text, outcome: onKeep(text), isKept: false }
    asked.current = own
    own.isKept = await own.outcome
    if (asked.current !== own) return own.isKept
    if (own.isKept) end.current()
    else asked.current = null
    return own.isKept
  }

  useEffect(() => {
    void value
    end.current()
  }, [value])
  useEffect(() => {
    if (!typed?.isSettled) return
    const timer = setTimeout(() => void keep.current(), REST_MS)
    return () => clearTimeout(timer)
  }, [typed])
  useEffect(() => () => void keep.current(), [])

  return {
    text: typed?.text ?? value,
    take(text: string, isSettled: boolean): void {
      // it may have been changed elsewhere since, so that the same text is to be kept again
      if (asked.current?.isKept) asked.current = null
      setTyped((before) => ({ text, meant: isSettled ? text : (before?.meant ?? value), isSettled }))
    },
    keep: () => void keep.current(),
    async leave(): Promise<void> {
      if (await keep.current()) setTyped((now) => (now === typed ? null : now))
    },
  }
}
