import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** Runs a script in a process of its own, which is killed (SIGKILL) as soon as the script writes to its output. */
export async function runUntilKilled(script: string): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit')
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await gone
}
