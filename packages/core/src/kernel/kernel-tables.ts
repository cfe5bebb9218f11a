/** Tables of the kernel's own: assets, keys, feeds, holds, liens. Spec: kernel.md#tables. */

import * as z from 'zod/mini'
import type { Price } from '../arithmetic/price.js'
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Duration,
  Flag,
  Hash,
  Hex,
  Id,
  Party,
  Quantity,
  type Schema,
  Sequence,
  Signed,
  Text,
  Time,
} from '../codec/fields.js'
import { list, nullable, oneOf, struct } from '../codec/struct.js'
import { type TableSpec, tableSpec } from './rows.js'
import { type Table, table } from './table.js'

/** What the ledger knows of an asset. */
export interface AssetRow {
  /** Instances that may debit its issuance. */
  readonly minters: readonly string[]
  /** Most that may ever be out, base units. */
  readonly cap: bigint
  /** Whether any party may send it to any other; else one of the two must be on the whitelist. */
  readonly transferable: boolean
  readonly whitelist: readonly string[]
  /** Whether holdings and supply can be read as of earlier records. */
  readonly tracked: boolean
}
/** A key that a party has registered. */
export interface KeyRow {
  readonly scheme: 'ed25519' | 'secp256k1'
  /** Lower-case hexadecimal digits. */
  readonly publicKey: string
  /** False once it is revoked. */
  readonly active: boolean
}
/** What a feed accepts. */
export interface FeedPolicy {
  /** Parties that may report; empty: anyone, if signed, and then the feed is monotone. */
  readonly reporters: readonly string[]
  /** Keys whose signatures on a report count. */
  readonly signers: readonly { readonly party: string; readonly key: string }[]
  /** How many different signers must have signed. */
  readonly threshold: number
  /** Older observations can't be used, seconds. */
  readonly maxAge: number
  /** How far ahead of the record's time an observation may be, seconds. */
  readonly futureSkew: number
  /** Bounds of the ratio; null: none. */
  readonly lowest: Price | null
  readonly highest: Price | null
  /** Most a report may differ from the one before, basis points of it; null: any. */
  readonly jump: number | null
  /** Whether observation time and number must grow: if not, what was reported can be reported again. */
  readonly monotone: boolean
  /** How long a change of this policy waits, seconds. */
  readonly timelock: number
}
/** What is kept of a feed beside its policies and reports. */
export interface FeedRow {
  /** Sequence of the latest report. */
  readonly last: number | null
}
/** A price report as it was accepted. */
export interface ReportRow extends Price {
  /** Quote units per `baseAmount`, ≥ 0. */
  readonly confidence: bigint
  /** Whole seconds, by the source's clock. */
  readonly observed: number
  /** The report may be used before this time. */
  readonly until: number
  readonly source: string
  /** The source's own number for it. */
  readonly number: number
  /** When it was recorded. */
  readonly at: number
}
/** Money set aside until it is posted, voided or expired. */
export interface HoldRow {
  readonly party: string
  readonly asset: string
  /** Where it was taken from. */
  readonly purpose: string
  /** Where a post pays it to. */
  readonly toParty: string
  readonly toPurpose: string
  /** Base units, > 0. */
  readonly amount: bigint
  /** From this time on anyone may expire it, whole seconds. */
  readonly until: number
}

const purposePattern =
  /^(available|issuance|[a-z][a-z0-9-]{0,31}\.[a-z][a-z0-9-]{0,31}(:[A-Za-z0-9][A-Za-z0-9._~-]{0,63})?|hold:[a-z][a-z0-9-]{0,31}\.[A-Za-z0-9][A-Za-z0-9._~-]{0,63})$/
/** Purpose of an account. */
export const Purpose: Schema<string> = z.string().check(z.regex(purposePattern))
/** Whether a text is a purpose the kernel opens accounts for. */
export const isPurpose = (purpose: string): boolean => purposePattern.test(purpose)

