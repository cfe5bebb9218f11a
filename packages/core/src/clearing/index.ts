export { type Clearing, clear } from './clear.js'
export { clearFairly, type FairClearing, type SegmentedObligations, segmentObligations } from './fairness.js'
export {
  type Integer,
  type Obligation,
  type ObligationColumns,
  ObligationError,
  type ObligationErrorCode,
  type Obligations,
  obligationErrors,
  type Weight,
} from './obligations.js'
export {
  type ClearingCertificate,
  type ClearingRejection,
  type ClearingVerdict,
  clearingRejections,
  verifyClearing,
} from './verifier.js'
