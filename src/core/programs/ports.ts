/** Where programs find the app: what stands in `mcp.json` of the profile (mcp.md 2). */
export interface ProgramAddress {
  /** Where MCP is served over HTTP. */
  url: string
  /** A socket, or a pipe's name on Windows, for framing by lines. */
  socket: string
  /** The process that listens. */
  pid: number
  /** Of Linkboard. */
  version: string
}

/** What programs need of the machine. */
export interface ProgramPorts {
  /** The profile's folder, where no program takes files from or saves any. */
  folder: string
  /** A socket's path that this profile alone uses, within what the system allows, or a pipe's name on Windows. */
  socketPath: string
  pid: number
  version: string
  /** The thread that serves them, as a path or URL. */
  script: string | URL
  /** The database. */
  file: string
  /** Damage was met in it. */
  damaged(): void
  /** Writes the address where programs look for it, for this user only. */
  announce(address: ProgramAddress): Promise<void>
  /** Takes it away; harmless where there is none. */
  withdraw(): Promise<void>
}
