/** Two assets that anyone swaps at the price of a constant product. Spec: liquidity-pool.md. */
export {
  type Buy,
  liquidityPool,
  type Provide,
  type Remove,
  type SharesMoved,
  type Swap,
  type Swapped,
} from './mechanism.js'
export { amountIn, amountOut, type Reserves } from './product.js'
export {
  cost,
  type LiquidityPoolConfig,
  type LiquidityPoolParams,
  type LiquidityPoolTables,
  type LiquidityPoolView,
  type PoolAsset,
  type Provider,
  providedBy,
  received,
  reservesOf,
} from './queries.js'
