import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Credentials as the simulator binds them. */
export interface Bound {
  readonly botToken: string
  readonly botId: string
  readonly userId: string
  readonly baseUrl: string | undefined
}

/** A context as WeiLink keeps it; times in seconds. */
export interface WeiLinkContext {
  readonly t: string
  readonly ts: number
  readonly sc: number
}

/** A folder that a spec fills and afterwards compares. */
export class ForeignFolder {
  readonly root: string

  constructor(root: string = mkdtempSync(join(tmpdir(), 'linkboard-foreign-'))) {
    this.root = root
  }

  /** Writes a file: text as it is, anything else as JSON. */
  write(relative: string, content: unknown): void {
    const file = join(this.root, relative)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }

  /** A mark that changes with any name, content, size or modification time inside. */
  mark(): string {
    const hash = createHash('sha256')
    for (const name of readdirSync(this.root, { recursive: true, encoding: 'utf8' }).sort()) {
      const file = join(this.root, name)
      const stat = statSync(file)
      hash.update(`${name} ${stat.mtimeMs} ${stat.size}\n`)
      if (stat.isFile()) hash.update(readFileSync(file))
    }
    return hash.digest('hex')
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

/** A base directory as WeiLink keeps it (design 10). */
export class WeiLinkFolder extends ForeignFolder {
  session(
    name: string,
    bound: Bound | undefined,
    more: { readonly baseUrl?: string; readonly contexts?: Readonly<Record<string, WeiLinkContext>> } = {},
  ): void {
    if (bound === undefined) throw new Error('the account is not bound')
    this.write(`${name}/token.json`, {
      bot_id: bound.botId,
      base_url: more.baseUrl ?? bound.baseUrl,
      token: bound.botToken,
      user_id: bound.userId,
      cursor: '',
      created_at: 1_780_000_000,
    })
    if (more.contexts) this.write(`${name}/contexts.json`, more.contexts)
  }
}

/** A WeiLink folder, inside a home folder where one is given. */
export function weiLinkFolder(home?: string): WeiLinkFolder {
  return home === undefined ? new WeiLinkFolder() : new WeiLinkFolder(join(home, '.weilink'))
}
