import { chromiumProgram } from './chromium.ts'
import { electronProgram, findElectron } from './electron.ts'
import type { HostProgram } from './process.ts'

/** The host named by `LINKBOARD_HOST`, else Electron if its binary is there, else Chromium. */
export function chooseHost(appDir: string, env: NodeJS.ProcessEnv = process.env): HostProgram {
  const wanted = env['LINKBOARD_HOST'] ?? ''
  const binary = findElectron()
  switch (wanted) {
    case 'chromium':
      return chromiumProgram(appDir)
    case 'electron':
      if (binary === undefined) throw new Error("LINKBOARD_HOST=electron, but Electron's binary is not there")
      return electronProgram(binary, appDir)
    case '':
      return binary === undefined ? chromiumProgram(appDir) : electronProgram(binary, appDir)
    default:
      throw new Error(`LINKBOARD_HOST is electron or chromium, not "${wanted}"`)
  }
}
