// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { Snapshot } from '#shared/model/changes.ts'
import type { ProgramCall } from '#shared/model/program.ts'
import { FakeBridge } from '../../../test-support/fake-bridge.ts'
import { renderWith } from '../../../test-support/render-app.tsx'
import { accountId, anAccount, aProgram, aSnapshot, NOW, programId } from '../../../test-support/samples.ts'
import { SettingsScreen } from '../settings.tsx'

const copied = vi.fn(async (_text: string) => {})

beforeEach(() => {
  copied.mockClear()
  vi.stubGlobal('navigator', { clipboard: { writeText: copied }, language: 'en', platform: 'Linux' })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const URL = 'http://127.0.0.1:49152/mcp'
const TOKEN = 'a-token-that-is-shown-once'

async function draw(
  over: Partial<Snapshot> = {},
  handlers: ConstructorParameters<typeof FakeBridge>[2] = {},
) {
  const base = aSnapshot(over)
  const bridge = new FakeBridge(base, [], {
    'media.storage': () => ({ totalBytes: 0, totalFiles: 0, accounts: [] }),
    'diagnostics.quarantine': () => [],
    'programs.allow': () => ({ id: programId(1), token: TOKEN }),
    ...handlers,
  })
  await act(
    async () =>
      void (await renderWith(bridge, <SettingsScreen backup={{ byHand: null, automatic: null }} />)),
  )
  return bridge
}

/** As it is once it is switched on. */
function open(over: Partial<Snapshot> = {}): Partial<Snapshot> {
  const { settings } = aSnapshot()
  const machine = { ...settings.machine, programs: { isOn: true, port: 49_152 } }
  const programDoor = { url: URL, trouble: null, restsUntil: null }
  return { settings: { ...settings, machine }, programDoor, ...over }
}

const section = () => within(screen.getByRole('region', { name: 'Programs' }))
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))
const dialog = (name: string) => within(screen.getByRole('dialog', { name }))

describe('the way in for programs', () => {
  it('is switched on and off, and keeps the port that main has found meanwhile', async () => {
    const bridge = await draw()
    const machine = bridge.snapshot.settings.machine
    await act(
      async () => void fireEvent.click(section().getByRole('switch', { name: 'Let other programs connect' })),
    )
    expect(bridge.inputs('settings.update')).toEqual([
      { machine: { ...machine, programs: { isOn: true, port: null } } },
    ])
    const settings = (isOn: boolean, port: number) => ({
      ...bridge.snapshot.settings,
      machine: { ...machine, programs: { isOn, port } },
    })
    // both changes came as one
    await act(async () => bridge.emit({ kind: 'settings', settings: settings(true, 49_152) }))
    await act(
      async () => void fireEvent.click(screen.getByRole('switch', { name: /^Keep running in the tray/ })),
    )
    expect(bridge.inputs('settings.update').at(-1)).toMatchObject({
      machine: { programs: { isOn: true, port: 49_152 } },
    })
    await act(
      async () => void fireEvent.click(section().getByRole('switch', { name: 'Let other programs connect' })),
    )
    expect(bridge.inputs('settings.update').at(-1)).toMatchObject({
      machine: { programs: { isOn: false, port: 49_152 } },
    })
  })

  it('shows its address to be copied, and says when it could not be', async () => {
    await draw(open())
    expect(section().getByText(URL)).toBeTruthy()
    await press('Copy address')
    expect(copied).toHaveBeenCalledExactlyOnceWith(URL)
    expect(section().getByText('Copied.')).toBeTruthy()
    copied.mockRejectedValueOnce(new Error('no'))
    await press('Copy address')
    expect(section().getByText(/could not be copied/)).toBeTruthy()
  })

  it('says that its port is taken, and takes another one', async () => {
    const bridge = await draw(open({ programDoor: { url: null, trouble: 'port-taken', restsUntil: null } }))
    expect(section().getByRole('alert').textContent).toContain('uses port 49152')
    await press('Use another port')
    expect(bridge.inputs('settings.update')).toMatchObject([
      { machine: { programs: { isOn: true, port: null } } },
    ])
  })

  it('says until when nobody is let in after wrong tokens', async () => {
    await draw(
      open({ programDoor: { url: URL, trouble: null, restsUntil: new Date(2026, 2, 4, 15, 7).getTime() } }),
    )
    expect(section().getByRole('alert').textContent).toContain('until 15:07')
  })
})

