/** Codes of an ecosystem fund, in order of precedence. Spec: ecosystem-fund.md#refusals. */
export const rejections = [
  'FUND_ASSET_UNKNOWN',
  'FUND_NOT_SIDE',
  'FUND_ENDING',
  'FUND_NOT_ENDED',
  'FUND_GRANT_TAKEN',
  'FUND_GRANT_REFUSED',
  'FUND_GRANT_UNKNOWN',
  'FUND_NOT_PROPOSER',
  'FUND_GRANT_OVER',
  'FUND_APPROVED_ALREADY',
  'FUND_ATTESTOR_REFUSED',
  'FUND_GRANT_NOT_RUNNING',
  'FUND_MILESTONE_UNKNOWN',
  'FUND_NOT_ATTESTOR',
  'FUND_MILESTONE_OVER',
  'FUND_ATTESTED_ALREADY',
  'FUND_MILESTONE_LATE',
  'FUND_MILESTONE_NOT_LATE',
  'FUND_EXCEEDED',
  'FUND_EMPTY',
] as const
/** One of the codes of an ecosystem fund. */
export type FundRejection = (typeof rejections)[number]
