import { type ReactNode, useId } from 'react'

/** One titled section of the settings, to which its line in the list leads. */
export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} data-section={id} className="scroll-mt-6">
      <h2 id={heading} tabIndex={-1} className="mb-3 w-fit rounded-control text-title font-semibold">
        {title}
      </h2>
      <div className="flex flex-col gap-6">{children}</div>
    </section>
  )
}

/** Settings that belong together, within a section. */
export function Block({ title, children }: { title: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className="mb-2 font-medium">
        {title}
      </h3>
      {children}
    </section>
  )
}
