import { describe, expect, it } from 'vitest'
import vectors from '#test/fixtures/ilink-vectors.json'
import { sendKindOf, sniffContent } from './content-kind.ts'

describe('what bytes are', () => {
  it.each(vectors.voice_sniff)('$id', async ({ hex, expect: wanted }) => {
    const { kind, type } = await sniffContent(Buffer.from(hex, 'hex'))
    const names: Record<string, string> = {
      'audio/silk': 'silk',
      'audio/amr': 'amr',
      'audio/mpeg': 'mp3',
      'audio/ogg': 'ogg',
    }
    expect(names[type ?? '']).toBe(wanted)
    expect(kind).toBe(wanted === 'silk' ? 'silk' : 'audio')
  })

  it.each([
    ['89504e470d0a1a0a0000000d49484452', 'image', 'image'],
    ['ffd8ffe000104a4649460001', 'image', 'image'],
    ['474946383961010001', 'image', 'image'],
    ['000000186674797069736f6d00000200', 'video', 'video'],
    ['1a45dfa3', 'other', 'file'],
    ['255044462d312e37', 'other', 'file'],
    ['4d5a90000300', 'other', 'file'],
    ['3c3f786d6c20', 'other', 'file'],
    ['', 'other', 'file'],
  ])('%s is %s and goes out as %s', async (hex, kind, sent) => {
    const content = await sniffContent(Buffer.from(hex, 'hex'))
    expect([content.kind, sendKindOf(content)]).toEqual([kind, sent])
  })

  it('P12: a drawing that can hold scripts is a file like any other', async () => {
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'
    expect((await sniffContent(Buffer.from(svg))).kind).toBe('other')
  })
})
