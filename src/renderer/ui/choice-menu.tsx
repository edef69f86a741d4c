import { Popover } from '@base-ui/react/popover'
import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useRef, useState } from 'react'
import { INPUT_CLASS } from './field.tsx'

/** Something to choose, found by its name. */
export interface MenuOption {
  key: string
  name: string
  words: ReactNode
  onSelect: () => void
}

/**
 * A menu behind a button of one's own, for lists that may be long: from so many entries on a field above them finds one
 * by name. Arrow keys go through the entries, typing goes to the field, Enter in the field takes the first that is found.
 */
export function ChoiceMenu(props: {
  button: ReactElement
  /** What the menu and its field are called. */
  label: string
  fieldLabel: string
  /** Said where nothing has what was typed in its name. */
  nothing: string
  options: readonly MenuOption[]
  /** Whether a name has what was typed. */
  matches: (name: string, typed: string) => boolean
  /** From how many entries on there is a field. */
  fieldFrom?: number
}) {
  const { fieldFrom = 10 } = props
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const menu = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()
  const hasField = props.options.length > fieldFrom
  const shown =
    hasField && typed.trim() !== ''
      ? props.options.filter(({ name }) => props.matches(name, typed))
      : props.options

  const items = () => [...(menu.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]

  function choose(option: MenuOption | undefined): void {
    if (!option) return
    setOpen(false)
    option.onSelect()
  }

  /** Arrow keys, from an entry or from the field above the first. */
  function onKeyDown(event: KeyboardEvent): void {
    const all = items()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = target(event.key, at, all.length)
    if (to === null) return
    event.preventDefault()
    if (to < 0) field.current?.focus()
    else all[to]?.focus()
  }

  function target(key: string, at: number, count: number): number | null {
    const before = hasField ? -1 : count - 1
    if (key === 'ArrowDown') return at + 1 < count ? at + 1 : hasField ? -1 : 0
    if (key === 'ArrowUp') return at > 0 ? at - 1 : at === 0 ? before : count - 1
    if (at < 0) return null
    if (key === 'Home') return 0
    if (key === 'End') return count - 1
    return null
  }

  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) setTyped('')
      }}
    >
      <Popover.Trigger render={props.button} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="z-60">
          <Popover.Popup
            aria-label={props.label}
            initialFocus={() => (hasField ? field.current : items()[0]) ?? true}
            onKeyDown={onKeyDown}
            className="appear flex max-h-[min(var(--available-height),28rem)] max-w-80 min-w-56 flex-col rounded-card bg-raised shadow-float outline-none"
          >
            {hasField ? (
              <div className="border-b p-2">
                <input
                  ref={field}
                  type="search"
                  aria-label={props.fieldLabel}
                  placeholder={props.fieldLabel}
                  aria-controls={id}
                  className={INPUT_CLASS}
                  value={typed}
                  onChange={({ target }) => setTyped(target.value)}
                  onKeyDown={(event) => {
                    // an input method that still writes means its own choice
                    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229)
                      return
                    event.preventDefault()
                    choose(shown[0])
                  }}
                />
              </div>
            ) : null}
            <div
              ref={menu}
              id={id}
              role="menu"
              aria-label={props.label}
              className="min-h-0 overflow-y-auto p-1"
            >
              {shown.map((option) => (
                <button
                  key={option.key}
                  type="button"
                  role="menuitem"
                  tabIndex={-1}
                  onClick={() => choose(option)}
                  onMouseMove={({ currentTarget }) => {
                    if (document.activeElement !== field.current) currentTarget.focus({ preventScroll: true })
                  }}
                  className="flex min-h-8 w-full min-w-0 items-center rounded-control px-2 text-left outline-none hover:bg-sunken focus:bg-sunken"
                >
                  {option.words}
                </button>
              ))}
            </div>
            {shown.length === 0 ? (
              <p role="status" className="px-3 pb-3 text-soft">
                {props.nothing}
              </p>
            ) : null}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
