const TEST = /\.test\.|testing/

/**
 * What main answers is listed field by field: a stored row that is spread takes along what a page must not see as
 * soon as somebody adds it, and the compiler has no objection.
 * @param {readonly import('./sources.mjs').Source[]} sources
 * @returns {string[]}
 */
export function pageModelProblems(sources) {
  return sources
    .filter(({ file }) => /^src\/(core|main)\//.test(file) && !TEST.test(file))
    .flatMap(({ file, spreads }) =>
      spreads.map(({ what, model, line }) => `${file}:${line} "${what}" in a ${model}: list its fields`),
    )
}
