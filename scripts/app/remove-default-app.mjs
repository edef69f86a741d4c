import { rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Takes Electron's own app out of a package before ours is put in: nothing else may be started from the binary.
 * A hook of electron-builder (`afterExtract`).
 * @param {{ appOutDir: string, packager: { getResourcesDir(appOutDir: string): string } }} context
 */
export default async function removeDefaultApp({ appOutDir, packager }) {
  await rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true })
}
