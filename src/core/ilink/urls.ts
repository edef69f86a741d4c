import { BOT_TYPE, ENDPOINTS } from './protocol.ts'

/** Base and path with exactly one slash between them (fact sheet 1.1). */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`
}

/** Where a sign-in code is created. */
export function qrCreateUrl(apiBase: string): string {
  return `${joinUrl(apiBase, ENDPOINTS.get_bot_qrcode)}?bot_type=${BOT_TYPE}`
}

/** Where a sign-in code's status is polled; the pairing code goes along as typed, trimmed. */
export function qrStatusUrl(apiBase: string, qrcode: string, verifyCode: string | null): string {
  const url = `${joinUrl(apiBase, ENDPOINTS.get_qrcode_status)}?qrcode=${encodeURIComponent(qrcode)}`
  const code = verifyCode?.trim() ?? ''
  return code === '' ? url : `${url}&verify_code=${encodeURIComponent(code)}`
}

/** A media download: `full_url` verbatim, else built from the parameter; null with neither (fact sheet 6.4). */
export function downloadUrl(
  cdnBase: string,
  media: { readonly fullUrl: string | null; readonly encryptQueryParam: string | null },
): string | null {
  if (media.fullUrl !== null) return media.fullUrl
  if (media.encryptQueryParam === null) return null
  return `${joinUrl(cdnBase, 'download')}?encrypted_query_param=${encodeURIComponent(media.encryptQueryParam)}`
}

/** The fallback upload address for a server that names only `upload_param` (fact sheet 6.2). */
export function uploadUrl(cdnBase: string, uploadParam: string, filekey: string): string {
  const query = `encrypted_query_param=${encodeURIComponent(uploadParam)}&filekey=${encodeURIComponent(filekey)}`
  return `${joinUrl(cdnBase, 'upload')}?${query}`
}
