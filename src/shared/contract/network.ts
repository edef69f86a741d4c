import { z } from 'zod'
import type { ProxyCredentialsView, ProxyTestResult } from '../model/proxy.ts'
import { ProxyCredentialsSchema, ProxySettingSchema } from '../model/proxy-schema.ts'
import { request } from './request.ts'

/** A setting and what its proxy asks for; null for what is stored for its address. Never logged (P9). */
const ProxyForm = z
  .object({ proxy: ProxySettingSchema, credentials: ProxyCredentialsSchema.nullable() })
  .strict()

/** Requests about the way that requests take to the servers. */
export const networkRequests = {
  /**
   * From now on requests leave so. A name and a password are kept for this address; those of another are forgotten.
   * Fails with `vault-refused` where they cannot be kept, and in practice mode with `not-possible-now`.
   */
  'proxy.set': request(ProxyForm)<void>(),
  'proxy.credentials': request(z.undefined())<ProxyCredentialsView>(),
  'proxy.forgetCredentials': request(z.undefined())<void>(),
  /**
   * Asks the server for an answer through what was typed, before it is set. Ends after 20 s; a second one ends the first.
   * Fails in practice mode with `not-possible-now`.
   */
  'proxy.test': request(ProxyForm)<ProxyTestResult>(),
  'proxy.cancelTest': request(z.undefined())<void>(),
}
