/**
 * Endings of what systems only show, play or unpack, never run. Everything else is asked about: kinds that run are
 * invented faster than any list of them is kept. Old documents of Office may hold macros without saying so in
 * their name, HTML and SVG scripts; they are not among these.
 */
const HARMLESS: ReadonlySet<string> = new Set(
  `jpg jpeg jpe jfif png apng gif webp avif bmp tif tiff heic heif
   mp3 m4a aac wav flac ogg oga opus amr wma silk
   mp4 m4v mov avi mkv webm wmv flv mpg mpeg 3gp
   txt csv tsv log md json pdf epub ofd
   docx xlsx pptx odt ods odp
   zip rar 7z gz tgz bz2 xz tar`.split(/\s+/),
)
/** Beginnings that say that the bytes are a program, whatever the name says. */
const PROGRAM_TYPES: ReadonlySet<string> = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-ms-shortcut',
  'application/java-vm',
  'application/vnd.microsoft.portable-executable',
])

/** Whether opening a file could run something (P12), by its name and by what it begins with. */
export function isRiskyFile(name: string, type: string | null): boolean {
  if (type !== null && PROGRAM_TYPES.has(type)) return true
  const dot = name.lastIndexOf('.')
  return (
    dot !== -1 &&
    !HARMLESS.has(
      name
        .slice(dot + 1)
        .trim()
        .toLowerCase(),
    )
  )
}
