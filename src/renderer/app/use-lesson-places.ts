import type { AccountId, ConversationId } from '#shared/model/ids.ts'
import type { LessonView } from '#shared/model/lesson.ts'
import { unreachable } from '#shared/unreachable.ts'
import { searchField } from '../features/search/result-focus.ts'
import { useServices } from '../store/services.tsx'
import { changeSearch } from '../store/ui.ts'
import { showWithKeys } from '../ui/keys-at-once.ts'
import { showConversation } from './show-conversation.ts'
import { useChoosing } from './use-choosing.ts'

type UnderWay = Extract<LessonView, { standing: 'under-way' }>

const find = (selector: string) => document.querySelector<HTMLElement>(selector)

/** Marks what has the keys as what was asked for, until they go on: after a click nothing else would show it. */
function point(element: HTMLElement | null): HTMLElement | null {
  if (element === null) return null
  element.dataset['pointed'] = ''
  element.addEventListener('blur', () => delete element.dataset['pointed'], { once: true })
  return element
}

const rowOf = (id: ConversationId | undefined) => find(`main [data-conversation="${id}"]`)

const signInOf = (id: AccountId | null) => find(`main [data-account="${id}"] [data-sign-in]`)

/** Leads to the place where a lesson is to be done, and brings the keys there. */
export function useLessonPlaces(): (lesson: UnderWay) => void {
  const { ui, replica } = useServices()
  const choose = useChoosing()

  function conversation(id: ConversationId | undefined): void {
    const known = id === undefined ? undefined : replica.state.getState().replica?.conversations.get(id)
    if (known === undefined) choose.inbox(null)
    else showConversation(ui, known)
  }

  return ({ at, conversations, accountId }) => {
    const [first, second] = conversations
    switch (at.lesson) {
      case 'answer-in-time':
      case 'refused':
      case 'unconfirmed':
      case 'file':
      case 'quick-reply':
      case 'send-later':
        conversation(first)
        return
      case 'tidy': {
        const one = at.step === 'finish' ? second : first
        showWithKeys(
          () => choose.filtered('open'),
          () => point(rowOf(one)),
        )
        return
      }
      case 'search':
        showWithKeys(
          () => {
            choose.inbox(null)
            changeSearch(ui, { isShown: true })
          },
          () => point(searchField()),
        )
        return
      case 'rescue':
        showWithKeys(
          () => choose.accounts('all'),
          () => point(signInOf(accountId)),
        )
        return
      case 'broadcast':
        showWithKeys(
          () => choose.screen('broadcasts'),
          () => point(find('[data-new-broadcast]')),
        )
        return
      default:
        unreachable(at)
    }
  }
}

/** The keys that were in the lessons go to where these are brought back. */
export function focusLessonsButton(): void {
  find('[data-lessons-button]')?.focus()
}
