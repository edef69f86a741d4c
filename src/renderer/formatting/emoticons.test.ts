import { describe, expect, it } from 'vitest'
import { emoticonPieces } from './emoticons.ts'

const shown = (text: string) => emoticonPieces(text).map(({ text: piece, emoji }) => emoji ?? piece)

describe('emoticon words', () => {
  it('stand for emoji in Chinese and in English, one after the other', () => {
    expect(shown('好的[微笑][微笑]谢谢[抱拳]')).toEqual(['好的', '🙂', '🙂', '谢谢', '🙏'])
    expect(shown('[Smile] thanks [ThumbsUp][TaiChi L]')).toEqual(['🙂', ' thanks ', '👍', '☯️'])
    expect(shown('[OK]')).toEqual(['👌'])
  })

  it.each([
    '',
    'no brackets',
    '[图片] 3.2 MB',
    '[未知]',
    '[微笑',
    '[[]]',
    '[微\n笑]',
    'a[0] = b[1]',
    '[toString]',
  ])('leave %j as it is written', (text) => expect(shown(text).join('')).toBe(text))

  it('give the text again, with their places', () => {
    const text = '[[强]😀x[OK]'
    const pieces = emoticonPieces(text)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.map(({ start }) => start)).toEqual([0, 1, 4, 7])
    for (const { text: piece, start } of pieces) expect(text.slice(start, start + piece.length)).toBe(piece)
  })
})
