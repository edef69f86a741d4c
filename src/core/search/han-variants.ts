import hongKong from 'opencc-js/dict/HKVariantsRev'
import simplified from 'opencc-js/dict/TSCharacters'
import taiwan from 'opencc-js/dict/TWVariantsRev'

/** `後 后|發 发`: a character, and the one that stands for it. */
function readPairs(table: string, into: Map<string, string>): void {
  for (const line of table.split('|')) {
    const [from, to] = line.split(' ')
    if (from !== undefined && to !== undefined) into.set(from, to)
  }
}

/**
 * One form for every way to write a Chinese character: simplified, traditional, and those of Taiwan and Hong Kong.
 * It is for comparing alone: what differs only by a word's sense (`後` and `后`, `著` and `着`) becomes the same.
 */
export function createHanVariants(): (character: string) => string {
  const toSimplified = new Map<string, string>()
  readPairs(simplified, toSimplified)
  const regional = new Map<string, string>()
  readPairs(hongKong, regional)
  readPairs(taiwan, regional)
  const simplify = (character: string) => toSimplified.get(character) ?? character
  return (character) => {
    const first = simplify(character)
    return simplify(regional.get(first) ?? first)
  }
}
