import { type ReactNode, useId } from 'react'

/** One titled part of the settings. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="mb-2 text-title font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}
