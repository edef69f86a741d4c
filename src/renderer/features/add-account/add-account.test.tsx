// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SignIn, SignInStatus } from '#shared/model/sign-in.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { accountId, anAccount, aSignIn, aSnapshot, signInId } from '../../test-support/samples.ts'
import { AddAccount } from './add-account.tsx'

/** jsdom draws nothing; the picture itself is looked at in the end-to-end specs. */
function stubCanvas(): void {
  const pen = {
    clearRect: () => undefined,
    createImageData: (width: number, height: number) => ({ data: new Uint8ClampedArray(width * height * 4) }),
    putImageData: () => undefined,
  }
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => pen as never)
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) => done(new Blob()))
}

async function dialog(
  signIns: SignIn[] = [],
  again: ReturnType<typeof accountId> | null = null,
  answers: ConstructorParameters<typeof FakeBridge>[2] = {},
) {
  const onClose = vi.fn()
  const snapshot = aSnapshot({ signIns, accounts: [anAccount(1, { alias: 'Studio' }), anAccount(2)] })
  const bridge = new FakeBridge(snapshot, [], { 'signIn.start': () => ({ id: signInId(9) }), ...answers })
  const view = await renderWith(bridge, <AddAccount accountId={again} onClose={onClose} />)
  const tell = (signIn: SignIn) => act(() => bridge.emit({ kind: 'sign-in', signIn }))
  return { bridge, view, onClose, tell }
}

