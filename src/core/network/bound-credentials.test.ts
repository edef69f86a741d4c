import { expect, it } from 'vitest'
import { TestVault } from '#core/testing/vault.ts'
import type { ProxyAddress } from '#shared/model/proxy.ts'
import { createBoundCredentials } from './bound-credentials.ts'

const OFFICE: ProxyAddress = { scheme: 'http', host: 'proxy.office.example', port: 8080 }
const SECRET = { user: 'office', password: 'secret' }

it('P9: a name and a password are for one address, to the letter', async () => {
  const { slot } = new TestVault()
  const kept = createBoundCredentials(slot)
  await kept.store(OFFICE, SECRET)
  expect(await kept.read(OFFICE)).toEqual(SECRET)
  const others: Partial<ProxyAddress>[] = [{ scheme: 'socks5' }, { host: 'proxy' }, { port: 80 }]
  for (const other of others) expect(await kept.read({ ...OFFICE, ...other })).toBeNull()
  await kept.forget()
  expect(await kept.read(OFFICE)).toBeNull()
})

it('takes what is garbled for none', async () => {
  const { slot } = new TestVault()
  for (const garbled of ['', '{', '{"proxy":"http://proxy.office.example:8080"}']) {
    await slot.set(garbled)
    expect(await createBoundCredentials(slot).read(OFFICE)).toBeNull()
  }
})
