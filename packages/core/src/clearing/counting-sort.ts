/** Sorting by small numbers, in time that grows with how much there is to sort. */

/**
 * Sorts stably: those of equal keys stay in the order given.
 * @param order - What is to be sorted, by its number.
 * @param key - By number: from 0 below `keys`.
 * @returns The numbers of `order` with their keys ascending.
 */
export function countingSort(order: Int32Array, key: Int32Array, keys: number): Int32Array {
  const next = new Int32Array(keys + 1)
  for (const k of order) next[key[k]! + 1]!++
  for (let i = 0; i < keys; i++) next[i + 1]! += next[i]!
  const sorted = new Int32Array(order.length)
  for (const k of order) sorted[next[key[k]!]!++] = k
  return sorted
}

/** Equal values by one number, in order of first appearance. */
export interface Classes {
  readonly of: Int32Array
  readonly count: number
}

/** Numbers what is equal in all of `columns`, each `length` long; without columns all is. */
export function classesOf(columns: readonly ArrayLike<bigint | number>[], length: number): Classes {
  let classes: Classes = { of: new Int32Array(length), count: Math.min(length, 1) }
  for (const column of columns) classes = refined(classes, column)
  return classes
}

function refined(classes: Classes, column: ArrayLike<bigint | number>): Classes {
  const known = Array.from({ length: classes.count }, () => new Map<bigint | number, number>())
  const of = new Int32Array(classes.of.length)
  let count = 0
  for (let k = 0; k < of.length; k++) {
    const own = known[classes.of[k]!]!
    const before = own.get(column[k]!)
    if (before === undefined) own.set(column[k]!, count)
    of[k] = before ?? count++
  }
  return { of, count }
}
