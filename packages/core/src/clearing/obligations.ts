import { findNotPositive } from './conversion.js'

/** A whole number: a `bigint`, or a `number` within ±(2^53 − 1). */
export type Integer = bigint | number

/**
 * What clearing a unit of an obligation is worth: one integer, or several compared lexicographically, the first the
 * most important. A level may be negative: such an obligation takes part only where it helps a greater level, or where
 * the others on its cycle outweigh it.
 */
export type Weight = Integer | readonly Integer[]

/** `debtor` owes `creditor` an `amount`. */
export interface Obligation {
  readonly debtor: string
  readonly creditor: string
  /** Units of account, > 0n. */
  readonly amount: bigint
  /** Absent: 1 at the first level and 0 at every other. */
  readonly weight?: Weight
}

/**
 * Obligations as columns of equal length; parties are the numbers from 0 below `parties`. A party without obligations
 * costs its potential in the answer, 8 bytes, and nothing else.
 */
export interface ObligationColumns {
  readonly parties: number
  readonly debtor: Int32Array
  readonly creditor: Int32Array
  /** Units of account, > 0n. */
  readonly amount: BigInt64Array
  /** One column per level, or the column itself where there is one level; absent: every weight is 1. */
  readonly weight?: BigInt64Array | readonly BigInt64Array[]
}

/** Either form in which {@link clear} and {@link verifyClearing} take obligations. */
export type Obligations = readonly Obligation[] | ObligationColumns

/** Obligations after validation, whichever form they came in: edges between parties numbered from 0. */
export interface DebtGraph {
  readonly parties: number
  readonly debtor: Int32Array
  readonly creditor: Int32Array
  readonly amount: readonly bigint[] | BigInt64Array
  /** Number of levels of a weight, ≥ 1. */
  readonly levels: number
  /** Weights by level, then by edge; absent: one level, all ones. */
  readonly weight?: readonly ArrayLike<bigint>[]
}

/** Why obligations were refused. In order of precedence within one obligation. */
export const obligationErrors = [
  'OBLIGATIONS_MALFORMED',
  'OBLIGATION_PARTY_INVALID',
  'OBLIGATION_SELF_DEBT',
  'OBLIGATION_AMOUNT_INVALID',
  'OBLIGATION_WEIGHT_INVALID',
] as const

/** One of {@link obligationErrors}. */
export type ObligationErrorCode = (typeof obligationErrors)[number]

/**
 * Checks obligations of either form and numbers their parties, in order of first appearance and the debtor before the
 * creditor for a list, by index for columns.
 * Spec: clearing.md#obligations.
 * @throws {ObligationError} at the first obligation that is refused.
 */
export function readObligations(obligations: Obligations): DebtGraph {
  if (Array.isArray(obligations)) return readList(obligations as readonly Obligation[])
  if (typeof obligations === 'object' && obligations !== null) return readColumns(obligations as ObligationColumns)
  throw new ObligationError('OBLIGATIONS_MALFORMED', 'obligations are neither a list nor columns')
}

function readList(list: readonly Obligation[]): DebtGraph {
  const index = new Map<string, number>()
  const debtor = new Int32Array(list.length)
  const creditor = new Int32Array(list.length)
  const amount = new Array<bigint>(list.length)
  const given: (readonly bigint[] | undefined)[] = []
  let levels = 0
  const number = (party: unknown, k: number): number => {
    if (typeof party !== 'string') throw refused('OBLIGATION_PARTY_INVALID', k, 'a party is a string')
    const known = index.get(party)
    if (known !== undefined) return known
    index.set(party, index.size)
    return index.size - 1
  }
  for (let k = 0; k < list.length; k++) {
    const entry: unknown = list[k]
    if (typeof entry !== 'object' || entry === null) throw refused('OBLIGATIONS_MALFORMED', k, 'not an object')
    const obligation = entry as Obligation
    const from = number(obligation.debtor, k)
    const to = number(obligation.creditor, k)
    const owed = obligation.amount
    if (from === to) throw refused('OBLIGATION_SELF_DEBT', k, 'debtor and creditor are the same')
    if (typeof owed !== 'bigint' || owed <= 0n) throw refused('OBLIGATION_AMOUNT_INVALID', k, 'not a positive bigint')
    debtor[k] = from
    creditor[k] = to
    amount[k] = owed
    const own = obligation.weight
    if (own === undefined) continue
    const weight = readWeight(own, k)
    if (levels === 0) levels = weight.length
    if (weight.length !== levels)
      throw refused('OBLIGATION_WEIGHT_INVALID', k, `has ${weight.length} levels, not ${levels}`)
    given[k] = weight
  }
  const graph = { parties: index.size, debtor, creditor, amount, levels: levels || 1 }
  if (levels === 0) return graph
  const weight = Array.from({ length: levels }, (_, level) =>
    Array.from({ length: list.length }, (_, k) => given[k]?.[level] ?? (level === 0 ? 1n : 0n)),
  )
  return { ...graph, weight }
}

