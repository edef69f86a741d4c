// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import {
  aConversation,
  aMedium,
  aMessage,
  anAccount,
  aSnapshot,
  conversationId,
  mediaId,
} from '../../test-support/samples.ts'
import { MediaDialogs } from './media-dialogs.tsx'
import { aBridgeWith, anItem } from './testing.ts'

afterEach(cleanup)

async function openGallery(bridge: FakeBridge) {
  const view = await renderWith(bridge, <MediaDialogs />)
  await act(async () => view.services.ui.setState({ gallery: conversationId(1) }))
  return view.services
}

const older = () => screen.findByRole('button', { name: 'Show older' })
const PICTURE = { kind: 'image', width: 1, height: 1, size: 1 } as const

it('shows how a fetch goes and then the picture, however old its message is', async () => {
  const bridge = aBridgeWith([[anItem(1, { media: aMedium(1, { state: 'on-demand', kind: null }) })]])
  await openGallery(bridge)
  await screen.findByText('Not downloaded yet')
  const becomes = (media: ReturnType<typeof aMedium>) =>
    act(() => bridge.emit({ kind: 'message', message: aMessage(1, { parts: [PICTURE], media: [media] }) }))
  becomes(aMedium(1, { state: 'loading', kind: null }))
  act(() => bridge.emit({ kind: 'media-progress', id: mediaId(1), progress: { done: 512, total: 1024 } }))
  expect(screen.getByRole('progressbar', { name: 'Downloading' })).toHaveProperty('value', 0.5)
  becomes(aMedium(1))
  await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull())
})

it('says nothing of emptiness while it loads, and offers to try again when that failed', async () => {
  const first = Promise.withResolvers<never>()
  const answers = [first.promise, Promise.resolve({ items: [], hasOlder: false })]
  const bridge = new FakeBridge(
    aSnapshot({ accounts: [anAccount(1)], conversations: [aConversation(1)] }),
    [],
    {
      'media.gallery': () => answers.shift() ?? { items: [], hasOlder: false },
    },
  )
  await openGallery(bridge)
  expect(screen.queryByText(/No pictures or videos/)).toBeNull()
  expect(await screen.findByText('Loading')).toBeTruthy()
  await act(async () => first.reject(new AppError('storage-failed')))
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText(/No pictures or videos/)).toBeTruthy()
})

it('loads what is older once, however often it is asked for, and keeps what is there', async () => {
  const bridge = aBridgeWith([
    [anItem(3, { media: aMedium(3, { state: 'on-demand', kind: null }) })],
    [anItem(2, { media: aMedium(2, { state: 'on-demand', kind: null }) })],
    [anItem(1, { media: aMedium(1, { state: 'on-demand', kind: null }) })],
  ])
  await openGallery(bridge)
  const more = await older()
  fireEvent.click(more)
  fireEvent.click(more)
  await waitFor(() => expect(screen.getAllByText('Not downloaded yet')).toHaveLength(2))
  expect(bridge.inputs('media.gallery').map(({ before }) => before)).toEqual([undefined, 3])
  fireEvent.click(await older())
  await waitFor(() => expect(screen.getAllByText('Not downloaded yet')).toHaveLength(3))
  expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull()
})

it('P12: a picture that is none is never drawn, and can be saved', async () => {
  const bridge = aBridgeWith([[anItem(1, { media: aMedium(1, { kind: 'other', type: null }) })]])
  await openGallery(bridge)
  await screen.findByText(/not a picture/)
  fireEvent.click(screen.getByRole('button', { name: 'Save as…' }))
  expect(bridge.inputs('media.save')).toEqual([{ id: 1 }])
  expect(document.querySelector('img')).toBeNull()
  await act(async () => {})
})

it('a file that is a picture can be looked at', async () => {
  const services = await openGallery(
    aBridgeWith([], [anItem(5, { declared: 'file', name: 'a.png' }), anItem(4, { declared: 'voice' })]),
  )
  fireEvent.click(screen.getByRole('radio', { name: 'Files' }))
  const previews = await screen.findAllByRole('button', { name: 'Preview' })
  expect(previews).toHaveLength(1)
  fireEvent.click(screen.getByRole('button', { name: 'Preview' }))
  expect(services.ui.getState().lightbox).toEqual({ conversationId: 1, mediaId: 5 })
  expect(await screen.findByRole('dialog', { name: 'a.png' })).toBeTruthy()
})
