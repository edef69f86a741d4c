/** Pixels of the largest picture that is decoded: four bytes each, and a few kilobytes of file can claim any number. */
const MOST_PIXELS = 50_000_000

/** Width and height of a picture in pixels. */
export interface PictureSize {
  width: number
  height: number
}

/** Whether a picture is small enough to be decoded. */
export function canBeDrawn({ width, height }: PictureSize): boolean {
  return width > 0 && height > 0 && width * height <= MOST_PIXELS
}

/** The size that a picture says it has; none of it is decoded for that. Rejects for what is no picture. */
export async function measurePicture(picture: Blob): Promise<PictureSize> {
  const address = URL.createObjectURL(picture)
  try {
    const image = new Image()
    await new Promise((resolve, reject) => {
      image.onload = resolve
      image.onerror = () => reject(new Error('that is no picture'))
      image.src = address
    })
    return { width: image.naturalWidth, height: image.naturalHeight }
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Draws a picture of a known size anew, its longer edge no longer than `edge` pixels. Rejects for what cannot be drawn. */
export async function shrinkPicture(picture: Blob, size: PictureSize, edge: number): Promise<Blob> {
  // Only one edge is named, so that the other one follows the picture.
  const target =
    Math.max(size.width, size.height) <= edge
      ? {}
      : size.width >= size.height
        ? { resizeWidth: edge }
        : { resizeHeight: edge }
  const small = await createImageBitmap(picture, { ...target, resizeQuality: 'medium' })
  const canvas = document.createElement('canvas')
  canvas.width = small.width
  canvas.height = small.height
  canvas.getContext('2d')?.drawImage(small, 0, 0)
  small.close()
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('nothing was drawn')))),
  )
}
