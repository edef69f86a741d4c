// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { AppInfo } from '#shared/model/app-info.ts'
import type { AutoBackupState } from '#shared/model/backup.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { appInfo, aSnapshot, NOW } from '../../test-support/samples.ts'
import { AutoBackups } from './auto-backups.tsx'

afterEach(cleanup)

const PASSPHRASE = 'three unlikely words'
const SET: AutoBackupState = {
  plan: { folder: '/media/stick', everyDays: 1, keep: 5 },
  hasPassphrase: true,
  last: { at: NOW, name: 'one', bytes: 2_097_152 },
  failure: null,
  nextAt: NOW + 86_400_000,
}

async function draw(state: Partial<AutoBackupState> | null, app: Partial<AppInfo> = {}) {
  const snapshot = aSnapshot({
    app: { ...appInfo, ...app },
    ...(state === null ? {} : { autoBackup: { ...SET, ...state } }),
  })
  const refusals: AppError[] = []
  const bridge = new FakeBridge(snapshot, [], {
    'backup.automate'() {
      const refusal = refusals.shift()
      if (refusal !== undefined) throw refusal
    },
    'backup.chooseFolder': () => '/media/stick/here',
    'backup.stopAutomatic': () => undefined,
    'backup.makeNow': () => undefined,
    'backup.cancel': () => undefined,
  })
  await renderWith(bridge, <AutoBackups />)
  return { bridge, refusals }
}

const toggle = () => screen.getByRole('switch', { name: 'Back up automatically' })
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))
const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
const isDisabled = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled

describe('automatic backups', () => {
  it('want a folder and a passphrase twice before they are on, and say what cannot be', async () => {
    const { bridge, refusals } = await draw(null)
    expect(toggle()).toHaveProperty('checked', false)
    fireEvent.click(toggle())
    const dialog = within(screen.getByRole('dialog', { name: 'Automatic backups' }))
    expect(
      dialog.getByText(/^You need this passphrase to restore, and Linkboard cannot recover it/),
    ).toBeTruthy()
    type('Folder', ' /media/stick ')
    type('Passphrase', PASSPHRASE)
    expect(isDisabled('Turn on')).toBe(true)
    type('Repeat passphrase', PASSPHRASE)
    refusals.push(new AppError('backup-folder-gone'))
    await press('Turn on')
    expect(dialog.getByRole('alert').textContent).toContain('The folder for backups is not there')
    await press('Choose folder…')
    expect(screen.getByLabelText('Folder')).toHaveProperty('value', '/media/stick/here')
    fireEvent.change(screen.getByLabelText('How often'), { target: { value: '7' } })
    fireEvent.change(screen.getByLabelText('How many stay'), { target: { value: '3' } })
    await press('Turn on')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(bridge.inputs('backup.automate').at(-1)).toEqual({
      ...{ folder: '/media/stick/here', everyDays: 7, keep: 3, passphrase: PASSPHRASE },
    })
  })

  it('say how the newest went and when the next comes; a change keeps the passphrase unless told', async () => {
    const { bridge } = await draw({})
    expect(screen.getByText('Every day, the newest 5 stay')).toBeTruthy()
    expect(screen.getByText(/2 MB, read back and complete$/)).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
    await press('Change…')
    expect(screen.queryByLabelText('Passphrase')).toBeNull()
    await press('Save')
    expect(bridge.inputs('backup.automate')).toEqual([
      { folder: '/media/stick', everyDays: 1, keep: 5, passphrase: null },
    ])
    await press('Change…')
    fireEvent.click(screen.getByRole('checkbox', { name: /^Use a new passphrase/ }))
    expect(isDisabled('Save')).toBe(true)
  })

  it('can be made now, seen, and ended', async () => {
    const { bridge } = await draw({})
    await press('Back up now')
    expect(bridge.inputs('backup.makeNow')).toHaveLength(1)
    await act(async () => bridge.emit({ kind: 'backup', task: { kind: 'automatic', percent: 30 } }))
    expect(screen.getByRole('progressbar', { name: 'Backup progress' })).toHaveProperty('value', 30)
    expect(isDisabled('Back up now')).toBe(true)
    await press('Cancel')
    expect(bridge.inputs('backup.cancel')).toHaveLength(1)
  })

  it('say since when they fail, why, and that they go on trying', async () => {
    await draw({ failure: { code: 'backup-folder-gone', since: NOW }, nextAt: null })
    expect(screen.getByRole('alert').textContent).toContain('Connect its drive')
    expect(screen.getByText(/^No backup could be made since .*tries again every hour\.$/)).toBeTruthy()
    expect(screen.getByText('Within the hour')).toBeTruthy()
  })

  it('ask before they are off', async () => {
    const { bridge } = await draw({})
    const off = toggle()
    fireEvent.click(off)
    expect(off).toHaveProperty('checked', true)
    const question = within(screen.getByRole('alertdialog', { name: 'Turn off automatic backups?' }))
    await act(async () => void fireEvent.click(question.getByRole('button', { name: 'Turn off' })))
    expect(bridge.inputs('backup.stopAutomatic')).toHaveLength(1)
  })

  it('say what a session that keeps no secrets means for them', async () => {
    await draw({}, { protection: 'session-only' })
    expect(screen.getByText(/After every start, automatic backups wait/)).toBeTruthy()
    cleanup()
    await draw({ hasPassphrase: false }, { protection: 'session-only' })
    expect(screen.getByRole('alert').textContent).toContain('Enter it again')
    await press('Change…')
    expect(screen.getByLabelText('Passphrase')).toBeTruthy()
  })

  it('are none in practice mode, and it says so', async () => {
    await draw(null, { practice: 'running' })
    expect(screen.queryByRole('switch')).toBeNull()
    expect(screen.getByText(/^Practice mode keeps nothing/)).toBeTruthy()
  })
})
