import { defineConfig } from 'vitest/config'

// What is long by design: soak, fault matrices, fuzzing and random sequences at full size.
export default defineConfig({
  test: {
    include: ['{src,test,soak}/**/*.nightly.test.ts', '{src,test,soak}/**/*.property.test.ts'],
    env: { LINKBOARD_RUNS: '500' },
    environment: 'node',
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
})
