/** Networks that insure each other for a term. Spec: risk-pool.md. */
export type { Assess, Collect, DeclareEvent, MakeClaim, SettleEvent } from './claims.js'
export type { RiskPoolEvents } from './events.js'
export { riskPool } from './mechanism.js'
export { coverLeft, payoutOf } from './queries.js'
export type { RiskPoolRejection } from './rejections.js'
export { partOf, type Slice } from './slices.js'
export type {
  Claim,
  ClaimKey,
  Contribution,
  Cover,
  CoverKind,
  OfTerm,
  RiskEvent,
  RiskMember,
  RiskPoolConfig,
  RiskPoolTables,
  RiskPoolView,
  RiskTerm,
  TermRules,
} from './tables.js'
export type { AdmitMember, CloseTerm, Contribute, OpenTerm, Refund, RegisterCover } from './terms.js'
