import { defineConfig } from '@playwright/test'

const { CI } = process.env

export default defineConfig({
  // what is long by design is tagged and run by `npm run test:nightly`, see playwright.nightly.config.ts
  grepInvert: /@nightly/,
  testDir: 'e2e/specs',
  // twice the two cores of a build machine: each waits a good part of its time, for an answer, a pace or a timer
  workers: 4,
  // a build machine tries a failed spec once more and lists it as flaky, which is a bug to mend, not to rerun
  retries: CI === undefined ? 0 : 1,
  fullyParallel: true,
  reporter: 'list',
  // only what hangs meets these: a busy machine takes ten times as long as an idle one
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: 'test-results',
})
