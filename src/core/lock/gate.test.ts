import { describe, expect, it } from 'vitest'
import type { ServedMedia } from '#core/media/ports.ts'
import { StagedId, type StageResult } from '#shared/model/media.ts'
import { createGate } from './gate.ts'

const PICTURE: ServedMedia = { type: 'image/png', size: 1, bytes: new Uint8Array(1) }
const TAKEN: StageResult = {
  ok: true,
  file: {
    id: StagedId.parse(crypto.randomUUID()),
    name: '发票.pdf',
    size: 1,
    kind: 'other',
    type: null,
    sendKind: 'file',
    withPlace: null,
    mayHoldPlace: false,
  },
}

/** A gate before ways in that are as slow as a test wants. */
function world() {
  const lock = { isLocked: false, times: 0 }
  const slow = Promise.withResolvers<void>()
  const { stage, serving } = createGate(lock, {
    router: async () => ({ ok: true, value: null }),
    stage: () => slow.promise.then(() => TAKEN),
    serving: {
      media: () => PICTURE,
      voice: () => slow.promise.then(() => PICTURE),
      staged: () => PICTURE,
    },
  })
  return { lock, slow, stage, serving }
}

describe('files and media at the gate', () => {
  it('pass while it is open, and not while it is locked', async () => {
    const { lock, slow, stage, serving } = world()
    slow.resolve()
    const ask = async () => [serving.media(1), serving.staged('1'), await serving.voice(1), await stage({})]
    expect(await ask()).toEqual([PICTURE, PICTURE, PICTURE, TAKEN])
    lock.isLocked = true
    expect(await ask()).toEqual([null, null, null, { ok: false, name: '', problem: 'cancelled' }])
  })

  it('are not handed out any more where it is locked while they are made', async () => {
    const { lock, slow, stage, serving } = world()
    const asked = [serving.voice(1), stage({})]
    lock.isLocked = true
    slow.resolve()
    expect(await Promise.all(asked)).toEqual([null, { ok: false, name: '', problem: 'cancelled' }])
  })
})
