import { unreachable } from '#shared/unreachable.ts'

/** Programs that are told how to be set up. */
export const CLIENTS = ['claude-code', 'codex', 'cursor', 'vs-code', 'cherry-studio'] as const
export type Client = (typeof CLIENTS)[number]

/** Names of their makers, the same in every language. */
export const CLIENT_NAMES: Readonly<Record<Client, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  cursor: 'Cursor',
  'vs-code': 'VS Code',
  'cherry-studio': 'Cherry Studio',
}

/** What each of them has to be given to connect over HTTP, in its own format. */
export function setUpText(client: Client, url: string, token: string): string {
  const authorization = `Bearer ${token}`
  const headers = { Authorization: authorization }
  switch (client) {
    case 'claude-code':
      return `claude mcp add --transport http linkboard ${url} --header "Authorization: ${authorization}"`
    case 'codex':
      return [
        '[mcp_servers.linkboard]',
        `url = "${url}"`,
        `http_headers = { Authorization = "${authorization}" }`,
      ].join('\n')
    case 'cursor':
      return asJson({ mcpServers: { linkboard: { url, headers } } })
    case 'vs-code':
      return asJson({ servers: { linkboard: { type: 'http', url, headers } } })
    case 'cherry-studio':
      return asJson({
        mcpServers: { linkboard: { name: 'Linkboard', type: 'streamableHttp', baseUrl: url, headers } },
      })
    default:
      return unreachable(client)
  }
}

function asJson(value: object): string {
  return JSON.stringify(value, null, 2)
}
