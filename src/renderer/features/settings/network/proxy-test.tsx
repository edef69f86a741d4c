import { CircleAlert, CircleCheck } from 'lucide-react'
import { useCallback, useEffect, useId, useRef, useState } from 'react'
import type { ProxyTestResult } from '#shared/model/proxy.ts'
import { proxyAddressText } from '#shared/text/proxy-address.ts'
import { unreachable } from '#shared/unreachable.ts'
import type { Formats } from '../../../formatting/format.ts'
import type { Translate } from '../../../i18n/index.ts'
import { useTranslation } from '../../../i18n/use-translation.tsx'
import { useFormats } from '../../../store/hooks.ts'
import { useServices } from '../../../store/services.tsx'
import { Button } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import type { ProxyForm } from './use-proxy.ts'

type Shown = { kind: 'running' } | ProxyTestResult | null

/**
 * Tries what stands in the form, and says how it went.
 * @param form what is tried; null where it is nothing that could be
 * @param of what the result is about: it is taken back when this changes
 */
export function ProxyTest({
  settled,
  form,
  of,
}: {
  settled: () => Promise<unknown>
  form: () => ProxyForm | null
  of: string
}) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { client } = useServices()
  const hint = useId()
  const [shown, setShown] = useState<Shown>(null)
  /** Counts tests: what an earlier one says comes too late. */
  const run = useRef(0)

  const isWaiting = useRef(false)

  const cancel = useCallback(() => void client.request('proxy.cancelTest').catch(() => {}), [client])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a result is about what was tried
  useEffect(() => {
    return () => {
      run.current += 1
      setShown(null)
      if (isWaiting.current) cancel()
      isWaiting.current = false
    }
  }, [of, cancel])

  async function test(): Promise<void> {
    const asked = form()
    if (asked === null) {
      setShown(null)
      return
    }
    run.current += 1
    const mine = run.current
    isWaiting.current = true
    setShown({ kind: 'running' })
    // what was just typed and left may still be on its way, with its password
    await settled()
    const result = mine === run.current ? await client.request('proxy.test', asked).catch(() => null) : null
    if (mine !== run.current) return
    isWaiting.current = false
    setShown(result)
  }

  const isRunning = shown?.kind === 'running'
  return (
    <div className="flex flex-col gap-2">
      <p id={hint} className="text-preview text-soft">
        {t('network.test.hint')}
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button aria-describedby={hint} aria-disabled={isRunning} onClick={() => isRunning || void test()}>
          {t('network.test.action')}
        </Button>
        {isRunning ? (
          <Button look="quiet" onClick={cancel}>
            {t('action.cancel')}
          </Button>
        ) : null}
        <div
          role="status"
          className={classNames(
            'flex min-w-56 flex-1 items-start gap-1.5 empty:hidden',
            shown?.kind === 'failed' ? 'text-danger' : shown?.kind === 'works' ? 'text-accent' : 'text-soft',
          )}
        >
          {shown === null ? null : <Result shown={shown} words={wordsOf(shown, t, formats)} />}
        </div>
      </div>
    </div>
  )
}

function Result({ shown, words }: { shown: NonNullable<Shown>; words: string }) {
  const Icon = shown.kind === 'works' ? CircleCheck : shown.kind === 'failed' ? CircleAlert : null
  return (
    <>
      {Icon === null ? null : <Icon size={16} aria-hidden className="mt-[3px] shrink-0" />}
      <span className="min-w-0 [overflow-wrap:anywhere]">{words}</span>
    </>
  )
}

function wordsOf(shown: NonNullable<Shown>, t: Translate, formats: Formats): string {
  switch (shown.kind) {
    case 'running':
      return t('network.test.running')
    case 'cancelled':
      return t('network.test.cancelled')
    case 'works': {
      const seconds = formats.number(Math.max(0.1, Math.round(shown.ms / 100) / 10))
      const time = t('network.test.seconds', { seconds })
      return shown.via === null
        ? t('network.test.worksDirect', { time })
        : t('network.test.works', { time, proxy: proxyAddressText(shown.via) })
    }
    case 'failed': {
      const failed = t(`network.test.failed.${shown.reason}`)
      return shown.via === null
        ? failed
        : `${failed} ${t('network.test.through', { proxy: proxyAddressText(shown.via) })}`
    }
    default:
      return unreachable(shown)
  }
}
