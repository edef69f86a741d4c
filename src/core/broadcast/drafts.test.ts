import { describe, expect, it } from 'vitest'
import { accepted } from '#core/outbox/testing.ts'
import { createTestBroadcasts } from './testing.ts'

describe('a draft', () => {
  it('is kept with its files, and opened with them staged anew', async () => {
    const app = createTestBroadcasts()
    const wanted = { text: 'Autumn list\nmore', files: [1, 2], paceMs: 10_000 }
    const id = app.broadcasts.drafts.save(null, app.draftOf(wanted))
    app.files.removeAllStaged()
    expect(app.forget()).toEqual([])
    const draft = await app.broadcasts.drafts.open(id)
    expect(draft).toMatchObject({
      content: { text: 'Autumn list\nmore', files: [{ asFile: false }, { asFile: false }] },
      paceMs: 10_000,
    })
    const again = {
      ...draft,
      content: {
        ...draft.content,
        files: draft.content.files.map(({ staged, asFile }) => ({ stagedId: staged.id, asFile })),
      },
    }
    expect(app.planOf(again).bytesEach).toBe(2_003)
    expect(app.broadcasts.views.summary(id)).toMatchObject({ state: 'draft', title: 'Autumn list' })
  })

  it('lets go of files that are taken out, and of all when it is deleted', () => {
    const app = createTestBroadcasts()
    const id = app.broadcasts.drafts.save(null, app.draftOf({ files: [1, 2] }))
    app.broadcasts.drafts.save(id, app.draftOf({ files: [2] }))
    app.files.removeAllStaged()
    expect(app.forget().map(({ hash }) => hash)).toEqual(['1'.padStart(64, '0')])
    app.broadcasts.drafts.remove(id)
    expect(app.forget().map(({ hash }) => hash)).toEqual(['2'.padStart(64, '0')])
    expect(app.broadcasts.views.summaries()).toEqual([])
  })

  it('is made from a run, for everybody or for whom it did not reach', async () => {
    const app = createTestBroadcasts()
    app.contacts(app.accountId, ['b', 'a'])
    app.contacts(app.accountId, ['out'])
    const picks = [{ contactUserId: 'out@im.wechat', included: false }]
    const run = await app.start({ text: 'again', choice: { picks } })
    await app.untilSends(1)
    await app.session.last.answer(accepted('1'))
    app.broadcasts.cancel(run)
    const all = await app.broadcasts.drafts.open(app.broadcasts.drafts.repeat(run, 'all'))
    const rest = await app.broadcasts.drafts.open(app.broadcasts.drafts.repeat(run, 'unreached'))
    const whom = (draft: typeof all) =>
      app
        .plan({ choice: draft.choice })
        .included.map(({ conversationId }) => app.stores.routes.get(conversationId)?.contactUserId)
    expect(all.content.text).toBe('again')
    expect(whom(all)).toEqual(['a@im.wechat', 'b@im.wechat'])
    expect(whom(rest)).toEqual(['b@im.wechat'])
  })
})

describe('templates', () => {
  it('are kept under a name, replaced under the same one, and keep their files', async () => {
    const app = createTestBroadcasts()
    const { drafts } = app.broadcasts
    const first = drafts.saveTemplate('Weekly', app.draftOf({ text: 'old', files: [1] }).content)
    const second = drafts.saveTemplate('Weekly', app.draftOf({ text: 'new', files: [2] }).content)
    expect(second).toBe(first)
    app.files.removeAllStaged()
    expect(app.forget().map(({ hash }) => hash)).toEqual(['1'.padStart(64, '0')])
    expect(await drafts.openTemplate(first)).toMatchObject({
      text: 'new',
      files: [{ staged: { name: 'picture-2.png' } }],
    })
    drafts.removeTemplate(first)
    expect(app.stores.contents.templates()).toEqual([])
    await expect(drafts.openTemplate(first)).rejects.toThrow('not-found')
  })
})
