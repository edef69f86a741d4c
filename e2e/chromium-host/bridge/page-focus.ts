/**
 * Makes the page's own word on its focus the one given, where Chromium says otherwise: a click gives a headless
 * page a focus that no emulation takes back. Self-contained: runs as text in the page's own world.
 */
export function insistOnFocus(focused: boolean): void {
  const insisted = Object.hasOwn(document, 'hasFocus')
  if (focused) Reflect.deleteProperty(document, 'hasFocus')
  else if (!insisted && document.hasFocus()) {
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => false })
  }
  // Chromium itself has told of the change unless it was or is being overruled.
  if (insisted !== Object.hasOwn(document, 'hasFocus')) {
    window.dispatchEvent(new FocusEvent(focused ? 'focus' : 'blur'))
  }
}
