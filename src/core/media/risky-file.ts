/** Endings that systems run, or that lead to something that runs, when a file is opened. */
const RISKY: ReadonlySet<string> = new Set(
  `action accde app application appimage appx appxbundle msixbundle one diagcab rdp library-ms search-ms website theme iqy slk
   xlsb xla ppsm sldm hlp msu wsb webloc inetloc fileloc flatpakref mdb prefpane appref-ms bash bat bin cab chm class cmd com command cpl csh deb desktop dmg exe fish gadget hta
   html htm img inf ins iso jar jnlp js jse ksh lnk mht mhtml mpkg msc msi msix msp mst ocx osx out pif pkg pl ps1 ps1xml ps2
   psc1 psm1 py pyc pyw rb reg rpm run scf scr sct settingcontent-ms sh shb shs svg swf sys terminal tool url vb vbe vbs vhd vhdx
   workflow ws wsc wsf wsh xbap xht xhtml xll xlam xlsm xltm docm dotm pptm potm ppam zsh`.split(/\s+/),
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
    RISKY.has(
      name
        .slice(dot + 1)
        .trim()
        .toLowerCase(),
    )
  )
}
