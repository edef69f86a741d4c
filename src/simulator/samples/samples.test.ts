import { decode, getDuration, isSilk } from 'silk-wasm'
import { describe, expect, it } from 'vitest'
import type { Content } from '../cdn/content.ts'
import { Samples } from './samples.ts'

const bytesOf = (content: Content): Buffer => Buffer.concat([...(content.blocks?.() ?? [])])

describe('made-up media', () => {
  it('draws another picture for everybody, and the same one again', () => {
    const one = new Samples().picture('老王', 320, 200)
    expect(new Samples().picture('老王', 320, 200).sha256).toBe(one.sha256)
    expect(new Samples().picture('李姐', 320, 200).sha256).not.toBe(one.sha256)
    expect(one.size).toBeLessThan(20_000)
    expect(bytesOf(new Samples().picture('x', 1, 1)).toString('latin1', 1, 4)).toBe('PNG')
  })

  it.each([900, 2350, 11_800])('sings %i ms of SILK that can be decoded', async (ms) => {
    const bytes = bytesOf(new Samples().voice(ms))
    expect(bytes.toString('latin1', 0, 10)).toBe('\u0002#!SILK_V3')
    expect(isSilk(bytes)).toBe(true)
    expect(Math.abs(getDuration(bytes) - ms)).toBeLessThanOrEqual(20)
    const { duration } = await decode(bytes, 24_000)
    expect(Math.abs(duration - ms)).toBeLessThanOrEqual(60)
  })

  it('prints a PDF of exactly the wanted size whose table leads to its objects', () => {
    const text = bytesOf(new Samples().file('报价.pdf', 42_118)).toString('latin1')
    expect(text).toHaveLength(42_118)
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1])
    expect(text.slice(table, table + 4)).toBe('xref')
    const offsets = [...text.slice(table).matchAll(/(\d{10}) 00000 n/g)].map(([, offset]) => Number(offset))
    expect(offsets.map((offset) => text.slice(offset, offset + 7))).toEqual(
      [1, 2, 3, 4, 5].map((number) => `${number} 0 obj`),
    )
    const [, declared, stream] = /\/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/.exec(text) ?? []
    expect(stream).toHaveLength(Number(declared))
  })

  it('makes a file of any size, an empty one too', () => {
    expect(new Samples().file('tiny.pdf', 69).size).toBe(69)
    expect(bytesOf(new Samples().file('nothing', 0))).toHaveLength(0)
  })
})
