/** Two assets that anyone swaps at the price of a constant product. Spec: liquidity-pool.md. */
import { Amount, Asset, BasisPoints, Party, Quantity, struct } from '../../codec/index.js'
import { available, defineMechanism, type Scope, table } from '../../kernel/index.js'
import { amountIn, amountOut, LOCKED, partsOf, type Reserves, sharesFor } from './product.js'
import {
  type LiquidityPoolConfig,
  type LiquidityPoolParams,
  type LiquidityPoolTables,
  type PoolAsset,
  type Provider,
  poolAccount,
  reservesOf,
  sidesOf,
} from './queries.js'

/** What `liquidity-pool.provide` takes. */
export interface Provide {
  /** Base units of each at most: what is taken is in the proportion of what lies in the pool. */
  readonly base: bigint
  readonly quote: bigint
  /** Fewer shares than that are refused. */
  readonly least: bigint
}
/** What `liquidity-pool.remove` takes. */
export interface Remove {
  readonly shares: bigint
  /** Less than that is refused, base units of each. */
  readonly base: bigint
  readonly quote: bigint
}
/** What `liquidity-pool.swap` takes. */
export interface Swap {
  /** What is given, one of the two. */
  readonly asset: string
  /** Base units of it. */
  readonly amount: bigint
  /** Less of the other is refused, base units. */
  readonly least: bigint
}
/** What `liquidity-pool.buy` takes. */
export interface Buy {
  /** What is given, one of the two. */
  readonly asset: string
  /** Base units wanted of the other. */
  readonly amount: bigint
  /** More than that isn't given, base units. */
  readonly most: bigint
}
/** What went in for shares, or out for them. */
export interface SharesMoved {
  readonly shares: bigint
  readonly base: bigint
  readonly quote: bigint
}
/** What was given and got by a swap, base units of either asset. */
export interface Swapped {
  readonly given: bigint
  readonly got: bigint
}

const moved = struct<SharesMoved>({ shares: Amount, base: Quantity, quote: Quantity })

/**
 * Providers put two assets into a pool, anyone swaps one for the other. Every rounding is the pool's gain, so the product
 * of what lies in it never falls by a swap.
 * Spec: liquidity-pool.md. Source: constant product market makers (Uniswap v2, 2020).
 * @example liquidityPool.with({ base: 'AAA', quote: 'BBB', fee: 30, authority: '@governance' })
 */
