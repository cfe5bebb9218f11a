import { apportion } from '../arithmetic/apportion.js'
import type { Components } from './components.js'
import { classesOf, countingSort } from './counting-sort.js'
import type { DebtGraph } from './obligations.js'

/**
 * Parallel obligations of equal weight as one edge each, without those that lie on no cycle. Edges are sorted by
 * debtor, so that a solver finds the edges of a party close together.
 */
export interface Bundles {
  readonly debtor: Int32Array
  readonly creditor: Int32Array
  /** By bundle: the first of its obligations. */
  readonly representative: Int32Array
  /** By obligation: its bundle, −1 when it lies on no cycle. */
  readonly of: Int32Array
}

/** Bundles the obligations within each component; one between two components lies on no cycle. */
export function bundle(graph: DebtGraph, components: Components): Bundles {
  const { debtor, creditor, parties } = graph
  const weights = classesOf(graph.weight ?? [], debtor.length)
  const given = new Int32Array(debtor.length).map((_, k) => k)
  const byWeight = weights.count > 1 ? countingSort(given, weights.of, weights.count) : given
  const order = countingSort(byWeight, debtor, parties)
  const of = new Int32Array(debtor.length).fill(-1)
  const representative = new Int32Array(debtor.length)
  /** By creditor: the newest bundle towards it. */
  const newest = new Int32Array(parties).fill(-1)
  let count = 0
  /** The debtor and the weight whose turn it is, and their first bundle: those below are others'. */
  let from = -1
  let weight = -1
  let begun = 0
  for (const k of order) {
    if (debtor[k] !== from || weights.of[k] !== weight) {
      from = debtor[k]!
      weight = weights.of[k]!
      begun = count
    }
    const to = creditor[k]!
    if (components.of[from] !== components.of[to]) continue
    if (newest[to]! < begun) {
      newest[to] = count
      representative[count++] = k
    }
    of[k] = newest[to]!
  }
  const first = representative.slice(0, count)
  return { debtor: first.map((k) => debtor[k]!), creditor: first.map((k) => creditor[k]!), representative: first, of }
}

/** Divides each bundle's flow among its obligations in proportion to their amounts, by largest remainder. */
export function divide(graph: DebtGraph, bundles: Bundles, flow: readonly bigint[]): bigint[] {
  const parts = new Array<bigint>(bundles.of.length)
  for (let k = 0; k < parts.length; k++) parts[k] = flow[bundles.of[k]!] ?? 0n
  share(
    graph,
    bundles,
    (bundle) => flow[bundle]!,
    (k, part) => (parts[k] = part),
  )
  return parts
}

/** As {@link divide}, for flows that are numbers. */
export function divideNumbers(graph: DebtGraph, bundles: Bundles, flow: Float64Array): Float64Array {
  const parts = new Float64Array(bundles.of.length)
  for (let k = 0; k < parts.length; k++) parts[k] = flow[bundles.of[k]!] ?? 0
  share(
    graph,
    bundles,
    (bundle) => BigInt(flow[bundle]!),
    (k, part) => (parts[k] = Number(part)),
  )
  return parts
}

/** Says what each obligation gets that isn't alone in its bundle. */
function share(
  { amount }: DebtGraph,
  { of, representative }: Bundles,
  flowOf: (bundle: number) => bigint,
  give: (obligation: number, part: bigint) => void,
): void {
  const shared = new Map<number, number[]>()
  for (let k = 0; k < of.length; k++) {
    const b = of[k]!
    if (b === -1 || representative[b] === k) continue
    const members = shared.get(b)
    if (members === undefined) shared.set(b, [representative[b]!, k])
    else members.push(k)
  }
  for (const [b, members] of shared) {
    const amounts = members.map((k) => amount[k]!)
    const flow = flowOf(b)
    // Most are cleared wholly.
    const parts = flow === sumOf(amounts) ? amounts : apportion(flow, amounts)
    for (const [i, k] of members.entries()) give(k, parts[i]!)
  }
}

function sumOf(amounts: readonly bigint[]): bigint {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}
