import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Bench } from './bench.ts'
import { type Figure, holds, type Spread } from './figure.ts'

/** What one benchmark came to. */
export interface Outcome {
  readonly bench: Pick<Bench, 'name' | 'bar' | 'title'>
  readonly seconds: number
  readonly figures: readonly Figure[]
  /** Why there are no figures; null when there are. */
  readonly failure: string | null
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 100) return value.toFixed(0)
  return value.toFixed(size >= 10 ? 1 : 2)
}

function side(value: Spread | number | null, unit: string): string {
  if (value === null) return ''
  if (typeof value === 'number') return `${rounded(value)} ${unit}`
  return `${rounded(value.p50)} / ${rounded(value.p95)} / ${rounded(value.p99)} ${unit}`
}

function verdict(figure: Figure): string {
  if (!Number.isFinite(figure.measured)) return 'NOT MEASURED'
  if (figure.bar === null) return ''
  return holds(figure) ? 'holds' : 'FALLS'
}

function line(figure: Figure): Record<string, string> {
  const { bar, measured, measuredIn, unit } = figure
  return {
    floor: side(figure.floor, unit),
    Linkboard: side(figure.ours, unit),
    measured: `${rounded(measured)} ${measuredIn}`,
    bar: bar === null ? '' : `${bar.kind === 'at-most' ? '≤' : '≥'} ${bar.value} ${bar.unit}`,
    verdict: verdict(figure),
  }
}

/** Whether a benchmark was measured and all its bars hold. */
export function isGood({ figures, failure }: Outcome): boolean {
  return failure === null && figures.length > 0 && figures.every(holds)
}

/** Prints every figure with its ratio, its bar and the verdict. Spreads are p50 / p95 / p99. */
export function print(outcomes: readonly Outcome[]): void {
  for (const { bench, figures, failure, seconds } of outcomes) {
    console.log(`\n${bench.bar ?? 'besides'}  ${bench.name}: ${bench.title} (${seconds.toFixed(0)} s)`)
    if (failure !== null) console.log(`NOT MEASURED: ${failure}`)
    else console.table(Object.fromEntries(figures.map((figure) => [figure.what, line(figure)])))
  }
}

function commit(): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    // a copy without its history is measured as well
    return null
  }
}

function machine(): Record<string, unknown> {
  const [cpu] = os.cpus()
  return {
    processors: os.cpus().length,
    model: cpu?.model ?? null,
    memoryMegabytes: Math.round(os.totalmem() / 1024 ** 2),
    system: `${os.platform()} ${os.release()} ${os.arch()}`,
    node: process.version,
    loadBefore: os.loadavg(),
  }
}

/** Writes a run with the facts of the machine that made it; answers the file's path. */
export function write(
  folder: string,
  run: { readonly at: Date; readonly isShort: boolean; readonly outcomes: readonly Outcome[] },
): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${run.at.toISOString().replaceAll(':', '-').replace(/\..*/, '')}.json`)
  const content = { at: run.at.toISOString(), isShort: run.isShort, commit: commit(), machine: machine() }
  writeFileSync(file, `${JSON.stringify({ ...content, outcomes: run.outcomes }, null, 2)}\n`)
  return file
}
