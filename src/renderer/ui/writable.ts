const WRITABLE = [
  'textarea',
  '[contenteditable="true"]',
  '[role="textbox"]',
  'input:not([type="radio"], [type="checkbox"], [type="button"], [type="submit"], [type="range"], [type="file"])',
].join()

/** Whether keys pressed on an element write text into it; everywhere else single letters may mean something. */
export function isWritable(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(WRITABLE)
}
