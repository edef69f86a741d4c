import path from 'node:path'
import { type NativeImage, nativeImage } from 'electron'

const ICON_PIXELS = 32

/** What hangs on the pointer while a file is dragged out of the window. */
export function dragIcon(): NativeImage {
  return nativeImage
    .createFromPath(path.join(import.meta.dirname, 'drag-icon.png'))
    .resize({ width: ICON_PIXELS, height: ICON_PIXELS })
}
