import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** What the operator must have read before going on. */
export function Caution({ children }: { children: ReactNode }) {
  return (
    <div className="flex items-start gap-2 rounded-card bg-warn-wash p-3 text-preview">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <p>{children}</p>
    </div>
  )
}
