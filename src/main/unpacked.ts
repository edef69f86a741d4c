import path from 'node:path'

/**
 * Where a file that a thread or WebAssembly is read from lies: beside the archive in a packaged build
 * (`asarUnpack` in electron-builder.yml), where it was built otherwise.
 */
export function unpackedPath(folder: string, name: string): string {
  const inside = folder.replace(/([\\/])app\.asar(?=[\\/]|$)/u, '$1app.asar.unpacked')
  return path.join(inside, name)
}
