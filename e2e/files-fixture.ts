import { MediaFiles } from './media-files.ts'
import { test as base } from './simulator-fixture.ts'

/** The app's test with a simulator and a folder of files to be sent. */
export const test = base.extend<{ files: MediaFiles }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the first parameter's form
  files: async ({}, use) => {
    const files = new MediaFiles()
    await use(files)
    files.remove()
  },
})
