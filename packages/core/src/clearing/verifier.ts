import { toIntegers } from './conversion.js'
import { inNumbers, judgeNumbers } from './narrow-verifier.js'
import { type DebtGraph, type Integer, type Obligations, readObligations } from './obligations.js'

/** What {@link verifyClearing} judges: a clearing from any solver. Potentials may be `bigint` or safe integers. */
export interface ClearingCertificate {
  readonly cleared: bigint
  readonly flow: ArrayLike<bigint>
  readonly potential: ArrayLike<Integer> | readonly ArrayLike<Integer>[]
}

/** Why a clearing is rejected, in order of precedence. */
export const clearingRejections = [
  'CLEARING_MALFORMED',
  'CLEARING_LENGTH_WRONG',
  'CLEARING_FLOW_NEGATIVE',
  'CLEARING_FLOW_EXCEEDS_AMOUNT',
  'CLEARING_UNBALANCED',
  'CLEARING_NOT_MAXIMUM',
  'CLEARING_TOTAL_WRONG',
] as const

/** One of {@link clearingRejections}. */
export type ClearingRejection = (typeof clearingRejections)[number]

/** Whether a clearing is accepted, and if not, why. */
export type ClearingVerdict =
  | { readonly status: 'verified' }
  | { readonly status: 'rejected'; readonly code: ClearingRejection }

/**
 * Checks that a clearing is valid and that no other clears more: flows within amounts, every party's net position
 * unchanged, and potentials that prove the maximum. One scan, with no solving, so that anybody can afford it.
 *
 * With the reduced weight `r = weight + potential(debtor) − potential(creditor)`, compared lexicographically where there
 * are levels, a clearing is a maximum if and only if what isn't wholly cleared has r ≤ 0 and what is cleared at all has
 * r ≥ 0.
 * Spec: clearing.md#acceptance. Source: complementary slackness; Ahuja, Magnanti, Orlin (1993), theorem 9.4.
 * @param obligations - As they were given to {@link clear}, in the same order.
 * @param clearing - From any solver. Any data is judged, whatever it holds; only an accessor of its own that throws does.
 * @returns `verified`, or `rejected` with the first of {@link clearingRejections} that applies.
 * @throws {ObligationError} when the obligations themselves are refused, as by {@link clear}.
 * @example verifyClearing([], clear([])) // { status: 'verified' }
 */
export function verifyClearing(obligations: Obligations, clearing: ClearingCertificate): ClearingVerdict {
  const graph = readObligations(obligations)
  const code = findFault(graph, clearing)
  return code === undefined ? { status: 'verified' } : { status: 'rejected', code }
}

/** What is wrong with a clearing of obligations whose parties are numbered already; undefined when it is accepted. */
export function findFault(graph: DebtGraph, clearing: unknown): ClearingRejection | undefined {
  if (typeof clearing !== 'object' || clearing === null) return 'CLEARING_MALFORMED'
  const { cleared, flow, potential } = clearing as Partial<Record<keyof ClearingCertificate, unknown>>
  if (typeof cleared !== 'bigint' || !isIndexed(flow) || !isIndexed(potential)) return 'CLEARING_MALFORMED'
  const levels = graph.levels === 1 ? [potential] : Array.from(potential)
  if (!levels.every(isIndexed)) return 'CLEARING_MALFORMED'
  if (!isBigIntArray(flow) && !every(flow, (f) => typeof f === 'bigint')) return 'CLEARING_MALFORMED'
  const integers = levels.map((level) => readIntegers(level, graph.parties))
  if (!integers.every((level) => level !== undefined)) return 'CLEARING_MALFORMED'
  if (flow.length !== graph.debtor.length || integers.length !== graph.levels) return 'CLEARING_LENGTH_WRONG'
  if (integers.some((level) => level.length !== graph.parties)) return 'CLEARING_LENGTH_WRONG'
  const flows = flow as ArrayLike<bigint>
  const narrow = inNumbers(graph, flows, integers)
  if (narrow !== undefined) return judgeNumbers(narrow, cleared)
  const wide = integers.map((level) => (level instanceof Float64Array ? toIntegers(level) : level))
  return judge(graph, cleared, flows, wide)
}

/** The scan itself. A fault of each kind is noted, and the one that comes first in {@link clearingRejections} counts. */
function judge(
  graph: DebtGraph,
  cleared: bigint,
  flow: ArrayLike<bigint>,
  potential: readonly ArrayLike<bigint>[],
): ClearingRejection | undefined {
  const { debtor, creditor, amount, parties } = graph
  const net = new Array<bigint>(parties).fill(0n)
  let total = 0n
  let exceeds = false
  let improvable = false
  for (let k = 0; k < debtor.length; k++) {
    const f = flow[k]!
    const c = amount[k]!
    if (f < 0n) return 'CLEARING_FLOW_NEGATIVE'
    if (f > c) exceeds = true
    const from = debtor[k]!
    const to = creditor[k]!
    net[from]! -= f
    net[to]! += f
    total += f
    const sign = signOfReducedWeight(graph, potential, k)
    if ((sign > 0 && f < c) || (sign < 0 && f > 0n)) improvable = true
  }
  if (exceeds) return 'CLEARING_FLOW_EXCEEDS_AMOUNT'
  for (const balance of net) if (balance !== 0n) return 'CLEARING_UNBALANCED'
  if (improvable) return 'CLEARING_NOT_MAXIMUM'
  return total === cleared ? undefined : 'CLEARING_TOTAL_WRONG'
}

/** Sign of `weight + potential(debtor) − potential(creditor)`: that of the first level where it isn't zero. */
function signOfReducedWeight(graph: DebtGraph, potential: readonly ArrayLike<bigint>[], k: number): -1 | 0 | 1 {
  const from = graph.debtor[k]!
  const to = graph.creditor[k]!
  for (let level = 0; level < graph.levels; level++) {
    const weight = graph.weight === undefined ? 1n : graph.weight[level]![k]!
    const reduced = weight + potential[level]![from]! - potential[level]![to]!
    if (reduced !== 0n) return reduced > 0n ? 1 : -1
  }
  return 0
}

function isIndexed(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

function every(values: ArrayLike<unknown>, holds: (value: unknown) => boolean): boolean {
  for (let i = 0; i < values.length; i++) if (!holds(values[i])) return false
  return true
}

function isBigIntArray(values: ArrayLike<unknown>): boolean {
  return values instanceof BigInt64Array || values instanceof BigUint64Array
}

const isInteger = (value: unknown): value is Integer => typeof value === 'bigint' || Number.isSafeInteger(value)

/** Integers from whatever holds them, as numbers where all of them are safe; nothing when something else is there. */
function readIntegers(values: ArrayLike<unknown>, expected: number): Float64Array | readonly bigint[] | undefined {
  // Before any memory is taken: an array can claim to be long and hold nothing.
  if (values.length > expected && !every(values, isInteger)) return undefined
  const numbers = new Float64Array(values.length)
  for (let i = 0; i < numbers.length; i++) {
    const value = values[i]
    const number = typeof value === 'bigint' ? Number(value) : value
    if (Number.isSafeInteger(number)) numbers[i] = number as number
    else return every(values, isInteger) ? Array.from(values as ArrayLike<Integer>, BigInt) : undefined
  }
  return numbers
}
