import type { Page } from '@playwright/test'

/** A piece of a page that is laid out badly or well. */
interface Sample {
  readonly name: string
  /** What is found about it, the beginning of its line or a part; null where nothing is wrong. */
  readonly fault: string | null
  readonly tree: Piece
}

interface Piece {
  readonly tag?: 'div' | 'button' | 'select' | 'input'
  readonly css: string
  readonly text?: string
  readonly title?: string
  readonly children?: readonly Piece[]
}

const LONG = 'A line that is much longer than the room that it has'
const AT = 'position: absolute; left: 20px; width: 120px;'

const SAMPLES: readonly Sample[] = [
  {
    name: 'cut off sideways',
    fault: 'cut off by',
    tree: { css: `${AT} overflow: hidden; white-space: nowrap`, text: LONG },
  },
  {
    name: 'cut off below',
    fault: 'cut off by',
    tree: { css: `${AT} overflow: hidden; height: 30px`, text: LONG },
  },
  {
    name: 'cut off by what holds its holder',
    fault: 'cut off by',
    tree: { css: `${AT} overflow: clip`, children: [{ css: 'width: 400px', text: LONG }] },
  },
  {
    name: 'nothing left of it but an ellipsis',
    fault: 'cut to',
    tree: {
      css: `${AT} width: 16px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap`,
      text: LONG,
    },
  },
  {
    name: 'outside the window',
    fault: 'outside the window',
    tree: { css: 'position: absolute; left: -40px; white-space: nowrap', text: 'Half of it is outside' },
  },
  {
    name: 'one text on another',
    fault: 'on “',
    tree: {
      css: AT,
      children: [
        { css: 'position: absolute; top: 0', text: 'The first text' },
        { css: 'position: absolute; top: 6px', text: 'The second text' },
      ],
    },
  },
  {
    name: 'a button outside the window',
    fault: 'outside the window',
    tree: { tag: 'button', css: 'position: absolute; left: -30px; width: 60px; height: 28px', title: 'Send' },
  },
  {
    name: 'a button under something',
    fault: 'is covered by',
    tree: {
      css: AT,
      children: [
        { tag: 'button', css: 'position: absolute; width: 60px; height: 28px', title: 'Send' },
        { css: 'position: absolute; width: 80px; height: 40px; background: silver' },
      ],
    },
  },
  {
    name: 'a button that is cut off',
    fault: 'cut off by',
    tree: {
      css: `${AT} overflow: hidden; height: 30px`,
      children: [{ tag: 'button', css: 'margin-top: 40px; width: 60px; height: 28px', title: 'Send' }],
    },
  },
  {
    name: 'a choice without room',
    fault: 'field text',
    tree: { tag: 'select', css: `${AT} text-overflow: clip`, text: LONG },
  },
  {
    name: 'a list without room',
    fault: 'no room to scroll',
    tree: { css: `${AT} overflow-y: auto; height: 8px`, text: LONG },
  },
  {
    name: 'a text that ends in an ellipsis',
    fault: null,
    tree: { css: `${AT} overflow: hidden; text-overflow: ellipsis; white-space: nowrap`, text: LONG },
  },
  {
    name: 'a text that is scrolled',
    fault: null,
    tree: { css: `${AT} overflow-y: auto; height: 60px`, text: LONG.repeat(4) },
  },
  {
    name: 'a text for screen readers',
    fault: null,
    tree: {
      css: 'position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap',
      text: LONG,
    },
  },
  {
    name: 'a text under what floats above it',
    fault: null,
    tree: {
      css: AT,
      children: [
        { tag: 'button', css: 'position: absolute; width: 60px; height: 28px', text: 'Send' },
        {
          css: 'position: absolute; background: white; box-shadow: 0 2px 8px black; width: 110px; height: 60px',
          text: 'A menu',
        },
      ],
    },
  },
]

/** Puts all of them on the page, hidden, over everything that is there; each is shown by itself. */
export async function showSamples(page: Page): Promise<readonly Sample[]> {
  await page.evaluate((samples) => {
    const make = ({ tag = 'div', css, text, title, children = [] }: Piece): HTMLElement => {
      const element = document.createElement(tag)
      element.style.cssText = css
      if (title !== undefined) element.ariaLabel = title
      if (element instanceof HTMLSelectElement) element.add(new Option(text))
      else if (text !== undefined) element.textContent = text
      element.append(...children.map(make))
      return element
    }
    const stage = document.createElement('div')
    stage.style.cssText =
      'position: fixed; inset: 0; z-index: 99; background: white; color: black; box-shadow: 0 0 4px black'
    for (const { name, tree } of samples) {
      const place = document.createElement('div')
      place.style.cssText = 'position: absolute; inset: 100px 0 auto'
      place.hidden = true
      place.dataset['sample'] = name
      place.append(make(tree))
      stage.append(place)
    }
    document.body.append(stage)
  }, SAMPLES)
  return SAMPLES
}
