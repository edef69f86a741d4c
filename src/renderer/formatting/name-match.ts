/** Whether what was typed finds a name. */
export type NameMatch = (name: string, typed: string) => boolean

const bare = (text: string) => text.trim().toLocaleLowerCase()

/** Finds by any part of the name. */
export const plainMatch: NameMatch = (name, typed) => bare(name).includes(bare(typed))

/** Finds Chinese names by their pinyin and initials too; the dictionary is loaded when it is wanted. */
export async function loadPinyinMatch(): Promise<NameMatch> {
  const { match } = await import('pinyin-pro')
  return (name, typed) =>
    plainMatch(name, typed) ||
    match(bare(name), bare(typed).replace(/\s+/gu, ''), { continuous: true }) !== null
}
