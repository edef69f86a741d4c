import { z } from 'zod'
import type { ProxyCredentials } from '#shared/model/proxy.ts'
import { ProxyCredentialsSchema } from '#shared/model/proxy-schema.ts'
import { proxyAddressText } from '#shared/text/proxy-address.ts'
import type { ProxyCredentialStore } from './ports.ts'

/** One place of the vault. */
export interface SecretSlot {
  get(): Promise<string | null>
  set(secret: string): Promise<void>
  delete(): Promise<void>
}

const Stored = z.object({ proxy: z.string(), credentials: ProxyCredentialsSchema })

function readStored(text: string | null): z.infer<typeof Stored> | null {
  try {
    return Stored.parse(JSON.parse(text ?? ''))
  } catch {
    return null
  }
}

/** Keeps a name and a password together with the one address that gets them, so that no other can be put beside them. */
export function createBoundCredentials(slot: SecretSlot): ProxyCredentialStore {
  return {
    store: (address, credentials) =>
      slot.set(JSON.stringify({ proxy: proxyAddressText(address), credentials })),
    async read(address): Promise<ProxyCredentials | null> {
      const stored = readStored(await slot.get())
      return stored?.proxy === proxyAddressText(address) ? stored.credentials : null
    },
    forget: () => slot.delete(),
  }
}
