import { useState } from 'react'
import { Palette } from '../features/palette/palette.tsx'
import { usePaletteEntries } from './use-palette-entries.ts'

/** The palette with what there was to choose when it opened. */
export function OpenPalette(props: { platform: string; onClose: () => void }) {
  const entries = usePaletteEntries()
  // who writes meanwhile must not move under the Enter that was meant for somebody else (P17)
  const [asOpened] = useState(entries)
  return <Palette entries={asOpened} {...props} />
}
