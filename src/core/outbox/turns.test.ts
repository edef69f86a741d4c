import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

it('B10: of many whose turn comes at one moment a few look at a time, each once and in order', async () => {
  const turns = new Turns()
  const looked: number[] = []
  for (let one = 0; one < 25; one += 1) turns.take(() => looked.push(one))
  const after = [looked.length]
  for (let turn = 0; turn < 3; turn += 1) {
    await setImmediate()
    after.push(looked.length)
  }
  expect(after).toEqual([10, 20, 25, 25])
  expect(looked).toEqual([...Array(25).keys()])
})

it('lets whoever comes alone look at once', async () => {
  const turns = new Turns()
  let looked = 0
  turns.take(() => {
    looked += 1
  })
  expect(looked).toBe(1)
  await setImmediate()
  turns.take(() => {
    looked += 1
  })
  expect(looked).toBe(2)
})
