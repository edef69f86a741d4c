import { createHash } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ProgramPorts } from './ports.ts'

/** Where programs look for the address, in the profile's folder. */
const ADDRESS_NAME = 'mcp.json'
const SOCKET_NAME = 'mcp.sock'
/** Longest path of a socket that every system takes, in bytes: macOS has the shortest. */
const MAX_SOCKET_PATH = 103

/**
 * Where the socket of a profile lies: in its folder, or where that path is too long among the temporary files; on
 * Windows it is a pipe.
 */
function socketOf(folder: string, platform: NodeJS.Platform): string {
  const name = `linkboard-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  if (platform === 'win32') return `\\\\.\\pipe\\${name}`
  const within = path.join(folder, SOCKET_NAME)
  return Buffer.byteLength(within) <= MAX_SOCKET_PATH ? within : path.join(tmpdir(), `${name}.sock`)
}

/** What programs need of the machine, for a profile. @param given.folder of the profile, which is for this user alone */
export function createProgramPorts(
  given: Pick<ProgramPorts, 'folder' | 'version' | 'script' | 'file' | 'damaged'>,
  { pid, platform }: { pid: number; platform: NodeJS.Platform },
): ProgramPorts {
  const { folder } = given
  const file = path.join(folder, ADDRESS_NAME)
  return {
    ...{ ...given, pid },
    socketPath: socketOf(folder, platform),
    async announce(address) {
      const draft = `${file}.draft`
      await writeFile(draft, `${JSON.stringify(address)}\n`, { mode: 0o600 })
      await rename(draft, file)
    },
    withdraw: () => rm(file, { force: true }),
  }
}
