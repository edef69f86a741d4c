// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aMessage, aReply, conversationId, messageId } from '../test-support/samples.ts'
import { openConversation, withBrowser } from './testing.tsx'

withBrowser()

/** Everything that is seen, without what is only read out. */
function seen(): string {
  const pane = document.querySelector('[data-conversation-pane]')?.cloneNode(true)
  if (!(pane instanceof Element)) throw new Error('no conversation is open')
  for (const hidden of pane.querySelectorAll('.sr-only')) hidden.remove()
  return pane.textContent ?? ''
}

const times = (text: string, pattern: RegExp) => text.match(new RegExp(pattern, 'gu'))?.length ?? 0

describe('a conversation in which nothing can go out', () => {
  it('says a refusal once, at the message box, with its reason; the bubble still tells it to who listens', async () => {
    await openConversation(
      [
        aReply(1, { state: 'refused', reason: 'quota-used' }),
        aReply(2, { state: 'waiting-for-contact', reason: 'behind-refused' }),
      ],
      { refusedSinceInbound: true, waiting: 1 },
    )
    expect(times(seen(), /probably used up/)).toBe(1)
    expect(times(seen(), /[Rr]efused the last|was refused/)).toBe(1)
    expect(seen()).toContain('Ask the contact to write')
    const [refused] = screen.getAllByRole('article')
    expect(refused?.textContent).toContain('probably used up')
  })

  it('says once that its time is over, and keeps both meters for who listens', async () => {
    await openConversation([aReply(1, { state: 'refused', reason: 'window-closed' })], {
      lastInboundAt: Date.now() - 90_000_000,
    })
    expect(times(seen(), /24 hours/)).toBe(1)
    expect(screen.getByRole('meter', { name: 'Reply window' }).getAttribute('aria-valuetext')).toMatch(
      /^closed since/,
    )
    expect(screen.getByRole('meter', { name: 'Messages left' }).getAttribute('aria-valuenow')).toBe('0')
  })

  it('leaves the reason at a message that was refused for itself', async () => {
    await openConversation([aReply(1, { state: 'refused', reason: 'malformed' })], {
      refusedSinceInbound: true,
    })
    expect(times(seen(), /could not use this message/)).toBe(1)
  })
})

describe('what was unread', () => {
  it('is reached by a key where it begins further up than is loaded', async () => {
    const messages = Array.from({ length: 300 }, (_, n) => aMessage(n + 1))
    const { bridge } = await openConversation(
      messages,
      { unread: 200, activitySeq: 300 },
      {
        'messages.firstOfLast': () => messageId(101),
      },
    )
    expect(bridge.inputs('messages.firstOfLast')).toMatchObject([
      { conversationId: 1, count: 200, upTo: 300 },
    ])
    await act(async () => fireEvent.click(screen.getByRole('button', { name: '200 unread above' })))
    expect(bridge.inputs('messages.around')).toMatchObject([{ messageId: 101 }])
    await act(async () => fireEvent.keyDown(document.body, { key: 'j', ctrlKey: true }))
    expect(screen.getByText('New messages')).toBeTruthy()
  })

  it('asks nobody where all of it is loaded', async () => {
    const { bridge } = await openConversation([aMessage(1), aMessage(2)], { unread: 1 })
    expect(bridge.inputs('messages.firstOfLast')).toEqual([])
    expect(screen.queryByRole('button', { name: /unread above/ })).toBeNull()
  })
})

describe('a long message', () => {
  it('is shown from its beginning, with all its words there, until all of it is wanted', async () => {
    const text = 'A line of a long message.\n'.repeat(60)
    await openConversation([aMessage(1, { parts: [{ kind: 'text', text }] })])
    const words = () => screen.getByRole('article').querySelector('p')
    expect(words()?.textContent).toBe(text)
    expect(words()?.className).toContain('line-clamp')
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Show all' })))
    expect(words()?.className).not.toContain('line-clamp')
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Show less' })))
    expect(words()?.className).toContain('line-clamp')
    expect(screen.queryByRole('button', { name: 'Show less' })).toBeNull()
  })
})

describe('signs that a phone may hide', () => {
  it('become full-width by one press', async () => {
    const { services } = await openConversation([aMessage(1)])
    const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
    fireEvent.change(box, { target: { value: 'price_list_2026.xlsx' } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Use full-width signs' })))
    expect(services.drafts.texts.getState().get(conversationId(1))).toBe('price＿list＿2026.xlsx')
    expect(screen.queryByRole('button', { name: 'Use full-width signs' })).toBeNull()
  })
})
