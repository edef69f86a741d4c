import { Visitor } from 'vite'

/**
 * @typedef {{ what: string, model: string, offset: number }} Spread Something that is spread into an object that a
 * function answers as a `model`: a type of `shared/model`, as all that reaches the page is.
 * @typedef {import('vite').ESTree.Node} Node
 */

/**
 * @param {import('vite').ESTree.Program} program
 * @param {string} text
 * @returns {Spread[]}
 */
export function findSpreads(program, text) {
  /** @type {Set<string>} */
  const models = new Set()
  /** @type {(string | undefined)[]} The model that each function around answers, or undefined. */
  const around = []
  /** @type {Spread[]} */
  const found = []

  /** @param {{ returnType?: Node | null | undefined }} node */
  function enter({ returnType }) {
    if (returnType === null || returnType === undefined) {
      around.push(around.at(-1))
      return
    }
    const names = text.slice(returnType.start, returnType.end).match(/\w+/g) ?? []
    around.push(names.find((name) => models.has(name)))
  }

  function leave() {
    around.pop()
  }

  /** @param {Node | null | undefined} value */
  function answer(value) {
    const model = around.at(-1)
    if (model === undefined) return
    for (const object of objectsIn(value))
      for (const { type, start, end, ...property } of object.properties)
        if (
          type === 'SpreadElement' &&
          'argument' in property &&
          property.argument.type !== 'ObjectExpression'
        )
          found.push({ what: text.slice(start, end), model, offset: start })
  }

  new Visitor({
    ImportDeclaration({ source, specifiers }) {
      if (!/^#shared\/(model|contract)\//.test(source.value)) return
      for (const { local } of specifiers) models.add(local.name)
    },
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression(node) {
      enter(node)
      answer(node.body)
    },
    'ArrowFunctionExpression:exit': leave,
    ReturnStatement({ argument }) {
      answer(argument)
    },
  }).visit(program)
  return found
}

/**
 * The object literals that an expression may come to.
 * @param {Node | null | undefined} value
 * @returns {import('vite').ESTree.ObjectExpression[]}
 */
function objectsIn(value) {
  switch (value?.type) {
    case 'ObjectExpression':
      return [value]
    case 'ConditionalExpression':
      return [value.consequent, value.alternate].flatMap(objectsIn)
    case 'LogicalExpression':
      return [value.left, value.right].flatMap(objectsIn)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return objectsIn(value.expression)
    default:
      return []
  }
}
