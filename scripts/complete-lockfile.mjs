/**
 * Completes package-lock.json: npm leaves out optional packages that its registry did not offer when
 * the lockfile was made, and `npm ci` then refuses the file everywhere. Their exact versions stand in
 * the packages that want them, their platforms in their names. Run it after changing dependencies.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = new URL('../package-lock.json', import.meta.url)
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32']
const PROCESSORS = { gnueabihf: 'arm', musleabihf: 'arm', eabi: 'arm' }
const KNOWN_PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'wasm32']

/** @param {string} name @returns {{ os?: string[], cpu?: string[], libc?: string[] }} */
function platformOf(name) {
  const words = name.split(/[-/]/)
  const os = words.filter((word) => SYSTEMS.includes(word))
  const cpu = words.filter((word) => KNOWN_PROCESSORS.includes(word) || word in PROCESSORS)
  const first = cpu[0]
  const musl = words.some((word) => word.startsWith('musl'))
  return {
    ...(os.length > 0 ? { os } : {}),
    ...(first === undefined
      ? {}
      : { cpu: [PROCESSORS[/** @type {keyof typeof PROCESSORS} */ (first)] ?? first] }),
    ...(os[0] === 'linux' && musl ? { libc: ['musl'] } : {}),
  }
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
let added = 0
for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`
    if (lock.packages[key] !== undefined || !/^\d+\.\d+\.\d+$/.test(String(version))) continue
    lock.packages[key] = { version, dev: true, optional: true, ...platformOf(name) }
    added += 1
  }
}
const sorted = Object.entries(lock.packages).sort(([one], [other]) => (one < other ? -1 : 1))
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
process.stdout.write(`${added} platform packages added to package-lock.json\n`)
