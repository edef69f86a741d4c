// @vitest-environment jsdom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { LESSONS, type LessonAt, type LessonId, type LessonView } from '#shared/model/lesson.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import {
  aConversation,
  accountId,
  anAccount,
  appInfo,
  aSnapshot,
  conversationId,
} from '../test-support/samples.ts'
import { renderShell, withBrowser } from './testing.tsx'

withBrowser()

const underWay = (
  at: LessonAt,
  over: Partial<Extract<LessonView, { standing: 'under-way' }>> = {},
): LessonView => ({
  ...{ id: at.lesson, standing: 'under-way', at, conversations: [], accountId: null },
  ...over,
})

/** All lessons as new ones, but for those given; the first of these stands before the operator. */
function lessonsWith(...views: LessonView[]) {
  const all = LESSONS.map((id): LessonView => views.find((one) => one.id === id) ?? { id, standing: 'new' })
  return { isShown: true, current: views[0]?.id ?? 'answer-in-time', all }
}

async function practise(lessons = lessonsWith(), handlers: ConstructorParameters<typeof FakeBridge>[2] = {}) {
  const bridge = new FakeBridge(
    aSnapshot({
      lessons,
      app: { ...appInfo, practice: 'running', notices: [{ kind: 'practice' }] },
      accounts: [
        anAccount(1, { alias: 'Studio' }),
        anAccount(2, { alias: 'Showroom', state: 'needs-sign-in' }),
      ],
      conversations: [
        aConversation(1, { contactAlias: 'Song', lastInboundAt: Date.now(), isUnanswered: true }),
        aConversation(2, { contactAlias: 'Jiang', lastInboundAt: Date.now(), isUnanswered: true }),
      ],
    }),
    [],
    handlers,
  )
  const view = await renderShell(bridge)
  if (lessons.isShown) await screen.findByRole('region', { name: 'Practice lessons' })
  return { ...view, bridge, ui: view.services.ui }
}

const bar = () => within(screen.getByRole('region', { name: 'Practice lessons' }))
const press = (name: string) => act(async () => void fireEvent.click(bar().getByRole('button', { name })))
const told = () => bar().getByRole('status').textContent

