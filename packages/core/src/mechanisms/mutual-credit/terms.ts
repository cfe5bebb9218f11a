/** What two networks agree on. Spec: mutual-credit.md#terms. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Epoch,
  Id,
  list,
  oneOf,
  optional,
  Party,
  type Schema,
  struct,
  Text,
  Time,
} from '../../codec/index.js'

/** What one side gives in an epoch, and how much at most. */
export interface Rate {
  /**
   * `fixed`: `amount`; `follows`: what is worth as much, by the agreed ratio, as the other side's fixed amount; `value`:
   * its part of the agreed value; `supply`: `share` of the supply when the epoch begins; `fees`: `share` of the fees
   * collected in the epoch, moved instead of minted.
   */
  readonly kind: 'fixed' | 'follows' | 'value' | 'supply' | 'fees'
  /** Base units of the side's own asset, of a fixed rate. */
  readonly amount?: bigint
  /** Basis points, of a share of supply or fees. */
  readonly share?: number
  /** Most for one epoch, base units. An epoch that was held over counts for itself. */
  readonly perEpoch?: bigint
  /** Most over the life of the agreement, base units. */
  readonly total?: bigint
  /** Most over the life of the agreement, basis points of the supply when the epoch begins. */
  readonly ofSupply?: number
  /**
   * The other side pauses when this side's supply grows outside the agreement by more than this in an epoch, basis
   * points.
   */
  readonly dilution?: number
}
/** External values, for rates that go by them. */
export interface Pricing {
  /** What both assets are priced in. */
  readonly unit: string
  /** What the first side gives counts for so much, */
  readonly first: bigint
  /** where what the second gives counts for so much. */
  readonly second: bigint
  /** What both sides give in an epoch together, base units of the unit. There if and only if both rates are `value`. */
  readonly value?: bigint
  /** Without a price nothing flows (`skip`), or later (`hold`), or the last price that was used counts (`last`). */
  readonly missing: 'skip' | 'hold' | 'last'
}
/** Something that has to come about. */
export interface Condition {
  readonly condition: string
  /** What it is, for people. */
  readonly text: string
  /** Parties whose word counts. */
  readonly attestors: readonly string[]
  /** How many of them must say that it is met. */
  readonly needed: number
  /** Unless it is met before, it has failed. */
  readonly deadline: number
  /** Flows `wait` until it is met, or go on and `stop` when it fails. */
  readonly gate: 'wait' | 'stop'
}
/** A revision of an agreement. `first` and `second` are the agreement's sides. */
export interface Terms {
  /** First epoch; the one after both have accepted, where that is later. */
  readonly start: number
  /** First epoch without. Absent: until notice. */
  readonly end?: number
  readonly first: Rate
  readonly second: Rate
  /** There if and only if a rate goes by prices. */
  readonly pricing?: Pricing
  readonly conditions: readonly Condition[]
  /** How long notice takes, seconds; 0: to the next boundary. */
  readonly notice: number
  /** The agreement lapses every so many epochs unless both renew. Absent: it doesn't. */
  readonly review?: number
  /** Epochs for which what is received stays in the reserve at least before any of it is distributed. */
  readonly lock: number
}

const rate = struct<Rate>({
  kind: oneOf('fixed', 'follows', 'value', 'supply', 'fees'),
  amount: optional(Amount),
  share: optional(BasisPoints),
  perEpoch: optional(Amount),
  total: optional(Amount),
  ofSupply: optional(BasisPoints),
  dilution: optional(BasisPoints),
})
export const termsFields: Schema<Terms> = struct<Terms>({
  start: Epoch,
  end: optional(Epoch),
  first: rate,
  second: rate,
  pricing: optional(
    struct<Pricing>({
      unit: Asset,
      first: Amount,
      second: Amount,
      value: optional(Amount),
      missing: oneOf('skip', 'hold', 'last'),
    }),
  ),
  conditions: list(
    struct<Condition>({
      condition: Id,
      text: Text,
      attestors: list(Party, 32),
      needed: Count,
      deadline: Time,
      gate: oneOf('wait', 'stop'),
    }),
    8,
  ),
  notice: Count,
  review: optional(Count),
  lock: Count,
})

/** Longest lock, epochs. */
const MOST_LOCKED = 100_000

/** What is wrong with terms, whoever proposes them; undefined when nothing is. */
export function faultOf(terms: Terms): string | undefined {
  const { start, end, first, second, pricing, conditions, review, lock } = terms
  if (end !== undefined && end <= start) return 'it ends before it begins'
  if (review === 0) return 'a review takes an epoch at least'
  if (lock > MOST_LOCKED) return 'the lock is too long'
  const kinds = [first.kind, second.kind]
  const fault = rateFault(first) ?? rateFault(second)
  if (fault !== undefined) return fault
  const valued = kinds.filter((kind) => kind === 'value').length
  if (valued === 1) return 'both rates are of a value, or none is'
  if (kinds.includes('follows') && !kinds.includes('fixed')) return 'a rate follows a fixed one'
  if ((pricing !== undefined) !== (valued === 2 || kinds.includes('follows')))
    return 'prices are for rates that go by them'
  if (pricing !== undefined && (pricing.value !== undefined) !== (valued === 2)) return 'a value is for two rates of it'
  if (new Set(conditions.map(({ condition }) => condition)).size !== conditions.length)
    return 'a condition is named twice'
  return conditions.map(conditionFault).find((found) => found !== undefined)
}

function rateFault({ kind, amount, share, ofSupply }: Rate): string | undefined {
  if ((amount !== undefined) !== (kind === 'fixed')) return 'an amount is for a fixed rate'
  const shared = kind === 'supply' || kind === 'fees'
  if ((share !== undefined) !== shared || share === 0) return 'a share is for a rate of supply or fees, above zero'
  return kind === 'fees' && ofSupply !== undefined ? 'a cap of supply is for what is issued' : undefined
}

function conditionFault({ attestors, needed }: Condition): string | undefined {
  if (new Set(attestors).size !== attestors.length) return 'an attestor is named twice'
  return needed < 1 || needed > attestors.length
    ? 'as many attestors are needed as there are, at most, and one at least'
    : undefined
}
