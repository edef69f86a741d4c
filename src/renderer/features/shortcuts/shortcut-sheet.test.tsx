// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { Settings } from '#shared/model/settings.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aSnapshot } from '../../test-support/samples.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'

afterEach(cleanup)

it.each([
  ['enter', 'Enter', 'ShiftEnter'],
  ['mod-enter', 'CtrlEnter', 'EnterShiftEnter'],
] as const)(
  'names the keys that send and break the line as they are set: %s',
  async (sendKey, send, lineBreak) => {
    const snapshot = aSnapshot()
    const settings: Settings = { ...snapshot.settings, sendKey }
    const bridge = new FakeBridge({ ...snapshot, settings })
    await renderWith(bridge, <ShortcutSheet platform="linux" onClose={() => {}} />)
    const keysOf = (what: string) => screen.getByText(what).nextElementSibling?.textContent
    expect(keysOf('Send')).toBe(send)
    expect(keysOf('New line')).toBe(lineBreak)
  },
)
