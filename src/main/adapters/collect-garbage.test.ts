import { describe, expect, it } from 'vitest'
import { collectGarbage } from './collect-garbage.ts'

describe('garbage', () => {
  it('is given back when it is asked for', () => {
    const gone = new WeakRef({ some: 'thing' })
    // what was just made is held until the turn ends
    return new Promise<void>((resolve) =>
      setImmediate(() => {
        collectGarbage()
        expect(gone.deref()).toBeUndefined()
        resolve()
      }),
    )
  })
})
