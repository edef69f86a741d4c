/**
 * The shape a translation must have: the same keys as the English text. Chinese has one plural
 * form, so the English singulars have no counterpart.
 */
export type Translated<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : Translated<T[K]>
}
