/**
 * The core of Symbolon: mechanisms over one ledger, decided by pure functions. No I/O, no clock, no randomness.
 * @packageDocumentation
 */
export * from './arithmetic/index.js'
export * from './codec/index.js'
export * from './kernel/index.js'
