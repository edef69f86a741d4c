import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { Tokeniser } from './tokeniser.ts'

/** Bytes in use once what nobody needs is gone. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

it('keeps no memory for letters under thousands of marks, however many come', () => {
  const tokeniser = new Tokeniser()
  tokeniser.tokens('a')
  const before = bytesInUse()
  for (let n = 0; n < 100; n += 1)
    expect(tokeniser.tokens(`a${'\u0316'.repeat(10_000 + n)} b`)).toHaveLength(2)
  expect(bytesInUse() - before).toBeLessThan(10_000_000)
  expect(tokeniser.tokens('a')).toHaveLength(1)
})
