import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { ROOT } from '../setup/paths.mjs'

/** The bundle's name in dist/. */
const NAME = 'linkboard.mcpb'
const SCRIPT = 'linkboard-mcp.mjs'
/** What a host fills in: the folder it unpacked the bundle to, and what the person entered. */
const HERE = '$' + '{__dirname}'
const TOKEN = '$' + '{user_config.token}'
/** A fixed time, so that the same content makes the same file. */
const MADE = new Date('2026-01-01T00:00:00Z')

/**
 * What Claude Desktop is told of the bundle (MCPB manifest 0.3).
 * @param {{ version: string, description: string, license: string }} app
 */
export function manifestOf({ version, description, license }) {
  return {
    manifest_version: '0.3',
    name: 'linkboard',
    display_name: 'Linkboard',
    version,
    description:
      'Reads the WeChat accounts that Linkboard looks after, and asks its operator before anything is sent.',
    long_description: `${description} This bundle connects to a Linkboard that runs on this computer.`,
    author: { name: 'The Linkboard contributors' },
    license,
    server: {
      type: 'node',
      entry_point: `server/${SCRIPT}`,
      mcp_config: {
        command: 'node',
        args: [`${HERE}/server/${SCRIPT}`],
        env: { LINKBOARD_MCP_TOKEN: TOKEN },
      },
    },
    user_config: {
      token: {
        type: 'string',
        title: 'Token',
        description: 'Linkboard shows it once, under Settings › Programs › Allow a program….',
        sensitive: true,
        required: true,
      },
    },
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=18' } },
  }
}

/** The bundle: the bridge script with its manifest. */
export function makeMcpb() {
  const app = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const files = {
    'manifest.json': strToU8(`${JSON.stringify(manifestOf(app), null, 2)}\n`),
    server: { [SCRIPT]: new Uint8Array(readFileSync(join(ROOT, 'resources', SCRIPT))) },
  }
  return zipSync(files, { level: 9, mtime: MADE })
}

/**
 * Writes the bundle beside the installers.
 * @param {string} folder
 */
export function writeMcpb(folder) {
  writeFileSync(join(folder, NAME), makeMcpb())
}
