import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Its name says whose it is, so that what a killed program has left is known. */
const NAME = /^linkboard-practice-(\d+)-/

/** A folder of its own for the files of practice mode, among the temporary ones; whoever makes it removes it. */
export function makePracticeFolder(): string {
  return mkdtempSync(path.join(tmpdir(), `linkboard-practice-${process.pid}-`))
}

/**
 * Removes the folders of programs that were killed in practice mode: files that the operator sent there to try it out
 * are their own. What cannot be removed, such as somebody else's, stays.
 */
export function removeLeftPracticeFolders(): void {
  for (const name of namesIn(tmpdir())) {
    const pid = NAME.exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    try {
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // it is tried again at the next start
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Also when it is somebody else's, or when another program has its number by now. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
