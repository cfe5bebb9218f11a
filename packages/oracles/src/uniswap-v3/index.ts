/** Time-weighted prices from Uniswap v3 pools, and the mathematics of their ticks. */
export type { Address, ReadAt, ReadClient } from '../evm-read.js'
export { MAX_TICK, meanTick, sqrtRatioAtTick } from './tick-math.js'
export { type UniswapPrice, uniswapV3 } from './uniswap-v3.js'
