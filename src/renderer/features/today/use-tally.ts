import { useEffect, useState } from 'react'
import type { DayTally } from '#shared/model/tally.ts'
import { startOfDay } from '../../formatting/format.ts'
import { useNow } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

/** How long an answer stands before the next question, in ms: what happens meanwhile is asked for once. */
const REST_MS = 2_000

/** The tally of the operator's day; null until it is there. It follows what happens, one question at a time. */
export function useTally(): DayTally | null {
  const { client, replica } = useServices()
  const now = useNow('minute')
  const [tally, setTally] = useState<DayTally | null>(null)

  useEffect(() => {
    const conversations = () => replica.state.getState().replica?.conversations
    let isWanted = true
    let isResting = false
    let asked: ReturnType<typeof conversations>
    let timer: ReturnType<typeof setTimeout> | undefined

    async function ask(): Promise<void> {
      isResting = true
      asked = conversations()
      // a tally that could not be had leaves the last one standing, and is asked for again with what happens next
      const answer = await client.request('conversations.tally', { from: startOfDay(now) }).catch(() => null)
      if (!isWanted) return
      if (answer !== null) setTally(answer)
      timer = setTimeout(() => {
        isResting = false
        if (conversations() !== asked) void ask()
      }, REST_MS)
    }

    void ask()
    const stop = replica.state.subscribe(() => {
      if (!isResting && conversations() !== asked) void ask()
    })
    return () => {
      isWanted = false
      clearTimeout(timer)
      stop()
    }
  }, [client, replica, now])

  return tally
}
