import { useDeferredValue, useMemo, useState } from 'react'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import { shortContactId } from '#shared/model/conversation.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useAction, useNow, useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { useNameMatch } from '../../../store/use-name-match.ts'
import { Button } from '../../../ui/button.tsx'
import { AfterAMoment, EmptyState, ErrorLine } from '../../../ui/feedback.tsx'
import type { Draft } from '../use-draft.ts'
import type { People } from '../use-people.ts'
import { useSettled } from '../use-settled.ts'
import { chooseAll, pick, takeRoute } from './choosing.ts'
import { ContactTable } from './contact-table.tsx'
import type { Deciding } from './deciding.ts'
import { Filters } from './filters.tsx'
import { GoneNote } from './gone-note.tsx'
import { type NamedPerson, named } from './order.ts'

/** A count that changes with every message is read out once it has come to rest. */
const SAY_AFTER_MS = 1_000

/** Who gets it: the rules, and everybody whom they look at, to be decided about one by one. */
export function RecipientsStep({ draft, people }: { draft: Draft; people: People }) {
  const { t } = useTranslation()
  const { client } = useServices()
  const conversations = useReplica((replica) => replica.conversations)
  const accounts = useReplica((replica) => replica.accounts)
  const tagged = useReplica((replica) => replica.contacts)
  const now = useNow('minute')
  const matches = useNameMatch()
  const excluding = useAction()
  const [typed, setTyped] = useState('')
  // Typing must not wait for a thousand names to be looked through.
  const query = useDeferredValue(typed)
  const { choice, choose } = draft
  const { known, former } = people

  const everybody = useMemo(() => named(known, accounts, t), [known, accounts, t])
  const shown = useMemo(
    () =>
      query.trim() === ''
        ? everybody
        : everybody.filter((one) => marksOf(one).some((m) => matches(m, query))),
    [everybody, query, matches],
  )

  const field = { conversations, accounts, tagged, former, now }
  const deciding: Deciding = {
    pick: (userIds, included) => choose((before) => pick(before, userIds, included, field)),
    chooseAll: (userIds) => choose((before) => chooseAll(before, userIds, field)),
    takeRoute: (userId, route) => choose((before) => takeRoute(before, userId, route, field)),
    exclude: (person, excluded) =>
      void excluding.run(() => client.request('contacts.setExcluded', { id: person.route.id, excluded })),
  }

  return (
    <div className="flex flex-col gap-3">
      <Filters draft={draft} typed={typed} onType={setTyped} />
      <GoneNote choice={choice} />
      <Counts people={people} />
      {people.error ? <ErrorLine code={people.error} /> : null}
      {excluding.error ? <ErrorLine code={excluding.error} /> : null}
      {people.isLooking ? (
        <AfterAMoment>
          <p role="status" className="text-preview text-soft">
            {t('broadcastDraft.who.loadingRun')}
          </p>
        </AfterAMoment>
      ) : shown.length === 0 ? (
        <Nobody
          isNobodyKnown={conversations.size === 0}
          onClear={() => {
            setTyped('')
            draft.setSegment(null)
            choose((before) => ({ ...RECENT_CONTACTS, picks: before.picks, routes: before.routes }))
          }}
        />
      ) : (
        <ContactTable
          people={shown}
          question={JSON.stringify([query, { ...choice, picks: null, routes: null }])}
          now={now}
          deciding={deciding}
        />
      )}
    </div>
  )
}

/** How many are chosen, in words that follow every tick at once; they are read out when they rest. */
function Counts({ people: { chosen, known } }: { people: People }) {
  const { t } = useTranslation()
  const through = new Set(chosen.map(({ route }) => route.accountId)).size
  const words =
    chosen.length === 0
      ? t('broadcastDraft.who.noneChosen', { known: known.length })
      : t('broadcastDraft.who.counts', {
          chosen: chosen.length,
          known: known.length,
          accounts: t('broadcastDraft.who.accounts', { count: through }),
        })
  const said = useSettled(words, SAY_AFTER_MS)
  return (
    <>
      <p className="font-medium">{words}</p>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  )
}

function Nobody({ isNobodyKnown, onClear }: { isNobodyKnown: boolean; onClear: () => void }) {
  const { t } = useTranslation()
  if (isNobodyKnown) return <EmptyState>{t('broadcastDraft.who.nobodyKnown')}</EmptyState>
  return (
    <EmptyState action={<Button onClick={onClear}>{t('broadcastDraft.who.clear')}</Button>}>
      {t('broadcastDraft.who.nobodyFound')}
    </EmptyState>
  )
}

/** What somebody is found by. */
function marksOf({ contact, account, userId }: NamedPerson): string[] {
  return [contact, account, shortContactId(userId)]
}
