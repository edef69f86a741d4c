/** A dictionary of OpenCC as text: pairs between bars, each a character, a blank, and what stands for it. */
declare module 'opencc-js/dict/*' {
  const table: string
  export default table
}
