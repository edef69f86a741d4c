/**
 * The files of a paste; none where a text is meant: office programs put a picture of every copied
 * text beside it, once plain and once formatted.
 */
export function pastedFiles({ files, types }: DataTransfer): File[] {
  const isFormattedText = types.includes('text/plain') && types.includes('text/html')
  return isFormattedText ? [] : [...files]
}
