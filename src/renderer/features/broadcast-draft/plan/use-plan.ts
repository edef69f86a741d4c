import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import { MAX_TEXT } from '#shared/limits.ts'
import type { BroadcastPlan } from '#shared/model/broadcast.ts'
import { errorCode } from '../../../api/client-error.ts'
import { useNow, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import type { DraftInput } from '../draft-autosave.ts'

/** Changes within so long are asked about together. */
const ASK_AFTER_MS = 500

/** What would happen if the broadcast were started now. */
export interface Planned {
  /** The latest answer; null before the first. */
  plan: BroadcastPlan | null
  /** The answer is about the draft as it is. */
  isCurrent: boolean
  error: AppErrorCode | null
  again: () => void
}

/**
 * Asks for the plan of a draft, and asks again when something changes that it may depend on.
 * @param input null while nobody looks at the plan
 */
export function usePlan(input: DraftInput | null): Planned {
  const { client } = useServices()
  const conversations = useReplica((replica) => replica.conversations)
  const accounts = useReplica((replica) => replica.accounts)
  const settings = useReplica((replica) => replica.settings.broadcast)
  const minute = useNow('minute')
  const [answer, setAnswer] = useState<{ plan: BroadcastPlan; of: DraftInput } | null>(null)
  const [error, setError] = useState<AppErrorCode | null>(null)
  const newest = useRef<DraftInput | null>(null)
  const asked = useRef({ last: 0, answered: 0 })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  const ask = useCallback(() => {
    timer.current = null
    const of = newest.current
    if (of === null) return
    if (of.content.text.length > MAX_TEXT) {
      setError('text-too-long')
      return
    }
    asked.current.last += 1
    const mine = asked.current.last
    // An answer that was overtaken says nothing any more.
    const isNews = () => mine > asked.current.answered
    client.request('broadcasts.plan', of).then(
      (plan) => {
        if (!isNews()) return
        asked.current.answered = mine
        setAnswer({ plan, of })
        setError(null)
      },
      (failure) => {
        if (!isNews()) return
        asked.current.answered = mine
        setError(errorCode(failure))
      },
    )
  }, [client])

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever of these changes, the plan may be another
  useEffect(() => {
    const isFirst = newest.current === null
    newest.current = input
    if (input === null) return
    // What changes without a pause must not put the question off for ever, so the first change sets the time.
    timer.current ??= setTimeout(ask, isFirst ? 0 : ASK_AFTER_MS)
  }, [ask, input, conversations, accounts, settings, minute])

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )

  return { plan: answer?.plan ?? null, isCurrent: answer !== null && answer.of === input, error, again: ask }
}
