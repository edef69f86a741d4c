import { expect, it } from 'vitest'
import { parseReference } from './media-columns.ts'

it('P11: a reference that a failing disk has garbled leads nowhere', () => {
  const sound = { fullUrl: null, encryptQueryParam: 'p', keyHex: null, keyState: 'none' }
  expect(parseReference(JSON.stringify(sound))).toEqual(sound)
  for (const garbled of ['{', '[]', 'null', '{"fullUrl":7}', JSON.stringify({ ...sound, keyState: 'nine' })])
    expect(parseReference(garbled)).toBeNull()
})
