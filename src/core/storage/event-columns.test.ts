import { expect, it } from 'vitest'
import { parseEvent } from './event-columns.ts'

it('P11: an event that is garbled or of a later version is left out', () => {
  const sound = { kind: 'gap', ms: 7 }
  expect(parseEvent(JSON.stringify(sound))).toEqual(sound)
  for (const garbled of ['{', 'null', '{"kind":"gap"}', '{"kind":"eclipse"}', '{"kind":"state","state":"x"}'])
    expect(parseEvent(garbled)).toBeNull()
})
