// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { ScheduledId } from '#shared/model/ids.ts'
import type { ScheduledMessage } from '#shared/model/scheduled.ts'
import { type WallTime, wallTimeAt } from '#shared/model/wall-time.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import {
  aConversation,
  accountId,
  anAccount,
  aSnapshot,
  conversationId,
  NOW,
} from '../../test-support/samples.ts'
import { ScheduledDialog } from './scheduled-dialog.tsx'

const HOUR_MS = 3_600_000

const inHours = (hours: number): WallTime => wallTimeAt(NOW + hours * HOUR_MS)

function aScheduled(n: number, over: Partial<ScheduledMessage> = {}): ScheduledMessage {
  return {
    id: n as ScheduledId,
    accountId: accountId(1),
    conversationId: conversationId(1),
    text: `text ${n}`,
    files: [],
    due: inHours(n),
    ...over,
  }
}

type Handlers = ConstructorParameters<typeof FakeBridge>[2]

async function dialog(scheduled: ScheduledMessage[], handlers: Handlers = {}, unsent = 0) {
  const conversation = aConversation(1, {
    contactAlias: 'Li',
    lastInboundAt: NOW - HOUR_MS,
    draft: 'typed',
    unsent,
  })
  const snapshot = aSnapshot({ accounts: [anAccount(1)], conversations: [conversation], scheduled })
  const bridge = new FakeBridge(snapshot, [], handlers)
  const onOpen = vi.fn()
  const { services } = await renderWith(bridge, <ScheduledDialog onOpen={onOpen} onClose={() => {}} />)
  return { bridge, services, onOpen }
}

const click = async (name: string | RegExp) =>
  act(async () => void fireEvent.click(screen.getByRole('button', { name })))

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }))
afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

describe('the list of all that is scheduled', () => {
  it('stands in the order of times, and follows what changes', async () => {
    const { bridge } = await dialog([aScheduled(2), aScheduled(1), aScheduled(3, { due: inHours(1) })])
    const texts = () => screen.getAllByText(/^text \d$/).map((one) => one.textContent)
    expect(texts()).toEqual(['text 1', 'text 3', 'text 2'])
    await act(async () => bridge.emit({ kind: 'scheduled-removed', id: 1 as ScheduledId }))
    expect(texts()).toEqual(['text 3', 'text 2'])
  })

  it('gives one another time, inside the window only', async () => {
    const { bridge } = await dialog([aScheduled(1)])
    await click('Change time')
    const asked = within(screen.getByRole('dialog', { name: 'Send later' }))
    const time = asked.getByLabelText('Time')
    expect(time).toHaveProperty('value', inHours(1))
    fireEvent.change(time, { target: { value: inHours(23.5) } })
    expect(asked.getByRole('alert').textContent).toContain('closes before that time')
    expect(asked.getByRole('button', { name: 'Schedule' })).toHaveProperty('disabled', true)
    fireEvent.change(time, { target: { value: inHours(5) } })
    await click('Schedule')
    expect(bridge.inputs('scheduled.move')).toEqual([{ id: 1, due: inHours(5) }])
    expect(screen.queryByRole('dialog', { name: 'Send later' })).toBeNull()
  })

  it('stays open with the reason where main refuses', async () => {
    await dialog([aScheduled(1)], {
      'scheduled.move': () => {
        throw new AppError('time-past')
      },
    })
    await click('Change time')
    await click('Schedule')
    expect(screen.getByText('That time is over. Choose a later one.')).toBeDefined()
  })

  it('takes one back into the message box, behind what is typed there', async () => {
    const { bridge, services, onOpen } = await dialog([aScheduled(1)], {
      'scheduled.takeBack': ({ typed }) => ({ draft: `${typed}\ntext 1`, files: [] }),
    })
    await click('Edit')
    expect(bridge.inputs('scheduled.takeBack')).toEqual([{ id: 1, typed: 'typed' }])
    expect(services.drafts.texts.getState().get(conversationId(1))).toBe('typed\ntext 1')
    expect(onOpen).toHaveBeenCalledOnce()
  })

  it('deletes one only after a question', async () => {
    const { bridge } = await dialog([aScheduled(1)])
    await click('Cancel')
    expect(bridge.inputs('scheduled.cancel')).toEqual([])
    await click('Delete it')
    expect(bridge.inputs('scheduled.cancel')).toEqual([{ id: 1 }])
  })

  it('leads to what stayed behind', async () => {
    const { onOpen } = await dialog([], {}, 2)
    expect(screen.getByRole('region', { name: 'Not sent' }).textContent).toContain('2 waiting')
    await click('Open')
    expect(onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: conversationId(1) }))
  })
})
