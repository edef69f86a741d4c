import { defineConfig } from '@playwright/test'

export default defineConfig({
  // what is long by design is tagged and run by `npm run test:nightly`, see playwright.nightly.config.ts
  grepInvert: /@nightly/,
  testDir: 'e2e/specs',
  workers: 2,
  retries: 0,
  fullyParallel: true,
  reporter: 'list',
  timeout: 30_000,
  expect: { timeout: 5_000 },
  outputDir: 'test-results',
})