export const assetFields: { readonly [K in keyof AssetRow]: Schema<AssetRow[K]> } = {
  minters: list(Id, 64),
  cap: Amount,
  transferable: Flag,
  whitelist: list(Party, 1024),
  tracked: Flag,
}
const PriceFields: Schema<Price> = struct<Price>({ baseAmount: Amount, quoteAmount: Amount })
export const PolicyFields: Schema<FeedPolicy> = struct<FeedPolicy>({
  reporters: list(Party, 256),
  signers: list(struct({ party: Party, key: Id }), 256),
  threshold: Count,
  maxAge: Duration,
  futureSkew: Count,
  lowest: nullable(PriceFields),
  highest: nullable(PriceFields),
  jump: nullable(BasisPoints),
  monotone: Flag,
  timelock: Count,
})

const byPartyAssetInstance = struct({ party: Party, asset: Asset, instance: Id })

export const kernelTables = {
  assets: table(struct({ asset: Asset }), struct<AssetRow>(assetFields)),
  compositions: table(struct({ sequence: Sequence }), struct({ hash: Hash })),
  approvals: table(struct({ composition: Hash }), struct({ at: Time })),
  keys: table(
    struct({ party: Party, key: Id }),
    struct<KeyRow>({ scheme: oneOf('ed25519', 'secp256k1'), publicKey: Hex, active: Flag }),
  ),
  signers: table(struct({ party: Party }), struct({ active: Count })),
  feeds: table(struct({ base: Asset, quote: Asset }), struct<FeedRow>({ last: nullable(Sequence) })),
  /** All policies a feed has had or will have, by the time they take over: prices of the past are read by theirs. */
  policies: table(struct({ base: Asset, quote: Asset, from: Time }), PolicyFields, { ordered: [['base', 'quote']] }),
  reports: table(
    struct({ base: Asset, quote: Asset, sequence: Sequence }),
    struct<ReportRow>({
      baseAmount: Amount,
      quoteAmount: Amount,
      confidence: Quantity,
      observed: Time,
      until: Time,
      source: Id,
      number: Count,
      at: Time,
    }),
    { ordered: [['base', 'quote']] },
  ),
  pins: table(struct({ base: Asset, quote: Asset, instance: Id }), struct({ from: Time }), {
    ordered: [['base', 'quote']],
  }),
  holds: table(
    struct({ instance: Id, hold: Id }),
    struct<HoldRow>({
      party: Party,
      asset: Asset,
      purpose: Purpose,
      toParty: Party,
      toPurpose: Purpose,
      amount: Amount,
      until: Time,
    }),
  ),
  /** What each instance demands a party goes on holding. */
  liens: table(byPartyAssetInstance, struct({ amount: Amount })),
  /** What each instance keeps for a party in accounts that aren't the party's. */
  claims: table(byPartyAssetInstance, struct({ amount: Amount })),
  /** The sums of both, so that no check walks over instances. */
  holdings: table(struct({ party: Party, asset: Asset }), struct({ liens: Quantity, claims: Quantity })),
  /** What a party held of a tracked asset from the end of this record on, and the record's time. */
  held: table(struct({ asset: Asset, party: Party, sequence: Sequence }), struct({ amount: Signed, at: Time }), {
    ordered: [['asset', 'party']],
  }),
  /** The supply of a tracked asset from the end of this record on, and the record's time. */
  supply: table(struct({ asset: Asset, sequence: Sequence }), struct({ amount: Signed, at: Time }), {
    ordered: [['asset']],
  }),
  /** How many offers of the stream's inbox have been taken, and what the last was refused with. */
  inbox: table(struct({ stream: Id }), struct({ taken: Count, refused: nullable(Text) })),
} as const

export type KernelTables = typeof kernelTables
export type KernelTableName = keyof KernelTables & string
export type KernelKey<N extends KernelTableName> = KernelTables[N] extends Table<infer Key, infer _Row> ? Key : never
export type KernelRow<N extends KernelTableName> = KernelTables[N] extends Table<infer _Key, infer Row> ? Row : never

/** Full names, joined once: a name put together anew would have to be hashed at every look-up. */
export const kernelNames = Object.fromEntries(
  Object.keys(kernelTables).map((name) => [name, `kernel.${name}`]),
) as Readonly<Record<KernelTableName, string>>

/** The kernel's tables made ready, by full name. */
export function kernelSpecs(): Map<string, TableSpec> {
  return new Map(
    Object.entries(kernelTables).map(([name, declared]) => [
      `kernel.${name}`,
      tableSpec(`kernel.${name}`, declared as unknown as Table<never, never>),
    ]),
  )
}
