import { fireEvent, screen, within } from '@testing-library/react'
import type { ReactNode } from 'react'
import { type Mock, vi } from 'vitest'
import type { BroadcastPlan, BroadcastSummary } from '#shared/model/broadcast.ts'
import { RECENT_CONTACTS } from '#shared/model/broadcast-defaults.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { BroadcastId, TemplateId } from '#shared/model/ids.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aConversation, accountId, anAccount, aSnapshot, conversationId } from '../../test-support/samples.ts'
import { NewBroadcast } from './new-broadcast.tsx'

type Handlers = NonNullable<ConstructorParameters<typeof FakeBridge>[2]>

export const HOUR = 3_600_000
export const broadcastId = (n: number) => n as BroadcastId
export const templateId = (n: number) => n as TemplateId

/** Three who can be reached, through two accounts, and one whose window is closed. */
export function someContacts() {
  const wrote = (hours: number) => Date.now() - hours * HOUR
  return [
    aConversation(1, { contactAlias: 'Li', lastInboundAt: wrote(2) }),
    aConversation(2, { contactAlias: 'Mei', lastInboundAt: wrote(20), unread: 1 }),
    aConversation(3, { accountId: accountId(2), lastInboundAt: wrote(5) }),
    aConversation(4, { contactAlias: 'Old', lastInboundAt: wrote(30) }),
  ]
}

export function aPlan(over: Partial<BroadcastPlan> = {}): BroadcastPlan {
  return {
    included: [
      { conversationId: conversationId(1), messages: 1, turnMs: 0, closesBefore: false },
      { conversationId: conversationId(2), messages: 1, turnMs: 180_000, closesBefore: false },
    ],
    skipped: [],
    messagesEach: { from: 1, to: 1 },
    messages: 2,
    bytesEach: 0,
    bytes: 0,
    accounts: [{ accountId: accountId(1), people: 2, messages: 2, bytes: 0 }],
    durationMs: 720_000,
    reserve: 2,
    unnamed: { contacts: 0, accounts: 0 },
    problem: null,
    ...over,
  }
}

export function aRun(n: number, over: Partial<BroadcastSummary> = {}): BroadcastSummary {
  return {
    id: broadcastId(n),
    state: 'finished',
    reason: null,
    title: `Run ${n}`,
    createdAt: Date.now() - HOUR,
    startedAt: Date.now() - HOUR,
    endedAt: Date.now(),
    scheduled: null,
    isArchived: false,
    waitsForTurn: false,
    counts: { queued: 0, sending: 0, accepted: 0, unconfirmed: 0, refused: 0, skipped: 0, cancelled: 0 },
    answered: 0,
    endsAt: null,
    breakers: [],
    waitsFor: [],
    ...over,
  }
}

interface Opened {
  bridge: FakeBridge
  onClose: Mock
  onStarted: Mock
}

/** The dialog over a main that keeps every draft as number 7. */
export async function openDialog(
  handlers: Handlers = {},
  over: Partial<Snapshot> = {},
  draft: BroadcastId | null = null,
  beside: ReactNode = null,
): Promise<Opened> {
  const accounts = [anAccount(1, { alias: 'Studio' }), anAccount(2, { alias: 'Shop', isDefault: false })]
  const bridge = new FakeBridge(aSnapshot({ accounts, conversations: someContacts(), ...over }), [], {
    'broadcasts.saveDraft': () => ({ id: broadcastId(7) }),
    'broadcasts.plan': () => aPlan(),
    ...handlers,
  })
  const onClose = vi.fn()
  const onStarted = vi.fn()
  await renderWith(
    bridge,
    <>
      {beside}
      <NewBroadcast draft={draft} choice={RECENT_CONTACTS} onClose={onClose} onStarted={onStarted} />
    </>,
  )
  await screen.findByRole('dialog', { name: 'New broadcast' })
  return { bridge, onClose, onStarted }
}

export const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name })
export const press = (name: string) => fireEvent.click(button(name))
export const message = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' })
export const write = (text: string) => fireEvent.change(message(), { target: { value: text } })
export const checkbox = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })
export const field = (name: string) => screen.getByRole<HTMLSelectElement>('combobox', { name })
export const choose = (name: string, value: string) => fireEvent.change(field(name), { target: { value } })

/** What stands in a table's rows, cell by cell, without its head. */
export function cells(name: string): string[][] {
  const [, ...rows] = within(screen.getByRole('table', { name })).getAllByRole('row')
  return rows.map((row) => [...row.children].map(({ textContent }) => textContent ?? ''))
}

/** The people of the table, as their checkboxes name them; who is chosen carries a mark. */
export function contacts(): string[] {
  return within(screen.getByRole('table', { name: 'Contacts' }))
    .getAllByRole<HTMLInputElement>('checkbox')
    .slice(1)
    .map((box) => `${box.checked ? '+' : '-'} ${box.getAttribute('aria-label')}`)
}
