import { fileURLToPath } from 'node:url'
import type { HostProgram } from './process.ts'

const ENTRY = fileURLToPath(new URL('../chromium-host/index.ts', import.meta.url))

/** The Chromium host, run by the same Node that runs the specs. */
export function chromiumProgram(appDir: string): HostProgram {
  return {
    host: 'chromium',
    command: process.execPath,
    args: [ENTRY, appDir],
    flags: ['--headless', '--host-control=0'],
  }
}