describe('the lessons of practice mode', () => {
  it('are nothing outside of it', async () => {
    await renderShell(new FakeBridge(aSnapshot({ accounts: [anAccount(1)] })))
    expect(screen.queryByRole('region', { name: 'Practice lessons' })).toBeNull()
    expect(screen.queryByRole('button', { name: 'Lessons' })).toBeNull()
  })

  it('stand below the work with what the first is about, and ask nothing of anybody', async () => {
    const { bridge } = await practise()
    expect(bar().getByText('Answer before time runs out')).toBeDefined()
    expect(screen.queryByRole('dialog')).toBeNull()
    await press('Start')
    expect(bridge.inputs('practice.begin')).toEqual([{ lesson: 'answer-in-time' }])
    await press('Skip')
    expect(bridge.inputs('practice.skip')).toEqual([{ lesson: 'answer-in-time' }])
  })

  it('say what is to be done now, by name, and in a live region what came of it', async () => {
    const at = { lesson: 'answer-in-time', step: 'answer' } as const
    const { bridge } = await practise(lessonsWith(underWay(at, { conversations: [conversationId(1)] })))
    expect(told()).toContain('“Song” wrote yesterday')
    const done = lessonsWith({ id: 'answer-in-time', standing: 'done' })
    await act(async () => bridge.emit({ kind: 'lessons', lessons: done }))
    expect(told()).toBe('Done: Answer before time runs out.')
    await press('Next lesson')
    expect(bridge.inputs('practice.begin')).toEqual([{ lesson: 'refused' }])
    await press('Practise again')
    expect(bridge.inputs('practice.begin').at(-1)).toEqual({ lesson: 'answer-in-time' })
  })

  it('lead to the conversation, ready to be written in', async () => {
    const at = { lesson: 'file', step: 'send' } as const
    const { ui } = await practise(lessonsWith(underWay(at, { conversations: [conversationId(2)] })))
    await act(async () => ui.setState({ screen: 'accounts' }))
    await press('Show me')
    expect(ui.getState()).toMatchObject({ screen: 'inbox', open: 2, writing: 2 })
  })

  it('lead to the row, the button and the field, which have the keys and are pointed at', async () => {
    const tidy = underWay(
      { lesson: 'tidy', step: 'finish' },
      { conversations: [conversationId(1), conversationId(2)] },
    )
    const { bridge, ui } = await practise(lessonsWith(tidy))
    await act(async () => ui.setState({ screen: 'broadcasts' }))
    await press('Show me')
    expect(document.activeElement).toHaveProperty('dataset.conversation', '2')

    const rescue = underWay({ lesson: 'rescue', step: 'sign-in' }, { accountId: accountId(2) })
    await act(async () => bridge.emit({ kind: 'lessons', lessons: lessonsWith(rescue) }))
    expect(told()).toContain('“Showroom” receives nothing now')
    await press('Show me')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Sign in again: Showroom' }))
    expect(document.activeElement).toHaveProperty('dataset.pointed', '')

    const broadcast = underWay({ lesson: 'broadcast', step: 'start' })
    await act(async () => bridge.emit({ kind: 'lessons', lessons: lessonsWith(broadcast) }))
    await press('Show me')
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'New broadcast' }))

    const search = underWay({ lesson: 'search', step: 'answer' }, { conversations: [conversationId(1)] })
    await act(async () => bridge.emit({ kind: 'lessons', lessons: lessonsWith(search) }))
    await press('Show me')
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search messages' }))
    act(() => screen.getByRole('button', { name: 'Add account' }).focus())
    expect(document.querySelector('[data-pointed]')).toBeNull()
  })

  it('can be chosen one by one from a list that says how each stands', async () => {
    const lessons = lessonsWith({ id: 'refused', standing: 'done' }, { id: 'tidy', standing: 'skipped' })
    const { bridge } = await practise(lessons)
    await press('Practice 2 of 10 All lessons')
    const entries = screen.getAllByRole('menuitemradio')
    expect(entries).toHaveLength(LESSONS.length)
    expect(entries.map((one) => one.getAttribute('aria-label'))).toEqual(
      expect.arrayContaining([
        '2. Understand a refusal: done',
        '7. Clear the list: skipped',
        '9. Write to several people: not started',
      ]),
    )
    await act(async () =>
      fireEvent.click(screen.getByRole('menuitemradio', { name: '9. Write to several people: not started' })),
    )
    expect(bridge.inputs('practice.begin')).toEqual([{ lesson: 'broadcast' }])
  })

  it('say why one cannot be begun', async () => {
    await practise(lessonsWith(), {
      'practice.begin': () => {
        throw new AppError('not-possible-now')
      },
    })
    await press('Start')
    expect(bar().getByRole('alert').textContent).toContain('Skip it')
  })

  it('go away with one click and come back from the line that marks practice mode', async () => {
    const { bridge } = await practise()
    const button = screen.getByRole('button', { name: 'Lessons' })
    expect(button.getAttribute('aria-expanded')).toBe('true')
    act(() => bar().getByRole('button', { name: 'Hide lessons' }).focus())
    await press('Hide lessons')
    expect(bridge.inputs('practice.show')).toEqual([{ isShown: false }])
    expect(document.activeElement).toBe(button)
    await act(async () => bridge.emit({ kind: 'lessons', lessons: { ...lessonsWith(), isShown: false } }))
    expect(screen.queryByRole('region', { name: 'Practice lessons' })).toBeNull()
    await act(async () => void fireEvent.click(button))
    expect(bridge.inputs('practice.show').at(-1)).toEqual({ isShown: true })
  })

  it('lead out of practice mode when all of them are over', async () => {
    const over = LESSONS.map((id): LessonView => ({ id, standing: 'done' }))
    const { bridge } = await practise(lessonsWith(...over))
    expect(told()).toContain('Leave practice mode and add your first account')
    await press('Leave practice mode')
    expect(bridge.asked.map(({ name }) => name)).toContain('practice.leave')
  })

  it.each(LESSONS)('have words for every step of %s', async (lesson: LessonId) => {
    const steps: { [L in LessonId]: LessonAt[] } = {
      'answer-in-time': [{ lesson: 'answer-in-time', step: 'answer' }],
      refused: (['write', 'wait', 'send-again'] as const).map((step) => ({ lesson: 'refused', step })),
      unconfirmed: (['write', 'decide'] as const).map((step) => ({ lesson: 'unconfirmed', step })),
      rescue: (['lose', 'sign-in'] as const).map((step) => ({ lesson: 'rescue', step })),
      file: [{ lesson: 'file', step: 'send' }],
      'quick-reply': [{ lesson: 'quick-reply', step: 'send' }],
      tidy: (['both', 'snooze', 'finish'] as const).map((step) => ({ lesson: 'tidy', step })),
      search: [{ lesson: 'search', step: 'answer' }],
      broadcast: (['start', 'run'] as const).map((step) => ({ lesson: 'broadcast', step })),
      'send-later': [{ lesson: 'send-later', step: 'schedule' }],
    }
    const { bridge } = await practise()
    const people = { conversations: [conversationId(1), conversationId(2)] }
    for (const at of steps[lesson]) {
      await act(async () => bridge.emit({ kind: 'lessons', lessons: lessonsWith(underWay(at, people)) }))
      expect(told()).not.toMatch(/practice\.|\{\{|“”/u)
      expect(told()).toMatch(/\.$/u)
    }
  })
})
