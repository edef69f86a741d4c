import type { SendTarget } from '#core/storage/conversation-repository.ts'
import type { SendReason } from '#shared/model/message.ts'
import { type WindowState, windowAt } from '#shared/model/reply-window.ts'

function reasonOf(window: WindowState): SendReason {
  switch (window.kind) {
    case 'never-written':
      return 'never-written'
    case 'open':
      return 'stale-context'
    case 'closed':
      return 'window-closed'
    case 'refused':
      return 'behind-refused'
  }
}

/** Why a queued message has to wait for the contact after all, or null (P5); with an open window it lacks the context token. */
export function reasonToWait(target: SendTarget, insist: boolean, now: number): SendReason | null {
  if (insist) return null
  const window = windowAt(target, now)
  return window.kind === 'open' && target.contextToken !== null ? null : reasonOf(window)
}
