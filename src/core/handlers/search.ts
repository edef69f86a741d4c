import type { HandlersOf } from '#core/router.ts'
import type { Search } from '#core/search/search.ts'
import type { searchRequests } from '#shared/contract/search.ts'

export function createSearchHandlers(search: Search): HandlersOf<typeof searchRequests> {
  return {
    'search.messages': (request, reader) => search.messages(request, reader),
    'search.inConversation': (request, reader) => search.inConversation(request, reader),
    'search.people': (request) => search.people(request),
    'search.marks': (request) => search.marks(request),
  }
}
