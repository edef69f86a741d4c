/** How much of a message has to be out of view for the keys to scroll to it before they leave it. */
const HIDDEN = 8

/** Where the keys go from a message, or from the log itself, with an arrow. */
export type Step =
  | { kind: 'message'; article: HTMLElement }
  | { kind: 'scroll' }
  | { kind: 'box' }
  | { kind: 'none' }

/**
 * The step that an arrow key makes in a log. What is longer than the view is read to its end first; behind the newest
 * message the message box follows.
 * @param endsWithNewest nothing newer is to be loaded
 */
export function stepFrom(
  log: HTMLElement,
  article: HTMLElement | null,
  by: 1 | -1,
  endsWithNewest: boolean,
): Step {
  const all = [...log.querySelectorAll<HTMLElement>('[data-message]')]
  const view = log.getBoundingClientRect()
  if (article === null) {
    const shown = all.filter((one) => {
      const { top, bottom } = one.getBoundingClientRect()
      return bottom > view.top && top < view.bottom
    })
    const first = by < 0 ? shown.at(-1) : shown[0]
    return first === undefined ? { kind: 'none' } : { kind: 'message', article: first }
  }
  const { top, bottom } = article.getBoundingClientRect()
  const isLonger = by < 0 ? view.top - top > HIDDEN : bottom - view.bottom > HIDDEN
  if (isLonger && bottom - top > view.height) return { kind: 'scroll' }
  const next = all[all.indexOf(article) + by]
  if (next !== undefined) return { kind: 'message', article: next }
  return by > 0 && endsWithNewest ? { kind: 'box' } : { kind: 'none' }
}
