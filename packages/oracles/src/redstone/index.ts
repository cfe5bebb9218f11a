/** Prices from signed data packages in RedStone's format. */
export { type RedstonePrice, redstone } from './redstone.js'
