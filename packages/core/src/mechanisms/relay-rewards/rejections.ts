/** Codes of relay rewards, in order of precedence. Spec: relay-rewards.md#refusals. */
export const rejections = [
  'RELAY_NOT_OPEN',
  'RELAY_ASSET_UNKNOWN',
  'RELAY_RATE_BELOW_LEAST',
  'RELAY_PERIOD_OVER',
  'RELAY_PERIOD_AHEAD',
  'RELAY_NO_SUBSIDY',
  'RELAY_ASSET_RESTRICTED',
  'RELAY_EPOCH_AHEAD',
  'RELAY_EPOCH_CLOSED',
  'RELAY_RECEIVER_WITHOUT_WEIGHT',
  'RELAY_RELAYERS_EXCEEDED',
  'RELAY_VOUCHER_INVALID',
  'RELAY_TERMS_UNFIT',
  'RELAY_NO_ADMISSION',
  'RELAY_ADMISSION_UNCHANGED',
  'RELAY_ADMISSION_BEHIND',
  'RELAY_NOTHING_TO_SETTLE',
] as const
/** One of the codes of relay rewards. */
export type RelayRejection = (typeof rejections)[number]
