// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import type { AppNotice } from '#shared/model/app-info.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { appInfo, aSnapshot } from '../../test-support/samples.ts'
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