describe('programs that were let in', () => {
  const accounts = [anAccount(1, { alias: 'Shop' }), anAccount(2, { alias: 'Studio' }), anAccount(3)]

  it('are listed with what they may do and what they did', async () => {
    await draw({
      accounts,
      programs: [
        aProgram(1, { name: 'Helper', scope: 'send', lastCallAt: NOW, callsToday: 1_204 }),
        aProgram(2, {
          name: 'Reader',
          scope: 'read',
          accounts: [accountId(1), accountId(2)],
          lastCallAt: null,
        }),
        aProgram(3, { accounts: [accountId(1), accountId(2), accountId(3)] }),
      ],
    })
    const rows = within(screen.getByRole('table', { name: 'Programs' }))
      .getAllByRole('row')
      .slice(1)
    const cells = rows.map((row) => [...row.children].slice(0, 6).map(({ textContent }) => textContent))
    expect(cells[0]).toEqual(['Helper', 'Send', 'All', expect.any(String), expect.any(String), '1,204'])
    expect(cells[1]).toEqual(['Reader', 'Read', 'Shop, Studio', expect.any(String), 'Never', '0'])
    expect(cells[2]?.[2]).toBe('3 accounts')
  })

  it('are revoked once that was confirmed', async () => {
    const bridge = await draw({ programs: [aProgram(1, { name: 'Helper' })] })
    await press('Revoke')
    const asked = within(screen.getByRole('alertdialog', { name: 'Revoke Helper?' }))
    fireEvent.click(asked.getByRole('button', { name: 'Cancel' }))
    await press('Revoke')
    expect(bridge.inputs('programs.revoke')).toEqual([])
    const again = within(screen.getByRole('alertdialog', { name: 'Revoke Helper?' }))
    await act(async () => void fireEvent.click(again.getByRole('button', { name: 'Revoke' })))
    expect(bridge.inputs('programs.revoke')).toEqual([{ id: programId(1) }])
  })

  it('take files from folders that are typed, and from no other any more', async () => {
    let isThere = false
    const helper = aProgram(1, { name: 'Helper', folders: ['/srv/offers'] })
    const bridge = await draw(
      { programs: [helper] },
      {
        'programs.addFolder'() {
          if (!isThere) throw new AppError('folder-unreadable')
        },
      },
    )
    await press('Folders…')
    const folders = () => dialog('Folders of Helper')
    const path = () => folders().getByRole('textbox', { name: 'Folder' })
    fireEvent.change(path(), { target: { value: '/srv/price lists' } })
    await act(async () => void fireEvent.click(folders().getByRole('button', { name: 'Add' })))
    expect(folders().getByRole('alert').textContent).toContain('cannot be read')
    expect(path()).toHaveProperty('value', '/srv/price lists')
    isThere = true
    await act(async () => void fireEvent.click(folders().getByRole('button', { name: 'Add' })))
    expect(bridge.inputs('programs.addFolder').at(-1)).toEqual({
      id: programId(1),
      folder: '/srv/price lists',
    })
    expect(path()).toHaveProperty('value', '')
    const more = { ...helper, folders: ['/srv/offers', '/srv/price lists'] }
    await act(async () => bridge.emit({ kind: 'program', program: more }))
    expect(folders().getAllByRole('listitem')).toHaveLength(2)
    await act(async () => void fireEvent.click(folders().getByRole('button', { name: 'Remove /srv/offers' })))
    expect(bridge.inputs('programs.removeFolder')).toEqual([{ id: programId(1), folder: '/srv/offers' }])
    expect(document.activeElement).toBe(path())
  })
})

