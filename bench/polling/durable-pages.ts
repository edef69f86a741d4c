import { fdatasyncSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const PAGE = Buffer.alloc(4096, 1)
/** As many as the log beside Linkboard's database keeps: from then on it is written from its beginning. */
const PAGES = 4_000

/** The least that makes what came durable (P1): a single page and its sync, in a file that has its length already. */
export class DurablePages {
  readonly #file: number
  #next = 0

  constructor() {
    const folder = mkdtempSync(path.join(tmpdir(), 'linkboard-bench-'))
    this.#file = openSync(path.join(folder, 'pages'), 'w')
    // nobody opens it by its name, and nothing is left behind however the process ends
    rmSync(folder, { recursive: true })
    for (let page = 0; page < PAGES; page += 1)
      writeSync(this.#file, PAGE, 0, PAGE.length, page * PAGE.length)
    fsyncSync(this.#file)
  }

  append(): void {
    writeSync(this.#file, PAGE, 0, PAGE.length, this.#next * PAGE.length)
    fdatasyncSync(this.#file)
    this.#next = (this.#next + 1) % PAGES
  }
}
