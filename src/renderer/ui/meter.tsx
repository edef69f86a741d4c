import { Meter as BaseMeter } from '@base-ui/react/meter'
import type { ReactNode } from 'react'

/** A named measure with its value in words; the drawing inside is decoration. */
export function Meter(props: {
  label: string
  value: number
  max: number
  words: string
  className?: string
  children: ReactNode
}) {
  return (
    <BaseMeter.Root
      aria-label={props.label}
      value={props.value}
      max={props.max}
      getAriaValueText={() => props.words}
      title={props.label}
      className={props.className}
    >
      {props.children}
    </BaseMeter.Root>
  )
}
