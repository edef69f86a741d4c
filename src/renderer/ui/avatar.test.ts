import { expect, it } from 'vitest'
import { toneOf } from './avatar.tsx'

it('gives everybody a tone of their own id, spread over all of them', () => {
  expect(toneOf('wxid_a@im.wechat')).toBe(toneOf('wxid_a@im.wechat'))
  const tones = new Set(Array.from({ length: 100 }, (_, n) => toneOf(`wxid_${n}@im.wechat`)))
  expect(tones.size).toBe(12)
})
