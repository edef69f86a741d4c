import type { AccountState } from '#shared/model/account.ts'

/** Health of an account as a shape and a colour: filled, half or hollow. */
export function StateDot({ state }: { state: AccountState }) {
  const { fill, stroke } = LOOKS[state]
  return (
    <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden>
      <circle cx="5" cy="5" r="4" strokeWidth="1.5" className={`fill-none ${stroke}`} />
      {fill === 'full' ? <circle cx="5" cy="5" r="4.5" className={FILLS[state]} /> : null}
      {fill === 'half' ? <path d="M5 1 A4 4 0 0 1 5 9 Z" className={FILLS[state]} /> : null}
      {fill === 'cross' ? <path d="M3 3 L7 7 M7 3 L3 7" strokeWidth="1.5" className={stroke} /> : null}
    </svg>
  )
}

const LOOKS: Record<AccountState, { fill: 'full' | 'half' | 'cross' | 'none'; stroke: string }> = {
  online: { fill: 'full', stroke: 'stroke-good' },
  connecting: { fill: 'half', stroke: 'stroke-idle' },
  reconnecting: { fill: 'half', stroke: 'stroke-warn-mark' },
  checking: { fill: 'half', stroke: 'stroke-warn-mark' },
  offline: { fill: 'none', stroke: 'stroke-idle' },
  'needs-sign-in': { fill: 'cross', stroke: 'stroke-danger-mark' },
  'signed-out': { fill: 'none', stroke: 'stroke-idle' },
}

const FILLS: Record<AccountState, string> = {
  online: 'fill-good',
  connecting: 'fill-idle',
  reconnecting: 'fill-warn-mark',
  checking: 'fill-warn-mark',
  offline: 'fill-none',
  'needs-sign-in': 'fill-none',
  'signed-out': 'fill-none',
}
