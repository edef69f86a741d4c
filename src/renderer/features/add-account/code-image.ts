import { toCanvas } from 'qrcode'

/** Edge of the drawn code in device pixels: sharp at twice its largest size on screen. */
const EDGE = 960
/** The quiet zone that readers need, in modules. */
const QUIET_ZONE = 4

/** Draws a sign-in code as a picture: dark on white whatever the theme, or phones do not read it. */
export async function drawCode(content: string): Promise<Blob> {
  const canvas = document.createElement('canvas')
  await toCanvas(canvas, content, {
    errorCorrectionLevel: 'M',
    margin: QUIET_ZONE,
    width: EDGE,
    color: { dark: '#000000ff', light: '#ffffffff' },
  })
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the code could not be drawn'))))
  })
}
