import { Tooltip } from '@base-ui/react/tooltip'
import type { FakeBridge } from '../test-support/fake-bridge.ts'
import { renderWith } from '../test-support/render-app.tsx'
import { Shell } from './shell.tsx'

/** Draws the whole window, in English, on the services around a fake bridge. */
export function renderShell(bridge: FakeBridge) {
  return renderWith(
    bridge,
    <Tooltip.Provider>
      <Shell />
    </Tooltip.Provider>,
  )
}
