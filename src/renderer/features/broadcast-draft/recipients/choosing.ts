import type { AccountSummary } from '#shared/model/account.ts'
import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { RecipientChoice } from '#shared/model/recipient-choice.ts'
import { type Person, peopleFor, type RecipientRoute, type TagsByContact } from '#shared/model/recipients.ts'

/** What a choice is made among, at one moment. */
export interface Field<C extends RecipientRoute> {
  conversations: ReadonlyMap<ConversationId, C>
  accounts: ReadonlyMap<AccountId, Pick<AccountSummary, 'isDefault' | 'position'>>
  former: ReadonlySet<string> | null
  tagged: TagsByContact
  now: number
}

/** Somebody is to be left out of every broadcast, whatever a filter says. */
export function isExcludedForGood({ routes }: Pick<Person<RecipientRoute>, 'routes'>): boolean {
  return routes.some(({ isExcluded }) => isExcluded)
}

/**
 * Decides about people one by one. Only what differs from the rules is kept as a pick, so that
 * whoever is as the rules have them goes on to follow them.
 */
export function pick<C extends RecipientRoute>(
  choice: RecipientChoice,
  userIds: readonly string[],
  included: boolean,
  { conversations, accounts, former, tagged, now }: Field<C>,
): RecipientChoice {
  const meant = new Set(userIds)
  const others = choice.picks.filter(({ contactUserId }) => !meant.has(contactUserId))
  const byRule = peopleFor(
    { ...choice, picks: others },
    conversations.values(),
    accounts,
    former,
    tagged,
    now,
  )
  const chosen = new Set(byRule.filter(({ isChosen }) => isChosen).map(({ userId }) => userId))
  const picks = userIds
    .filter((userId) => chosen.has(userId) !== included)
    .map((contactUserId) => ({ contactUserId, included }))
  return { ...choice, picks: [...others, ...picks] }
}

/**
 * Gives people back to the rules, so that whoever cannot be reached, though not chosen, is looked at and stands
 * in the plan with the reason. Where the rules take nobody of them, they are picked.
 */
export function chooseAll<C extends RecipientRoute>(
  choice: RecipientChoice,
  userIds: readonly string[],
  field: Field<C>,
): RecipientChoice {
  if (choice.from === 'nobody') return pick(choice, userIds, true, field)
  const meant = new Set(userIds)
  // Who was picked stays so: choosing all must not take anybody out.
  const picks = choice.picks.filter(({ contactUserId, included }) => included || !meant.has(contactUserId))
  const next = { ...choice, picks }
  const { conversations, accounts, former, tagged, now } = field
  const isAnyChosen = peopleFor(next, conversations.values(), accounts, former, tagged, now).some(
    ({ userId, isChosen }) => isChosen && meant.has(userId),
  )
  return isAnyChosen ? next : pick(next, userIds, true, field)
}

/** Another account reaches somebody; they stay chosen, even where the filters say nothing of that account. */
export function takeRoute<C extends RecipientRoute>(
  choice: RecipientChoice,
  userId: string,
  route: ConversationId,
  field: Field<C>,
): RecipientChoice {
  const others = choice.routes.filter(({ contactUserId }) => contactUserId !== userId)
  const next = { ...choice, routes: [...others, { contactUserId: userId, conversationId: route }] }
  const isChosen = (one: RecipientChoice) =>
    peopleFor(one, field.conversations.values(), field.accounts, field.former, field.tagged, field.now).some(
      (person) => person.userId === userId && person.isChosen,
    )
  return isChosen(choice) === isChosen(next) ? next : pick(next, [userId], isChosen(choice), field)
}
