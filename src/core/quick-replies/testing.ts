import { createTestConnections } from '#core/connections/testing.ts'
import { createTestOutbox } from '#core/outbox/testing.ts'
import type { Database } from '#core/storage/database.ts'
import { createTestDatabase } from '#core/testing/database.ts'
import type { Change } from '#shared/model/changes.ts'
import { StagedId } from '#shared/model/media.ts'
import { QuickReplies } from './quick-replies.ts'

/** Quick replies over the real outbox and stores, and a window that is told of them. */
export function createTestQuickReplies(file: string | Database = createTestDatabase()) {
  const app = createTestOutbox(file)
  const { clock, stores, outbox, events, released } = app
  const { connections, publisher } = createTestConnections(app, clock)
  events.subscribe(publisher)
  const told: Change[] = []
  connections.connect().subscribe((batch) => {
    told.push(...batch.changes)
  })
  let deletions = 0
  let restaged = 0
  const quickReplies = new QuickReplies({
    ...{ clock, stores, outbox, events },
    language: () => 'en',
    async restage(name, { size, kind, type, hash, md5 }) {
      restaged += 1
      const id = StagedId.parse(`50000000-0000-4000-8000-${String(restaged).padStart(12, '0')}`)
      app.files.addStaged(id, name, { size, kind, type, hash, md5 })
      return { id, name, size, kind, type, sendKind: 'image', withPlace: null, mayHoldPlace: false }
    },
    released: (hashes) => void released.push(...hashes),
    deleted() {
      deletions += 1
    },
    failed(error) {
      throw error
    },
  })
  return {
    ...app,
    quickReplies,
    told,
    deletions: () => deletions,
    /** Keeps one of texts alone. */
    keep: (title: string, texts: readonly string[], group = '') =>
      quickReplies.save(null, { title, group, items: texts.map((text) => ({ kind: 'text', text })) }),
    /** As lists show them. */
    titles: () => stores.quickReplies.list().map(({ title, group }) => `${group}/${title}`),
  }
}
