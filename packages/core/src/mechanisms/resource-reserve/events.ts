/** What commands of a reserve have computed. Spec: resource-reserve.md#events. */
import {
  BasisPoints,
  Count,
  Hash,
  Id,
  Quantity,
  type Schema,
  Sequence,
  struct,
  Time,
  Total,
} from '../../codec/index.js'

/** What backs a node's token after a command. Base units. */
export interface Settled {
  readonly node: string
  /** Value and stake. */
  readonly worth: bigint
  readonly bound: bigint
  readonly burned: bigint
}
/** A node was appraised. */
export interface Appraised {
  readonly quote: bigint
  /** Basis points. */
  readonly utility: number
}
/** Value is held for a project. */
export interface Quoted {
  readonly amount: bigint
  /** Escrowed in full. */
  readonly fee: bigint
  readonly nodes: number
  readonly until: number
}
/** A certificate is out. */
export interface Issued {
  readonly node: string
  readonly certificate: number
  readonly amount: bigint
  readonly escrow: bigint
  readonly end: number
}
/** What came of a fee: of a certificate that ended, a quote that lapsed, or volume. */
export interface Earned {
  readonly node: string
  /** For the owner. */
  readonly earned: bigint
  readonly refund: bigint
}

/** A root was published. Base units. */
export interface Published {
  /** Of the root. */
  readonly hash: string
  readonly value: bigint
  readonly outstanding: bigint
  readonly nodes: number
  readonly certificates: number
}

/** What a reserve tells. */
export interface ResourceReserveEvents {
  readonly settled: Settled
  readonly appraised: Appraised
  readonly minted: { readonly genesis: bigint }
  readonly quoted: Quoted
  readonly issued: Issued
  readonly earned: Earned
  /** A certificate, container or node will end at this time. */
  readonly noticed: { readonly ends: number }
  readonly collected: { readonly amount: bigint }
  readonly published: Published
}

export const events: { readonly [K in keyof ResourceReserveEvents]: Schema<ResourceReserveEvents[K]> } = {
  settled: struct<Settled>({ node: Id, worth: Total, bound: Quantity, burned: Quantity }),
  appraised: struct<Appraised>({ quote: Quantity, utility: BasisPoints }),
  minted: struct<ResourceReserveEvents['minted']>({ genesis: Quantity }),
  quoted: struct<Quoted>({ amount: Quantity, fee: Quantity, nodes: Count, until: Time }),
  issued: struct<Issued>({ node: Id, certificate: Sequence, amount: Quantity, escrow: Quantity, end: Time }),
  earned: struct<Earned>({ node: Id, earned: Quantity, refund: Quantity }),
  noticed: struct<ResourceReserveEvents['noticed']>({ ends: Time }),
  collected: struct<ResourceReserveEvents['collected']>({ amount: Quantity }),
  published: struct<Published>({
    hash: Hash,
    value: Quantity,
    outstanding: Quantity,
    nodes: Count,
    certificates: Count,
  }),
}
