/** What commands of an ecosystem fund have computed. Spec: ecosystem-fund.md#events. */
import { Count, Quantity, type Schema, struct, Time } from '../../codec/index.js'

/** Data of the events of a fund, by name. */
export interface FundEvents {
  /** A grant that both sides have approved: what it is promised. */
  readonly promised: { readonly first: bigint; readonly second: bigint }
  readonly paid: { readonly milestone: number; readonly first: bigint; readonly second: bigint }
  /** What isn't promised any more. */
  readonly freed: { readonly first: bigint; readonly second: bigint }
  readonly 'notice-given': { readonly ends: number }
  readonly returned: { readonly first: bigint; readonly second: bigint }
}

export const events: { readonly [K in keyof FundEvents]: Schema<FundEvents[K]> } = {
  promised: struct<FundEvents['promised']>({ first: Quantity, second: Quantity }),
  paid: struct<FundEvents['paid']>({ milestone: Count, first: Quantity, second: Quantity }),
  freed: struct<FundEvents['freed']>({ first: Quantity, second: Quantity }),
  'notice-given': struct<FundEvents['notice-given']>({ ends: Time }),
  returned: struct<FundEvents['returned']>({ first: Quantity, second: Quantity }),
}
