import { ChevronDown } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { Button } from '../../../ui/button.tsx'
import { ButtonMenu } from '../../../ui/menu.tsx'

/** A filter in which several may be ticked. */
export function TickMenu(props: {
  label: string
  /** What is chosen, in words. */
  words: string
  /** The choices, as `MenuCheck`. */
  children: ReactNode
}) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1">
      <span id={`${id}-label`} className="text-preview font-medium">
        {props.label}
      </span>
      <ButtonMenu
        button={
          <Button
            id={id}
            aria-labelledby={`${id}-label ${id}`}
            className="justify-between! px-2! font-normal!"
          >
            <bdi className="truncate">{props.words}</bdi>
            <ChevronDown size={14} aria-hidden className="shrink-0 text-soft" />
          </Button>
        }
      >
        {props.children}
      </ButtonMenu>
    </div>
  )
}
