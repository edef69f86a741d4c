import { describe, expect, it } from 'vitest'
import { FakeBridge } from '../test-support/fake-bridge.ts'
import { aConversation, aMessage, appInfo, aSnapshot, conversationId } from '../test-support/samples.ts'
import { createServices } from './create-services.ts'
import { followPractice } from './follow-practice.ts'

describe('followPractice', () => {
  it('P14: carries nothing from invented conversations into real ones of the same number', async () => {
    const running = { ...appInfo, practice: 'running' } as const
    const bridge = new FakeBridge(aSnapshot({ app: running, conversations: [aConversation(1)] }), [
      aMessage(1),
    ])
    const services = createServices(bridge)
    followPractice(services)
    await services.replica.start()
    const id = conversationId(1)
    await services.history.open(id)
    services.ui.setState({ open: id, filter: 'failed' })
    services.drafts.type(id, 'for an invented person')

    bridge.emit({ kind: 'app', app: appInfo })
    services.drafts.flushAll()

    expect(services.ui.getState()).toMatchObject({ open: null, filter: 'all', screen: 'inbox' })
    expect(services.replica.state.getState().replica?.logs.size).toBe(0)
    expect(bridge.inputs('conversations.saveDraft')).toEqual([])
  })
})
