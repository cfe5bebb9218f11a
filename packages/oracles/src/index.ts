/**
 * Price sources for Symbolon systems: each in a subpath of its own, all of one shape.
 * @packageDocumentation
 */
export { type Pair, type PriceSource, PriceSourceError, type PriceSourceErrorCode } from './source.js'
