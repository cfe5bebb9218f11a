/** Functions from price sources to a price source. */
export { cache } from './cache.js'
export { type Crossing, cross } from './cross.js'
export { delay } from './delay.js'
export { type Fallback, type FallbackRules, type FallbackState, fallback } from './fallback.js'
export { type Guard, guard } from './guard.js'
export { invert } from './invert.js'
export { type Agreement, median } from './median.js'
export { twap, type Window } from './twap.js'
