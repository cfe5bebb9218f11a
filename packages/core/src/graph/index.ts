/** Measures of who holds whom: ownership, alignment, centrality, concentration, momentum. Pure and deterministic. */
export { alignment, coincidence, cosine, exposure, overlap } from './alignment.js'
export { dampedCentrality, eigenvectorCentrality, type Links } from './centrality.js'
export { effectiveNumber, herfindahl, shares } from './concentration.js'
export { ConvergenceError, type Iteration } from './convergence.js'
export {
  type CrossHoldings,
  crossHoldings,
  type HoldingErrorCode,
  type Holdings,
  HoldingsError,
  holdingErrors,
} from './cross-holdings.js'
export { momentum, turnover, volatility } from './momentum.js'
export { type NamedHolding, type NamedHoldings, numberHoldings } from './named-holdings.js'
export {
  heldByOthers,
  transitiveOwnership,
  ultimateHolders,
  ultimateHoldings,
  ultimateValues,
  valueHeldByOthers,
} from './ownership.js'
export type { PackedMatrix } from './packed-matrix.js'
export { correlation, correlationOfReturns, returns } from './returns.js'
export { type MatrixEntries, multiply, type SparseMatrix, sparseMatrix, transpose } from './sparse-matrix.js'
