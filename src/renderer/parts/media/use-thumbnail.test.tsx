// @vitest-environment jsdom

import { act, cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { createServices } from '../../app/create-services.ts'
import { ServicesProvider } from '../../store/services.tsx'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { atOnce } from '../../test-support/frames.ts'
import { aMedium, aSnapshot } from '../../test-support/samples.ts'
import { useThumbnail } from './picture.tsx'

afterEach(cleanup)

function Shown({ media }: { media: ReturnType<typeof aMedium> }) {
  return <p>{useThumbnail(media) ?? 'nothing yet'}</p>
}

it('what could not be drawn is tried again once something new is said of it', async () => {
  const answers = [null, 'blob:1']
  const thumbnails = { of: async () => answers.shift() ?? null, clear: () => undefined }
  const services = { ...createServices(new FakeBridge(aSnapshot()), atOnce), thumbnails }
  const draw = (media: ReturnType<typeof aMedium>) => (
    <ServicesProvider value={services}>
      <Shown media={media} />
    </ServicesProvider>
  )
  const { container, rerender } = render(draw(aMedium(1)))
  await act(async () => {})
  expect(container.textContent).toBe('bad')
  rerender(draw(aMedium(1)))
  await act(async () => {})
  expect(container.textContent).toBe('blob:1')
})
