// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AccountReason, AccountSummary } from '#shared/model/account.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { accountId, anAccount, aSnapshot, NOW } from '../../test-support/samples.ts'
import { Accounts } from './accounts.tsx'

async function accounts(list: AccountSummary[]) {
  const bridge = new FakeBridge(aSnapshot({ accounts: list }))
  const onSignInAgain = vi.fn()
  await renderWith(
    bridge,
    <Accounts onAddAccount={vi.fn()} onImport={vi.fn()} onOpen={vi.fn()} onSignInAgain={onSignInAgain} />,
  )
  return { bridge, onSignInAgain }
}

/** Names from top to bottom. */
function order(): (string | null)[] {
  return screen
    .getAllByRole('button', { name: /^Actions for / })
    .map((button) => (button.getAttribute('aria-label') ?? '').replace('Actions for ', ''))
}

const altKey = (name: string, key: string) =>
  fireEvent.keyDown(screen.getByRole('button', { name: `Move ${name}` }), { key, altKey: true })

describe('Accounts', () => {
  afterEach(() => cleanup())

  it('says when somebody last wrote to an account as soon as it is told, and sorts by it', async () => {
    const { bridge } = await accounts([
      anAccount(1, { alias: 'Early', lastInboundAt: NOW - 60_000 }),
      anAccount(2, { alias: 'Late', lastInboundAt: null }),
    ])
    fireEvent.click(screen.getByRole('button', { name: 'Last message' }))
    fireEvent.click(screen.getByRole('button', { name: 'Last message' }))
    expect(order()).toEqual(['Early', 'Late'])
    act(() => bridge.emit({ kind: 'account-written-to', id: accountId(2), lastInboundAt: NOW }))
    expect(order()).toEqual(['Late', 'Early'])
  })

  it.each<[AccountReason, RegExp]>([
    ['network', /Check the network/],
    ['certificate', /install its certificate/],
    ['slow-answer', /nothing needs to be done/],
    ['server-error', /keeps trying/],
    ['server-busy', /tries again automatically/],
    ['answered-by-another', /Open a browser/],
    ['garbage', /keeps trying/],
    ['too-large', /ever less often/],
    ['host-not-allowed', /Sign in again/],
    ['stale-token', /has to scan/],
    ['token-missing', /has to scan/],
    ['vault-unavailable', /Unlock/],
    ['taken-elsewhere', /Close that program/],
    ['storage', /Free disk space, then reconnect/],
  ])('says what to do about %s', async (reason, words) => {
    await accounts([anAccount(1, { state: 'offline', reason })])
    expect(screen.getByRole('table', { name: 'Accounts' }).textContent).toMatch(words)
  })

  it('offers to sign in again beside the states that want it', async () => {
    const { onSignInAgain } = await accounts([anAccount(1), anAccount(2, { state: 'needs-sign-in' })])
    const buttons = screen.getAllByRole('button', { name: /^Sign in again/ })
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual(['Sign in again: Account 2'])
    buttons[0]?.click()
    expect(onSignInAgain).toHaveBeenCalledWith(accountId(2))
  })

  it('puts several accounts into a group at once, and takes others out', async () => {
    const { bridge } = await accounts([
      anAccount(1),
      anAccount(2, { group: 'Shops' }),
      anAccount(3, { group: 'Shops' }),
      anAccount(4),
    ])
    fireEvent.click(screen.getByRole('button', { name: 'Actions for Account 1' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Group…' }))
    const field = await screen.findByRole('combobox', { name: 'Group' })
    expect(screen.queryByRole('group', { name: 'Other accounts of this group' })).toBeNull()
    fireEvent.change(field, { target: { value: 'Shops' } })
    const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })
    expect([2, 3, 4].map((n) => box(`Account ${n}`).checked)).toEqual([true, true, false])
    fireEvent.click(box('Account 3'))
    fireEvent.click(box('Account 4'))
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save' })))
    expect(bridge.inputs('accounts.setGroup')).toEqual([
      { ids: [accountId(1), accountId(4)], group: 'Shops' },
      { ids: [accountId(3)], group: '' },
    ])
  })

  it('keeps who was put in while the name of the group is corrected, and nobody else', async () => {
    const { bridge } = await accounts([
      anAccount(1),
      anAccount(2),
      anAccount(3, { group: 'Shop' }),
      anAccount(4, { group: 'Shops' }),
    ])
    fireEvent.click(screen.getByRole('button', { name: 'Actions for Account 1' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Group…' }))
    const field = await screen.findByRole('combobox', { name: 'Group' })
    const call = (value: string) => fireEvent.change(field, { target: { value } })
    const box = (name: string) => screen.getByRole<HTMLInputElement>('checkbox', { name })
    const ticked = () => [2, 3, 4].filter((n) => box(`Account ${n}`).checked)
    call('Shop')
    fireEvent.click(box('Account 2'))
    fireEvent.click(box('Account 3'))
    expect(ticked()).toEqual([2])
    call('Shop ')
    expect(ticked()).toEqual([2])
    call('Shops')
    expect(ticked()).toEqual([2, 4])
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save' })))
    expect(bridge.inputs('accounts.setGroup')).toEqual([
      { ids: [accountId(1), accountId(2)], group: 'Shops' },
    ])
  })

  it('moves nobody else once the name was cleared, however many had been put in', async () => {
    const { bridge } = await accounts([anAccount(1, { group: 'Shops' }), anAccount(2, { group: 'Studios' })])
    fireEvent.click(screen.getByRole('button', { name: 'Actions for Account 1' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Group…' }))
    fireEvent.click(screen.getByRole('checkbox', { name: 'Account 2' }))
    fireEvent.change(screen.getByRole('combobox', { name: 'Group' }), { target: { value: '' } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save' })))
    expect(bridge.inputs('accounts.setGroup')).toEqual([{ ids: [accountId(1)], group: '' }])
  })

  it('puts an account into a group, one that is there or a new one', async () => {
    const { bridge } = await accounts([anAccount(1), anAccount(2, { group: 'Shops' })])
    expect(screen.getByRole('row', { name: /Account 2/u }).textContent).toContain('Shops')
    fireEvent.click(screen.getByRole('button', { name: 'Actions for Account 1' }))
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Group…' }))
    const field = await screen.findByRole('combobox', { name: 'Group' })
    expect(document.querySelector('datalist option')?.getAttribute('value')).toBe('Shops')
    fireEvent.change(field, { target: { value: 'Studios' } })
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Save' })))
    expect(bridge.asked).toContainEqual({
      name: 'accounts.setGroup',
      input: { ids: [accountId(1)], group: 'Studios' },
    })
  })

  it('moves a row by keyboard at once, says where it is, and tells main', async () => {
    const { bridge } = await accounts([anAccount(1), anAccount(2), anAccount(3), anAccount(4)])
    altKey('Account 4', 'ArrowUp')
    expect(order()).toEqual(['Account 1', 'Account 2', 'Account 4', 'Account 3'])
    expect(screen.getByRole('status').textContent).toBe('Account 4 is now at place 3 of 4.')
    altKey('Account 4', 'ArrowUp')
    altKey('Account 4', 'ArrowUp')
    expect(order()).toEqual(['Account 1', 'Account 4', 'Account 2', 'Account 3'])
    await waitFor(() =>
      expect(bridge.inputs('accounts.move')).toEqual([
        { id: accountId(4), index: 2 },
        { id: accountId(4), index: 1 },
      ]),
    )
  })

  it('keeps the default ahead, in what is stored too', async () => {
    const { bridge } = await accounts([
      anAccount(1, { isDefault: false }),
      anAccount(2, { isDefault: false }),
      anAccount(3, { isDefault: true }),
    ])
    expect(order()).toEqual(['Account 3', 'Account 1', 'Account 2'])
    expect(screen.queryByRole('button', { name: 'Move Account 3' })).toBeNull()
    altKey('Account 2', 'ArrowUp')
    await waitFor(() =>
      expect(bridge.inputs('accounts.move')).toEqual([
        { id: accountId(3), index: 0 },
        { id: accountId(2), index: 1 },
      ]),
    )
  })

  it('takes over the order that main tells', async () => {
    const { bridge } = await accounts([anAccount(1), anAccount(2), anAccount(3)])
    altKey('Account 3', 'ArrowUp')
    act(() => bridge.emit({ kind: 'account', account: anAccount(2, { position: 9 }) }))
    expect(order()).toEqual(['Account 1', 'Account 3', 'Account 2'])
  })

  it('cannot be moved while it is sorted by a column', async () => {
    await accounts([anAccount(1, { alias: 'B' }), anAccount(2, { alias: 'C' }), anAccount(3, { alias: 'A' })])
    const head = screen.getByRole('columnheader', { name: 'Account' })
    fireEvent.click(within(head).getByRole('button'))
    expect(order()).toEqual(['A', 'B', 'C'])
    expect(screen.queryByRole('button', { name: /^Move / })).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Own order' }))
    expect(order()).toEqual(['B', 'C', 'A'])
  })
})
