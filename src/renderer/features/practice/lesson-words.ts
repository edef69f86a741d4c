import type { LessonAt, LessonId, LessonSteps, LessonView } from '#shared/model/lesson.ts'
import { accountName, contactName } from '../../formatting/names.ts'
import type { Translate } from '../../i18n/index.ts'
import type { Replica } from '../../store/replica.ts'

type StepKey = { [L in LessonId]: `practice.step.${L}.${LessonSteps[L]}` }[LessonId]

function stepKey({ lesson, step }: LessonAt): StepKey {
  // of one lesson, though the compiler sees all steps beside each
  return `practice.step.${lesson}.${step}` as StepKey
}

/** What is to be done now, with the names of those who take part, first those of people. */
export function stepWords(
  view: Extract<LessonView, { standing: 'under-way' }>,
  { accounts, conversations }: Pick<Replica, 'accounts' | 'conversations'>,
  t: Translate,
): string {
  const people = view.conversations.map((id) => {
    const conversation = conversations.get(id)
    return conversation === undefined
      ? ''
      : contactName(conversation, accounts.get(conversation.accountId), t)
  })
  const account = view.accountId === null ? undefined : accounts.get(view.accountId)
  const [name = account === undefined ? '' : accountName(account, t), other = ''] = people
  return t(stepKey(view.at), { name, other })
}
