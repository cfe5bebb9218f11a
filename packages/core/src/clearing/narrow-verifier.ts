import { toNumbers } from './conversion.js'
import type { DebtGraph } from './obligations.js'
import type { ClearingRejection } from './verifier.js'

/** A certificate and what it is about, all in numbers whose sums are exact. */
interface NarrowCertificate {
  readonly parties: number
  readonly debtor: Int32Array
  readonly creditor: Int32Array
  readonly amount: Float64Array
  readonly flow: Float64Array
  /** By level; absent: every weight is 1. */
  readonly weight?: readonly Float64Array[]
  readonly potential: readonly Float64Array[]
}

/** What all amounts may come to, so that every sum of flows within them is exact. */
const MOST = 2 ** 53 - 1

/** Largest weight or potential, so that a reduced weight is exact. */
const LARGEST = 2 ** 51

/** The certificate in numbers, nothing when some are too large. */
export function inNumbers(
  graph: DebtGraph,
  flow: ArrayLike<bigint>,
  potential: readonly (Float64Array | readonly bigint[])[],
): NarrowCertificate | undefined {
  const { parties, debtor, creditor } = graph
  const amount = toNumbers(graph.amount)
  const flows = toNumbers(flow)
  const potentials = potential.map(small)
  const weight = graph.weight?.map((level) => small(toNumbers(level)))
  if (amount === undefined || flows === undefined || !(sumOf(amount) <= MOST)) return undefined
  if (!potentials.every((level) => level !== undefined)) return undefined
  const certificate = { parties, debtor, creditor, amount, flow: flows, potential: potentials }
  if (weight === undefined) return certificate
  return weight.every((level) => level !== undefined) ? { ...certificate, weight } : undefined
}

/** The scan of {@link verifyClearing}, as it is done for integers of any size. */
export function judgeNumbers(certificate: NarrowCertificate, cleared: bigint): ClearingRejection | undefined {
  const { parties, debtor, creditor, amount, flow, weight, potential } = certificate
  const net = new Float64Array(parties)
  const sole = weight === undefined && potential.length === 1 ? potential[0] : undefined
  let total = 0
  let exceeds = false
  let improvable = false
  for (let k = 0; k < flow.length; k++) {
    const f = flow[k]!
    const c = amount[k]!
    if (f < 0) return 'CLEARING_FLOW_NEGATIVE'
    if (f > c) exceeds = true
    const from = debtor[k]!
    const to = creditor[k]!
    net[from]! -= f
    net[to]! += f
    total += f
    const reduced = sole === undefined ? reducedWeight(certificate, k) : 1 + sole[from]! - sole[to]!
    if ((reduced > 0 && f < c) || (reduced < 0 && f > 0)) improvable = true
  }
  // No sum below can have been rounded unless this one applies.
  if (exceeds) return 'CLEARING_FLOW_EXCEEDS_AMOUNT'
  for (let u = 0; u < parties; u++) if (net[u] !== 0) return 'CLEARING_UNBALANCED'
  if (improvable) return 'CLEARING_NOT_MAXIMUM'
  return BigInt(total) === cleared ? undefined : 'CLEARING_TOTAL_WRONG'
}

/** The first level of `weight + potential(debtor) − potential(creditor)` that isn't zero; zero when none is. */
function reducedWeight({ debtor, creditor, weight, potential }: NarrowCertificate, k: number): number {
  const from = debtor[k]!
  const to = creditor[k]!
  for (let level = 0; level < potential.length; level++) {
    const own = potential[level]!
    const reduced = (weight === undefined ? 1 : weight[level]![k]!) + own[from]! - own[to]!
    if (reduced !== 0) return reduced
  }
  return 0
}

function small(values: Float64Array | readonly bigint[] | undefined): Float64Array | undefined {
  if (!(values instanceof Float64Array)) return undefined
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) > LARGEST) return undefined
  return values
}

function sumOf(numbers: Float64Array): number {
  let sum = 0
  for (const number of numbers) sum += number
  return sum
}
