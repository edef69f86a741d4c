/** Draws icons with Chromium, because it draws SVG as the app itself would. Run by icons.mjs on Node 24. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { findChromium } from '../setup/chromium.mjs'
import { ROOT } from '../setup/paths.mjs'
import { say } from '../setup/say.mjs'

const RESOURCES = join(ROOT, 'resources')

/** Electron takes `@2x` and the like by itself; electron-builder makes .ico and .icns of the 1024 pixels. */
const PICTURES = [
  { from: 'icon.svg', to: 'icon.png', pixels: 1024, words: '' },
  { from: 'tray.svg', to: 'tray.png', pixels: 16, words: '' },
  { from: 'tray.svg', to: 'tray@2x.png', pixels: 32, words: '' },
  { from: 'tray-calling.svg', to: 'tray-calling.png', pixels: 16, words: '' },
  { from: 'tray-calling.svg', to: 'tray-calling@2x.png', pixels: 32, words: '' },
  // Windows puts a picture on the taskbar's button where others write a number
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9', 'many'].map((number) => ({
    from: 'badge.svg',
    to: `badge-${number}.png`,
    pixels: 32,
    words: number === 'many' ? '9+' : number,
  })),
]

const browser = await chromium.launch({
  executablePath: findChromium() ?? '',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  const page = await browser.newPage()
  for (const { from, to, pixels, words } of PICTURES) {
    const svg = (await readFile(join(RESOURCES, from), 'utf8')).replace('{{words}}', words)
    await page.setViewportSize({ width: pixels, height: pixels })
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`)
    await writeFile(join(RESOURCES, to), await page.screenshot({ omitBackground: true }))
  }
  say(`Drew ${PICTURES.map(({ to }) => to).join(', ')} in resources/.`)
} finally {
  await browser.close()
}
