import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

const STEP = 16

/** A line between two panes that is moved by pointer or arrow keys. */
export function Divider(props: {
  label: string
  value: number
  min: number
  max: number
  onChange: (value: number) => void
  /** The movement ended; the value is to be kept. */
  onSettle: (value: number) => void
}) {
  const grip = useRef<number | null>(null)
  const clamp = (value: number) => Math.round(Math.min(props.max, Math.max(props.min, value)))

  function onPointerDown(event: PointerEvent<HTMLHRElement>): void {
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = event.clientX - props.value
  }

  function onPointerMove(event: PointerEvent<HTMLHRElement>): void {
    if (grip.current !== null) props.onChange(clamp(event.clientX - grip.current))
  }

  function onPointerUp(): void {
    if (grip.current === null) return
    grip.current = null
    props.onSettle(props.value)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: props.value - STEP,
      ArrowRight: props.value + STEP,
      Home: props.min,
      End: props.max,
    }
    const target = targets[event.key]
    if (target === undefined) return
    event.preventDefault()
    props.onChange(clamp(target))
    props.onSettle(clamp(target))
  }

  return (
    <hr
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={props.label}
      aria-valuenow={props.value}
      aria-valuemin={props.min}
      aria-valuemax={props.max}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onKeyDown={onKeyDown}
      className="relative z-10 m-0 -mx-1 h-full w-2 shrink-0 cursor-col-resize touch-none border-0 before:absolute before:inset-y-0 before:left-[3.5px] before:w-px before:bg-line hover:before:bg-accent"
    />
  )
}
