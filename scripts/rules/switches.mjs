/**
 * Switches over what is not a closed union, so that a default for all the rest belongs there: file, subject, why.
 * @typedef {readonly [file: string, subject: string, why: string]} OpenSwitch
 */

/** @type {readonly OpenSwitch[]} */
export const OPEN_SWITCHES = [
  ['src/core/ilink/errors.ts', 'code', 'a number from the server'],
  ['src/core/ilink/login-status.ts', 'answer.status', 'a word from the server, of the future as well'],
  ['src/main/launch/command-line.ts', 'name', 'a flag that somebody typed'],
  ['e2e/drivers/choose.ts', 'wanted', 'an environment variable'],
  ['e2e/chromium-host/chromium/executable.ts', 'process.platform', 'any system that Node runs on'],
  ['e2e/chromium-host/paths.ts', 'process.platform', 'any system that Node runs on'],
  ['e2e/chromium-host/paths.ts', 'name', "the page's wish; Electron's own error names it"],
  ['e2e/chromium-host/control/routes.ts', 'path', 'a path from a request'],
  ['e2e/chromium-host/bridge/codec.ts', 'typeof value', 'what is no object goes as it is'],
  ['e2e/chromium-host/bridge/codec.ts', 'tag', 'a word from another process'],
  ['soak/faults.ts', 'random.below(10)', 'a drawn number; the rest of the numbers share one fault'],
]

/**
 * Switches whose default would take a new member of their union without a word. Scripts are left out: they are
 * plain JavaScript, where no compiler would ask.
 * @param {readonly import('./sources.mjs').Source[]} sources
 * @param {readonly OpenSwitch[]} [open]
 * @returns {string[]}
 */
export function switchProblems(sources, open = OPEN_SWITCHES) {
  /** @type {Set<OpenSwitch>} */
  const met = new Set()
  const problems = sources
    .filter(({ file }) => /\.tsx?$/.test(file))
    .flatMap(({ file, switches }) =>
      switches.flatMap(({ subject, line, isClosed }) => {
        const allowed = open.filter(([path, name]) => path === file && name === subject)
        for (const entry of allowed) met.add(entry)
        if (isClosed || allowed.length > 0) return []
        return [`${file}:${line} switch (${subject}) does not end in "default: unreachable(…)"`]
      }),
    )
  const unused = open.filter((entry) => !met.has(entry))
  return [...problems, ...unused.map(([file, subject]) => `${file} has no open switch (${subject}) any more`)]
}
