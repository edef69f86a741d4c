import { describe, expect, it } from 'vitest'
import { MAX_FILES } from '#shared/limits.ts'
import type { StagedId, StageResult } from '#shared/model/media.ts'
import { accountId, aStagedFile, conversationId, stagedId } from '../test-support/samples.ts'
import { createReview } from './review.ts'
import { createStagedFiles, filesToSend, NO_FILES } from './staged-files.ts'

const file = (name: string) => new File(['content'], name)
const target = { conversationId: conversationId(1), accountId: null }

/** A review whose files are copied when the test says so; `keepsPlace` is the operator's setting. */
function review(setting = { keepsPlace: false }) {
  const discarded: StagedId[] = []
  const stagings: {
    tell: (index: number, result: StageResult) => void
    end: PromiseWithResolvers<void>
    cancelled: boolean
  }[] = []
  const subject = createReview({
    stageFiles(_, tell) {
      const staging = { tell, end: Promise.withResolvers<void>(), cancelled: false }
      stagings.push(staging)
      return {
        done: staging.end.promise,
        cancel() {
          staging.cancelled = true
        },
      }
    },
    discard: (ids) => discarded.push(...ids),
    keepsPlace: () => setting.keepsPlace,
  })
  const state = () => subject.state.getState()
  const names = () => state()?.items.map(({ staged }) => staged.name)
  return { subject, stagings, discarded, state, names }
}

const taken = (n: number, name: string): StageResult => ({ ok: true, file: aStagedFile(n, { name }) })

describe('a picture that says where it was taken', () => {
  const photo = aStagedFile(1, { withPlace: stagedId(101) })
  const plain = aStagedFile(2)

  it('keeps its place where that is set, and for one sheet as its switch says', () => {
    const setting = { keepsPlace: true }
    const { subject, stagings, state } = review(setting)
    const add = () => {
      subject.take(target, [file('a')])
      stagings.at(-1)?.tell(0, { ok: true, file: photo })
    }
    add()
    expect(filesToSend(state() ?? NO_FILES)[0]?.stagedId).toBe(stagedId(101))
    subject.keepPlace(false)
    add()
    expect(state()?.keepsPlace).toBe(false)
    subject.discard()
    add()
    expect(state()?.keepsPlace).toBe(true)
    subject.discard()
    setting.keepsPlace = false
    add()
    expect(state()?.keepsPlace).toBe(false)
  })

  it('goes out in the copy that is wanted; the other one, or both, are let go', () => {
    const { subject, stagings, discarded, state } = review()
    const add = () => {
      subject.take(target, [file('a'), file('b')])
      stagings.at(-1)?.tell(0, { ok: true, file: photo })
      stagings.at(-1)?.tell(1, { ok: true, file: plain })
      return filesToSend(state() ?? NO_FILES).map((one) => one.stagedId)
    }
    expect(add()).toEqual([stagedId(1), stagedId(2)])
    subject.sent()
    expect(discarded.splice(0)).toEqual([stagedId(101)])
    add()
    subject.keepPlace(true)
    expect(filesToSend(state() ?? NO_FILES)[0]?.stagedId).toBe(stagedId(101))
    subject.sent()
    expect(discarded.splice(0)).toEqual([stagedId(1)])
    add()
    expect(state()?.keepsPlace).toBe(false)
    subject.discard()
    expect(discarded).toEqual([stagedId(1), stagedId(101), stagedId(2)])
  })

  it('is kept as it was when a draft is opened that kept it', () => {
    const files = createStagedFiles({
      stageFiles: () => ({ done: Promise.resolve(), cancel: () => {} }),
      discard: () => {},
      keepsPlace: () => false,
    })
    files.replace([{ staged: photo, asFile: false }])
    expect(filesToSend(files.state.getState())).toEqual([{ stagedId: stagedId(101), asFile: false }])
    files.replace([{ staged: plain, asFile: false }])
    expect(files.state.getState().keepsPlace).toBe(false)
  })
})

