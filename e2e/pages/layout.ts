import type { Page } from '@playwright/test'

/** What is wrong with how the page is laid out; one line each, with what it is about. */
export async function layoutFaults(page: Page): Promise<string[]> {
  return await page.evaluate(findFaults)
}

/**
 * Runs in the page. Looks at everything drawn for text that is cut off with no sign of it, text on text, controls
 * that cannot be pressed where they are drawn, lists without room, and a page that scrolls as a whole.
 */
function findFaults(): string[] {
  /** Rounding and the overhang of glyphs. */
  const SLACK_PX = 2
  /** Of a name that ends in an ellipsis so much is read at least, unless all of it stands in a tooltip. */
  const READABLE_PX = 28
  /** What scrolls has room for a line. */
  const LINE_PX = 20

  interface Box {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
  interface Line {
    readonly element: Element
    readonly text: string
    readonly box: Box
  }
  type Clip = 'none' | 'hides' | 'scrolls'

  const faults: string[] = []
  const root = document.scrollingElement ?? document.documentElement
  const screen: Box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }

  /** Nothing changes meanwhile, and Chromium looks whether anything did before each answer. */
  const known = <T>(answer: (element: Element) => T): ((element: Element) => T) => {
    const answers = new Map<Element, T>()
    return (element) => {
      const before = answers.get(element)
      if (before !== undefined) return before
      const now = answer(element)
      answers.set(element, now)
      return now
    }
  }

  const widthOf = ({ left, right }: Box) => right - left
  const heightOf = ({ top, bottom }: Box) => bottom - top
  const isEmpty = (box: Box) => widthOf(box) <= SLACK_PX || heightOf(box) <= SLACK_PX
  const common = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  })
  const short = (text: string) => text.replace(/\s+/gu, ' ').trim().slice(0, 60)
  const nameOf = (element: Element) =>
    `<${element.localName}> “${short(element.getAttribute('aria-label') ?? element.textContent ?? '')}”`
  /** Out of its place in the flow, an element is cut off by none of the boxes between it and what it is placed by. */
  const clipsOf = known((element): { x: Clip; y: Clip } => {
    const { overflowX, overflowY } = getComputedStyle(element)
    const clip = (overflow: string): Clip =>
      overflow === 'visible' ? 'none' : overflow === 'auto' || overflow === 'scroll' ? 'scrolls' : 'hides'
    return { x: clip(overflowX), y: clip(overflowY) }
  })
  const positionOf = known((element) => getComputedStyle(element).position)
  /** What cuts an element off, from the inside out. */
  const clippersOf = (element: Element, own: boolean): Element[] => {
    const found: Element[] = []
    let position = own ? 'static' : positionOf(element)
    for (let at = own ? element : element.parentElement; at !== null; at = at.parentElement) {
      if (position === 'fixed') return found
      if (position === 'absolute' && positionOf(at) === 'static') continue
      const { x, y } = clipsOf(at)
      if (at !== document.body && at !== root && (x !== 'none' || y !== 'none')) found.push(at)
      position = positionOf(at)
    }
    return found
  }
  const inner = known((element): Box => {
    const box = element.getBoundingClientRect()
    return {
      left: box.left + element.clientLeft,
      top: box.top + element.clientTop,
      right: box.left + element.clientLeft + element.clientWidth,
      bottom: box.top + element.clientTop + element.clientHeight,
    }
  })
  /** Reads out to those who cannot see, and is drawn nowhere. */
  const isForReadersOnly: (element: Element) => boolean = known((element) => {
    const { clipPath, clip } = getComputedStyle(element)
    if (['absolute', 'fixed'].includes(positionOf(element)) && (clipPath !== 'none' || clip !== 'auto')) {
      const { width, height } = element.getBoundingClientRect()
      if (width <= 1 && height <= 1) return true
    }
    return element.parentElement !== null && isForReadersOnly(element.parentElement)
  })
  const isDrawn = known((element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }),
  )
  const isTold = (element: Element): boolean =>
    element.closest('[title]:not([title=""]), [data-tip]:not([data-tip=""])') !== null
  /** Whether an ellipsis says that there is more. */
  const hasEllipsis = (element: Element): boolean => {
    const { textOverflow, webkitLineClamp } = getComputedStyle(element)
    return textOverflow === 'ellipsis' || webkitLineClamp !== 'none'
  }

  /** What of a box can be seen now, and which part of it nobody can bring into view. */
  const seen = (element: Element, whole: Box, own: boolean): { box: Box; lost: string | null } => {
    let box = whole
    let lost: string | null = null
    for (const clipper of clippersOf(element, own)) {
      const clip = inner(clipper)
      const clips = clipsOf(clipper)
      const isCut = {
        x: box.left < clip.left - SLACK_PX || box.right > clip.right + SLACK_PX,
        y: box.top < clip.top - SLACK_PX || box.bottom > clip.bottom + SLACK_PX,
      }
      for (const axis of ['x', 'y'] as const) {
        if (lost !== null || clips[axis] !== 'hides' || !isCut[axis] || isEmpty(box)) continue
        const rest = common(box, clip)
        const left = axis === 'x' ? widthOf(rest) : heightOf(rest)
        if (!hasEllipsis(clipper)) lost = `cut off by ${nameOf(clipper)}`
        else if (axis === 'x' && left < Math.min(READABLE_PX, widthOf(box) - SLACK_PX) && !isTold(clipper))
          lost = `cut to ${Math.round(left)} px`
      }
      box = common(box, {
        left: clips.x === 'none' ? box.left : clip.left,
        right: clips.x === 'none' ? box.right : clip.right,
        top: clips.y === 'none' ? box.top : clip.top,
        bottom: clips.y === 'none' ? box.bottom : clip.bottom,
      })
      if (isEmpty(box)) return { box, lost }
    }
    const shown = common(box, screen)
    const outside = widthOf(box) - widthOf(shown) > SLACK_PX || heightOf(box) - heightOf(shown) > SLACK_PX
    return { box: shown, lost: lost ?? (outside ? 'outside the window' : null) }
  }

  /** Every line of text that can be seen; those that are cut off are reported. */
  const linesOfText = (): Line[] => {
    const lines: Line[] = []
    const range = document.createRange()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const { currentNode: node } = walker
      const element = node.parentElement
      const text = short(node.nodeValue ?? '')
      if (element === null || text === '' || !isDrawn(element) || isForReadersOnly(element)) continue
      if (element.closest('option, script, style, svg, [inert]') !== null) continue
      range.selectNodeContents(node)
      const reported = new Set<string>()
      for (const rect of range.getClientRects()) {
        if (isEmpty(rect)) continue
        const { box, lost } = seen(element, rect, true)
        if (lost !== null) reported.add(lost)
        if (!isEmpty(box)) lines.push({ element, text, box })
      }
      for (const lost of reported) faults.push(`text “${text}” ${lost}`)
    }
    return lines
  }

  /** Whether something opaque lies between two elements where both are drawn. */
  const areApart = (a: Element, b: Element, x: number, y: number): boolean => {
    const stack = document.elementsFromPoint(x, y)
    const places = [a, b].map((one) => stack.findIndex((at) => at === one || one.contains(at)))
    const upper = Math.min(...places)
    const lower = Math.max(...places)
    if (upper < 0) return true
    const above = stack[upper] === a || a.contains(stack[upper] ?? null) ? a : b
    const under = above === a ? b : a
    return stack.slice(0, lower).some((at) => {
      if (at.contains(under)) return false
      const alpha = /^(?:rgba|oklch|oklab|color)\(.*[,/]\s*([\d.]+)\)$/u.exec(
        getComputedStyle(at).backgroundColor,
      )?.[1]
      return getComputedStyle(at).backgroundColor !== 'transparent' && Number(alpha ?? 1) > 0.8
    })
  }

  const reportTextOnText = (lines: readonly Line[]): void => {
    const reported = new Set<string>()
    lines.forEach((one, index) => {
      for (const other of lines.slice(index + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue
        const both = common(one.box, other.box)
        const lower = Math.min(heightOf(one.box), heightOf(other.box))
        if (isEmpty(both) || heightOf(both) < lower / 3) continue
        if (areApart(one.element, other.element, (both.left + both.right) / 2, (both.top + both.bottom) / 2))
          continue
        reported.add(`text “${one.text}” on “${other.text}”`)
      }
    })
    faults.push(...reported)
  }

  /** The part of the page that an element belongs to: what floats above the rest is placed and casts a shadow. */
  const layerOf = known((element): Element => {
    let at = element
    while (at.parentElement !== null && at.parentElement !== document.body) {
      const { boxShadow, position } = getComputedStyle(at)
      if (boxShadow !== 'none' && (position === 'absolute' || position === 'fixed')) return at
      at = at.parentElement
    }
    return at
  })
  const isSticky: (element: Element) => boolean = known(
    (element) =>
      positionOf(element) === 'sticky' || (element.parentElement !== null && isSticky(element.parentElement)),
  )

  /** Whether what lies under something can be scrolled out from below it. */
  const canScrollAway = (under: Element, over: Element): boolean => {
    const scroller = clippersOf(under, false).find((at) => clipsOf(at).y === 'scrolls')
    return scroller !== undefined && !scroller.contains(over) && scroller.scrollHeight > scroller.clientHeight
  }

  const CONTROLS =
    'a[href], button, input, select, textarea, summary, [tabindex], [role=menuitem], [role=menuitemradio], [role=option], [role=separator]'

  const reportControls = (): void => {
    for (const element of document.querySelectorAll(CONTROLS)) {
      const whole = element.getBoundingClientRect()
      if (!isDrawn(element) || isForReadersOnly(element) || whole.width === 0 || whole.height === 0) continue
      if (element.closest('[inert], [aria-hidden=true]') !== null) continue
      if (element.matches('[tabindex="-1"]:not(button, a, input, select, textarea, [role])')) continue
      const { box, lost } = seen(element, whole, false)
      if (lost === 'outside the window') {
        faults.push(`${nameOf(element)} outside the window`)
        continue
      }
      if (lost !== null && isEmpty(box)) {
        faults.push(`${nameOf(element)} ${lost}`)
        continue
      }
      const [x, y] = [(whole.left + whole.right) / 2, (whole.top + whole.bottom) / 2]
      const isInView = x > box.left && x < box.right && y > box.top && y < box.bottom
      if (isEmpty(box) || !isInView) {
        if (lost !== null) faults.push(`${nameOf(element)} ${lost}`)
        continue
      }
      const top = document.elementFromPoint(x, y)
      // a click on what holds it goes to the same place, as on the gap between two lines of a link
      if (top === null || element.contains(top) || top.contains(element)) continue
      if (top.closest('label')?.contains(element)) continue
      if (layerOf(top) !== layerOf(element) || isSticky(top) || canScrollAway(element, top)) continue
      faults.push(`${nameOf(element)} is covered by ${nameOf(top)}`)
    }
  }

  /** What a field shows that has no room for it: a chosen option, or words that stand in for a text. */
  const reportFields = (): void => {
    const pen = document.createElement('canvas').getContext('2d')
    if (pen === null) return
    for (const field of document.querySelectorAll('select, input, textarea')) {
      if (!isDrawn(field) || isForReadersOnly(field)) continue
      const style = getComputedStyle(field)
      const text =
        field instanceof HTMLSelectElement
          ? (field.selectedOptions[0]?.text ?? '')
          : field instanceof HTMLInputElement && field.value === ''
            ? field.placeholder
            : ''
      if (text === '' || style.textOverflow === 'ellipsis') continue
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
      const room =
        field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
      if (pen.measureText(text).width > room + SLACK_PX) faults.push(`field text “${short(text)}” cut off`)
    }
  }

  const reportScrollers = (): void => {
    for (const element of document.querySelectorAll('*')) {
      const clips = clipsOf(element)
      if (clips.y !== 'scrolls' || !isDrawn(element) || isForReadersOnly(element)) continue
      if (element.scrollHeight <= element.clientHeight || (element.textContent ?? '').trim() === '') continue
      if (element.clientHeight < LINE_PX) faults.push(`${nameOf(element)} has no room to scroll in`)
    }
  }

  const reportPage = (): void => {
    const across = root.scrollWidth - innerWidth
    const down = root.scrollHeight - innerHeight
    if (across > 0) faults.push(`the page is ${across} px wider than its window`)
    if (down > 0) faults.push(`the page is ${down} px higher than its window`)
  }

  // what lets the pointer through is drawn all the same
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('* { pointer-events: auto !important }')
  reportPage()
  reportFields()
  reportScrollers()
  reportControls()
  const lines = linesOfText()
  document.adoptedStyleSheets.push(sheet)
  reportTextOnText(lines)
  document.adoptedStyleSheets.pop()
  return faults
}
