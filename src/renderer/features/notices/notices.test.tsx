// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { AppNotice } from '#shared/model/app-info.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { appInfo, aSnapshot, NOW } from '../../test-support/samples.ts'
import { Notices } from './notices.tsx'

afterEach(cleanup)

const withNotices = (...notices: AppNotice[]) => ({ ...appInfo, notices })
const words = () => screen.queryByRole('status')?.textContent

describe('P19: a clock that is off', () => {
  it.each([
    [3_601_400, 'This computer’s clock is 1 h ahead of the server’s.'],
    [-72 * 3_600_000, 'This computer’s clock is 72 h behind the server’s.'],
    [400_000, 'This computer’s clock is 7 m ahead of the server’s.'],
  ])('is said with how much and which way: %i', async (aheadMs, text) => {
    await renderWith(
      new FakeBridge(aSnapshot({ app: withNotices({ kind: 'clock-off', aheadMs }) })),
      <Notices />,
    )
    expect(words()).toContain(text)
  })

  it('is not said any more once it is right', async () => {
    const bridge = new FakeBridge(aSnapshot({ app: withNotices({ kind: 'clock-off', aheadMs: 3_600_000 }) }))
    await renderWith(bridge, <Notices />)
    act(() => bridge.emit({ kind: 'app', app: withNotices() }))
    expect(words()).toBeUndefined()
  })
})

describe('backups', () => {
  const draw = async (notice: AppNotice) => {
    const bridge = new FakeBridge(aSnapshot({ app: withNotices(notice) }), [], {
      'backup.remindLater': () => undefined,
    })
    return { bridge, ...(await renderWith(bridge, <Notices />)) }
  }
  const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))

  it('that are missing are said, with the way to them, and later if the operator likes', async () => {
    const { bridge, services } = await draw({ kind: 'backup-missing' })
    expect(words()).toContain('There is no recent backup.')
    await press('Backup settings')
    expect(services.ui.getState()).toMatchObject({ screen: 'settings', settingsSection: 'backup' })
    await press('Later')
    expect(bridge.inputs('backup.remindLater')).toHaveLength(1)
  })

  it('that fail are said with what to do, and after days with since when', async () => {
    const notice = { kind: 'backup-failing', code: 'backup-folder-gone', since: NOW } as const
    await draw({ ...notice, isLong: false })
    expect(words()).toMatch(/^No automatic backup could be made\. .*Connect its drive/)
    cleanup()
    await draw({ ...notice, isLong: true })
    expect(words()).toMatch(/^No automatic backup could be made since .*Connect its drive/)
  })

  it('P23: that still hold what was deleted are named', async () => {
    await draw({ kind: 'left-in-backups', folder: '/media/stick' })
    expect(words()).toContain('/media/stick')
    await press('Dismiss')
    expect(words()).toBeUndefined()
  })
})
