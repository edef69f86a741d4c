import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** How long what is ending may take to be gone. */
const GRACE_MS = 3_000
const LOOK_MS = 200

/**
 * Marks all processes started with `env`, so that those still there at the end can be found (Linux only).
 * @returns {{ env: NodeJS.ProcessEnv, find(): Promise<string[]> }} `find` gives a line for each left over
 */
export function markProcesses() {
  const mark = `TEST_RUN_MARK=${randomUUID()}`
  const [name = '', value = ''] = mark.split('=')
  return {
    env: { ...process.env, [name]: value },
    find: async () => {
      const until = performance.now() + GRACE_MS
      let left = marked(mark)
      while (left.length > 0 && performance.now() < until) {
        await delay(LOOK_MS)
        left = marked(mark)
      }
      return left
    },
  }
}

/** @param {string} mark */
function marked(mark) {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      if (!procFile(pid, 'environ').includes(mark)) return []
      return [`${pid} ${procFile(pid, 'cmdline').replaceAll('\0', ' ').slice(0, 160)}`]
    })
}

/**
 * Empty for a process that is gone or somebody else's.
 * @param {string} pid
 * @param {string} name
 */
function procFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return ''
  }
}
