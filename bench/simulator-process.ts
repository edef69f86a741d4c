import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const Ready = z.object({ url: z.string(), cdnUrl: z.string(), control: z.string() })

/** The simulator in a process of its own, so that it does not share the measured event loop. */
export class SimulatorProcess {
  readonly url: string
  readonly cdnUrl: string
  readonly #control: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, ready: z.infer<typeof Ready>) {
    this.#child = child
    this.url = ready.url
    this.cdnUrl = ready.cdnUrl
    this.#control = ready.control
  }

  static async start(): Promise<SimulatorProcess> {
    const cli = fileURLToPath(new URL('../src/simulator/cli.ts', import.meta.url))
    const child = spawn(process.execPath, [cli, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith('simulator ready ')) continue
      return new SimulatorProcess(child, Ready.parse(JSON.parse(line.slice('simulator ready '.length))))
    }
    throw new Error('the simulator ended before it was ready')
  }

  /** Calls a function of the control API. @throws with its sentence when it refuses */
  async call(name: string, args: Record<string, unknown>): Promise<unknown> {
    const response = await fetch(`${this.#control}/${name}`, { method: 'POST', body: JSON.stringify(args) })
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`)
    return response.json()
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    await ended
  }
}
