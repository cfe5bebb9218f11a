/** What an instance of trade credit is composed with. Spec: trade-credit.md#config-and-params. */
import { Asset, BasisPoints, Count, Duration, list, oneOf, optional, type Schema, struct } from '../../codec/index.js'

/** How old a deficit may grow before it is overdue. */
export interface Ageing {
  /** Length of a bucket, seconds. Deficits of one bucket are of one age. */
  readonly bucket: number
  /** Buckets that have to go by wholly after the one in which a deficit was added. */
  readonly term: number
}
/** Fixed when the system is composed. */
export interface TradeCreditConfig {
  /**
   * Unit of account of every bilateral account. The instance declares it as an asset and never issues any. Nothing else
   * should mint it or rest on who holds it: a surplus counts as held.
   */
  readonly unit: string
  /** What stands behind limits: `none`, limits are what two networks agree on; `stake`, collateral covers them too. */
  readonly backing: 'none' | 'stake'
  /**
   * Assets that networks may adopt as their own currencies. Declared with the instance, which never issues any. More
   * can be declared later, with this instance as their only minter.
   */
  readonly currencies?: readonly string[]
  /** What underwriters stake. There if and only if `backing` is `stake`. */
  readonly collateral?: string
  /** Absent: deficits don't age, and none is overdue. */
  readonly ageing?: Ageing
}

/** What collateral is worth as backing, and what it earns. */
export interface Underwriting {
  /** What is taken off the value of the collateral, basis points. */
  readonly haircut: number
  /** Collateral after the haircut that a unit of limit needs, basis points: 15,000 is one and a half. ≥ 1. */
  readonly ratio: number
  /** A limit rests on the lower of the present price and the one this much older, seconds. */
  readonly period: number
  /** Of each increase of a deficit, basis points, to the underwriters. */
  readonly premium: number
  /** Part of a premium that goes to the insurance pool, basis points. */
  readonly insured: number
  /** How long stake that is asked back stays, seconds. */
  readonly wait: number
  /** How long a network that is called has until creditors may default what its limit doesn't cover, seconds. */
  readonly cure: number
}
/** Changed by the authority. */
export interface TradeCreditParams {
  /** Longest life of a clearing round, seconds. A round that is open keeps the time it was opened with. */
  readonly roundLength: number
  /** There if `backing` is `stake`. */
  readonly underwriting?: Underwriting
  /** What a currency is valued lower for who pays in it and higher for who is paid, basis points. Default 0. */
  readonly spread?: number
  /**
   * Greatest tolerance of a prepared trade, basis points, ≤ `spread`: who may post at prices that have moved has an
   * option, and the spread is what it costs. Default: `spread`.
   */
  readonly tolerance?: number
  /**
   * Into how many equal segments each obligation of a round is split, so that among clearings of the same total the one
   * that clears alike of all is chosen. Default 1: not at all.
   */
  readonly segments?: number
}

export const configFields: Schema<TradeCreditConfig> = struct<TradeCreditConfig>({
  unit: Asset,
  backing: oneOf('none', 'stake'),
  currencies: optional(list(Asset, 4096)),
  collateral: optional(Asset),
  ageing: optional(struct<Ageing>({ bucket: Duration, term: Count })),
})
export const paramFields: Schema<TradeCreditParams> = struct<TradeCreditParams>({
  roundLength: Duration,
  underwriting: optional(
    struct<Underwriting>({
      haircut: BasisPoints,
      ratio: Count,
      period: Duration,
      premium: BasisPoints,
      insured: BasisPoints,
      wait: Duration,
      cure: Duration,
    }),
  ),
  spread: optional(BasisPoints),
  tolerance: optional(BasisPoints),
  segments: optional(Count),
})

const MOST_SEGMENTS = 64

/** Whether these params may stand beside this config. */
export function admits(
  { unit, backing, currencies = [], collateral }: TradeCreditConfig,
  { underwriting, spread = 0, tolerance = 0, segments = 1 }: TradeCreditParams,
): boolean {
  const staked = backing === 'stake'
  const assets = [unit, ...currencies, ...(collateral === undefined ? [] : [collateral])]
  return (
    staked === (collateral !== undefined) &&
    (!staked || underwriting !== undefined) &&
    (underwriting === undefined || (underwriting.ratio >= 1 && underwriting.haircut < 10_000)) &&
    new Set(assets).size === assets.length &&
    tolerance <= spread &&
    segments >= 1 &&
    segments <= MOST_SEGMENTS
  )
}
