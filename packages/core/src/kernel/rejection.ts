/** How a command is refused. A refusal is data; only a mistake of a mechanism is an error. */

/**
 * Codes with which the kernel itself refuses, in order of precedence. A mechanism's own codes stand between
 * `NOT_AUTHORISED` and `AMOUNT_OVERFLOW`: its guards run in the order its `rejections` list them, the codes after them
 * where a value is read or written, liens last. Spec: kernel.md#refusals.
 */
export const kernelRejections = [
  'COMMAND_MALFORMED',
  'COMMAND_UNKNOWN',
  'INPUT_INVALID',
  'TIME_BACKWARDS',
  'SIGNATURE_REQUIRED',
  'SIGNATURE_KEY_UNKNOWN',
  'SIGNATURE_EXPIRED',
  'SIGNATURE_INVALID',
  'NOT_AUTHORISED',
  'CALL_TOO_DEEP',
  'PARAMS_REFUSED',
  'ASSET_TAKEN',
  'ASSET_CAP_BELOW_SUPPLY',
  'KEY_TAKEN',
  'KEY_MALFORMED',
  'KEY_PROOF_INVALID',
  'KEY_UNKNOWN',
  'KEY_LAST',
  'FEED_POLICY_INVALID',
  'FEED_UNKNOWN',
  'PRICE_NOT_REPORTER',
  'PRICE_SIGNATURES_MISSING',
  'PRICE_FROM_FUTURE',
  'PRICE_EXPIRED',
  'PRICE_OUT_OF_ORDER',
  'PRICE_OUT_OF_BOUNDS',
  'PRICE_JUMP',
  'HOLD_UNKNOWN',
  'HOLD_NOT_OVER',
  'HOLD_TAKEN',
  'HOLD_OVER',
  'HOLD_EXCEEDED',
  'INBOX_OUT_OF_ORDER',
  'INBOX_ID_DIFFERS',
  'UPGRADE_INCOMPATIBLE',
  'ASSET_UNKNOWN',
  'AMOUNT_OVERFLOW',
  'TRANSFER_TO_SELF',
  'TRANSFER_RESTRICTED',
  'ACCOUNT_BELOW_FLOOR',
  'ACCOUNT_ABOVE_CEILING',
  'PRICE_MISSING',
  'PRICE_HISTORY_SHORT',
  'PRICE_STALE',
  'LIEN_BROKEN',
] as const

/** A code of the kernel's own. */
export type KernelRejection = (typeof kernelRejections)[number]

/** A refused command. Nothing has changed, and its id is free again. */
export interface Rejected<Code extends string = string> {
  readonly status: 'rejected'
  readonly code: Code
  /** What the code alone doesn't say, for people. Not part of the protocol. */
  readonly details: unknown
}

export const rejected = <Code extends string>(code: Code, details?: unknown): Rejected<Code> => ({
  status: 'rejected',
  code,
  details,
})

/** What `reject` throws: no Error, since a stack trace costs ten times as much as the command. */
export class Refusal {
  readonly code: string
  readonly details: unknown
  constructor(code: string, details: unknown) {
    this.code = code
    this.details = details
  }
}

/** Refuses the command under way. */
export function refuse(code: string, details?: unknown): never {
  throw new Refusal(code, details)
}
