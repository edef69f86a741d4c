import { describe, expect, it } from 'vitest'
import { killAmidBackup, type Moment } from './killed-testing.ts'

const MOMENTS: readonly Moment[] = [{ percent: 40 }, { percent: 100 }, { note: 'whole' }, { note: 'removed' }]

describe('P15: a program that is killed amid an automatic backup', () => {
  it.each(MOMENTS)('has the former one or both, each of them whole: $percent$note', async (moment) => {
    const { whole, broken, left } = await killAmidBackup(moment)
    expect(broken).toBe(0)
    // with both there, only the last note is missing; with the new one alone the old one was due to go
    expect(whole).toBe('note' in moment && moment.note === 'whole' ? 2 : 1)
    expect(left).toHaveLength(1)
    expect(left[0]).toMatch(/\.linkboard-backup$/)
  })
})
