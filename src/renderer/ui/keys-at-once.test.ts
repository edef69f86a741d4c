// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { showWithKeys } from './keys-at-once.ts'

let frames: FrameRequestCallback[]
const nextFrame = () => {
  for (const draw of frames.splice(0)) draw(0)
}
const button = () => document.body.appendChild(document.createElement('button'))

beforeEach(() => {
  frames = []
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) => frames.push(draw))
})
afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

it('what is drawn at once has the keys at once', () => {
  const row = button()
  showWithKeys(
    () => {},
    () => row,
  )
  expect(document.activeElement).toBe(row)
  expect(frames).toEqual([])
})

it('a row that is yet to be drawn has them two frames later', () => {
  button().focus()
  let row: HTMLElement | null = null
  showWithKeys(
    () => {},
    () => row,
  )
  nextFrame()
  row = button()
  expect(document.activeElement).not.toBe(row)
  nextFrame()
  expect(document.activeElement).toBe(row)
})

it('a row that is drawn late leaves them where they were taken meanwhile', () => {
  button().focus()
  const [field, row] = [button(), button()]
  let drawn: HTMLElement | null = null
  showWithKeys(
    () => {},
    () => drawn,
  )
  nextFrame()
  drawn = row
  field.focus()
  nextFrame()
  expect(document.activeElement).toBe(field)
})

/** The observers of the page have been told. */
const told = () => Promise.resolve()

it('what a screen shows that is loaded late has them when it is there', async () => {
  button().focus()
  let row: HTMLElement | null = null
  showWithKeys(
    () => {},
    () => row,
  )
  nextFrame()
  nextFrame()
  row = button()
  await told()
  expect(document.activeElement).toBe(row)
})

it('what a screen shows that is loaded late leaves them where they were taken meanwhile', async () => {
  button().focus()
  const field = button()
  let row: HTMLElement | null = null
  showWithKeys(
    () => {},
    () => row,
  )
  nextFrame()
  nextFrame()
  field.focus()
  row = button()
  await told()
  expect(document.activeElement).toBe(field)
})
