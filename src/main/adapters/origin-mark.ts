/** What marking needs of the system. */
export interface OriginMarkPorts {
  platform: NodeJS.Platform
  /** Unix ms. */
  now(): number
  writeFile(file: string, content: string): Promise<void>
  run(program: string, args: readonly string[]): Promise<void>
}

/** The stream of a file in which Windows keeps where it came from; 3 is the internet. */
const ZONE_STREAM = ':Zone.Identifier'
const ZONE = '[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n'
const XATTR = '/usr/bin/xattr'
const QUARANTINE = 'com.apple.quarantine'
/** Comes from elsewhere, and nobody has agreed to open it yet. */
const QUARANTINE_FLAGS = '0081'

/**
 * Marks a file as one that came from elsewhere, so that the system itself asks before it runs: Windows by a stream
 * beside the content, macOS by an attribute. Linux has no such mark. A disk that cannot keep it keeps the file without.
 */
export function createOriginMark(ports: OriginMarkPorts): (file: string) => Promise<void> {
  const { platform, now, writeFile, run } = ports
  return async (file) => {
    try {
      if (platform === 'win32') await writeFile(file + ZONE_STREAM, ZONE)
      if (platform === 'darwin') {
        const time = Math.floor(now() / 1_000).toString(16)
        await run(XATTR, ['-w', QUARANTINE, `${QUARANTINE_FLAGS};${time};Linkboard;`, file])
      }
    } catch {
      // FAT keeps neither
    }
  }
}
