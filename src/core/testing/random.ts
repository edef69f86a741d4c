import type { Random } from '#core/ports.ts'

/** Chance that always falls alike: `share` of the whole range, and ids that count up from behind `given`. */
export function testRandom(share = 0, given = 0): Random {
  let ids = given
  return {
    uint32: () => Math.floor(share * (2 ** 32 - 1)),
    bytes: (length) => new Uint8Array(length),
    uuid: () => {
      ids += 1
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`
    },
  }
}
