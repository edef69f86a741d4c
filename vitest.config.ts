import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'test/**/*.test.ts',
      'soak/**/*.test.ts',
      'e2e/chromium-host/**/*.test.ts',
    ],
    environment: 'node',
    globals: false,
  },
})
