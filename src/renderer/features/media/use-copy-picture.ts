import { useCallback, useState } from 'react'

/** The clipboard takes PNG only, so every picture is drawn anew, whatever it was. */
async function asPng(address: string): Promise<Blob> {
  const response = await fetch(address)
  if (!response.ok) throw new Error('the picture is not there')
  const whole = await createImageBitmap(await response.blob())
  const canvas = document.createElement('canvas')
  canvas.width = whole.width
  canvas.height = whole.height
  canvas.getContext('2d')?.drawImage(whole, 0, 0)
  whole.close()
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('nothing was drawn'))), 'image/png'),
  )
}

/** Puts a picture on the clipboard. */
export function useCopyPicture(address: string) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = useCallback(() => {
    navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(address) })]).then(
      () => setState('copied'),
      () => setState('failed'),
    )
  }, [address])
  return { state, copy }
}
