// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import type { AppInfo } from '#shared/model/app-info.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { appInfo, aSnapshot } from '../../test-support/samples.ts'
import { QuitQuestion } from './quit-question.tsx'

afterEach(cleanup)

async function ask(quitAsked: AppInfo['quitAsked']): Promise<HTMLElement> {
  await renderWith(new FakeBridge(aSnapshot({ app: { ...appInfo, quitAsked } })), <QuitQuestion />)
  return screen.findByRole('alertdialog')
}

it('P15: names broadcasts that have yet to start, after what is being sent and what is scheduled', async () => {
  const only = await ask({ sends: 0, scheduled: 0, broadcasts: 1 })
  expect(only.textContent).toContain('Quit before 1 broadcast has started?')
  expect(only.textContent).toContain('does not start late')
  cleanup()
  const all = await ask({ sends: 2, scheduled: 1, broadcasts: 2 })
  expect(all.textContent).toContain('Quit while 2 messages are being sent?')
  for (const words of ['1 message is scheduled', '2 broadcasts are to start'])
    expect(all.textContent).toContain(words)
})
