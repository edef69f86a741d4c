import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check, Ellipsis } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'

/** A menu behind a button with three dots. */
export function Menu({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BaseMenu.Root>
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

/** Where there is no room below or above, as in a low window, a menu stands beside its button in full height. */
const BESIDE = { side: 'flip', align: 'shift', fallbackAxisSide: 'start' } as const

function Items({ children }: { children: ReactNode }) {
  return (
    <BaseMenu.Portal>
      {/* A menu may hang from a button of a dialog, so it stands above those. */}
      <BaseMenu.Positioner sideOffset={4} align="end" collisionAvoidance={BESIDE} className="z-60">
        <BaseMenu.Popup className="appear max-h-(--available-height) max-w-80 min-w-44 overflow-y-auto rounded-card bg-raised p-1 shadow-float outline-none">
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
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  return (
    <BaseMenu.CheckboxItem
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
      <span className="min-w-0 truncate">{props.children}</span>
    </BaseMenu.CheckboxItem>
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
