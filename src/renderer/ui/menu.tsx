import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check, Ellipsis } from 'lucide-react'
import { type ComponentProps, type ReactElement, type ReactNode, useRef } from 'react'
import { haveKeysGone } from './keys-at-once.ts'

/** A menu behind a button with three dots. */
export function Menu({
  label,
  children,
  open,
  onOpenChange,
}: {
  label: string
  children: ReactNode
  /** Whether it is open, for who opens it from elsewhere too. */
  open?: boolean
  onOpenChange?: (isOpen: boolean) => void
}) {
  return (
    <BaseMenu.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (isOpen: boolean) => onOpenChange(isOpen) })}
    >
      <BaseMenu.Trigger
        aria-label={label}
        title={label}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink data-popup-open:bg-sunken"
      >
        <Ellipsis size={16} aria-hidden />
      </BaseMenu.Trigger>
      <Items>{children}</Items>
    </BaseMenu.Root>
  )
}

/** A menu behind a button of one's own. */
export function ButtonMenu({ button, children }: { button: ReactElement; children: ReactNode }) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={button} />
      <Items>{children}</Items>
    </BaseMenu.Root>
  )
}

/** An element, or a point of the page. */
export type MenuAnchor = Element | { x: number; y: number }

/** A menu without a button of its own: it hangs where it was asked for. */
export function AnchoredMenu(props: {
  /** Null: it is closed. */
  anchor: MenuAnchor | null
  onClose: () => void
  /** What gets the focus when it closes. */
  returnTo: () => HTMLElement | null
  children: ReactNode
}) {
  const { anchor, onClose } = props
  const point = anchor === null || anchor instanceof Element ? anchor : atPoint(anchor)
  return (
    <BaseMenu.Root open={anchor !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Items anchor={point} align={anchor instanceof Element ? 'end' : 'start'} returnTo={props.returnTo}>
        {props.children}
      </Items>
    </BaseMenu.Root>
  )
}

function atPoint({ x, y }: { x: number; y: number }) {
  return { getBoundingClientRect: () => DOMRect.fromRect({ x, y }) }
}

/** Where there is no room below or above, as in a low window, a menu stands beside its button in full height. */
const BESIDE = { side: 'flip', align: 'shift', fallbackAxisSide: 'start' } as const

function Items({
  children,
  anchor,
  align = 'end',
  returnTo,
}: {
  children: ReactNode
  anchor?: ComponentProps<typeof BaseMenu.Positioner>['anchor']
  align?: 'start' | 'end'
  returnTo?: () => HTMLElement | null
}) {
  const popup = useRef<HTMLDivElement>(null)
  return (
    <BaseMenu.Portal>
      {/* A menu may hang from a button of a dialog, so it stands above those. */}
      <BaseMenu.Positioner
        sideOffset={4}
        align={align}
        collisionAvoidance={BESIDE}
        className="z-60"
        {...(anchor === undefined ? {} : { anchor })}
      >
        <BaseMenu.Popup
          ref={popup}
          // a dialog that was chosen in it has the keys before it is gone
          {...(returnTo === undefined
            ? {}
            : { finalFocus: () => !haveKeysGone(popup.current) && (returnTo() ?? true) })}
          className="appear max-h-(--available-height) max-w-96 min-w-44 overflow-y-auto rounded-card bg-raised p-1 shadow-float outline-none"
        >
          {children}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  )
}

export function MenuItem({
  children,
  onSelect,
  disabled = false,
  danger = false,
}: {
  children: ReactNode
  onSelect: () => void
  disabled?: boolean
  danger?: boolean
}) {
  return (
    <BaseMenu.Item
      onClick={onSelect}
      disabled={disabled}
      className={`flex min-h-8 items-center rounded-control px-2 outline-none data-disabled:text-soft data-highlighted:bg-sunken ${danger ? 'text-danger' : ''}`}
    >
      {children}
    </BaseMenu.Item>
  )
}

/** An entry that is on or off; the menu stays open, since several may be meant. */
export function MenuCheck(props: {
  children: ReactNode
  /** What it is called where the words alone do not say it. */
  name?: string
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <BaseMenu.CheckboxItem
      {...(props.name === undefined ? {} : { label: props.name, 'aria-label': props.name })}
      checked={props.checked}
      onCheckedChange={props.onChange}
      closeOnClick={false}
      className="flex min-h-8 items-center gap-2 rounded-control px-2 outline-none data-highlighted:bg-sunken"
    >
      <Check
        size={14}
        aria-hidden
        className={props.checked ? 'shrink-0 text-accent' : 'invisible shrink-0'}
      />
      <span className="flex min-w-0 items-center gap-1.5 truncate">{props.children}</span>
    </BaseMenu.CheckboxItem>
  )
}

/** A line between entries that do not belong together. */
export function MenuDivider() {
  return <BaseMenu.Separator className="my-1 h-px bg-line" />
}

/** Entries that belong together, under their name. */
export function MenuPart({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BaseMenu.Group className="mt-1 border-t pt-1">
      <BaseMenu.GroupLabel className="px-2 py-1 text-meta text-soft">{label}</BaseMenu.GroupLabel>
      {children}
    </BaseMenu.Group>
  )
}

/** One of several choices of which one stands; choosing closes the menu. */
export function MenuChoices<T extends string>(props: {
  value: T
  onChoose: (value: T) => void
  choices: readonly { value: T; name: string; words: ReactNode }[]
}) {
  return (
    <BaseMenu.RadioGroup value={props.value} onValueChange={(value: T) => props.onChoose(value)}>
      {props.choices.map(({ value, name, words }) => (
        <BaseMenu.RadioItem
          key={value}
          value={value}
          label={name}
          aria-label={name}
          closeOnClick
          className="flex min-h-8 items-center gap-2 rounded-control px-2 outline-none data-highlighted:bg-sunken"
        >
          <Check
            size={14}
            aria-hidden
            className={value === props.value ? 'shrink-0 text-accent' : 'invisible shrink-0'}
          />
          {words}
        </BaseMenu.RadioItem>
      ))}
    </BaseMenu.RadioGroup>
  )
}
