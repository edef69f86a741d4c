import { useEffect, useState } from 'react'
import type { Starting } from '#shared/model/app-info.ts'
import { useTranslation } from '../i18n/use-translation.tsx'
import { useServices } from '../store/services.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { useLook } from './use-look.ts'

/** How often main is asked how far it is. */
const ASK_EVERY_MS = 300

/**
 * What main is busy with before it can start, asked again and again; then the snapshot is taken.
 * @param isAsked no snapshot could be had
 * @returns null while nothing is known, or nothing is under way
 */
export function useStarting(isAsked: boolean): Starting | null {
  const { client, replica } = useServices()
  const [starting, setStarting] = useState<Starting | null>(null)
  useEffect(() => {
    if (!isAsked) return
    let timer: ReturnType<typeof setTimeout> | null = null
    let isOver = false
    const ask = async () => {
      const now = await client.request('app.starting').catch(() => undefined)
      if (isOver) return
      setStarting(now ?? null)
      if (now === null) void replica.start()
      // refused: nothing is under way, and whoever sits there may try again
      else if (now !== undefined) timer = setTimeout(() => void ask(), ASK_EVERY_MS)
    }
    void ask()
    return () => {
      isOver = true
      if (timer !== null) clearTimeout(timer)
    }
  }, [isAsked, client, replica])
  return starting
}

/** A damaged database is being repaired: what that means, and how far it is (P21). */
export function StartingScreen({ starting: { language, theme, repair } }: { starting: Starting }) {
  const { t } = useTranslation()
  useLook({ language, theme })
  const percent = Math.floor(repair.share * 100)
  const words = `${t(`starting.step.${repair.step}`)} ${t('starting.percent', { percent })}`
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 px-8 text-center">
      <h1 className="text-title font-semibold">{t('starting.title')}</h1>
      <p className="max-w-[52ch] text-soft text-balance">{t('starting.hint')}</p>
      <ProgressBar label={t('starting.title')} share={repair.share} words={words} className="max-w-[360px]" />
      <p role="status" className="text-meta text-soft">
        {t(`starting.step.${repair.step}`)} <span aria-hidden>{t('starting.percent', { percent })}</span>
      </p>
    </main>
  )
}
