// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { BackupPreview } from '#shared/model/backup.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { anAccount, appInfo, aSnapshot, NOW } from '../../test-support/samples.ts'
import { BackupActions } from './backup-actions.tsx'
import { CreateBackup } from './create-backup.tsx'
import { RestoreBackup } from './restore-backup.tsx'

const PASSPHRASE = 'three unlikely words'
const FILE = { name: 'Linkboard 2026-03-04.linkboard-backup', bytes: 2_097_152 }
const PREVIEW: BackupPreview = {
  createdAt: NOW,
  messages: 12_345,
  accounts: [
    { number: 1, alias: 'Studio', isHere: true, hasSignIn: true },
    { number: 2, alias: null, isHere: false, hasSignIn: false },
  ],
}

const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const isDisabled = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled

afterEach(() => cleanup())

describe('making a backup', () => {
  async function open(create: () => Promise<typeof FILE | null>) {
    const onClose = vi.fn()
    const bridge = new FakeBridge(aSnapshot(), [], { 'backup.create': create })
    await renderWith(bridge, <CreateBackup onClose={onClose} />)
    return { bridge, onClose }
  }

  it('wants a passphrase of eight characters, twice the same, and says how strong it is', async () => {
    const { bridge } = await open(async () => FILE)
    type('Passphrase', 'short')
    type('Repeat passphrase', 'short')
    expect(screen.getByText('Too short: at least 8 characters.')).toBeTruthy()
    expect(isDisabled('Create backup')).toBe(true)
    type('Passphrase', PASSPHRASE)
    expect(screen.getByText('The passphrases do not match.')).toBeTruthy()
    expect(isDisabled('Create backup')).toBe(true)
    type('Repeat passphrase', PASSPHRASE)
    expect(screen.getByText('Strong.')).toBeTruthy()
    press('Create backup')
    expect((await screen.findByRole('status')).textContent).toBe(`Saved as ${FILE.name}, 2 MB.`)
    expect(bridge.inputs('backup.create')).toEqual([{ passphrase: PASSPHRASE }])
  })

  it('shows what is typed only when told to', async () => {
    await open(async () => FILE)
    const field = () => screen.getByLabelText<HTMLInputElement>('Passphrase').type
    expect(field()).toBe('password')
    fireEvent.click(screen.getByRole('checkbox', { name: 'Show passphrase' }))
    expect(field()).toBe('text')
  })

  it('shows how far it is, and closing ends it', async () => {
    const { bridge, onClose } = await open(() => new Promise(() => {}))
    type('Passphrase', PASSPHRASE)
    type('Repeat passphrase', PASSPHRASE)
    press('Create backup')
    act(() => bridge.emit({ kind: 'backup', task: { kind: 'create', percent: 42 } }))
    expect(screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Backup progress' }).value).toBe(42)
    press('Cancel')
    expect(bridge.inputs('backup.cancel')).toHaveLength(1)
    expect(onClose).toHaveBeenCalled()
  })

  it('stays as it is when no place was chosen, and says why when it failed', async () => {
    const answers = [null, FILE]
    await open(async () => {
      const answer = answers.shift() ?? null
      if (answer !== null) throw new AppError('backup-unwritable')
      return answer
    })
    type('Passphrase', PASSPHRASE)
    type('Repeat passphrase', PASSPHRASE)
    press('Create backup')
    await waitFor(() => expect(isDisabled('Create backup')).toBe(false))
    expect(screen.queryByRole('alert')).toBeNull()
    press('Create backup')
    expect((await screen.findByRole('alert')).textContent).toContain('Choose another place')
  })
})

describe('restoring a backup', () => {
  async function open(accounts = [anAccount(1, { alias: 'Studio' })]) {
    const passphrases = ['wrong', PASSPHRASE]
    const bridge = new FakeBridge(aSnapshot({ accounts }), [], {
      'backup.choose': () => FILE,
      'backup.open': ({ passphrase }) => {
        if (passphrase !== passphrases.at(-1)) throw new AppError('backup-passphrase')
        return PREVIEW
      },
      'backup.restore': () => true,
    })
    const view = await renderWith(bridge, <RestoreBackup onClose={vi.fn()} />)
    press('Choose file…')
    await screen.findByText(`${FILE.name}, 2 MB`)
    return { bridge, view }
  }

  async function unlock() {
    type('Passphrase', PASSPHRASE)
    press('Open')
    await screen.findByText('12,345')
  }

  it('says that a passphrase is wrong, and goes on with the right one', async () => {
    await open()
    type('Passphrase', 'wrong')
    press('Open')
    expect((await screen.findByRole('alert')).textContent).toContain('does not open this backup')
    await unlock()
    const accounts = screen.getAllByRole('listitem').map((item) => item.textContent)
    expect(accounts).toEqual(['Studioalready here', 'Account 2needs sign-in'])
    expect(screen.getByText(/^Stop Linkboard on the other computer first/)).toBeTruthy()
  })

  it('warns beside the button that replaces, not in the list that scrolls', async () => {
    await open()
    await unlock()
    const warning = screen.getByText(/^Stop Linkboard on the other computer first/)
    expect(warning.closest('[data-dialog-body]')).toBeNull()
    const after = warning.compareDocumentPosition(screen.getByRole('button', { name: 'Restore' }))
    expect(after).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  })

  it('asks before it replaces a profile in use', async () => {
    const { bridge } = await open()
    await unlock()
    press('Restore')
    expect(screen.getByRole('alertdialog', { name: 'Replace everything on this computer?' })).toBeTruthy()
    expect(bridge.inputs('backup.restore')).toHaveLength(0)
    press('Replace everything')
    expect((await screen.findByRole('status')).textContent).toContain('Restarting with the backup')
    expect(bridge.inputs('backup.restore')).toHaveLength(1)
  })

  it('does not ask where there is nothing to be replaced', async () => {
    const { bridge } = await open([])
    await unlock()
    press('Restore')
    await screen.findByRole('status')
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(bridge.inputs('backup.restore')).toHaveLength(1)
  })

  it('forgets the file and its key when it is closed', async () => {
    const { bridge, view } = await open()
    view.unmount()
    expect(bridge.inputs('backup.close')).toHaveLength(1)
  })
})

describe('in practice mode', () => {
  it('nothing can be backed up, and it says why', async () => {
    const bridge = new FakeBridge(aSnapshot({ app: { ...appInfo, practice: 'running' } }))
    await renderWith(bridge, <BackupActions />)
    expect(isDisabled('Create backup…')).toBe(true)
    expect(isDisabled('Restore backup…')).toBe(true)
    expect(screen.getByText(/^Practice mode keeps nothing/)).toBeTruthy()
  })
})
