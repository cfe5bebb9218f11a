/** Prices from Pyth: verified updates, or what a service says. */
export { hermesUpdate, type PythFeed, type PythHermes, type PythSigned, pyth, pythHermes } from './pyth.js'
export type { PythTrust } from './update.js'