export const liquidityPool = defineMechanism({
  name: 'liquidity-pool',
  config: struct<LiquidityPoolConfig>({ base: Asset, quote: Asset }),
  params: struct<LiquidityPoolParams>({ fee: BasisPoints }),
  admits: ({ base, quote }, { fee }) => base !== quote && fee < 10_000,
  tables: {
    reserves: table(
      struct<PoolAsset>({ asset: Asset }),
      struct<Reserves>({ base: Amount, quote: Amount, shares: Amount }),
    ),
    providers: table(struct<{ readonly provider: string }>({ provider: Party }), struct<Provider>({ shares: Amount })),
  },
  events: { provided: moved, removed: moved, swapped: struct<Swapped>({ given: Amount, got: Amount }) },
  rejections: [
    'LIQUIDITY_ASSET_UNKNOWN',
    'LIQUIDITY_SHARES_EXCEEDED',
    'LIQUIDITY_POOL_EMPTY',
    'LIQUIDITY_EXCEEDED',
    'LIQUIDITY_TOO_SMALL',
    'LIQUIDITY_LIMIT_PASSED',
  ],
  commands: {
    provide: {
      input: struct<Provide>({ base: Amount, quote: Amount, least: Quantity }),
      apply(scope, { base, quote, least }) {
        const { by, config, tables, transfer, emit, reject } = scope
        const pool = reservesOf(scope)
        const first = pool.shares === 0n
        const all = sharesFor(pool, { base, quote })
        const shares = first ? all - LOCKED : all
        if (shares <= 0n) reject('LIQUIDITY_TOO_SMALL', { shares })
        if (shares < least) reject('LIQUIDITY_LIMIT_PASSED', { shares })
        const taken = first ? { base, quote } : partsOf(pool, shares, 'up')
        const from = (asset: string) => ({ from: available(by, asset), to: poolAccount(scope, asset) })
        transfer({ ...from(config.base), amount: taken.base })
        transfer({ ...from(config.quote), amount: taken.quote })
        const own = tables.providers.get({ provider: by })?.shares ?? 0n
        tables.providers.put({ provider: by }, { shares: own + shares })
        keep(scope, { base: pool.base + taken.base, quote: pool.quote + taken.quote, shares: pool.shares + all })
        emit('provided', { shares, ...taken })
      },
    },
    remove: {
      input: struct<Remove>({ shares: Amount, base: Quantity, quote: Quantity }),
      apply(scope, { shares, base, quote }) {
        const { by, config, tables, transfer, emit, reject } = scope
        const own = tables.providers.get({ provider: by })?.shares ?? 0n
        if (shares > own) reject('LIQUIDITY_SHARES_EXCEEDED', { shares: own })
        const pool = reservesOf(scope)
        const paid = partsOf(pool, shares, 'down')
        if (paid.base === 0n && paid.quote === 0n) reject('LIQUIDITY_TOO_SMALL', paid)
        if (paid.base < base || paid.quote < quote) reject('LIQUIDITY_LIMIT_PASSED', paid)
        for (const [asset, amount] of [[config.base, paid.base] as const, [config.quote, paid.quote] as const]) {
          if (amount > 0n) transfer({ from: poolAccount(scope, asset), to: available(by, asset), amount })
        }
        if (shares < own) tables.providers.put({ provider: by }, { shares: own - shares })
        else tables.providers.delete({ provider: by })
        keep(scope, { base: pool.base - paid.base, quote: pool.quote - paid.quote, shares: pool.shares - shares })
        emit('removed', { shares, ...paid })
      },
    },
    swap: {
      input: struct<Swap>({ asset: Asset, amount: Amount, least: Quantity }),
      apply(scope, { asset, amount, least }) {
        const { params, reject } = scope
        const { from, to } = filled(scope, asset)
        const got = amountOut(amount, from, to, params.fee)
        if (got === 0n) reject('LIQUIDITY_TOO_SMALL', { got })
        if (got < least) reject('LIQUIDITY_LIMIT_PASSED', { got })
        exchange(scope, asset, amount, got)
      },
    },
    buy: {
      input: struct<Buy>({ asset: Asset, amount: Amount, most: Amount }),
      apply(scope, { asset, amount, most }) {
        const { params, reject } = scope
        const { from, to } = filled(scope, asset)
        if (amount >= to) reject('LIQUIDITY_EXCEEDED', { most: to })
        const given = amountIn(amount, from, to, params.fee)
        if (given > most) reject('LIQUIDITY_LIMIT_PASSED', { given })
        exchange(scope, asset, given, amount)
      },
    },
  },
  audits: {
    'what lies in the pool is what its row says': (view) => {
      const row = view.tables.reserves.get({ asset: view.config.base })
      const at = (asset: string) => view.balance(view.purse(view.self, asset, 'pool'))
      return at(view.config.base) === (row?.base ?? 0n) && at(view.config.quote) === (row?.quote ?? 0n)
    },
    'all shares are those of providers and the locked ones': ({ config, tables }) => {
      const owned = tables.providers.entries().reduce((sum, { row }) => sum + row.shares, 0n)
      const row = tables.reserves.get({ asset: config.base })
      return row === undefined ? owned === 0n : row.shares === owned + LOCKED
    },
  },
})

type PoolScope = Scope<
  LiquidityPoolConfig,
  LiquidityPoolParams,
  LiquidityPoolTables,
  { readonly provided: SharesMoved; readonly removed: SharesMoved; readonly swapped: Swapped },
  'LIQUIDITY_ASSET_UNKNOWN' | 'LIQUIDITY_POOL_EMPTY',
  unknown,
  unknown
>

const keep = ({ config, tables }: Pick<PoolScope, 'config' | 'tables'>, pool: Reserves): void =>
  tables.reserves.put({ asset: config.base }, pool)

/** Both sides of a pool that has something. */
function filled(scope: PoolScope, asset: string): ReturnType<typeof sidesOf> {
  const { config, reject } = scope
  if (asset !== config.base && asset !== config.quote) reject('LIQUIDITY_ASSET_UNKNOWN', { asset })
  const sides = sidesOf(scope, asset)
  if (sides.from === 0n) reject('LIQUIDITY_POOL_EMPTY')
  return sides
}

function exchange(scope: PoolScope, asset: string, given: bigint, got: bigint): void {
  const { by, config, transfer, emit } = scope
  const forward = asset === config.base
  const other = forward ? config.quote : config.base
  transfer({ from: available(by, asset), to: poolAccount(scope, asset), amount: given })
  transfer({ from: poolAccount(scope, other), to: available(by, other), amount: got })
  const pool = reservesOf(scope)
  const [base, quote] = forward ? [given, -got] : [-got, given]
  keep(scope, { ...pool, base: pool.base + base, quote: pool.quote + quote })
  emit('swapped', { given, got })
}
