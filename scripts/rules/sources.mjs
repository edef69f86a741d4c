import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { parseSync, Visitor } from 'vite'
import { findSpreads } from './find-spreads.mjs'

/**
 * @typedef {{ specifier: string | null, line: number, isRuntime: boolean }} Import `specifier` is null where it is
 *   computed; `isRuntime`: of values, at once.
 * @typedef {{ subject: string, line: number, isClosed: boolean }} Switch `isClosed`: its default is `unreachable`.
 * @typedef {{ what: string, model: string, line: number }} Spread See `findSpreads`.
 * @typedef {{
 *   file: string, imports: readonly Import[], switches: readonly Switch[], spreads: readonly Spread[],
 * }} Source
 * @typedef {ReadonlyMap<string, string>} Files Texts by path from the repository's top, with `/`.
 */

const FOLDERS = ['src', 'e2e', 'bench', 'soak', 'test', 'scripts']
const CODE = ['.ts', '.tsx', '.mjs', '.cjs']

/**
 * The project's own code below `root`, and the files at its top.
 * @param {string} root
 * @returns {Files}
 */
export function readCode(root) {
  return read(root, ['', ...FOLDERS], CODE)
}

/**
 * The files in these folders whose names end so; of the top only those right in it.
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {readonly string[]} endings
 * @returns {Files}
 */
export function read(root, folders, endings) {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: folder !== '', withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.includes(extname(entry.name)))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')),
  )
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

/**
 * Parses each file. Throws for one that cannot be parsed: a rule that does not see a file holds nothing.
 * @param {Files} files
 * @returns {Source[]}
 */
export function parse(files) {
  return [...files].map(([file, text]) => parseFile(file, text))
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {Source}
 */
function parseFile(file, text) {
  const { program, errors } = parseSync(file, text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file}: ${error.message}`)
  /** @type {Import[]} */
  const imports = []
  /** @type {Switch[]} */
  const switches = []
  /** @param {number} offset */
  const lineAt = (offset) => text.slice(0, offset).split('\n').length
  /**
   * @param {{ start: number, type: string, value?: unknown } | null} source
   * @param {boolean} isRuntime
   */
  const add = (source, isRuntime = false) => {
    if (source === null) return
    const specifier = typeof source.value === 'string' ? source.value : null
    imports.push({ specifier, line: lineAt(source.start), isRuntime })
  }
  new Visitor({
    ImportDeclaration({ source, importKind }) {
      // with its types marked one by one the import itself stays, and loads the file
      add(source, importKind !== 'type')
    },
    ExportNamedDeclaration({ source, exportKind }) {
      add(source, exportKind !== 'type')
    },
    ExportAllDeclaration({ source, exportKind }) {
      add(source, exportKind !== 'type')
    },
    ImportExpression({ source }) {
      add(source)
    },
    TSImportType({ source }) {
      add(source)
    },
    TSExternalModuleReference({ expression }) {
      add(expression)
    },
    CallExpression({ callee, arguments: [first] }) {
      if (callee.type === 'Identifier' && callee.name === 'require' && first !== undefined) add(first)
    },
    SwitchStatement({ start, discriminant, cases }) {
      const subject = text.slice(discriminant.start, discriminant.end)
      switches.push({ subject, line: lineAt(start), isClosed: isClosed(cases) })
    },
  }).visit(program)
  const spreads = findSpreads(program, text).map(({ what, model, offset }) => ({
    ...{ what, model, line: lineAt(offset) },
  }))
  return { file, imports, switches, spreads }
}

/** @param {readonly import('vite').ESTree.SwitchCase[]} cases */
function isClosed(cases) {
  const last = cases.at(-1)
  if (last === undefined || last.test !== null || last.consequent.length !== 1) return false
  const [statement] = last.consequent
  const call =
    statement?.type === 'ReturnStatement'
      ? statement.argument
      : statement?.type === 'ExpressionStatement'
        ? statement.expression
        : null
  return (
    call?.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === 'unreachable'
  )
}
