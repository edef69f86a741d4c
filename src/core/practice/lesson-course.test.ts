import { describe, expect, it } from 'vitest'
import { LESSONS, type LessonAt } from '#shared/model/lesson.ts'
import { firstStep, type LessonFacts, type LessonMessage, nextStep } from './lesson-course.ts'

const NOTHING: LessonFacts = {
  messages: [],
  triages: [],
  scheduled: 0,
  account: null,
  broadcasts: [],
  answer: null,
  quickTexts: [],
}

const message = (over: Partial<LessonMessage>): LessonMessage => ({
  ...{ state: null, resolution: null, kinds: ['text'], text: 'hello' },
  ...over,
})
const THEIRS = message({})
const ACCEPTED = message({ state: 'accepted' })

/** Where a lesson comes to by one look after another. */
function walk(lesson: LessonAt['lesson'], ...looks: Partial<LessonFacts>[]): string[] {
  let at = firstStep(lesson)
  return looks.map((look) => {
    const next = nextStep(at, { ...NOTHING, ...look })
    if (next !== 'done') at = next
    return next === 'done' ? next : next.step
  })
}

describe('a lesson', () => {
  it.each(LESSONS)('%s stands where it begins as long as nothing was done', (lesson) => {
    const first = firstStep(lesson)
    expect(nextStep(first, NOTHING)).toBe(first)
    expect(nextStep(first, { ...NOTHING, messages: [THEIRS, message({ state: 'queued' })] })).toBe(first)
  })

  it('answer in time: an accepted message is an answer, one on its way is none', () => {
    const onItsWay = { messages: [THEIRS, message({ state: 'sending' })] }
    expect(walk('answer-in-time', onItsWay, { messages: [THEIRS, ACCEPTED] })).toEqual(['answer', 'done'])
  })

  it('refused: over when nothing refused or waiting is left and something was accepted since', () => {
    const refused = message({ state: 'refused' })
    const waits = message({ state: 'waiting-for-contact' })
    const again = message({ state: 'refused', resolution: 'sent-again' })
    expect(
      walk(
        'refused',
        { messages: [THEIRS, refused] },
        { messages: [THEIRS, refused, waits] },
        { messages: [THEIRS, refused, waits, THEIRS] },
        { messages: [THEIRS, again, waits, THEIRS, ACCEPTED] },
        { messages: [THEIRS, again, THEIRS] },
        { messages: [THEIRS, again, ACCEPTED, THEIRS, ACCEPTED] },
      ),
    ).toEqual(['wait', 'wait', 'send-again', 'send-again', 'send-again', 'done'])
  })

  it('unconfirmed: over when somebody has decided', () => {
    const unconfirmed = message({ state: 'unconfirmed' })
    const decided = message({ state: 'unconfirmed', resolution: 'marked-as-sent' })
    expect(
      walk(
        'unconfirmed',
        { messages: [unconfirmed] },
        { messages: [unconfirmed, THEIRS] },
        { messages: [decided] },
      ),
    ).toEqual(['decide', 'decide', 'done'])
  })

  it('rescue: an account that only reconnects is neither lost nor rescued', () => {
    const states = ['online', 'reconnecting', 'checking', 'needs-sign-in', 'connecting', 'online'] as const
    expect(walk('rescue', ...states.map((account) => ({ account })))).toEqual([
      ...['lose', 'lose', 'sign-in', 'sign-in', 'sign-in', 'done'],
    ])
  })

  it('file: a picture, a video or a file does', () => {
    for (const kind of ['image', 'video', 'file'] as const)
      expect(walk('file', { messages: [message({ state: 'accepted', kinds: [kind] })] })).toEqual(['done'])
    expect(walk('file', { messages: [ACCEPTED] })).toEqual(['send'])
  })

  it('quick reply: told by what it says around its placeholders', () => {
    const quickTexts = ['{name}, we open at 9 on {date}.', '{name}']
    const said = (text: string) => ({ quickTexts, messages: [message({ state: 'accepted', text })] })
    expect(walk('quick-reply', said('at nine'), said('Ann, we open at 9 on Monday.'))).toEqual([
      'send',
      'done',
    ])
  })

  it('tidy: remembers what was done first, whatever becomes of it', () => {
    const marked = (...triages: LessonFacts['triages']) => ({ triages })
    expect(walk('tidy', marked('done', null), marked(null, null), marked(null, 'snoozed'))).toEqual([
      ...['snooze', 'snooze', 'done'],
    ])
    expect(walk('tidy', marked('snoozed', null), marked('snoozed', 'done'))).toEqual(['finish', 'done'])
  })

  it('search: the answer has in it what was to be found, in capitals or not', () => {
    const said = (text: string) => ({ answer: 'QH-1', messages: [message({ state: 'accepted', text })] })
    expect(walk('search', said('one moment'), said('it is qh-1'))).toEqual(['answer', 'done'])
  })

  it('broadcast: a run of two people, or one that has ended', () => {
    const run = (state: 'draft' | 'running' | 'finished', accepted: number) => ({
      broadcasts: [{ state, accepted }],
    })
    expect(walk('broadcast', run('draft', 0), run('running', 1), run('running', 2))).toEqual([
      ...['start', 'run', 'done'],
    ])
    expect(walk('broadcast', run('finished', 0), run('finished', 0), run('finished', 1))).toEqual([
      ...['run', 'run', 'done'],
    ])
  })

  it('send later: something is scheduled', () => {
    expect(walk('send-later', { scheduled: 1 })).toEqual(['done'])
  })
})
