import path from 'node:path'
import { parseArgs } from 'node:util'
import { BENCHES } from './benches.ts'
import type { Bench, Way } from './frame/bench.ts'
import { isGood, type Outcome, print, write } from './frame/report.ts'

// npm run bench [-- NAME or BAR …] [--short] [--minutes N] [--only WORK …] [--into FOLDER]: every bar of the table, or the benchmarks that are named.
// Exit code 1 when one cannot be measured or, but for the short form, when a bar falls.

const RESULTS = path.resolve(import.meta.dirname, 'results')

function chosen(names: readonly string[]): readonly Bench[] {
  if (names.length === 0) return BENCHES.filter(({ bar }) => bar !== null)
  const called = (bench: Bench, name: string) => bench.name === name || bench.bar === name.toUpperCase()
  const unknown = names.find((name) => !BENCHES.some((bench) => called(bench, name)))
  if (unknown === undefined) return BENCHES.filter((bench) => names.some((name) => called(bench, name)))
  const known = BENCHES.map(({ name, bar }) => (bar === null ? name : `${name} (${bar})`))
  throw new Error(`there is no benchmark "${unknown}"; there are ${known.join(', ')}`)
}

async function runOne(bench: Bench, way: Omit<Way, 'say'>): Promise<Outcome> {
  const { name, bar, title } = bench
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  const say = (line: string) => console.log(`${name}: ${line}`)
  try {
    const figures = await bench.run({ ...way, say })
    return { bench: { name, bar, title }, seconds: seconds(), figures, failure: null }
  } catch (error) {
    console.error(error)
    const failure = error instanceof Error ? error.message : String(error)
    return { bench: { name, bar, title }, seconds: seconds(), figures: [], failure }
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    short: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    only: { type: 'string', multiple: true, default: [] },
    into: { type: 'string', default: RESULTS },
  },
})
const minutes = values.minutes === undefined ? null : Number(values.minutes)
if (minutes !== null && !(minutes > 0)) throw new Error(`"${values.minutes}" are no minutes`)
const outcomes: Outcome[] = []
for (const bench of chosen(positionals)) {
  console.log(`\n${bench.bar ?? 'besides'}  ${bench.name}: ${bench.title}`)
  outcomes.push(await runOne(bench, { isShort: values.short, minutes, only: values.only }))
}
print(outcomes)
console.log(`\n${write(values.into, { at: new Date(), isShort: values.short, outcomes })}`)
const isMeasured = ({ figures, failure }: Outcome) =>
  failure === null && figures.length > 0 && figures.every(({ measured }) => Number.isFinite(measured))
if (!outcomes.every(values.short ? isMeasured : isGood)) process.exitCode = 1
