/** What can be read of a liquidity pool, and the names of what it keeps. Spec: liquidity-pool.md#queries. */
import type { Account, Table, View } from '../../kernel/index.js'
import { amountIn, amountOut, partsOf, type Reserves } from './product.js'

/** Fixed when the system is composed. */
export interface LiquidityPoolConfig {
  /** The two assets, in no order that matters. */
  readonly base: string
  readonly quote: string
}
/** Changed by the authority. */
export interface LiquidityPoolParams {
  /** Of what comes in by a swap, basis points below 10,000. It stays in the pool. */
  readonly fee: number
}
/** The one row of a pool is that under its base asset. */
export interface PoolAsset {
  readonly asset: string
}
/** One provider's part. */
export interface Provider {
  readonly shares: bigint
}
/** What a pool keeps. */
export interface LiquidityPoolTables {
  readonly reserves: Table<PoolAsset, Reserves>
  readonly providers: Table<{ readonly provider: string }, Provider>
}
/** A pool in a state, or inside one of its commands. */
export interface LiquidityPoolView extends View<LiquidityPoolConfig, LiquidityPoolParams, LiquidityPoolTables> {}

const EMPTY: Reserves = { base: 0n, quote: 0n, shares: 0n }

/** Where what a pool has of an asset lies. */
export const poolAccount = (view: LiquidityPoolView, asset: string): Account => view.purse(view.self, asset, 'pool')

/**
 * What lies in a pool.
 * Spec: liquidity-pool.md#queries.
 * @param view - Of the pool.
 * @returns Amounts of both assets and all shares; 0n of each before the first provision.
 * @example reservesOf(view(system, state).mechanisms['liquidity-pool']).shares
 */
export const reservesOf = ({ tables, config }: LiquidityPoolView): Reserves =>
  tables.reserves.get({ asset: config.base }) ?? EMPTY

/**
 * What a provider would get for all its shares.
 * Spec: liquidity-pool.md#queries.
 * @param view - Of the pool.
 * @param provider - Whose shares.
 * @returns Shares, and base units of both assets, rounded down.
 * @example providedBy(view(system, state).mechanisms['liquidity-pool'], 'ann').base
 */
export function providedBy(view: LiquidityPoolView, provider: string): Reserves {
  const shares = view.tables.providers.get({ provider })?.shares ?? 0n
  return shares === 0n ? EMPTY : { shares, ...partsOf(reservesOf(view), shares, 'down') }
}

/**
 * What swapping an exact amount would give now.
 * Spec: liquidity-pool.md#queries.
 * @param view - Of the pool.
 * @param asset - What is given, one of the two.
 * @param amount - Base units of it, > 0n.
 * @returns Base units of the other asset; 0n of an empty pool.
 * @example received(view(system, state).mechanisms['liquidity-pool'], 'AAA', 100n)
 */
export function received(view: LiquidityPoolView, asset: string, amount: bigint): bigint {
  const { from, to } = sidesOf(view, asset)
  return from === 0n ? 0n : amountOut(amount, from, to, view.params.fee)
}

/**
 * What an exact amount would cost now.
 * Spec: liquidity-pool.md#queries.
 * @param view - Of the pool.
 * @param asset - What is given, one of the two.
 * @param amount - Base units wanted of the other asset, > 0n.
 * @returns Base units of `asset`; undefined when the pool hasn't as much.
 * @example cost(view(system, state).mechanisms['liquidity-pool'], 'AAA', 100n)
 */
export function cost(view: LiquidityPoolView, asset: string, amount: bigint): bigint | undefined {
  const { from, to } = sidesOf(view, asset)
  return amount < to ? amountIn(amount, from, to, view.params.fee) : undefined
}

/** What the pool has of the asset that comes in, and of the other. */
export function sidesOf(view: LiquidityPoolView, asset: string): { readonly from: bigint; readonly to: bigint } {
  const { base, quote } = reservesOf(view)
  return asset === view.config.base ? { from: base, to: quote } : { from: quote, to: base }
}
