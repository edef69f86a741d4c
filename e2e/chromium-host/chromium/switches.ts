/** How Chromium's window and pages are to be. */
export interface SwitchOptions {
  readonly profileDir: string
  readonly headless: boolean
  /** BCP 47 tag for Chromium's interface and `navigator.language`. */
  readonly locale: string
  /** Chromium's own sandbox, which it cannot have as root. */
  readonly sandbox: boolean
  /** Further switches for Chromium, each with its dashes. */
  readonly args: readonly string[]
}

/** Services of a browser that an app has no use for; each costs time at every start, some ask the network. */
const NO_BROWSER = [
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-field-trial-config',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-service-autorun',
  '--use-mock-keychain',
]

/** A page works on while nobody looks at its window, and takes what is typed and clicked from its first moment. */
const WIDE_AWAKE = [
  '--allow-pre-commit-input',
  '--disable-back-forward-cache',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-hang-monitor',
  '--disable-ipc-flooding-protection',
  '--disable-popup-blocking',
  '--disable-prompt-on-repost',
  '--disable-renderer-backgrounding',
]

/** The same picture on every machine; `--disable-gpu` because screenshots fail at random without. */
const SAME_PICTURE = ['--disable-gpu', '--force-color-profile=srgb']

/** Small shared memory, as containers have, is no reason to crash; the rest is quiet. */
const STANDING = ['--disable-dev-shm-usage', '--disable-infobars', '--test-type']

const WITHOUT = [
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  // a click right after a reload would meet the picture of the old document
  'PaintHolding',
]

/** Screenshots of a page whose window is hidden are taken from a surface of their own. */
const WITH = ['CDPScreenshotNewSurface']

/** A window that nobody sees has a mouse all the same: it can hover and points precisely. */
const HEADLESS = [
  '--headless',
  '--hide-scrollbars',
  '--mute-audio',
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
  'about:blank',
]

/** Makes Chromium's window one of an app: no tabs, no address bar. It takes no empty page, so it gets a blank one. */
const HEADED = ['--app=data:text/html,']

const WEBRTC_POLICY = '--webrtc-ip-handling-policy='

/** Chromium without windows has a name of its own for one switch; each knows only its own. */
function inBothNames(arg: string): string[] {
  return arg.startsWith(WEBRTC_POLICY) ? [arg, arg.replace('--', '--force-')] : [arg]
}

/** Chromium's command line. */
export function switchesOf(options: SwitchOptions): string[] {
  return [
    ...NO_BROWSER,
    ...WIDE_AWAKE,
    ...SAME_PICTURE,
    ...STANDING,
    `--disable-features=${WITHOUT.join(',')}`,
    `--enable-features=${WITH.join(',')}`,
    ...(options.sandbox ? [] : ['--no-sandbox']),
    ...(options.headless ? HEADLESS : HEADED),
    `--lang=${options.locale}`,
    `--accept-lang=${options.locale}`,
    ...options.args.flatMap(inBothNames),
    `--user-data-dir=${options.profileDir}`,
    '--remote-debugging-pipe',
  ]
}
