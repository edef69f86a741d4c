// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AccountSummary } from '#shared/model/account.ts'
import type { ConversationSummary } from '#shared/model/conversation.ts'
import { WINDOW_MS } from '#shared/model/reply-window.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aConversation, anAccount, aSnapshot, NOW } from '../../test-support/samples.ts'
import { RowContent } from './row-content.tsx'

const MINUTE = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

async function row(
  over: Partial<ConversationSummary>,
  account: Partial<AccountSummary> = {},
  showAccount = true,
) {
  const conversation = aConversation(1, { contactAlias: 'Li', ...over })
  const bridge = new FakeBridge(aSnapshot({ conversations: [conversation] }))
  const { container } = await renderWith(
    bridge,
    <div data-testid="row">
      <RowContent
        conversation={conversation}
        account={anAccount(1, { alias: 'Studio', ...account })}
        nameId="name"
        open={false}
        showAccount={showAccount}
        strays={false}
      />
    </div>,
  )
  return container
}

const words = () => screen.getByTestId('row').textContent
const lookOf = (text: string) => screen.getByText(text).className
const closingIn = (ms: number) => ({ lastInboundAt: NOW + ms - WINDOW_MS })

describe('a row of the inbox', () => {
  it('says the time left in words, with the alarm on the number that runs out and on no other', async () => {
    await row({ ...closingIn(38 * MINUTE), sentSinceInbound: 2 })
    expect(words()).toContain('38 m')
    expect(words()).not.toContain('left')
    expect(lookOf('38 m')).toContain('text-warn')
    cleanup()
    await row({ ...closingIn(4 * MINUTE), sentSinceInbound: 2 })
    expect(lookOf('4 m')).toContain('text-danger')
    cleanup()
    await row({ ...closingIn(7 * 60 * MINUTE), sentSinceInbound: 8 })
    expect(lookOf('7 h')).not.toMatch(/warn|danger/u)
    expect(lookOf('2 left')).toContain('text-warn')
    cleanup()
    await row({ ...closingIn(7 * 60 * MINUTE), sentSinceInbound: 10 })
    expect(lookOf('0 left')).toContain('text-danger')
    cleanup()
    await row({ ...closingIn(-MINUTE), sentSinceInbound: 10 })
    expect(words()).not.toContain('left')
    expect(lookOf('closed')).toContain('text-soft')
  })

  it('ticks by the minute, and by the second under a minute', async () => {
    await row(closingIn(3 * MINUTE + 30_000))
    expect(words()).toContain('4 m')
    act(() => void vi.advanceTimersByTime(MINUTE))
    expect(words()).toContain('3 m')
    act(() => void vi.advanceTimersByTime(MINUTE))
    act(() => void vi.advanceTimersByTime(35_000))
    expect(words()).toContain('55 s')
    act(() => void vi.advanceTimersByTime(1_000))
    expect(words()).toContain('54 s')
    act(() => void vi.advanceTimersByTime(55_000))
    expect(words()).toContain('closed')
  })

  it('names the account only where it says something new', async () => {
    await row({})
    expect(words()).toContain('Li· Studio')
    cleanup()
    await row({ contactAlias: 'Studio' })
    expect(words()).not.toContain('·')
    cleanup()
    await row({}, {}, false)
    expect(words()).not.toContain('Studio')
  })

  it('says when with hours', async () => {
    const at = new Date(2026, 2, 3, 22, 24).getTime()
    await row({
      last: {
        at,
        sender: null,
        direction: 'in',
        part: { kind: 'text', text: 'hi' },
        sendState: null,
        isResolved: false,
      },
    })
    expect(words()).toContain('Yesterday 22:24')
  })

  it('takes the look of its avatar from the contact, whatever the account', async () => {
    const tone = (container: HTMLElement) => container.querySelector('[data-tone]')?.getAttribute('data-tone')
    const one = tone(await row({ contactAlias: '王小明' }, { colour: 1 }))
    expect(words()).toMatch(/^小明/u)
    cleanup()
    expect(tone(await row({ contactAlias: 'Somebody else' }, { colour: 7 }))).toBe(one)
    cleanup()
    expect(tone(await row({ contactUserId: 'wxid_other@im.wechat' }))).not.toBe(one)
  })

  it('is made of few elements', async () => {
    const container = await row({})
    expect(container.querySelectorAll('[data-testid="row"] *').length).toBeLessThanOrEqual(9)
  })

  it('says nothing of a time to answer where nobody can: in a group', async () => {
    await row({ contactUserId: 'group:123@chatroom', ...closingIn(4 * MINUTE) })
    expect(words()).not.toContain('4 m')
  })
})
