import { ipcRenderer, webUtils } from 'electron'
import { type PageFile, STAGE_CHANNEL, type StageMessage, type Staging } from '#shared/bridge.ts'
import type { StageResult } from '#shared/model/media.ts'

/** Bytes that travel in one message. */
const CHUNK_BYTES = 1024 * 1024

/** The page only hands on what it was given, which is a `File` or nothing that has a path. */
type GivenFile = PageFile & File

function ask(message: StageMessage): Promise<StageResult | null> {
  return ipcRenderer.invoke(STAGE_CHANNEL, message)
}

function failed(name: string, problem: 'unreadable' | 'cancelled'): StageResult {
  return { ok: false, name, problem }
}

/** Tells main to forget a file; whether it can be told matters to nobody. */
function forget(key: string): void {
  ask({ kind: 'cancel', key }).catch(() => undefined)
}

function pathOf(file: GivenFile): string {
  try {
    return webUtils.getPathForFile(file)
  } catch {
    return ''
  }
}

/** What has no path comes by its bytes; a failure on the way ends it. */
async function sendBytes(
  key: string,
  file: GivenFile,
  isCancelled: () => boolean,
): Promise<StageResult | null> {
  const refused = await ask({ kind: 'begin', key, name: file.name, size: file.size })
  if (refused !== null) return refused
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    if (isCancelled()) return failed(file.name, 'cancelled')
    const bytes = new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer())
    const ended = await ask({ kind: 'chunk', key, bytes })
    if (ended !== null) return ended
  }
  return ask({ kind: 'end', key })
}

async function stage(key: string, file: GivenFile, isCancelled: () => boolean): Promise<StageResult> {
  try {
    const path = pathOf(file)
    const taken =
      path === '' ? await sendBytes(key, file, isCancelled) : await ask({ kind: 'path', key, path })
    if (taken?.ok === true) return taken
    // main may not know the name of what it refused
    return taken === null ? failed(file.name, 'unreadable') : { ...taken, name: file.name }
  } catch {
    // the page could not read it, for example because it is a folder
    forget(key)
    return failed(file.name, isCancelled() ? 'cancelled' : 'unreadable')
  }
}

/** Takes files one after the other and tells what became of each. */
export function stageFiles(
  files: readonly PageFile[],
  onResult: (index: number, result: StageResult) => void,
): Staging {
  let isCancelled = false
  let current: string | null = null

  function tell(index: number, result: StageResult): void {
    try {
      onResult(index, result)
    } catch {
      // a page that throws must not keep the other files from being taken
    }
  }

  async function takeAll(): Promise<void> {
    for (const [index, file] of files.entries()) {
      if (isCancelled) {
        tell(index, failed(file.name, 'cancelled'))
        continue
      }
      current = crypto.randomUUID()
      tell(index, await stage(current, file as GivenFile, () => isCancelled))
      current = null
    }
  }

  return {
    done: takeAll(),
    cancel() {
      isCancelled = true
      if (current !== null) forget(current)
    },
  }
}
