import type { Bundles } from './bundles.js'
import { type Chains, narrowestEdges, setInnerPotentials } from './chains.js'
import { type Course, maximiseCirculation } from './circulation.js'
import type { Components } from './components.js'
import { toIntegers, toNumbers } from './conversion.js'
import { createNetwork, type Network, residualsDown, setResiduals, setWeights } from './network.js'
import type { DebtGraph } from './obligations.js'
import { type Optimum, weightOf } from './optimum.js'
import { type Merged, mergeParallel } from './parallel.js'

/** What all amounts may come to: an arc can gain as much again, and 53 bits are exact. */
const MOST = 2 ** 52

/** What all weights may come to: potentials and the price of a root's arcs are at most a few times that. */
const HEAVIEST = 2 ** 48

/** The circulation over the bundles whose weight is the greatest, greater levels first; nothing where numbers end. */
export function findNarrowOptimum(
  graph: DebtGraph,
  components: Components,
  bundles: Bundles,
  chains: Chains,
): Optimum<Float64Array> | undefined {
  const amount = amountsOf(graph, bundles)
  const weight = weightsOf(graph, bundles)
  if (amount === undefined || weight === undefined) return undefined
  const narrowest = narrowestEdges(chains, amount)
  const capacity = new Float64Array(narrowest.length)
  for (let i = 0; i < capacity.length; i++) capacity[i] = amount[narrowest[i]!]!
  const flow = new Float64Array(capacity.length)
  const sums = weight.map((own) => sumsOf(chains, own))
  let free: Int32Array = new Int32Array(capacity.length).map((_, i) => i)
  const potential = sums.map((_, level) => {
    const edges = mergeParallel(free, chains.tail, chains.head, sums.slice(level) as [Float64Array, ...Float64Array[]])
    const network = createNetwork(graph.parties, edges.tail, edges.head)
    setRooms(network, edges, capacity, flow)
    setWeights(network, edges.weight)
    maximiseCirculation(network, courseFor(network, components))
    takeFlows(network, edges, capacity, flow)
    if (level < sums.length - 1) free = undecided(network, edges)
    const integers = toIntegers(network.potential)
    setInnerPotentials(chains, bundles, narrowest, weightOf(graph, bundles, level), integers)
    return integers
  })
  return { flow: flowsOf(chains, flow), potential }
}

/** Edges per node below which there are few ways around, and so many distances, each of which is a phase. */
const SPARSE = 6

/** The same where a component is large, and a pivot changes many potentials. */
const SPARSE_AND_LARGE = 3

/** Nodes of a large component. */
const LARGE = 100_000

/** After so many phases most excess is routed, and a simplex sets right what is left. */
const FIRST_PHASES = 8

/** More phases than graphs have on which these are the better way. */
const MANY_PHASES = 40

/** How excesses are routed; rules of thumb, found by measuring. */
function courseFor({ edges, nodes, first }: Network, components: Components): Course {
  const sizes = new Int32Array(components.count)
  let active = 0
  let largest = 0
  for (let u = 0; u < nodes; u++) {
    if (first[u] === first[u + 1]) continue
    active++
    largest = Math.max(largest, ++sizes[components.of[u]!]!)
  }
  const isLarge = largest > LARGE
  if (edges < (isLarge ? SPARSE_AND_LARGE : SPARSE) * active) return { patience: FIRST_PHASES, isThorough: false }
  return { patience: isLarge ? Number.POSITIVE_INFINITY : MANY_PHASES, isThorough: true }
}

/** Sets what the flow of each merged edge may grow and shrink. */
function setRooms(network: Network, { first, members }: Merged, capacity: Float64Array, flow: Float64Array): void {
  const up = new Float64Array(network.edges)
  const down = new Float64Array(network.edges)
  for (let i = 0; i < up.length; i++) {
    for (let at = first[i]!; at < first[i + 1]!; at++) {
      up[i]! += capacity[members[at]!]! - flow[members[at]!]!
      down[i]! += flow[members[at]!]!
    }
  }
  setResiduals(network, up, down)
}

/** Divides the flow of each merged edge among its members, those first that are worth more from here on. */
function takeFlows(network: Network, { first, members }: Merged, capacity: Float64Array, flow: Float64Array): void {
  const total = residualsDown(network)
  for (let i = 0; i < total.length; i++) {
    let left = total[i]!
    for (let at = first[i]!; at < first[i + 1]!; at++) {
      const k = members[at]!
      flow[k] = Math.min(left, capacity[k]!)
      left -= flow[k]!
    }
  }
}

/** The edges left to further levels: where the reduced weight isn't zero, any change of the flow would cost. */
function undecided({ arc, partner, head, cost, potential }: Network, { first, members }: Merged): Int32Array {
  const edges = new Int32Array(members.length)
  let count = 0
  for (let i = 0; i < arc.length; i++) {
    const along = arc[i]!
    if (cost[along]! + potential[head[partner[along]!]!]! !== potential[head[along]!]) continue
    for (let at = first[i]!; at < first[i + 1]!; at++) edges[count++] = members[at]!
  }
  return edges.slice(0, count).sort()
}

function amountsOf({ amount }: DebtGraph, { of, debtor }: Bundles): Float64Array | undefined {
  const each = toNumbers(amount)
  if (each === undefined) return undefined
  const totals = new Float64Array(debtor.length)
  let total = 0
  for (let k = 0; k < of.length; k++) {
    if (of[k] === -1) continue
    totals[of[k]!]! += each[k]!
    total += each[k]!
  }
  return total <= MOST ? totals : undefined
}

/** By level, the weight of each bundle. */
function weightsOf({ weight, parties }: DebtGraph, { representative }: Bundles): readonly Float64Array[] | undefined {
  if (weight === undefined) return [new Float64Array(representative.length).fill(1)]
  const levels: Float64Array[] = []
  const most = Math.max(parties, representative.length)
  for (const level of weight) {
    const each = toNumbers(level)
    if (each === undefined) return undefined
    const own = new Float64Array(representative.length)
    for (let b = 0; b < own.length; b++) {
      own[b] = each[representative[b]!]!
      if (Math.abs(own[b]!) * most > HEAVIEST) return undefined
    }
    levels.push(own)
  }
  return levels
}

/** By chain, the sum over its edges. */
function sumsOf({ first, edges, tail }: Chains, each: Float64Array): Float64Array {
  const sums = new Float64Array(tail.length)
  for (let i = 0; i < sums.length; i++) {
    for (let at = first[i]!; at < first[i + 1]!; at++) sums[i]! += each[edges[at]!]!
  }
  return sums
}

/** By edge, the flow of its chain. */
function flowsOf({ first, edges }: Chains, flow: Float64Array): Float64Array {
  const all = new Float64Array(edges.length)
  for (let i = 0; i < flow.length; i++) for (let at = first[i]!; at < first[i + 1]!; at++) all[edges[at]!] = flow[i]!
  return all
}
