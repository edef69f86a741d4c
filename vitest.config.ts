import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What is long by design; `npm run test:nightly` runs it, see vitest.nightly.config.ts. */
const LONG = '**/*.nightly.test.ts'
/** Only a test that hangs meets it: a busy machine takes ten times as long as an idle one. */
const PATIENCE_MS = 60_000

/** Small files that take long. On a fresh machine, where nothing is known of them, they would come last. */
const FIRST = [
  'test/faults/faults.test.ts',
  'test/integration/proxy.test.ts',
  'src/core/storage/recovery/recovery.test.ts',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      FIRST.some((file) => moduleId.endsWith(`/${file}`)) ? 0 : 1
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

// Test files share one worker's modules, for starting afresh costs more than most files take. So no test
// leaves anything behind: no listener, no timer, no patched global. Nor does one mock a module: whoever was imported
// by another file before keeps the real one.
export default defineConfig({
  test: {
    // one more than there are cores: some tests wait for real time-outs and leave theirs idle
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: 'node',
          include: [
            '{src,test,soak}/**/*.test.ts',
            'e2e/chromium-host/**/*.test.ts',
            'e2e/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
          exclude: ['src/renderer/**', LONG],
          environment: 'node',
          setupFiles: ['test/support/setup.ts'],
          isolate: false,
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
        },
      },
      {
        test: {
          name: 'page',
          include: ['src/renderer/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['test/support/setup.ts', 'src/renderer/test-support/setup.ts'],
          isolate: false,
          testTimeout: PATIENCE_MS,
          hookTimeout: PATIENCE_MS,
        },
      },
    ],
  },
})
