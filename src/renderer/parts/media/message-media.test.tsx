// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { MediaId, MediaReason, MediaView } from '#shared/model/media.ts'
import type { MessagePart } from '#shared/model/message.ts'
import { FakeBridge } from '../../test-support/fake-bridge.ts'
import { renderWith } from '../../test-support/render-app.tsx'
import { aConversation, anAccount, aSnapshot, conversationId } from '../../test-support/samples.ts'
import { MessageMedia } from './message-media.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

type MediaPart = Extract<MessagePart, { kind: 'image' | 'video' | 'voice' | 'file' }>

const PICTURE: MediaPart = { kind: 'image', width: 100, height: 50, size: 69 }
const FILE: MediaPart = { kind: 'file', name: 'setup.exe', size: 10 }

function aMedium(over: Partial<MediaView> = {}): MediaView {
  return {
    id: 7 as MediaId,
    place: 0,
    state: 'held',
    reason: null,
    kind: 'other',
    type: null,
    size: 10,
    ...over,
  }
}

function draw(part: MediaPart, media: MediaView, handlers: ConstructorParameters<typeof FakeBridge>[2] = {}) {
  const bridge = new FakeBridge(
    aSnapshot({ accounts: [anAccount(1)], conversations: [aConversation(1)] }),
    [],
    handlers,
  )
  return renderWith(
    bridge,
    <MessageMedia part={part} media={media} conversationId={conversationId(1)} facts={<p>facts</p>} />,
  ).then((view) => ({ ...view, bridge }))
}

const button = (name: string) => screen.getByRole('button', { name })

