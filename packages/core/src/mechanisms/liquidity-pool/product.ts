/** The constant product. Spec: liquidity-pool.md#product. */
import { least, mulDiv, root } from '../../arithmetic/index.js'

/** What lies in a pool, and into how many shares it is divided. */
export interface Reserves {
  /** Base units of each of the two assets. */
  readonly base: bigint
  readonly quote: bigint
  readonly shares: bigint
}

const WHOLE = 10_000n
/** Shares that nobody gets: the first provider can't make a share so dear that others lose theirs by rounding. */
export const LOCKED = 1000n

/**
 * What a swap gives for an exact amount, rounded down.
 * Spec: liquidity-pool.md#product. Source: constant product with the fee taken from what comes in (Uniswap v2, 2020).
 * @param given - Base units that come in, > 0n.
 * @param from - What the pool has of the asset that comes in, > 0n.
 * @param to - What it has of the other, > 0n.
 * @param fee - Basis points, below 10,000.
 * @returns Base units that go out, below `to`.
 * @example amountOut(1000n, 10_000n, 10_000n, 30) // 906n
 */
export function amountOut(given: bigint, from: bigint, to: bigint, fee: number): bigint {
  const counted = given * (WHOLE - BigInt(fee))
  return mulDiv(counted, to, from * WHOLE + counted, 'down')
}

/**
 * What a swap takes for an exact amount, rounded up.
 * Spec: liquidity-pool.md#product.
 * @param wanted - Base units that go out, 0n < wanted < to.
 * @param from - What the pool has of the asset that comes in, > 0n.
 * @param to - What it has of the other.
 * @param fee - Basis points, below 10,000.
 * @returns Base units that come in.
 * @example amountIn(906n, 10_000n, 10_000n, 30) // 1000n
 */
export function amountIn(wanted: bigint, from: bigint, to: bigint, fee: number): bigint {
  return mulDiv(from * wanted, WHOLE, (to - wanted) * (WHOLE - BigInt(fee)), 'up')
}

/** Shares for at most these amounts, rounded down: of an empty pool the square root of their product. */
export function sharesFor({ base, quote, shares }: Reserves, most: Pick<Reserves, 'base' | 'quote'>): bigint {
  if (shares === 0n) return root(most.base * most.quote, 2)
  return least(mulDiv(most.base, shares, base, 'down'), mulDiv(most.quote, shares, quote, 'down'))
}

/** What shares of a pool are worth in both assets. */
export const partsOf = (
  { base, quote, shares }: Reserves,
  some: bigint,
  rounding: 'up' | 'down',
): Pick<Reserves, 'base' | 'quote'> => ({
  base: mulDiv(base, some, shares, rounding),
  quote: mulDiv(quote, some, shares, rounding),
})
