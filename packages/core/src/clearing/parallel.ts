import { classesOf, countingSort } from './counting-sort.js'

/** Edges of equal ends and weight as one edge each, because at a level of weight they are worth the same. */
export interface Merged {
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly weight: Float64Array
  /** What merged edge i stands for are the edges in `members` from `first[i]` below `first[i + 1]`. */
  readonly first: Int32Array
  /** The edges, of a merged one those first that are worth more at the levels that follow. */
  readonly members: Int32Array
}

/**
 * Merges those of `edges` that are parallel and worth the same at the first of the levels, if others follow it. Edges of
 * one tail must follow each other.
 */
export function mergeParallel(
  edges: Int32Array,
  tail: Int32Array,
  head: Int32Array,
  [weight, ...later]: readonly [Float64Array, ...Float64Array[]],
): Merged {
  const isLast = later.length === 0
  const { first, members } = isLast ? eachAlone(edges) : grouped(edges, tail, head, weight, later)
  if (isLast && edges.length === tail.length) return { tail, head, weight, first, members }
  const count = first.length - 1
  const merged = { tail: new Int32Array(count), head: new Int32Array(count), weight: new Float64Array(count) }
  for (let i = 0; i < count; i++) {
    const k = members[first[i]!]!
    merged.tail[i] = tail[k]!
    merged.head[i] = head[k]!
    merged.weight[i] = weight[k]!
  }
  return { ...merged, first, members }
}

function eachAlone(edges: Int32Array): Pick<Merged, 'first' | 'members'> {
  const first = new Int32Array(edges.length + 1)
  for (let i = 0; i < first.length; i++) first[i] = i
  return { first, members: edges }
}

function grouped(
  edges: Int32Array,
  tail: Int32Array,
  head: Int32Array,
  weight: Float64Array,
  later: readonly Float64Array[],
): Pick<Merged, 'first' | 'members'> {
  const groups = groupsOf(edges, tail, head, weight)
  const first = new Int32Array(groups.length + 1)
  const members = new Int32Array(edges.length)
  for (const [i, group] of groups.entries()) {
    if (group.length > 1) group.sort((a, b) => compare(later, b, a) || a - b)
    members.set(group, first[i]!)
    first[i + 1] = first[i]! + group.length
  }
  return { first, members }
}

/** Edges of one tail, those of one weight together, by head. */
function groupsOf(edges: Int32Array, tail: Int32Array, head: Int32Array, weight: Float64Array): readonly number[][] {
  const each = new Int32Array(edges.length).map((_, i) => i)
  const tails = classesOf([edges.map((k) => tail[k]!)], edges.length)
  const weights = classesOf([Float64Array.from(edges, (k) => weight[k]!)], edges.length)
  const groups: number[][] = []
  /** By head: the group that was opened last. */
  const newest = new Map<number, number>()
  let last = -1
  let begun = 0
  for (const i of countingSort(countingSort(each, weights.of, weights.count), tails.of, tails.count)) {
    const k = edges[i]!
    if (last === -1 || tails.of[i] !== tails.of[last] || weights.of[i] !== weights.of[last]) begun = groups.length
    last = i
    const known = newest.get(head[k]!) ?? -1
    if (known >= begun) groups[known]!.push(k)
    else newest.set(head[k]!, groups.push([k]) - 1)
  }
  return groups
}

/** Below zero where edge a is worth less than edge b, the levels compared lexicographically. */
function compare(levels: readonly Float64Array[], a: number, b: number): number {
  for (const level of levels) {
    const difference = level[a]! - level[b]!
    if (difference !== 0) return difference
  }
  return 0
}
