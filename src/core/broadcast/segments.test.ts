import { describe, expect, it } from 'vitest'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { SegmentId } from '#shared/model/ids.ts'
import { SegmentFilter } from '#shared/model/recipient-choice.ts'
import { createTestBroadcasts } from './testing.ts'

const filter = (over: Partial<SegmentFilter> = {}) => SegmentFilter.parse({ ...RECENT_CONTACTS, ...over })
const REGULARS = filter({ tags: { any: ['regular'], all: [], none: ['staff'] } })

describe('segments', () => {
  it('are kept under a name each, and windows are told', async () => {
    const app = createTestBroadcasts()
    const { segments } = app.broadcasts
    const id = segments.save('Regulars', filter())
    expect(segments.save('Regulars', REGULARS)).toBe(id)
    const quiet = segments.save('Quiet', filter({ quietForHours: 6 }))
    expect(app.stores.segments.list()).toEqual([
      { id: quiet, name: 'Quiet', filter: filter({ quietForHours: 6 }) },
      { id, name: 'Regulars', filter: REGULARS },
    ])
    await app.clock.advance(1_000)
    expect(app.published.findLast(({ kind }) => kind === 'segments')).toEqual({
      kind: 'segments',
      segments: app.stores.segments.list(),
    })
  })

  it('are renamed, but not to the name of another one, and deleted', () => {
    const app = createTestBroadcasts()
    const { segments } = app.broadcasts
    const id = segments.save('Regulars', REGULARS)
    const quiet = segments.save('Quiet', filter())
    expect(() => segments.rename(id, 'Quiet')).toThrow('segment-name-taken')
    segments.rename(id, 'Regulars')
    segments.rename(id, 'Old friends')
    segments.remove(quiet)
    expect(app.stores.segments.list()).toEqual([{ id, name: 'Old friends', filter: REGULARS }])
    expect(() => segments.rename(quiet, 'Back')).toThrow('not-found')
    expect(() => segments.rename(99 as SegmentId, 'Nobody')).toThrow('not-found')
  })

  it('whose filter a failing disk has garbled reaches nobody, and gives its name to the next', () => {
    const app = createTestBroadcasts()
    const { segments } = app.broadcasts
    const id = segments.save('Regulars', REGULARS)
    app.database.sql(`UPDATE segments SET filter = '{"from":"every' WHERE id = ?`).run(id)
    expect(app.stores.segments.list()).toEqual([])
    expect(segments.save('Regulars', REGULARS)).toBe(id)
    expect(app.stores.segments.list()).toHaveLength(1)
  })

  it('P13: a draft and a run that were filled from one do not follow it', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    app.stores.contacts.change('a@im.wechat', { tags: ['regular'] })
    const { segments, drafts } = app.broadcasts
    const id = segments.save('Regulars', filter({ tags: { any: ['regular'], all: [], none: [] } }))
    const choice = app.stores.segments.list()[0]?.filter ?? {}
    const draft = drafts.save(null, app.draftOf({ choice }))
    const run = await app.start({ choice })
    segments.save('Regulars', filter())
    segments.remove(id)
    expect(app.ledger(run)).toEqual(['a: sending'])
    expect((await drafts.open(draft)).choice).toMatchObject(choice)
  })
})
