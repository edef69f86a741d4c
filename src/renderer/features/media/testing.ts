import type { GalleryItem } from '#shared/model/media.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import {
  aConversation,
  aMedium,
  anAccount,
  aSnapshot,
  conversationId,
  messageId,
  NOW,
} from '../../test-support/samples.ts'

/** An entry of the gallery of conversation 1: a picture that is held here, received in message `n`. */
export function anItem(n: number, over: Partial<GalleryItem> = {}): GalleryItem {
  return {
    media: aMedium(n),
    messageId: messageId(n),
    conversationId: conversationId(1),
    direction: 'in',
    at: NOW - 60_000,
    name: '',
    declared: 'image',
    ...over,
  }
}

/** A main with one conversation, whose gallery has these pages of pictures, the newest first, and these files. */
export function aBridgeWith(pages: GalleryItem[][], files: GalleryItem[] = []): FakeBridge {
  return new FakeBridge(aSnapshot({ accounts: [anAccount(1)], conversations: [aConversation(1)] }), [], {
    'media.gallery': ({ show, before }) => {
      if (show === 'files') return { items: files, hasOlder: false }
      const last = pages.findIndex((page) => page.at(-1)?.media.id === before)
      return { items: pages[last + 1] ?? [], hasOlder: last + 2 < pages.length }
    },
  })
}
