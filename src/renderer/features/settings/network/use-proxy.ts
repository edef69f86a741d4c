import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppErrorCode } from '#shared/errors.ts'
import type { ProxyCredentials, ProxyMode, ProxySetting } from '#shared/model/proxy.ts'
import {
  isSameProxy,
  type ParsedProxyAddress,
  type ProxyAddressProblem,
  parseProxyAddress,
  proxyAddressText,
} from '#shared/text/proxy-address.ts'
import { useReplica } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { useKeptAction } from '../../../store/use-kept-action.ts'

/** The same in every language. */
export const PROXY_EXAMPLE = 'http://proxy.example:8080'

/** What stands in the form, ready for main. */
export interface ProxyForm {
  proxy: ProxySetting
  /** Null for what is stored. */
  credentials: ProxyCredentials | null
}

/** The proxy as it is shown, and how it is changed: a mode holds at once, an address once its field is left. */
export interface ProxyEditing {
  mode: ProxyMode
  typed: string
  problem: ProxyAddressProblem | 'missing' | null
  /** A name and a password are stored for the address that is set. */
  isStored: boolean
  error: AppErrorCode | null
  busy: boolean
  choose(mode: ProxyMode): void
  type(text: string): void
  /** The field was left. */
  leave(): void
  /** What was typed; null, and said, where it is no address. */
  form(credentials: ProxyCredentials | null): ProxyForm | null
  /** Keeps a name and a password together with the address that was typed. */
  store(credentials: ProxyCredentials): Promise<boolean>
  forget(): Promise<boolean>
  /** Resolves when main has what was changed last, or has refused it. */
  settled(): Promise<unknown>
}

export function useProxy(): ProxyEditing {
  const { client } = useServices()
  const kept = useReplica((replica) => replica.settings.network.proxy)
  const { run, error, busy } = useKeptAction('setting')
  const [picked, setPicked] = useState<ProxyMode | null>(null)
  const [typed, setTyped] = useState(textOf(kept))
  const [problem, setProblem] = useState<ProxyAddressProblem | 'missing' | null>(null)
  const [isStored, setStored] = useState(false)
  const pending = useRef<Promise<unknown>>(Promise.resolve())
  const settled = useCallback(() => pending.current, [])
  const mode = picked ?? kept.mode

  const look = useCallback(async () => {
    const { isStored: isThere } = await client.request('proxy.credentials').catch(() => ({ isStored: false }))
    setStored(isThere)
  }, [client])

  // settings come as a whole whatever of them has changed
  const shown = `${kept.mode} ${textOf(kept)}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is kept is told by its text
  useEffect(() => {
    setPicked(null)
    setTyped(textOf(kept))
    setProblem(null)
    void look()
  }, [shown, look])

  async function set(proxy: ProxySetting, credentials: ProxyCredentials | null): Promise<boolean> {
    const setting = run(() => client.request('proxy.set', { proxy, credentials }))
    pending.current = setting
    const done = await setting
    if (done) await look()
    else setPicked(null)
    return done
  }

  /** The address that was typed; what is none is said. */
  function parsed(): Extract<ParsedProxyAddress, { ok: true }> | null {
    const found = typed.trim() === '' ? null : parseProxyAddress(typed)
    setProblem(found === null ? 'missing' : found.ok ? null : found.problem)
    return found?.ok ? found : null
  }

  return {
    ...{ mode, typed, problem, isStored, error, busy, settled },
    choose(next) {
      setPicked(next)
      setProblem(null)
      if (next !== 'manual') void set({ mode: next, address: kept.address }, null)
      else if (kept.address !== null) void set({ mode: next, address: kept.address }, null)
      else setProblem('missing')
    },
    type(text) {
      setTyped(text)
      setProblem(null)
    },
    leave() {
      const found = parsed()
      if (found === null) return
      const { address, credentials } = found
      // what is secret in it does not stay in sight
      setTyped(proxyAddressText(address))
      const isKept = kept.mode === 'manual' && kept.address !== null && isSameProxy(kept.address, address)
      if (!isKept || credentials !== null) void set({ mode: 'manual', address }, credentials)
    },
    form(credentials) {
      if (mode !== 'manual') return { proxy: { mode, address: kept.address }, credentials: null }
      const found = parsed()
      if (found === null) return null
      return { proxy: { mode, address: found.address }, credentials: found.credentials ?? credentials }
    },
    async store(credentials) {
      const found = parsed()
      return found !== null && (await set({ mode: 'manual', address: found.address }, credentials))
    },
    async forget() {
      const done = await run(() => client.request('proxy.forgetCredentials'))
      await look()
      return done
    },
  }
}

function textOf({ address }: ProxySetting): string {
  return address === null ? '' : proxyAddressText(address)
}
