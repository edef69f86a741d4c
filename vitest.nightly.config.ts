import { defineConfig } from 'vitest/config'

// What is long by design: soak, fault matrices, fuzzing and random sequences at full size.
export default defineConfig({
  test: {
    include: ['{src,test,soak}/**/*.nightly.test.ts', '{src,test,soak}/**/*.property.test.ts'],
    env: { LINKBOARD_RUNS: '500' },
    environment: 'node',
    // the soak counts by the second what the app does, so nothing that fills the machine runs beside it
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
})
