import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'

/** Whether the machine lets a test mount anything. */
export const canMount: boolean = process.platform === 'linux' && process.getuid?.() === 0

/** Puts a disk of `size`, such as `2m`, in the place of a folder, until it is disposed of. */
export function mountSmallDisk(folder: string, size: string): Disposable {
  mkdirSync(folder, { recursive: true })
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0700`, 'tmpfs', folder])
  return { [Symbol.dispose]: () => void execFileSync('umount', ['--lazy', folder]) }
}
