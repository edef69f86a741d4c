import { useEffect, useMemo, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { BroadcastDetails } from '#shared/model/broadcast.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { formerPeople, type Person as PersonOf, peopleFor } from '#shared/model/recipients.ts'
import { errorCode } from '../../api/client-error.ts'
import { loadRun } from '../../api/whole-ledger.ts'
import { useNow, useReplica } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'

export type Person = PersonOf<ConversationSummary>

/** Everybody who is known, with what the choice makes of them, as it stands this minute. */
export interface People {
  /** Who is to get it. */
  chosen: Person[]
  /** Whom the filters let through, and who is chosen over them. */
  known: Person[]
  /** Whom the former run was for that the choice names; null when it names none, or is not looked up yet. */
  former: ReadonlySet<string> | null
  /** The former run is being looked up. */
  isLooking: boolean
  error: AppErrorCode | null
}

export function usePeople(choice: RecipientChoice): People {
  const conversations = useReplica((replica) => replica.conversations)
  const accounts = useReplica((replica) => replica.accounts)
  const contacts = useReplica((replica) => replica.contacts)
  const now = useNow('minute')
  const { former, isLooking, error } = useFormer(choice.from)
  return useMemo(() => {
    const people = peopleFor(choice, conversations.values(), accounts, former, contacts, now)
    return {
      chosen: people.filter(({ isChosen }) => isChosen),
      known: people.filter(({ isShown, isChosen }) => isShown || isChosen),
      former,
      isLooking,
      error,
    }
  }, [choice, conversations, accounts, contacts, former, isLooking, error, now])
}

/** Whom a former run was for, by user id; the run's ledger is asked for when it is chosen. */
function useFormer(from: RecipientChoice['from']): Pick<People, 'former' | 'isLooking' | 'error'> {
  const { client } = useServices()
  const [known, setKnown] = useState<BroadcastDetails | null>(null)
  const [error, setError] = useState<AppErrorCode | null>(null)
  const run = typeof from === 'object' ? from.run : null
  const which = typeof from === 'object' ? from.which : null

  useEffect(() => {
    setError(null)
    if (run === null) return
    let isWanted = true
    loadRun(client, run, () => isWanted).then(
      (details) => details !== null && setKnown(details),
      (failure) => isWanted && setError(errorCode(failure)),
    )
    return () => {
      isWanted = false
    }
  }, [client, run])

  const details = known !== null && known.id === run ? known : null
  const former = useMemo(
    () => (details === null || which === null ? null : formerPeople(details.recipients, which)),
    [details, which],
  )
  return { former, isLooking: run !== null && details === null && error === null, error }
}
