import { expect, it } from 'vitest'
import { killAmidBackup } from './killed-testing.ts'

const PERCENTS = [0, 5, 10, 20, 30, 50, 60, 69, 70, 71, 80, 90, 99]

it.each(PERCENTS)(
  'P15: killed at %i percent of an automatic backup, the former one is whole',
  async (percent) => {
    const { whole, broken, left } = await killAmidBackup({ percent })
    expect({ whole, broken }).toEqual({ whole: 1, broken: 0 })
    expect(left).toHaveLength(1)
  },
)
