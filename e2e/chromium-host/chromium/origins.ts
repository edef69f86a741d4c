/**
 * Chromium cannot be sent to a scheme it does not know, so `app://linkboard/x` is shown to it as
 * `https://linkboard.app.invalid/x` and answered by routing; the app sees only its own scheme.
 */
const SUFFIX = '.invalid'

/** The URL Chromium is given for one of the app's schemes; others stay as they are. */
export function toChromium(url: string, schemes: ReadonlySet<string>): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(url)
  const [, scheme, host, rest] = match ?? []
  if (scheme === undefined || !schemes.has(scheme.toLowerCase())) return url
  return `https://${host}.${scheme.toLowerCase()}${SUFFIX}${rest === '' ? '/' : rest}`
}

/** The app's URL behind what Chromium shows; others stay as they are. */
export function fromChromium(url: string, schemes: ReadonlySet<string>): string {
  const match = /^https:\/\/([^/?#]*)\.([a-z0-9+-]+)\.invalid(.*)$/is.exec(url)
  const [, host, scheme, rest] = match ?? []
  return scheme !== undefined && schemes.has(scheme) ? `${scheme}://${host}${rest}` : url
}

/** The origin of a URL as Chromium writes it in Electron for a standard custom scheme. */
export function originOf(url: string, schemes: ReadonlySet<string>): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(url)
  if (match?.[1] !== undefined && schemes.has(match[1])) return match[0]
  return URL.canParse(url) ? new URL(url).origin : 'null'
}