function readWeight(weight: unknown, k: number): readonly bigint[] {
  const levels: readonly unknown[] = Array.isArray(weight) ? weight : [weight]
  if (levels.length === 0) throw refused('OBLIGATION_WEIGHT_INVALID', k, 'a weight has at least one level')
  return Array.from(levels, (level) => {
    if (typeof level === 'bigint') return level
    if (Number.isSafeInteger(level)) return BigInt(level as number)
    throw refused('OBLIGATION_WEIGHT_INVALID', k, 'a level is an integer')
  })
}

function readColumns(columns: ObligationColumns): DebtGraph {
  const { parties, debtor, creditor, amount } = columns
  const malformed = (reason: string): ObligationError => new ObligationError('OBLIGATIONS_MALFORMED', reason)
  if (!Number.isSafeInteger(parties) || parties < 0 || parties > 2 ** 31 - 1) {
    throw malformed('parties is not a number from 0 to 2^31 − 1')
  }
  if (!(debtor instanceof Int32Array) || !(creditor instanceof Int32Array)) {
    throw malformed('debtor and creditor are not Int32Array')
  }
  if (!(amount instanceof BigInt64Array)) throw malformed('amount is not a BigInt64Array')
  const weight = readWeightColumns(columns.weight)
  const length = debtor.length
  if ([creditor, amount, ...(weight ?? [])].some((column) => column.length !== length)) {
    throw malformed('columns differ in length')
  }
  const notPositive = findNotPositive(amount)
  for (let k = 0; k < length; k++) {
    const from = debtor[k] as number
    const to = creditor[k] as number
    if (from < 0 || from >= parties || to < 0 || to >= parties) {
      throw refused('OBLIGATION_PARTY_INVALID', k, `a party is a number below ${parties}`)
    }
    if (from === to) throw refused('OBLIGATION_SELF_DEBT', k, 'debtor and creditor are the same')
    if (k === notPositive) throw refused('OBLIGATION_AMOUNT_INVALID', k, 'not positive')
  }
  const graph = { parties, debtor, creditor, amount, levels: weight?.length ?? 1 }
  return weight === undefined ? graph : { ...graph, weight }
}

function readWeightColumns(weight: ObligationColumns['weight']): readonly BigInt64Array[] | undefined {
  if (weight === undefined) return undefined
  const columns: readonly unknown[] = Array.isArray(weight) ? weight : [weight]
  if (columns.length === 0 || !columns.every((column) => column instanceof BigInt64Array)) {
    throw new ObligationError('OBLIGATIONS_MALFORMED', 'weight is not one BigInt64Array per level')
  }
  return columns as readonly BigInt64Array[]
}

/** Obligations that no clearing can be asked for; `code` is one of {@link obligationErrors}. */
export class ObligationError extends Error {
  override readonly name = 'ObligationError'
  readonly code: ObligationErrorCode

  constructor(code: ObligationErrorCode, reason: string) {
    super(`${code}: ${reason}`)
    this.code = code
  }
}

function refused(code: ObligationErrorCode, k: number, reason: string): ObligationError {
  return new ObligationError(code, `obligation ${k}: ${reason}`)
}
