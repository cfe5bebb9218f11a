/** How a pool's stake is divided among relayers. Spec: delegation.md#shares. */
import { Count, list, Party, type Schema, struct } from '../../codec/index.js'

/** A relayer, and how much of the pool's stake backs it beside the others. */
export interface RelayerShare {
  readonly relayer: string
  /** 0 < weight ≤ 10,000. */
  readonly weight: number
}
/** Shares, and what their relayers keep of rewards. */
export interface Charged {
  readonly shares: readonly RelayerShare[]
  /** Basis points. */
  charge(relayer: string): number
}
/** What a slash leaves of stake: kept / of. */
export interface Kept {
  readonly kept: bigint
  readonly of: bigint
}

/** Most relayers that a pool backs at a time. */
const MOST_SHARES = 16
/** Most relayers that a pool is liable for at a time: those it backs, will back, and backed while evidence may come. */
export const MOST_LIABLE = 32
const MOST_WEIGHT = 10_000
const WHOLE = 10_000n

export const ShareFields: Schema<readonly RelayerShare[]> = list(
  struct<RelayerShare>({ relayer: Party, weight: Count }),
  MOST_SHARES,
)

/** Whether every relayer is named once, with a weight that can be used. */
export function areShares(shares: readonly RelayerShare[]): boolean {
  const named = new Set(shares.map(({ relayer }) => relayer))
  return named.size === shares.length && shares.every(({ weight }) => 0 < weight && weight <= MOST_WEIGHT)
}

/** Sum of the weights; 0n when nothing is backed. */
export const weightsOf = (shares: readonly RelayerShare[]): bigint =>
  shares.reduce((sum, { weight }) => sum + BigInt(weight), 0n)

/** A relayer's weight, 0n for one that isn't backed. */
export const weightOf = (shares: readonly RelayerShare[], relayer: string): bigint =>
  BigInt(shares.find((share) => share.relayer === relayer)?.weight ?? 0)

/** What relayers keep of the rewards of stake divided so, basis points of each times its weight. */
const keptBy = (shares: readonly RelayerShare[], charge: (relayer: string) => number): bigint =>
  shares.reduce((sum, { relayer, weight }) => sum + BigInt(weight) * BigInt(charge(relayer)), 0n)

/**
 * Whether relayers keep more of a stake's rewards by the wanted shares than by the present ones. Of stake that backs nobody
 * nothing is kept: else a pool would go to whom it likes by way of nobody.
 * Spec: delegation.md#redelegate.
 * @param wanted - Shares, and what each relayer keeps, basis points.
 * @param present - The same.
 * @returns Whether the weighted mean of what relayers keep is greater.
 * @example
 * const r = [{ relayer: 'r', weight: 1 }]
 * areDearer({ shares: r, charge: () => 500 }, { shares: r, charge: () => 499 }) // true
 */
export function areDearer(wanted: Charged, present: Charged): boolean {
  const [after, before] = [weightsOf(wanted.shares), weightsOf(present.shares) || 1n]
  return keptBy(wanted.shares, wanted.charge) * before > keptBy(present.shares, present.charge) * after
}

/**
 * What a slash of a relayer leaves of a pool's stake: the fraction hits only the part that backed the relayer.
 * Spec: delegation.md#slashing.
 * @param shares - The pool's when the fault was committed.
 * @param relayer - Who committed it.
 * @param fraction - What its stake loses, basis points.
 * @returns The part that is kept; undefined when none of the stake backed the relayer.
 * @example keptOf([{ relayer: 'r', weight: 1 }, { relayer: 's', weight: 3 }], 'r', 2_000) // { kept: 38000n, of: 40000n }
 */
export function keptOf(shares: readonly RelayerShare[], relayer: string, fraction: number): Kept | undefined {
  const weight = weightOf(shares, relayer)
  if (weight === 0n || fraction === 0) return undefined
  const of = WHOLE * weightsOf(shares)
  return { kept: of - BigInt(fraction) * weight, of }
}

/**
 * What is left of an amount, rounded down: the parts of a sum never add up to more than what is left of it.
 * Spec: delegation.md#slashing.
 * @param amount - Base units ≥ 0n.
 * @param slash - What is kept.
 * @returns Base units; amount − result = ceil(amount · (1 − kept / of)).
 * @example leftOf(10n, { kept: 38_000n, of: 40_000n }) // 9n
 */
export const leftOf = (amount: bigint, { kept, of }: Kept): bigint => (amount * kept) / of