describe('createReview', () => {
  it('takes no more files at once than main does, and names those beyond', () => {
    const { subject, state } = review()
    subject.take(
      target,
      Array.from({ length: MAX_FILES }, (_, n) => file(`f${n}`)),
    )
    subject.take(target, [file('one more')])
    expect(state()?.copying).toBe(MAX_FILES)
    expect(state()?.leftOut).toMatchObject([{ name: 'one more', problem: 'too-many' }])
  })

  it('stays for whom it was begun while more files are added', () => {
    const { subject, stagings, state, names } = review()
    subject.take({ conversationId: conversationId(1), accountId: accountId(1) }, [file('a')])
    subject.take({ conversationId: conversationId(2), accountId: null }, [file('b')])
    stagings[0]?.tell(0, taken(1, 'a'))
    stagings[1]?.tell(0, taken(2, 'b'))
    expect(state()).toMatchObject({ conversationId: 1, accountId: accountId(1), copying: 0 })
    expect(names()).toEqual(['a', 'b'])
  })

  it('counts what nothing was said about as unreadable', async () => {
    const { subject, stagings, state } = review()
    subject.take(target, [file('a'), file('b')])
    stagings[0]?.tell(0, taken(1, 'a'))
    stagings[0]?.end.reject(new Error('the bridge broke'))
    await expect.poll(() => state()?.leftOut).toMatchObject([{ name: 'b', problem: 'unreadable' }])
    expect(state()?.copying).toBe(0)
  })

  it('ends copying with the review, and keeps nothing that comes later', () => {
    const { subject, stagings, discarded, state } = review()
    subject.take(target, [file('a'), file('b'), file('c')])
    stagings[0]?.tell(0, taken(1, 'a'))
    subject.discard()
    expect(stagings[0]?.cancelled).toBe(true)
    stagings[0]?.tell(1, taken(2, 'b'))
    stagings[0]?.tell(2, { ok: false, name: 'c', problem: 'cancelled' })
    expect(discarded).toEqual([aStagedFile(1).id, aStagedFile(2).id])
    expect(state()).toBeNull()
  })

  it('says the place a file was moved to, and nothing when it stays', () => {
    const { subject, stagings, state, names } = review()
    subject.take(target, [file('a'), file('b'), file('c')])
    for (const [index, name] of ['a', 'b', 'c'].entries()) stagings[0]?.tell(index, taken(index + 1, name))
    const [first] = state()?.items ?? []
    if (!first) throw new Error('nothing was taken')
    expect(subject.move(first.key, 1)).toBe(1)
    expect(names()).toEqual(['b', 'a', 'c'])
    expect(subject.move(first.key, 1)).toBeNull()
    expect(subject.move(99, 0)).toBeNull()
  })
})

describe('P17: files that come back late', () => {
  const back = (n: number) => [{ staged: aStagedFile(n, { name: `file ${n}` }), asFile: false }]
  const other = { conversationId: conversationId(2), accountId: null }

  it('never join what is looked through for somebody else, and are looked through after it', () => {
    const { subject, stagings, state, names } = review()
    subject.take(other, [file('a')])
    stagings[0]?.tell(0, taken(1, 'a'))
    subject.put(target, back(2))
    expect([state()?.conversationId, names()]).toEqual([other.conversationId, ['a']])
    subject.sent()
    expect([state()?.conversationId, names()]).toEqual([target.conversationId, ['file 2']])
  })

  it('join what is looked through for the same contact', () => {
    const { subject, names } = review()
    subject.put(target, back(1))
    subject.put(target, back(2))
    expect(names()).toEqual(['file 1', 'file 2'])
  })

  it('wait while nobody has said who gets what was dropped on an account', () => {
    const { subject, stagings, state, names } = review()
    subject.take({ conversationId: target.conversationId, accountId: accountId(1) }, [file('a')])
    stagings[0]?.tell(0, taken(1, 'a'))
    subject.put(target, back(2))
    expect(names()).toEqual(['a'])
    subject.discard()
    expect(state()).toMatchObject({ isChosen: true, conversationId: target.conversationId })
  })

  it('are let go of with everything else when the conversations are gone', () => {
    const { subject, discarded, state } = review()
    subject.put(other, back(1))
    subject.put(target, back(2))
    subject.clear()
    expect([state(), discarded]).toEqual([null, [stagedId(1), stagedId(2)]])
  })
})
