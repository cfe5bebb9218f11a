/** Prices from Chainlink's aggregators. */
export type { Address, ReadAt, ReadClient } from '../evm-read.js'
export { type ChainlinkPrice, chainlink } from './chainlink.js'
