import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../setup/paths.mjs'
import { makeMcpb } from './mcpb.mjs'

describe('the bundle for Claude Desktop', () => {
  it('holds the script that its manifest starts, and asks for the token as a secret', () => {
    const files = unzipSync(makeMcpb())
    expect(Object.keys(files).sort()).toEqual(
      ['manifest.json', 'server/', 'server/linkboard-mcp.mjs'].filter((name) => name in files).sort(),
    )
    const manifest = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()))
    expect(files[manifest.server.entry_point]).toEqual(
      new Uint8Array(readFileSync(join(ROOT, 'resources', 'linkboard-mcp.mjs'))),
    )
    expect(manifest.server.mcp_config.args).toEqual([`\${__dirname}/${manifest.server.entry_point}`])
    expect(manifest.server.mcp_config.env).toEqual({ LINKBOARD_MCP_TOKEN: `$\{user_config.token}` })
    expect(manifest.user_config.token).toMatchObject({ sensitive: true, required: true })
    expect(manifest.version).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version)
  })

  it('is the same file each time', () => {
    expect(makeMcpb()).toEqual(makeMcpb())
  })
})
