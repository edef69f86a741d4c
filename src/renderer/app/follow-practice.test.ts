import { describe, expect, it } from 'vitest'
import { createThumbnails } from '../store/thumbnails.ts'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { atOnce } from '../test-support/frames.ts'
import {
  aConversation,
  aLedger,
  aMessage,
  appInfo,
  aRecipient,
  aSnapshot,
  broadcastId,
  conversationId,
  mediaId,
} from '../test-support/samples.ts'
import { createServices } from './create-services.ts'
import { followPractice } from './follow-practice.ts'

describe('followPractice', () => {
  it('P14: carries nothing from invented conversations into real ones of the same number', async () => {
    const running = { ...appInfo, practice: 'running' } as const
    const bridge = new FakeBridge(
      aSnapshot({ app: running, conversations: [aConversation(1)] }),
      [aMessage(1)],
      { 'broadcasts.show': () => aLedger([aRecipient(0)]) },
    )
    const services = createServices(bridge, atOnce)
    followPractice(services)
    await services.replica.start()
    const id = conversationId(1)
    await services.history.open(id)
    services.ui.setState({
      open: id,
      filter: 'failed',
      run: broadcastId(1),
      newBroadcast: { kind: 'open', draft: broadcastId(2) },
    })
    await services.ledger.open(broadcastId(1))
    services.drafts.type(id, 'for an invented person')
    services.review.take({ conversationId: id, accountId: null }, [new File(['x'], 'x.txt')])

    bridge.emit({ kind: 'app', app: appInfo })
    services.drafts.flushAll()

    expect(services.ui.getState()).toMatchObject({
      open: null,
      filter: 'open',
      screen: 'inbox',
      run: null,
      newBroadcast: { kind: 'closed' },
    })
    expect(services.replica.state.getState().replica?.ledger).toBeNull()
    expect(services.review.state.getState()).toBeNull()
    expect(services.replica.state.getState().replica?.logs.size).toBe(0)
    expect(bridge.inputs('conversations.saveDraft')).toEqual([])
  })

  it('shows no picture and no transfer of one world for a medium of the same number in the other', async () => {
    let world = 'real'
    const released: string[] = []
    const thumbnails = createThumbnails({
      density: () => 1,
      fetchBlob: async () => new Blob([world]),
      measure: async () => ({ width: 1, height: 1 }),
      shrink: async (picture) => picture,
      toAddress: () => `blob:${world}`,
      release: (address) => released.push(address),
    })
    const bridge = new FakeBridge(aSnapshot())
    const services = { ...createServices(bridge, atOnce), thumbnails }
    followPractice(services)
    await services.replica.start()
    bridge.emit({ kind: 'media-progress', id: mediaId(1), progress: { done: 1, total: 2 } })
    expect(await thumbnails.of(mediaId(1))).toBe('blob:real')

    world = 'practice'
    bridge.emit({ kind: 'app', app: { ...appInfo, practice: 'running' } })

    expect(await thumbnails.of(mediaId(1))).toBe('blob:practice')
    expect(released).toEqual(['blob:real'])
    expect(services.replica.state.getState().replica?.transfers.size).toBe(0)
  })
})
