import { readdirSync, readFileSync } from 'node:fs'

/** What one process holds: what is its own, and its share of what it shares with others (PSS). */
export interface ProcessMemory {
  /** What kind of process it is. */
  readonly name: string
  readonly bytes: number
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // the name in brackets may hold anything
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(parent)
}

/** A process and all that it has started; those that end meanwhile are not in it. */
function treeOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const parent = parentOf(Number(name))
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // ended
    }
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

function nameOf(pid: number, root: number): string {
  if (pid === root) return 'main'
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  return /--type=([\w-]+)/.exec(command)?.[1] ?? 'browser'
}

/** The memory of an app's processes, from its main process on. @throws where the system does not tell it */
export function treeMemory(root: number): ProcessMemory[] {
  return treeOf(root).flatMap((pid) => {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
      const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(rollup) ?? []
      return kilobytes === undefined ? [] : [{ name: nameOf(pid, root), bytes: Number(kilobytes) * 1024 }]
    } catch (error) {
      if (pid === root) throw error
      return []
    }
  })
}
