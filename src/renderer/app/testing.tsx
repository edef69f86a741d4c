import { Tooltip } from '@base-ui/react/tooltip'
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'
import { stubBrowser } from '../test-support/browser-stubs.ts'
import type { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import { Shell } from './shell.tsx'

/** Gives each test of a file a browser whose boxes are as high as a window, so that lists draw rows, and clears up. */
export function withBrowser() {
  beforeEach(() => {
    stubBrowser()
    vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  })
  afterEach(() => {
    cleanup()
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })
}

/** Draws the whole window, in English, on the services around a fake bridge. */
export function renderShell(bridge: FakeBridge) {
  return renderWith(
    bridge,
    <Tooltip.Provider>
      <Shell />
    </Tooltip.Provider>,
  )
}