describe('AddAccount', () => {
  beforeEach(() => {
    Element.prototype.scrollIntoView = () => {}
    URL.createObjectURL = () => 'blob:code'
    URL.revokeObjectURL = () => {}
    stubCanvas()
  })
  afterEach(() => {
    cleanup()
    vi.restoreAllMocks()
  })

  it('starts a code when none runs, and shows those that run', async () => {
    const first = await dialog()
    expect(first.bridge.inputs('signIn.start')).toEqual([{ label: null, accountId: null }])
    cleanup()
    const second = await dialog([aSignIn(1), aSignIn(2, { label: 'Shop' })])
    expect(second.bridge.inputs('signIn.start')).toEqual([])
    expect(screen.getByRole('dialog', { name: 'Add account' })).toBeTruthy()
    expect(screen.getByRole('group', { name: 'Code 1' })).toBeTruthy()
    expect(screen.getByRole('group', { name: 'Code 2: Shop' })).toBeTruthy()
    expect(await screen.findAllByRole('img', { name: 'Sign-in QR code' })).toHaveLength(2)
  })

  it.each<[SignInStatus, string]>([
    ['waiting', 'Waiting for scan'],
    ['scanned', 'Scanned'],
    ['need-code', 'Enter the pairing code'],
    ['wrong-code', 'Wrong code'],
    ['blocked', 'Blocked'],
    ['expired', 'Expired'],
    ['moved', 'Moved'],
    ['already-connected', 'Already connected'],
    ['not-allowed', 'Not allowed'],
    ['unreachable', 'Cannot reach the server'],
    ['failed', 'Cannot reach the server'],
    ['signed-in', 'Signed in'],
  ])('says %s in words', async (status, words) => {
    await dialog([aSignIn(1, { status, accountId: accountId(2) })])
    expect(screen.getByRole('status').textContent?.startsWith(words)).toBe(true)
  })

  it('asks for the pairing code and hands it in with Enter', async () => {
    const { bridge } = await dialog([aSignIn(1, { status: 'need-code' })])
    const box = screen.getByRole('textbox', { name: 'Pairing code' })
    expect(document.activeElement).toBe(box)
    fireEvent.change(box, { target: { value: '12 34' } })
    fireEvent.submit(box)
    expect(bridge.inputs('signIn.submitCode')).toEqual([{ id: signInId(1), code: '1234' }])
  })

  it('offers a new code when an attempt ended', async () => {
    const { bridge, tell } = await dialog([aSignIn(1)])
    expect(screen.queryByRole('button', { name: 'New code' })).toBeNull()
    tell(aSignIn(1, { status: 'expired', ended: true, qrContent: null }))
    fireEvent.click(screen.getByRole('button', { name: 'New code' }))
    expect(bridge.inputs('signIn.newCode')).toEqual([{ id: signInId(1) }])
  })

  it('focuses the alias when signed in; Done names the account and closes, open codes go on', async () => {
    const { bridge, tell, onClose } = await dialog([aSignIn(1), aSignIn(2)])
    tell(aSignIn(1, { status: 'signed-in', accountId: accountId(2), ended: true, qrContent: null }))
    const alias = screen.getByRole('textbox', { name: 'Alias' })
    expect(document.activeElement).toBe(alias)
    fireEvent.change(alias, { target: { value: '老王' } })
    fireEvent.click(screen.getByRole('button', { name: 'Done' }))
    await waitFor(() => expect(onClose).toHaveBeenCalledWith(true))
    expect(bridge.inputs('accounts.setAlias')).toEqual([{ id: accountId(2), alias: '老王' }])
    expect(bridge.inputs('signIn.dismiss')).toEqual([{ id: signInId(1) }])
  })

  it('signs an account in again with one code and its name kept', async () => {
    const { bridge, tell } = await dialog([aSignIn(1)], accountId(1))
    expect(bridge.inputs('signIn.start')).toEqual([{ label: null, accountId: accountId(1) }])
    await act(async () => {})
    tell(aSignIn(9, { accountId: accountId(1), status: 'signed-in' }))
    expect(screen.getByRole('dialog', { name: 'Add account' })).toBeTruthy()
    expect(screen.getAllByRole('group')).toHaveLength(1)
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Alias' }).value).toBe('Studio')
    expect(screen.queryByRole('button', { name: 'Another code' })).toBeNull()
  })

  it('labels each code on its own card, and proposes that as the name', async () => {
    const { bridge, tell } = await dialog([aSignIn(1), aSignIn(2)])
    const [first, second] = screen.getAllByRole('textbox', { name: 'Label' })
    if (!first || !second) throw new Error('no fields')
    fireEvent.change(first, { target: { value: 'Mr Li' } })
    fireEvent.change(second, { target: { value: '老王' } })
    expect(bridge.inputs('signIn.setLabel')).toEqual([
      { id: signInId(1), label: 'Mr Li' },
      { id: signInId(2), label: '老王' },
    ])
    tell(aSignIn(2, { label: '老王' }))
    expect(screen.getByRole('group', { name: 'Code 2: 老王' })).toBeTruthy()
    tell(aSignIn(2, { label: '老王', status: 'signed-in', accountId: accountId(2), ended: true }))
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Alias' }).value).toBe('老王')
    expect(screen.getAllByRole('textbox', { name: 'Label' })).toEqual([first])
  })

  it('gives the focus to the name of an account, unless somebody is writing elsewhere', async () => {
    const { tell } = await dialog([aSignIn(1), aSignIn(2), aSignIn(3)])
    const [first] = screen.getAllByRole('textbox', { name: 'Label' })
    first?.focus()
    tell(aSignIn(2, { status: 'signed-in', accountId: accountId(2), ended: true }))
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Alias' }))
    if (first) fireEvent.change(first, { target: { value: 'M' } })
    first?.focus()
    tell(aSignIn(3, { status: 'signed-in', accountId: accountId(2), ended: true }))
    expect(document.activeElement).toBe(first)
  })

  it('asks for no label where an account signs in again', async () => {
    await dialog([], accountId(1))
    expect(screen.queryByRole('textbox', { name: 'Label' })).toBeNull()
  })

  it('Enter in a name keeps the dialog while other codes are open', async () => {
    const done = aSignIn(1, { status: 'signed-in', accountId: accountId(2), ended: true })
    const { bridge, onClose, tell } = await dialog([done, aSignIn(2)])
    const alias = screen.getByRole('textbox', { name: 'Alias' })
    fireEvent.change(alias, { target: { value: '老王' } })
    fireEvent.keyDown(alias, { key: 'Enter' })
    await screen.findByText('Saved. The other codes stay open.')
    expect(bridge.inputs('accounts.setAlias')).toEqual([{ id: accountId(2), alias: '老王' }])
    expect(onClose).not.toHaveBeenCalled()
    tell(aSignIn(2, { status: 'blocked', ended: true, qrContent: null }))
    fireEvent.keyDown(alias, { key: 'Enter' })
    await waitFor(() => expect(onClose).toHaveBeenCalledWith(true))
  })

  it('takes nothing into a name any more that is typed on after Enter', async () => {
    const done = aSignIn(1, { status: 'signed-in', accountId: accountId(2), ended: true })
    const named = Promise.withResolvers<void>()
    const { bridge, onClose } = await dialog([done], null, { 'accounts.setAlias': () => named.promise })
    const alias = screen.getByRole<HTMLInputElement>('textbox', { name: 'Alias' })
    fireEvent.change(alias, { target: { value: '老王' } })
    fireEvent.keyDown(alias, { key: 'Enter' })
    expect(alias.readOnly).toBe(true)
    fireEvent.keyDown(alias, { key: 'Enter' })
    await act(async () => named.resolve())
    await waitFor(() => expect(onClose).toHaveBeenCalledWith(true))
    expect(bridge.inputs('accounts.setAlias')).toEqual([{ id: accountId(2), alias: '老王' }])
  })

  it('does not take the focus away from what the operator is writing', async () => {
    const { tell } = await dialog([aSignIn(1, { status: 'need-code' }), aSignIn(2)])
    const code = screen.getByRole('textbox', { name: 'Pairing code' })
    expect(document.activeElement).toBe(code)
    tell(aSignIn(2, { status: 'signed-in', accountId: accountId(2), ended: true }))
    expect(document.activeElement).toBe(code)
  })

  it('speaks of the phone once a code has expired, also beside the next one', async () => {
    const { tell } = await dialog([aSignIn(1)])
    expect(screen.queryByText(/8\.0\.70/)).toBeNull()
    tell(aSignIn(1, { status: 'expired' }))
    expect(screen.getByRole('status').textContent).toBe('Expired. A new code takes its place.')
    tell(aSignIn(1))
    expect(screen.getByText(/8\.0\.70/)).toBeTruthy()
  })

  it('takes an account that is connected already as success', async () => {
    await dialog([aSignIn(1, { status: 'already-connected', accountId: accountId(1), ended: true })])
    expect(screen.getByText('It is already here as “Studio”.')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Done' })).toBeTruthy()
    expect(screen.queryByRole('textbox', { name: 'Alias' })).toBeNull()
  })
})