describe('bytes that are not here', () => {
  it.each([
    ['damaged', 'What was received does not match', true],
    ['gone', 'The server does not have it any more', true],
    ['host-not-allowed', 'so it was not downloaded', false],
    ['no-address', 'does not say where it is', false],
    ['bad-key', 'Its key could not be read', false],
  ] as const)('%s is said in words, and fetching is offered where it helps', async (reason, words, helps) => {
    const media = aMedium({ state: 'failed', reason: reason satisfies MediaReason, kind: null })
    const { bridge } = await draw(PICTURE, media)
    expect(screen.getByText(new RegExp(words))).toBeTruthy()
    const again = screen.queryByRole('button', { name: 'Download again' })
    expect(again !== null).toBe(helps)
    if (again === null) return
    fireEvent.click(again)
    expect(bridge.inputs('media.fetch')).toEqual([{ id: 7 }])
  })

  it('are fetched on demand', async () => {
    const { bridge } = await draw(FILE, aMedium({ state: 'on-demand', kind: null }))
    fireEvent.click(button('Download'))
    expect(bridge.inputs('media.fetch')).toEqual([{ id: 7 }])
  })

  it('show how far they are, and the fetch can be cancelled', async () => {
    const { bridge } = await draw(FILE, aMedium({ state: 'loading', kind: null }))
    bridge.emit({ kind: 'media-progress', id: 7 as MediaId, progress: { done: 512, total: 1024 } })
    expect(await screen.findByText(/512 B of 1 KB/)).toBeTruthy()
    expect(screen.getByRole('progressbar', { name: 'Downloading' })).toHaveProperty('value', 0.5)
    fireEvent.click(button('Cancel'))
    expect(bridge.inputs('media.cancel')).toEqual([{ id: 7 }])
  })

  it('that were removed and have no address left are not offered', async () => {
    await draw(PICTURE, aMedium({ state: 'removed', reason: 'no-address', kind: null }))
    expect(screen.getByText(/cannot be downloaded again/)).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('a file', () => {
  it('P12: is opened by main, which asks by itself about what could run', async () => {
    const { bridge } = await draw(FILE, aMedium(), { 'media.open': () => ({ opened: false }) })
    fireEvent.click(button('Open'))
    await screen.findByRole('button', { name: 'Save as…' })
    expect(bridge.inputs('media.open')).toEqual([{ id: 7 }])
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  it('is saved, and says so', async () => {
    const { bridge } = await draw(FILE, aMedium(), { 'media.save': () => ({ saved: true }) })
    fireEvent.click(button('Save as…'))
    expect(await screen.findByText('Saved')).toBeTruthy()
    expect(bridge.inputs('media.save')).toEqual([{ id: 7 }])
  })

  it('that is a picture can be looked at, one that is none cannot', async () => {
    await draw(FILE, aMedium())
    expect(screen.queryByRole('button', { name: 'Preview' })).toBeNull()
    cleanup()
    const { services } = await draw(FILE, aMedium({ kind: 'image', type: 'image/png' }))
    fireEvent.click(button('Preview'))
    expect(services.ui.getState().lightbox).toEqual({ conversationId: 1, mediaId: 7 })
  })

  it('is forwarded from where it stands', async () => {
    const { services } = await draw(FILE, aMedium())
    fireEvent.click(button('Forward…'))
    expect(services.ui.getState().forwarding).toBe(7)
  })
})

describe('P12: bytes are what they are, not what the message calls them', () => {
  it('a picture that is none is offered for saving, and never drawn', async () => {
    const { container } = await draw(PICTURE, aMedium({ kind: 'other' }))
    expect(screen.getByText(/not a picture that can be shown/)).toBeTruthy()
    expect(container.querySelector('img')).toBeNull()
    expect(button('Save as…')).toBeTruthy()
  })

  it('a picture opens large', async () => {
    const { services } = await draw(PICTURE, aMedium({ kind: 'image', type: 'image/png' }))
    fireEvent.click(button('Enlarge the picture'))
    expect(services.ui.getState().lightbox).toEqual({ conversationId: 1, mediaId: 7 })
  })

  it('a voice plays, is sought in and has three speeds', async () => {
    const part: MediaPart = { kind: 'voice', durationMs: 2000, transcript: null }
    const { container } = await draw(part, aMedium({ kind: 'silk', type: 'audio/silk' }))
    expect(container.querySelector('audio')?.getAttribute('src')).toBe('/media/7/voice')
    expect(screen.getByRole('slider', { name: 'Position' }).getAttribute('max')).toBe('2')
    fireEvent.click(button('Speed: 1×'))
    fireEvent.click(button('Speed: 1.5×'))
    expect(container.querySelector('audio')?.playbackRate).toBe(2)
  })

  it('a voice of no kind that plays here says so', async () => {
    const part: MediaPart = { kind: 'voice', durationMs: null, transcript: null }
    const { container } = await draw(part, aMedium({ kind: 'other' }))
    expect(screen.getByText(/cannot be played here/)).toBeTruthy()
    expect(container.querySelector('audio')).toBeNull()
  })
})

describe('a voice', () => {
  const VOICE: MediaPart = { kind: 'voice', durationMs: 65_000, transcript: null }
  const SILK = aMedium({ kind: 'silk', type: 'audio/silk' })

  it.each([
    ['AbortError', false],
    ['NotSupportedError', true],
  ])('whose playing ends with %s is said to be unplayable: %s', async (name, isSaid) => {
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockRejectedValue(new DOMException('no', name))
    await draw(VOICE, SILK)
    fireEvent.click(button('Play the voice message'))
    await act(async () => {})
    expect(screen.queryByText(/cannot be played/) !== null).toBe(isSaid)
  })

  it('shows its length at first, where it stands once it began, and its length again at the end', async () => {
    const { container } = await draw(VOICE, SILK)
    const audio = container.querySelector('audio')
    if (!audio) throw new Error('nothing plays')
    expect(screen.getByText('1:05')).toBeTruthy()
    audio.currentTime = 12
    fireEvent.play(audio)
    fireEvent.timeUpdate(audio)
    fireEvent.pause(audio)
    expect(screen.getByText('0:12')).toBeTruthy()
    fireEvent.ended(audio)
    expect(screen.getByText('1:05')).toBeTruthy()
  })
})

describe('a film that cannot be played', () => {
  const FILM: MediaPart = { kind: 'video', size: 10, durationMs: null }

  it.each([
    ['fails', fireEvent.error],
    ['has no picture', fireEvent.loadedMetadata],
  ])('because it %s is offered for opening and saving', async (_why, happens) => {
    const { container } = await draw(FILM, aMedium({ kind: 'video', type: 'video/mp4' }))
    const film = container.querySelector('video')
    if (film) happens(film)
    expect(screen.getByText(/Open it in another program/)).toBeTruthy()
    expect(screen.getByText('facts')).toBeTruthy()
    expect(button('Open')).toBeTruthy()
    expect(button('Save as…')).toBeTruthy()
  })
})
