// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, it, vi } from 'vitest'
import { aConversation, aMessage, messageId, NOW } from '../test-support/samples.ts'
import { openConversation, withBrowser } from './testing.tsx'

withBrowser()

/** As many rows as the view holds, all of them equally high. */
const ROW = 60
const IN_VIEW = 600 / ROW

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(ROW)
  vi.spyOn(Element.prototype, 'scrollHeight', 'get').mockImplementation(function (this: Element) {
    return Number.parseFloat(this.querySelector<HTMLElement>('[style*="height"]')?.style.height ?? '0')
  })
  Element.prototype.scrollTo = function (this: Element, to?: ScrollToOptions | number) {
    if (typeof to !== 'object' || to.top === undefined || to.top === this.scrollTop) return
    this.scrollTop = to.top
    this.dispatchEvent(new Event('scroll'))
  }
})

const many = (count: number) => Array.from({ length: count }, (_, n) => aMessage(n + 1))
const drawn = () =>
  [...document.querySelectorAll<HTMLElement>('[data-message]')].map(({ dataset }) =>
    Number(dataset['message']),
  )

function scrollBy(pixels: number): void {
  const log = screen.getByRole('log')
  log.scrollTop = Math.max(0, log.scrollTop + pixels)
  log.dispatchEvent(new Event('scroll'))
}

it('a log draws what is in view and a little around it, more where it is scrolled to', async () => {
  await openConversation(many(300))
  expect(drawn().at(-1)).toBe(300)
  expect(drawn().length).toBeLessThanOrEqual(IN_VIEW + 20)
  await act(async () => scrollBy(-10 * ROW))
  expect(drawn().length).toBeLessThanOrEqual(IN_VIEW + 20)
  const [first = 0] = drawn()
  const inView = 300 - 2 * IN_VIEW
  expect(inView - first).toBeGreaterThan((drawn().at(-1) ?? 0) - (inView + IN_VIEW))
})

it('scrolling draws nothing while the event is told, but soon after', async () => {
  await openConversation(many(300))
  const before = drawn()
  await act(async () => {
    scrollBy(-10 * ROW)
    expect(drawn()).toEqual(before)
  })
  await waitFor(() => expect(drawn()).not.toEqual(before))
})

it('asks for older messages well before the gesture has come to the first', async () => {
  const { bridge } = await openConversation(many(1_000))
  const asked = () => bridge.inputs('messages.page').length
  expect(asked()).toBe(1)
  await act(async () => scrollBy(-12 * ROW))
  await waitFor(() => expect(asked()).toBe(2))
  expect(drawn()[0]).toBeGreaterThan(941 + 5)
})

it('goes to what was just sent where the newest messages are not loaded', async () => {
  const { bridge, services } = await openConversation(many(5_000))
  const id = aConversation(1).id
  const goal = { conversationId: id, messageId: messageId(50), text: '' }
  await act(async () => services.ui.setState({ goal }))
  await waitFor(() => expect(drawn()).toContain(50))
  const newest = () => services.replica.state.getState().replica?.logs.get(id)?.messages.at(-1)?.id
  expect(newest()).toBeLessThan(1_000)
  await act(async () =>
    bridge.emit({
      kind: 'conversation',
      conversation: aConversation(1, {
        activitySeq: 100_000,
        last: {
          at: NOW + 1,
          sender: null,
          direction: 'out',
          part: { kind: 'text', text: 'sent' },
          sendState: 'queued',
          isResolved: false,
        },
      }),
    }),
  )
  await waitFor(() => expect(newest()).toBe(5_000))
})

it('a thousand messages that come into view make no formatter', async () => {
  await openConversation(many(300))
  const made = (['DateTimeFormat', 'NumberFormat', 'RelativeTimeFormat'] as const).map((name) =>
    vi.spyOn(Intl, name),
  )
  for (let step = 0; step < 10; step += 1) await act(async () => scrollBy(-10 * ROW))
  expect(made.map(({ mock }) => mock.calls.length)).toEqual([0, 0, 0])
})

it('a conversation is asked for when it is chosen, before anything is drawn for it, and only once', async () => {
  const { bridge, services } = await openConversation(many(10))
  await act(async () => services.ui.setState({ open: null, writing: null }))
  await act(async () => services.history.clear())
  const asked = () => bridge.inputs('messages.page').length
  const before = asked()
  await act(async () => {
    services.ui.setState({ open: aConversation(1).id })
    expect(asked()).toBe(before + 1)
    expect(screen.queryByRole('log')).toBeNull()
  })
  await screen.findByRole('log')
  expect(asked()).toBe(before + 1)
})
