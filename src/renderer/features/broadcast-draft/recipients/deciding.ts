import type { ConversationId } from '#shared/model/ids.ts'
import type { NamedPerson } from './order.ts'

/** What can be decided about people. */
export interface Deciding {
  pick: (userIds: readonly string[], included: boolean) => void
  chooseAll: (userIds: readonly string[]) => void
  takeRoute: (userId: string, route: ConversationId) => void
  exclude: (person: NamedPerson, excluded: boolean) => void
}
