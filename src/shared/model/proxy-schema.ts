import { z } from 'zod'
import { MAX_PROXY_CREDENTIAL_BYTES } from '../limits.ts'
import { utf8Bytes } from '../text/pieces.ts'
import { isProxyHost } from '../text/proxy-address.ts'
import { PROXY_MODES, PROXY_SCHEMES } from './proxy.ts'

/** A `ProxyAddress` that comes from a page or from the disk. */
const ProxyAddressSchema = z
  .object({
    scheme: z.enum(PROXY_SCHEMES),
    host: z.string().refine(isProxyHost),
    port: z.number().int().min(1).max(65_535),
  })
  .strict()

/** A `ProxySetting` that comes from a page or from the disk. */
export const ProxySettingSchema = z
  .object({ mode: z.enum(PROXY_MODES), address: ProxyAddressSchema.nullable() })
  .strict()
  .refine(({ mode, address }) => mode !== 'manual' || address !== null)

/** SOCKS5 takes no more bytes, and a line break would end a header. */
const credential = z
  .string()
  .refine((text) => utf8Bytes(text) <= MAX_PROXY_CREDENTIAL_BYTES && !/\p{Cc}/u.test(text))

/** `ProxyCredentials` that come from a page or from the vault. A colon in the name would end it. */
export const ProxyCredentialsSchema = z
  .object({ user: credential.refine((user) => user !== '' && !user.includes(':')), password: credential })
  .strict()