describe('allowing a program', () => {
  it('asks what it may do, each explained, and about which accounts', async () => {
    const accounts = [anAccount(1, { alias: 'Shop' }), anAccount(2, { alias: 'Studio' })]
    const bridge = await draw({ accounts })
    await press('Allow a program…')
    const asked = dialog('Allow a program')
    expect(asked.getByRole('radio', { name: 'Draft' })).toHaveProperty('checked', true)
    for (const [name, description] of [
      ['Read', /Changes nothing/],
      ['Send', /one conversation at a time/],
      ['Manage', /tags, notes/],
    ] as const)
      expect(asked.getByRole('radio', { name, description })).toBeTruthy()
    const allow = asked.getByRole('button', { name: 'Allow' })
    expect(allow).toHaveProperty('disabled', true)
    fireEvent.change(asked.getByRole('textbox', { name: 'Name' }), { target: { value: ' Helper ' } })
    fireEvent.click(asked.getByRole('radio', { name: 'Read' }))
    fireEvent.click(asked.getByRole('radio', { name: 'Only these' }))
    expect(allow).toHaveProperty('disabled', true)
    fireEvent.click(asked.getByRole('checkbox', { name: 'Studio' }))
    await act(async () => void fireEvent.click(allow))
    expect(bridge.inputs('programs.allow')).toEqual([
      { name: 'Helper', scope: 'read', accounts: [accountId(2)] },
    ])
  })

  it('shows the token this once, to be copied with how five programs are set up', async () => {
    await draw(open())
    await press('Allow a program…')
    fireEvent.change(dialog('Allow a program').getByRole('textbox', { name: 'Name' }), {
      target: { value: 'Helper' },
    })
    await press('Allow')
    const shown = dialog('Allow a program')
    const token = shown.getByRole('textbox', { name: 'Token' })
    expect(token).toMatchObject({ value: TOKEN, readOnly: true })
    await press('Copy token')
    expect(copied).toHaveBeenLastCalledWith(TOKEN)
    const texts: string[] = []
    for (const name of ['Claude Code', 'Codex', 'Cursor', 'VS Code', 'Cherry Studio']) {
      fireEvent.click(shown.getByRole('radio', { name }))
      await press('Copy set-up')
      texts.push(copied.mock.lastCall?.[0] ?? '')
    }
    expect(new Set(texts).size).toBe(5)
    for (const text of texts) {
      expect(text).toContain(URL)
      expect(text).toContain(`Bearer ${TOKEN}`)
    }
    await press('Done')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(document.body.innerHTML).not.toContain(TOKEN)
  })

  it('has programs connect first where they cannot yet', async () => {
    const bridge = await draw()
    await press('Allow a program…')
    fireEvent.change(dialog('Allow a program').getByRole('textbox', { name: 'Name' }), {
      target: { value: 'Helper' },
    })
    await press('Allow')
    expect(screen.queryByRole('button', { name: 'Copy set-up' })).toBeNull()
    await press('Let programs connect now')
    expect(bridge.inputs('settings.update')).toMatchObject([{ machine: { programs: { isOn: true } } }])
    const { settings, programDoor } = aSnapshot(open())
    await act(async () =>
      bridge.emit({ kind: 'settings', settings }, { kind: 'program-door', door: programDoor }),
    )
    expect(screen.getByRole('button', { name: 'Copy set-up' })).toBeTruthy()
  })

  it('says why it could not be, and keeps what was typed', async () => {
    await draw(
      {},
      {
        'programs.allow': () => {
          throw new AppError('programs-full')
        },
      },
    )
    await press('Allow a program…')
    const name = dialog('Allow a program').getByRole('textbox', { name: 'Name' })
    fireEvent.change(name, { target: { value: 'Helper' } })
    await press('Allow')
    expect(dialog('Allow a program').getByRole('alert').textContent).toContain(
      'as many programs as there can be',
    )
    expect(name).toHaveProperty('value', 'Helper')
  })
})

it('tells what programs called, page by page, and how that ended', async () => {
  const call = (id: number, over: Partial<ProgramCall> = {}): ProgramCall => ({
    ...{ id, at: NOW, programName: 'Helper', tool: 'recv', accountId: null, outcome: 'answered', code: null },
    durationMs: 12,
    ...over,
  })
  const all = [
    call(4, {
      tool: 'send',
      accountId: accountId(1),
      outcome: 'failed',
      code: 'window_closed',
      durationMs: 4_930,
    }),
    call(3, { outcome: 'refused', code: 'of_another_version' }),
    call(2),
  ]
  const bridge = await draw(
    { accounts: [anAccount(1, { alias: 'Shop' })] },
    {
      'programs.calls': ({ before }) =>
        before === 2 ? { calls: [call(1)], hasMore: false } : { calls: all, hasMore: true },
    },
  )
  const rows = () =>
    within(screen.getByRole('table', { name: 'Calls of programs' }))
      .getAllByRole('row')
      .slice(1)
  const cells = rows().map((row) => [...row.children].slice(1).map(({ textContent }) => textContent))
  expect(cells).toEqual([
    ['Helper', 'send', 'Shop', 'Failed: the reply window was closed', '4.9 s'],
    ['Helper', 'recv', '', 'Refused: of_another_version', '12 ms'],
    ['Helper', 'recv', '', 'Answered', '12 ms'],
  ])
  await press('Show older ones')
  expect(rows()).toHaveLength(4)
  expect(screen.queryByRole('button', { name: 'Show older ones' })).toBeNull()
  expect(bridge.inputs('programs.calls').at(-1)).toMatchObject({ before: 2 })
})
