import { useEffect, useRef, useState } from 'react'
import type { Client } from '../../api/client.ts'
import { useTranslation } from '../../i18n/use-translation.tsx'
import { useAction } from '../../store/hooks.ts'
import { useServices } from '../../store/services.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ErrorLine } from '../../ui/feedback.tsx'
import { drawCode } from './code-image.ts'

/** A drawn code: the picture and an address of it that lives as long as the code is shown. */
interface Drawn {
  content: string
  blob: Blob
  url: string
}

/** The sign-in code, large enough to scan from an arm's length, and what can be done with it. */
export function CodePicture(props: {
  content: string | null
  number: number
  large: boolean
  onLarge: (large: boolean) => void
}) {
  const { content, number, large } = props
  const { t } = useTranslation()
  const [drawn, setDrawn] = useState<Drawn | 'failed' | null>(null)
  const wasSeen = useRef(false)
  const save = useAction()
  const { client } = useServices()
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no')

  useEffect(() => {
    if (content === null) {
      setDrawn(null)
      return
    }
    let wanted = true
    let url: string | null = null
    drawCode(content).then(
      (blob) => {
        if (!wanted) return
        url = URL.createObjectURL(blob)
        setDrawn({ content, blob, url })
        setCopied('no')
      },
      () => wanted && setDrawn('failed'),
    )
    return () => {
      wanted = false
      if (url !== null) URL.revokeObjectURL(url)
    }
  }, [content])

  async function copy(blob: Blob): Promise<void> {
    try {
      await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })])
      setCopied('yes')
    } catch {
      setCopied('failed')
    }
  }

  // In a low window, as at 200 %, all of it stays in view: there a pixel of the page is several of the screen.
  const edge = large ? 'size-[min(420px,calc(100vh-176px))]' : 'size-[min(264px,calc(100vh-176px))]'
  if (drawn === 'failed') return <p role="alert">{t('addAccount.imageFailed')}</p>
  if (drawn === null || drawn.content !== content) {
    return <div className={classNames('shrink-0 rounded-card bg-code-paper', edge)} />
  }
  return (
    <div className="flex shrink-0 flex-col items-center gap-2">
      <img
        src={drawn.url}
        alt={t('addAccount.image')}
        // in a low window the code lies below the words, and nobody should have to look for it
        onLoad={({ currentTarget }) => {
          if (!wasSeen.current) currentTarget.scrollIntoView({ block: 'nearest' })
          wasSeen.current = true
        }}
        className={classNames('rounded-card border bg-code-paper', edge)}
      />
      <div className="flex flex-wrap justify-center gap-1">
        <Button size="small" look="quiet" onClick={() => void copy(drawn.blob)}>
          {t('addAccount.copyImage')}
        </Button>
        <Button
          size="small"
          look="quiet"
          onClick={() => void save.run(() => saveCode(client, drawn.blob, number))}
        >
          {t('addAccount.saveImage')}
        </Button>
        <Button size="small" look="quiet" aria-pressed={large} onClick={() => props.onLarge(!large)}>
          {t('addAccount.enlarge')}
        </Button>
      </div>
      <p aria-live="polite" className="max-w-64 text-center text-meta text-soft empty:hidden">
        {copied === 'no' ? null : t(copied === 'yes' ? 'addAccount.copied' : 'addAccount.copyFailed')}
      </p>
      {save.error ? <ErrorLine code={save.error} className="max-w-64" /> : null}
    </div>
  )
}

/** Has main ask where the picture goes, for pages save nothing themselves. */
async function saveCode(client: Client, blob: Blob, number: number): Promise<void> {
  const picture = new Uint8Array(await blob.arrayBuffer())
  await client.request('signIn.saveCode', { number, picture })
}
