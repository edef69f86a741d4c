// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aMedium, aMessage, conversationId, mediaId } from '../../test-support/samples.ts'
import { MediaDialogs } from './media-dialogs.tsx'
import { aBridgeWith, anItem } from './testing.ts'

afterEach(cleanup)

async function openLightbox(bridge: FakeBridge, id: number, before?: { gallery: boolean }) {
  const { services } = await renderWith(bridge, <MediaDialogs />)
  if (before?.gallery) await act(async () => services.ui.setState({ gallery: conversationId(1) }))
  await act(async () =>
    services.ui.setState({ lightbox: { conversationId: conversationId(1), mediaId: mediaId(id) } }),
  )
  return services
}

const button = (name: string) => screen.getByRole('button', { name })

it('goes from the screen with the history that it is part of', async () => {
  const bridge = aBridgeWith([[anItem(1)]])
  await openLightbox(bridge, 1)
  await screen.findByText('Picture 1 of 1')
  await act(() => bridge.deliver({ kind: 'conversation-removed', id: conversationId(1) }))
  expect(screen.queryByRole('dialog')).toBeNull()
})

describe('over the gallery', () => {
  it('each of them is told apart, though conversations and media are numbered alike', async () => {
    const complaints = vi.spyOn(console, 'error')
    await openLightbox(aBridgeWith([[anItem(1)]]), 1, { gallery: true })
    await screen.findByText('Picture 1 of 1')
    expect(complaints).not.toHaveBeenCalled()
    complaints.mockRestore()
  })

  it('Escape closes the lightbox alone', async () => {
    const { ui } = await openLightbox(aBridgeWith([[anItem(1)]]), 1, { gallery: true })
    fireEvent.keyDown(await screen.findByText('Picture 1 of 1'), { key: 'Escape' })
    expect(ui.getState()).toMatchObject({ lightbox: null, gallery: 1 })
  })

  it('a press in the lightbox leaves both open', async () => {
    const { ui } = await openLightbox(aBridgeWith([[anItem(1)]]), 1, { gallery: true })
    const zoom = button('Zoom in')
    fireEvent.pointerDown(zoom)
    fireEvent.mouseDown(zoom)
    fireEvent.pointerUp(zoom)
    fireEvent.mouseUp(zoom)
    fireEvent.click(zoom)
    await act(async () => {})
    expect(ui.getState()).toMatchObject({ lightbox: { mediaId: 1 }, gallery: 1 })
  })
})

describe('steps', () => {
  it('over the end of what is loaded lead to the older picture, once, and back', async () => {
    const bridge = aBridgeWith([[anItem(3)], [anItem(2)], [anItem(1)]])
    await openLightbox(bridge, 3)
    await screen.findByText('Picture 1 from the newest')
    fireEvent.click(button('Older picture'))
    fireEvent.click(button('Older picture'))
    expect(await screen.findByText('Picture 2 from the newest')).toBeTruthy()
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'ArrowLeft' })
    expect(await screen.findByText('Picture 1 of 3')).toBeTruthy()
    expect(button('Older picture').getAttribute('aria-disabled')).toBe('true')
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'ArrowRight' })
    expect(screen.getByText('Picture 2 of 3')).toBeTruthy()
  })

  it('begin at a picture that is far back', async () => {
    await openLightbox(aBridgeWith([[anItem(3)], [anItem(2)], [anItem(1)]]), 2)
    expect(await screen.findByText('Picture 2 from the newest')).toBeTruthy()
  })
})

describe('what does not stand among the pictures', () => {
  const FILE = { kind: 'file', name: 'plan.png', size: 5 } as const

  it('a file of the loaded history is shown alone at once', async () => {
    const bridge = aBridgeWith([[anItem(1)]])
    bridge.messages = [aMessage(9, { parts: [FILE], media: [aMedium(9)] })]
    const { services } = await renderWith(bridge, <MediaDialogs />)
    await act(() => services.history.open(conversationId(1)))
    act(() => services.ui.setState({ lightbox: { conversationId: conversationId(1), mediaId: mediaId(9) } }))
    expect(screen.getByRole('dialog', { name: 'plan.png' })).toBeTruthy()
    expect(screen.getByAltText('plan.png')).toBeTruthy()
    expect(button('Older picture').getAttribute('aria-disabled')).toBe('true')
    expect(bridge.inputs('media.gallery')).toEqual([])
  })

  it('an older file is found among the files', async () => {
    await openLightbox(aBridgeWith([[anItem(1)]], [anItem(9, { declared: 'file', name: 'plan.png' })]), 9)
    expect(await screen.findByRole('dialog', { name: 'plan.png' })).toBeTruthy()
  })

  it('what cannot be found is said to be gone, without a number', async () => {
    await openLightbox(aBridgeWith([[anItem(1)]]), 9)
    expect(await screen.findByText('It is no longer in this conversation.')).toBeTruthy()
    expect(screen.queryByText(/^Picture \d/)).toBeNull()
  })
})

describe('what cannot be shown here', () => {
  it('P12: a picture of too many pixels is never painted, and can be saved', async () => {
    await openLightbox(aBridgeWith([[anItem(1)]]), 1)
    const picture = await screen.findByAltText('Image')
    expect(picture.className).toContain('invisible')
    Object.defineProperties(picture, { naturalWidth: { value: 10_000 }, naturalHeight: { value: 10_000 } })
    fireEvent.load(picture)
    expect(screen.queryByAltText('Image')).toBeNull()
    expect(button('Save as…')).toBeTruthy()
  })

  it('a film without a picture is opened elsewhere', async () => {
    const film = anItem(1, { declared: 'video', media: aMedium(1, { kind: 'video', type: 'video/mp4' }) })
    await openLightbox(aBridgeWith([[film]]), 1)
    await screen.findByText('Picture 1 of 1')
    const player = document.querySelector('video')
    if (player) fireEvent.loadedMetadata(player)
    expect(screen.getByText(/cannot be played here/)).toBeTruthy()
    expect(button('Open')).toBeTruthy()
  })
})
