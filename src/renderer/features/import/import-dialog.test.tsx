// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/errors.ts'
import type { ImportCandidate, ImportFolder, ImportOutcome, ImportProblem } from '#shared/model/import.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { accountId, anAccount, aSnapshot } from '../../test-support/samples.ts'
import { ImportDialog } from './import-dialog.tsx'

function aCandidate(name: string, problem: ImportProblem | null = null): ImportCandidate {
  return {
    key: `weilink:${name}/token.json`,
    source: 'weilink',
    name,
    bot: 'abc123',
    owner: null,
    contexts: { usable: 2, expired: 1 },
    isDefault: false,
    problem,
    file: `${name}/token.json`,
    brokenFiles: [],
  }
}

interface World {
  defaults?: ImportFolder[]
  candidates?: ImportCandidate[]
  outcomes?: ImportOutcome[]
}

async function dialog({ defaults = [], candidates = [], outcomes = [] }: World) {
  const snapshot = aSnapshot({ accounts: [anAccount(1, { alias: 'studio' })] })
  const bridge = new FakeBridge(snapshot, [], {
    'import.defaults': () => defaults,
    'import.preview': ({ folder }) => {
      if (folder === '/nowhere') throw new AppError('folder-unreadable')
      return candidates
    },
    'import.run': () => outcomes,
  })
  await renderWith(bridge, <ImportDialog onClose={vi.fn()} />)
  return bridge
}

const folder = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Folder' })
const name = (path: string) => fireEvent.change(folder(), { target: { value: path } })
const press = (button: string) => fireEvent.click(screen.getByRole('button', { name: button }))
const choice = (account: string) =>
  screen.getByRole<HTMLInputElement>('checkbox', { name: `Import ${account}` })

describe('ImportDialog', () => {
  afterEach(() => cleanup())

  it('offers the folders that were found, the first one filled in', async () => {
    const bridge = await dialog({
      defaults: [
        { source: 'weilink', folder: '/home/.weilink' },
        { source: 'openclaw', folder: '/home/.openclaw' },
      ],
    })
    await waitFor(() => expect(folder().value).toBe('/home/.weilink'))
    fireEvent.click(screen.getByRole('radio', { name: 'OpenClaw' }))
    expect(folder().value).toBe('/home/.openclaw')
    press('Preview')
    await screen.findByText(/There is nothing of WeiLink or OpenClaw in this folder/)
    expect(bridge.inputs('import.preview')).toEqual([{ folder: '/home/.openclaw' }])
  })

  it('imports what is chosen; what cannot be imported cannot be chosen', async () => {
    const bridge = await dialog({
      candidates: [aCandidate('studio'), aCandidate('shop'), aCandidate('cut', 'broken-file')],
      outcomes: [{ key: 'weilink:studio/token.json', result: 'imported', accountId: accountId(1) }],
    })
    name(' /some/folder ')
    press('Preview')
    await screen.findByRole('table', { name: 'Accounts found' })
    expect([choice('studio').checked, choice('shop').checked]).toEqual([true, true])
    expect([choice('cut').checked, choice('cut').disabled]).toEqual([false, true])
    expect(screen.getByText('Its file cut/token.json is damaged and cannot be read.')).toBeTruthy()
    fireEvent.click(choice('shop'))
    press('Import')
    await screen.findByText('Imported: 1 of 1.')
    expect(bridge.inputs('import.run')).toEqual([
      { folder: '/some/folder', keys: ['weilink:studio/token.json'] },
    ])
    expect(screen.getByText('Imported as “studio”.')).toBeTruthy()
  })

  it('says of every account what became of it', async () => {
    const candidates = [aCandidate('far', 'host-not-allowed'), aCandidate('gone'), aCandidate('held')]
    await dialog({
      candidates,
      outcomes: [
        { key: 'weilink:far/token.json', result: 'imported', accountId: accountId(1) },
        { key: 'weilink:gone/token.json', result: 'skipped', reason: 'gone' },
        { key: 'weilink:held/token.json', result: 'skipped', reason: 'already-here' },
      ],
    })
    name('/some/folder')
    press('Preview')
    await screen.findByRole('table')
    press('Import')
    await screen.findByText('Imported: 1 of 3.')
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('but stopped: its server'),
      expect.stringContaining('no longer in the folder'),
      expect.stringContaining('Already here'),
    ])
  })

  it('forgets the preview when another folder is named, and says what cannot be read', async () => {
    await dialog({ candidates: [aCandidate('studio')] })
    name('/some/folder')
    press('Preview')
    await screen.findByRole('table')
    name('/nowhere')
    expect(screen.queryByRole('table')).toBeNull()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Import' }).disabled).toBe(true)
    press('Preview')
    expect((await screen.findByRole('alert')).textContent).toContain('This folder cannot be read')
  })
})
