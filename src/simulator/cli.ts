import { parseArgs } from 'node:util'
import { startSimulator } from './index.ts'

const usage = 'usage: simulator [--port N] [--control-port N] [--seed N] [--hold-ms N] [--strict]'

/** The standalone simulator: one line when it is ready, then it serves until told to stop. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'control-port': { type: 'string', default: '0' },
      seed: { type: 'string' },
      'hold-ms': { type: 'string' },
      strict: { type: 'boolean', default: false },
    },
  })
  const seed = values.seed === undefined ? undefined : whole('seed', values.seed, 0xffff_ffff)
  const holdMs = values['hold-ms'] === undefined ? undefined : whole('hold-ms', values['hold-ms'], 600_000)
  const simulator = await startSimulator({
    port: whole('port', values.port, 65_535),
    controlPort: whole('control-port', values['control-port'], 65_535),
    strict: values.strict,
    ...(seed === undefined ? {} : { seed }),
    ...(holdMs === undefined ? {} : { holdMs }),
  })
  const { url, cdnUrl, control } = simulator
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)))
  }
  console.log(`simulator ready ${JSON.stringify({ url, cdnUrl, control })}`)
}

function whole(flag: string, text: string, most: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value <= most) return value
  throw new Error(`--${flag} must be a whole number from 0 to ${most}, not "${text}"`)
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  console.error(`${reason}; ${usage}`)
  process.exit(1)
})
