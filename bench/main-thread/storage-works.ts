import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { KEEP_MIN_BYTES } from '#shared/limits.ts'
import { AccountId, ConversationId, MessageId } from '#shared/model/ids.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { type Place, request, untilFound, type Works } from './works.ts'

/** Of the messages' seven hundred days so many are kept. */
const KEEP_DAYS = 350

/** The one with most messages. */
export const LONGEST = ConversationId.parse(1)

interface Found {
  /** The account with a fifth of everything. */
  readonly first: AccountId
  /** A message of the longest conversation, far back. */
  readonly quoted: MessageId
}

function lookUp({ file }: Place): Found {
  const database = new DatabaseSync(file, { readOnly: true })
  const account = database.prepare('SELECT id FROM accounts WHERE number = 1').get()
  const message = database
    .prepare('SELECT id FROM messages WHERE conversation_id = ? ORDER BY id LIMIT 1')
    .get(LONGEST)
  database.close()
  return { first: AccountId.parse(account?.['id']), quoted: MessageId.parse(message?.['id']) }
}

/** Reading far and wide, and removing media. */
export function storageWorks(place: Place): Works {
  const { quoted } = lookUp(place)
  return {
    nothing: () => delay(place.quietMs),
    'storage sums': () => request(place, 'media.storage', undefined),
    'a quote to the oldest message': () =>
      request(place, 'messages.around', { conversationId: LONGEST, messageId: quoted, limit: 60 }),
    'export of the longest history': () => request(place, 'contacts.export', { id: LONGEST }),
    'retention by age': async () => {
      await request(place, 'settings.update', { media: { ...DEFAULT_SETTINGS.media, keepDays: KEEP_DAYS } })
      await request(place, 'media.cleanUp', undefined)
    },
    'retention by size': async () => {
      const media = { ...DEFAULT_SETTINGS.media, keepBytes: KEEP_MIN_BYTES }
      await request(place, 'settings.update', { media })
      await request(place, 'media.cleanUp', undefined)
    },
  }
}

/** Deleting much. */
export function deletingWorks(place: Place): Works {
  const { first } = lookUp(place)
  const isGone = (what: string) => `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM ${what})`
  return {
    'deleting a contact': async () => {
      // the second one is another account's
      const id = ConversationId.parse(2)
      await request(place, 'contacts.delete', { id })
      await untilFound(place, isGone(`messages WHERE conversation_id = ${id}`))
    },
    'deleting an account': async () => {
      await request(place, 'accounts.remove', { id: first, history: 'delete' })
      await untilFound(place, isGone(`accounts WHERE id = '${first}'`))
    },
  }
}
