/** Codes of a risk pool, in order of precedence. Spec: risk-pool.md#refusals. */
export const rejections = [
  'RISK_TERM_TAKEN',
  'RISK_TERM_REFUSED',
  'RISK_TERM_UNKNOWN',
  'RISK_TERM_OVER',
  'RISK_NOT_MEMBER',
  'RISK_WEIGHT_NONE',
  'RISK_COVER_TAKEN',
  'RISK_NOT_ASSESSOR',
  'RISK_EVENT_REFUSED',
  'RISK_CLAIM_TAKEN',
  'RISK_CLAIM_UNKNOWN',
  'RISK_CLAIM_OWN',
  'RISK_COVER_UNKNOWN',
  'RISK_EVENT_UNKNOWN',
  'RISK_EVENT_OVER',
  'RISK_NOT_COVERED',
  'RISK_COVER_EXCEEDED',
  'RISK_CLAIM_DECIDED',
  'RISK_ASSESSED_ALREADY',
  'RISK_EVENT_NOT_OVER',
  'RISK_CLAIM_NOT_DUE',
  'RISK_TERM_NOT_OVER',
  'RISK_CONTRIBUTION_UNKNOWN',
  'RISK_CONTRIBUTION_RETURNED',
] as const
/** One of the codes of a risk pool. */
export type RiskPoolRejection = (typeof rejections)[number]
