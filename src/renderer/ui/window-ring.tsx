import { WINDOW_MS } from '#shared/model/reply-window.ts'
import type { ShownWindow } from '../formatting/window-words.ts'

const RADIUS = 6
const LENGTH = 2 * Math.PI * RADIUS
/** The least of the line that is drawn while a window is open; less could not be seen. */
const LEAST_SHARE = 0.08

const COLOUR = { calm: 'stroke-soft', soon: 'stroke-warn-mark', now: 'stroke-danger-mark' } as const

/**
 * The share of the reply window that is left, clockwise: a full line while open, amber under two
 * hours, red under half an hour, dashed when closed, dotted before the first message.
 */
export function WindowRing({ state }: { state: ShownWindow }) {
  const isDotted = state.kind === 'never-written' || state.kind === 'wrote-before'
  return (
    <svg viewBox="0 0 16 16" className="size-4 shrink-0 -rotate-90 fill-none" aria-hidden>
      {state.kind === 'open' ? (
        <>
          <circle cx="8" cy="8" r={RADIUS} strokeWidth="2" className="stroke-line" />
          <circle
            cx="8"
            cy="8"
            r={RADIUS}
            strokeWidth="2.5"
            className={COLOUR[state.urgency]}
            strokeDasharray={`${LENGTH * Math.max(LEAST_SHARE, state.remainingMs / WINDOW_MS)} ${LENGTH}`}
          />
        </>
      ) : (
        <circle
          cx="8"
          cy="8"
          r={RADIUS}
          strokeWidth="2"
          className={state.kind === 'refused' ? 'stroke-danger-mark' : 'stroke-idle'}
          strokeLinecap={isDotted ? 'round' : 'butt'}
          strokeDasharray={isDotted ? `0.1 ${LENGTH / 8 - 0.1}` : `${LENGTH / 16} ${LENGTH / 16}`}
        />
      )}
    </svg>
  )
}

/** Text colour that goes with a window's urgency. */
export function urgencyText(state: ShownWindow): string {
  if (state.kind === 'refused') return 'text-danger'
  if (state.kind !== 'open') return 'text-soft'
  return { calm: 'text-soft', soon: 'text-warn', now: 'text-danger' }[state.urgency]
}
