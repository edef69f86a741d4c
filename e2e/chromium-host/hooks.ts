import { registerHooks } from 'node:module'

const ELECTRON_URL = 'linkboard-host:electron'
const SPECIFIERS: ReadonlySet<string> = new Set(['electron', 'electron/main', 'electron/common'])

/** Has every `import ... from 'electron'` of this process, bundled libraries included, find these modules. */
export function provideElectron(modules: Readonly<Record<string, unknown>>): void {
  const slot = Symbol.for(ELECTRON_URL)
  Object.defineProperty(globalThis, slot, { value: modules })
  const names = Object.keys(modules)
  const source = [
    `const electron = globalThis[Symbol.for(${JSON.stringify(ELECTRON_URL)})]`,
    'export default electron',
    `export const { ${names.join(', ')} } = electron`,
  ].join('\n')
  registerHooks({
    resolve: (specifier, context, next) =>
      SPECIFIERS.has(specifier)
        ? { url: ELECTRON_URL, format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === ELECTRON_URL ? { format: 'module', source, shortCircuit: true } : next(url, context),
  })
}
