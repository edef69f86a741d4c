import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'link' | 'danger'

const LOOKS: Record<ButtonLook, string> = {
  primary:
    'bg-accent text-on-accent border-transparent hover:bg-accent-strong disabled:bg-sunken disabled:text-soft',
  plain: 'bg-raised text-ink border-line-strong hover:bg-panel disabled:text-soft disabled:border-line',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken disabled:text-soft',
  link: 'px-1! bg-transparent text-accent border-transparent hover:bg-accent-wash disabled:text-soft',
  danger:
    'bg-danger-fill text-on-danger border-transparent hover:brightness-110 disabled:bg-sunken disabled:text-soft disabled:hover:brightness-100',
}

export interface ButtonProps extends ComponentProps<'button'> {
  look?: ButtonLook
  /** `small` stands in a line of text, `large` stands alone. */
  size?: 'small' | 'normal' | 'large'
}

const SIZES = {
  small: 'min-h-7 px-2 text-preview',
  normal: 'min-h-8 px-3 text-body',
  large: 'min-h-10 px-4 text-body',
} as const

/** The button's classes, for parts that bring their own element. */
export function buttonClass(look: ButtonLook = 'plain', size: keyof typeof SIZES = 'normal'): string {
  return classNames(
    'inline-flex shrink-0 items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap disabled:cursor-not-allowed',
    SIZES[size],
    LOOKS[look],
  )
}

export function Button({ look = 'plain', size = 'normal', className, ...props }: ButtonProps) {
  return <button type="button" className={classNames(buttonClass(look, size), className)} {...props} />
}

export interface IconButtonProps extends ComponentProps<'button'> {
  /** For screen readers and the tooltip. */
  label: string
  /** Nothing to be done now. It stays in the way of Tab, or the focus would be lost by the last step to an end. */
  idle?: boolean
}

/** A square button with a picture. */
export function IconButton({ label, idle = false, className, onClick, ...props }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={idle || undefined}
      onClick={idle ? undefined : onClick}
      className={classNames(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-control text-soft hover:bg-sunken hover:text-ink disabled:cursor-not-allowed',
        idle && 'cursor-default opacity-35 hover:bg-transparent hover:text-soft',
        className,
      )}
      {...props}
    />
  )
}
