import { expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { ContentReader, uint32 } from './content-reader.ts'
import { readManifest } from './manifest.ts'

/** A manifest as another version of the program wrote it. */
async function readWith(settings: unknown) {
  const manifest = {
    createdAt: 1,
    appVersion: '0.1.0',
    databaseVersion: 1,
    databaseBytes: 0,
    messages: 0,
    settings,
    accounts: [],
  }
  const json = Buffer.from(JSON.stringify(manifest))
  async function* content() {
    yield Buffer.concat([uint32(json.length), json])
  }
  return (await readManifest(new ContentReader(content()))).settings
}

it('takes the settings of a former version, the rest being as at the first start', async () => {
  const { notifications, machine, ...former } = DEFAULT_SETTINGS
  expect(await readWith({ ...former, theme: 'dark' })).toEqual({
    ...former,
    theme: 'dark',
    notifications,
    machine,
  })
})

it('takes what it knows of the settings of a later version', async () => {
  const later = { ...DEFAULT_SETTINGS, theme: 'dark', colours: 7 }
  expect(await readWith(later)).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' })
})
