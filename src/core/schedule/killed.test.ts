import { expect, it } from 'vitest'
import { killAtItsTime, killWithFile } from './killed-testing.ts'

it('P15: a scheduled message whose program is killed as it leaves has left once at most', async () => {
  const early = await killAtItsTime(3, 0)
  expect(early).toEqual({ sent: 1, standing: 'accepted' })
  const late = await killAtItsTime(3, 60)
  expect(late).toEqual({ sent: 0, standing: 'waiting-for-contact: time-missed' })
})

it('P15: nor does a file behind it leave twice, and one of them that had to stay is offered', async () => {
  const [text, file] = await killWithFile(60, 60)
  expect(text).toEqual({ sent: 1, standing: 'accepted' })
  expect(file).toEqual({ sent: 0, standing: 'waiting-for-contact: time-missed' })
})
