/** Says of what sort the results below it are; nothing where there is nothing to say. */
export function ResultHeading({ children }: { children: string | null }) {
  return children === null ? null : (
    <h2 className="bg-panel px-4 py-1 text-meta font-medium text-soft">{children}</h2>
  )
}
