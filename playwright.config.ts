import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e/specs',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  reporter: 'list',
  timeout: 30_000,
  expect: { timeout: 5_000 },
  outputDir: 'test-results',
})
