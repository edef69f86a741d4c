import { defineConfig } from 'vitest/config'

// What is long by design: soak, fault matrices, fuzzing at full size.
export default defineConfig({
  test: {
    include: ['{src,test,soak}/**/*.nightly.test.ts'],
    environment: 'node',
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
})
