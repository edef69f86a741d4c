import path from 'node:path'

/** The file a path means, or null when it would leave the folder (P12). */
export function resolveInside(folder: string, pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null
  const file = path.join(folder, path.normalize(`/${decoded}`))
  return file.startsWith(folder + path.sep) && file.length > folder.length + 1 ? file : null
}
