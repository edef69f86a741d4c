import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { z } from 'zod'

/** Each benchmark measures something: that it runs, not how fast. */

const INDEX = path.resolve(import.meta.dirname, '../../bench/index.ts')
const Results = z.object({
  isShort: z.literal(true),
  machine: z.object({ processors: z.number().positive() }),
  outcomes: z.array(
    z.object({
      bench: z.object({ name: z.string(), bar: z.string().nullable() }),
      failure: z.null(),
      figures: z.array(z.object({ what: z.string().min(1), measured: z.number() })).min(1),
    }),
  ),
})

/** The bars, and what is measured beside them, whose benchmarks have a short form. */
const MEASURED = ['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9', 'B10', 'B11', 'B12', 'programs']

for (const measured of MEASURED)
  test(`${measured} is measured`, async () => {
    const into = test.info().outputPath('results')
    await promisify(execFile)(process.execPath, [INDEX, measured, '--short', '--into', into])
    const [file = ''] = readdirSync(into)
    const { outcomes } = Results.parse(JSON.parse(readFileSync(path.join(into, file), 'utf8')))
    expect(outcomes.map(({ bench }) => bench.bar ?? bench.name)).toEqual([measured])
  })
