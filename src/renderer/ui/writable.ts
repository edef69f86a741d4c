const WRITABLE = [
  'textarea',
  '[contenteditable="true"]',
  '[role="textbox"]',
  'input:not([type="radio"], [type="checkbox"], [type="button"], [type="submit"], [type="range"], [type="file"])',
].join()

/** The first place to write in within an element that can be written in now. */
export function firstWritable(within: Element): HTMLElement | null {
  const all = within.querySelectorAll<HTMLElement>(WRITABLE)
  return [...all].find((one) => !one.matches(':disabled, [hidden], [tabindex="-1"]')) ?? null
}

/** Whether keys pressed on an element write text into it; everywhere else single letters may mean something. */
export function isWritable(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(WRITABLE)
}
