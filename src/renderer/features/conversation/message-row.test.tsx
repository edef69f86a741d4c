// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Message } from '#shared/model/message.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aConversation, aMessage, aReply, aSnapshot, messageId } from '../../test-support/samples.ts'
import { MessageRow } from './message-row.tsx'
import type { Placing } from './placing.ts'

const AT = new Date(2026, 2, 4, 9, 41).getTime()
const placing: Placing = { startsDay: false, startsUnread: false, startsGroup: true, endsGroup: true }

async function row(message: Message, open = true) {
  const lastInboundAt = open ? Date.now() - 3_600_000 : Date.now() - 90_000_000
  const bridge = new FakeBridge(aSnapshot({ conversations: [aConversation(1, { lastInboundAt })] }))
  const onJump = vi.fn()
  await renderWith(
    bridge,
    <MessageRow message={message} {...placing} contact="Li" highlighted={false} onJump={onJump} />,
  )
  return { bridge, onJump, article: screen.getByRole('article') }
}

describe('MessageRow', () => {
  afterEach(() => cleanup())

  it('P12: shows a text to the character and never as markup', async () => {
    const text = ' <img src=x onerror=alert(1)>\n\n  **not bold** https://a.example/x?y=1, end '
    const { article, bridge } = await row(aMessage(1, { at: AT, parts: [{ kind: 'text', text }] }))
    expect(article.getAttribute('aria-label')).toBe('Li, Text, 09:41')
    expect(article.querySelector('p')?.textContent).toBe(text)
    expect(article.querySelector('img')).toBeNull()
    fireEvent.click(within(article).getByRole('link'))
    expect(bridge.inputs('app.openLink')).toEqual([{ url: 'https://a.example/x?y=1' }])
  })

  it('shows emoticon words as pictures that are read and copied as the words', async () => {
    const text = '好的[微笑] [不是表情] [OK]'
    const { article } = await row(aMessage(1, { at: AT, parts: [{ kind: 'text', text }] }))
    expect(article.querySelector('p')?.textContent).toBe(text)
    const shown = within(article).getAllByRole('img')
    expect(shown.map((one) => one.getAttribute('aria-label'))).toEqual(['[微笑]', '[OK]'])
    expect(shown.map((one) => one.dataset['emoji'])).toEqual(['🙂', '👌'])
  })

  it('says who of a group wrote it, as data', async () => {
    const sender = { userId: 'wx_abcdefGH@im.wechat', alias: '<b>Bo</b>' }
    const { article } = await row(aMessage(1, { at: AT, sender }))
    expect(article.getAttribute('aria-label')).toBe('<b>Bo</b>, Text, 09:41')
    expect(article.querySelector('p')?.textContent).toBe('<b>Bo</b>')
    expect(article.querySelector('b')).toBeNull()
    cleanup()
    const unnamed = await row(aMessage(2, { at: AT, sender: { ...sender, alias: null } }))
    expect(unnamed.article.getAttribute('aria-label')).toBe('Contact cdefGH, Text, 09:41')
  })

  it('says which program wrote it, as data', async () => {
    const { article } = await row(aReply(1, {}, { program: '<b>Helper</b>' }))
    expect(article.textContent).toContain('by <b>Helper</b>')
    expect(article.querySelector('b')).toBeNull()
  })

  it('draws a text of megabytes in portions', async () => {
    const { article } = await row(aMessage(1, { parts: [{ kind: 'text', text: 'x'.repeat(5_000_000) }] }))
    const length = () => article.querySelector('p')?.textContent?.length
    expect(length()).toBe(20_000)
    fireEvent.click(within(article).getByRole('button', { name: /Show more/u }))
    expect(length()).toBe(100_000)
  })

  it('draws a message of thousands of parts, and a transcript of megabytes, in portions', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ({ kind: 'text', text: `part ${n}` }) as const)
    const { article } = await row(aMessage(1, { parts: many }))
    expect(article.querySelectorAll('p')).toHaveLength(50)
    fireEvent.click(within(article).getByRole('button', { name: 'Show more (19,950 more parts)' }))
    expect(article.querySelectorAll('p')).toHaveLength(100)
    cleanup()
    const transcript = 'x'.repeat(5_000_000)
    const voice = await row(aMessage(2, { parts: [{ kind: 'voice', durationMs: 1, transcript }] }))
    expect(voice.article.querySelector('p')?.textContent).toHaveLength(20_000)
  })

  it('shows all parts of a message in order', async () => {
    const { article } = await row(
      aMessage(1, {
        at: AT,
        parts: [
          { kind: 'voice', durationMs: 7_400, transcript: 'spoken words' },
          { kind: 'file', name: 'a\u202efdp.exe', size: 2048 },
          { kind: 'text', text: 'caption' },
        ],
      }),
    )
    expect(article.getAttribute('aria-label')).toBe('Li, Voice, 09:41')
    expect(article.textContent).toMatch(/Voice0:07spoken words.*Automatic transcript.*afdp\.exe2 KBcaption/u)
  })

  it('shows quotes: resolved and in part with a way there, and unknown ones by a placeholder', async () => {
    const part = { kind: 'text', text: 'the whole' } as const
    const quote = {
      found: true,
      direction: 'out',
      title: null,
      part,
      media: null,
      selected: 'whole',
      messageId: messageId(7),
    } as const
    const { article, onJump } = await row(aMessage(1, { quote }))
    const jump = within(article).getByRole('button')
    expect(jump.textContent).toBe('YouwholePart of a message')
    fireEvent.click(jump)
    expect(onJump).toHaveBeenCalledWith(7)
    cleanup()
    const unknown = {
      found: false,
      direction: null,
      title: null,
      part: null,
      media: null,
      selected: null,
      messageId: null,
    }
    expect((await row(aMessage(1, { quote: unknown }))).article.textContent).toContain('does not have')
  })

  it('P3: asks before sending an unconfirmed message a second time, or takes the word for it', async () => {
    const { bridge, article } = await row(
      aReply(3, { state: 'unconfirmed', reason: 'answer-lost' }, { at: AT }),
    )
    expect(article.getAttribute('aria-label')).toBe('You, Text, 09:41, Unconfirmed')
    fireEvent.click(within(article).getByRole('button', { name: 'Send again' }))
    const question = await screen.findByRole('alertdialog')
    expect(question.textContent).toContain('receives the message twice')
    expect(bridge.inputs('outbox.sendAgain')).toEqual([])
    fireEvent.click(within(question).getByRole('button', { name: 'Send again' }))
    expect(bridge.inputs('outbox.sendAgain')).toEqual([{ id: 3 }])
    await waitFor(() => {
      fireEvent.click(screen.getByText('Mark as sent'))
      expect(bridge.inputs('outbox.markAsSent')).toEqual([{ id: 3 }])
    })
  })

  it('P4: says Accepted and nothing about arriving', async () => {
    const { article } = await row(aReply(3, {}, { at: AT }))
    expect(article.textContent).toContain('Accepted')
    expect(article.textContent).not.toMatch(/deliver|read|arriv/iu)
  })

  it('P5: explains a refusal, and offers to send again only when it can help', async () => {
    const refused = aReply(3, { state: 'refused', reason: 'quota-used' })
    const { article, bridge } = await row(refused)
    expect(article.textContent).toContain('Ask the contact to write')
    fireEvent.click(within(article).getByRole('button', { name: 'Send again' }))
    expect(bridge.inputs('outbox.sendAgain')).toEqual([{ id: 3 }])
    cleanup()
    await row(refused, false)
    expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull()
  })

  it('lets a queued message be cancelled, and offers nothing for what is dealt with', async () => {
    const { bridge } = await row(aReply(3, { state: 'queued' }))
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(bridge.inputs('outbox.cancel')).toEqual([{ id: 3 }])
    cleanup()
    const { article } = await row(aReply(3, { state: 'unconfirmed', resolution: 'marked-as-sent' }))
    expect(article.textContent).toContain('Marked as sent')
    expect(screen.queryByRole('button')).toBeNull()
  })
})
