import type { ReactNode } from 'react'
import { useReplica } from '../../store/hooks.ts'
import { Keys } from '../../ui/keys.tsx'
import { MenuItem } from '../../ui/menu.tsx'
import { SHORTCUTS, type ShortcutId } from './shortcuts.ts'

/** An entry of a menu with the key that does the same; the key is no part of its name. */
export function KeyItem(props: { keys: ShortcutId; onSelect: () => void; children: ReactNode }) {
  const platform = useReplica((replica) => replica.app.platform)
  return (
    <MenuItem onSelect={props.onSelect}>
      <span className="flex-1">{props.children}</span>
      <span aria-hidden className="pl-6">
        <Keys keys={SHORTCUTS[props.keys].keys.slice(0, 1)} platform={platform} />
      </span>
    </MenuItem>
  )
}
