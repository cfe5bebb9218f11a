/** Commands of the kernel's own: assets, keys, prices, holds, approvals of upgrades. Spec: kernel.md#commands. */
import { Amount, Asset, Count, Hash, Hex, Id, Quantity, type Schema, Time } from '../codec/fields.js'
import { list, nullable, oneOf, struct } from '../codec/struct.js'
import { declareAsset } from './assets.js'
import type { Envelope } from './bag.js'
import type { Context } from './context.js'
import { expireHold } from './holds.js'
import { type AssetRow, assetFields, type FeedPolicy, PolicyFields } from './kernel-tables.js'
import { registerKey, revokeKey, type Signing } from './keys.js'
import { pruneReports, report, setFeed } from './prices.js'
import { refuse } from './rejection.js'

/** Input of `asset.declare`. */
export interface DeclareAsset extends AssetRow {
  readonly asset: string
}
/** Input of `key.register`. */
export interface RegisterKey {
  /** The party's name for the key. */
  readonly key: string
  readonly scheme: 'ed25519' | 'secp256k1'
  /** Lower-case hexadecimal digits. */
  readonly publicKey: string
  /** Signature of the key's message by the key itself. */
  readonly proof: string
}
/** Input of `key.revoke`. */
export interface RevokeKey {
  readonly key: string
}
/** Input of `price.feed`. */
export interface SetFeed {
  readonly base: string
  readonly quote: string
  readonly policy: FeedPolicy
}
/** Input of `price.report`: `baseAmount` of `base` is worth `quoteAmount` of `quote`. */
export interface Report {
  readonly base: string
  readonly quote: string
  readonly baseAmount: bigint
  readonly quoteAmount: bigint
  /** Quote units per `baseAmount`. */
  readonly confidence: bigint
  /** Whole seconds, by the source's clock. */
  readonly observed: number
  /** The report may be used before this time, whole seconds. */
  readonly until: number
  /** Id of the source. */
  readonly source: string
  /** The source's own number for it. */
  readonly number: number
  /** At most 64. */
  readonly signatures: readonly ReportSignature[]
}
/** A signer's agreement to a report. */
export interface ReportSignature {
  readonly party: string
  /** The party's name for its key. */
  readonly key: string
  /** Lower-case hexadecimal digits. */
  readonly value: string
}
/** Input of `price.prune`. */
export interface PruneReports {
  readonly base: string
  readonly quote: string
  /** Reports observed before this go, as far as no instance retains them. */
  readonly before: number
}
/** Input of `hold.expire`. */
export interface ExpireHold {
  readonly instance: string
  readonly hold: string
}
/** Input of `system.approve`. */
export interface ApproveUpgrade {
  /** Hash of the composition that may take over. */
  readonly composition: string
}
/** Input of `inbox.take`. */
export interface TakeOffer {
  /** The offer's number, from 0: how many have been taken before. */
  readonly offer: number
  /** The offered bytes in lower-case hexadecimal digits, at most 4 KiB. */
  readonly command: string
  /** Why the host doesn't run it: its id is in the stream already, or the record would be too long for the journal. */
  readonly refuse: 'COMMAND_KNOWN' | 'RECORD_TOO_LARGE' | null
}

interface Inputs {
  readonly 'asset.declare': DeclareAsset
  readonly 'key.register': RegisterKey
  readonly 'key.revoke': RevokeKey
  readonly 'price.feed': SetFeed
  readonly 'price.report': Report
  readonly 'price.prune': PruneReports
  readonly 'hold.expire': ExpireHold
  readonly 'system.approve': ApproveUpgrade
  readonly 'inbox.take': TakeOffer
}
/** The kernel's commands, told apart by `type`. */
export type KernelCommand = {
  [K in keyof Inputs]: Envelope & { readonly type: K; readonly input: Inputs[K] }
}[keyof Inputs]
/** One of the kernel's commands. */
export interface Service<Input> {
  readonly input: Schema<Input>
  /** Whether only the system's authority may run it. */
  readonly authority: boolean
  apply(context: Context, by: string, input: Input, signing: Signing): void
}

const pair = { base: Asset, quote: Asset }

export const services: { readonly [K in keyof Inputs]: Service<Inputs[K]> } = {
  'asset.declare': {
    input: struct<DeclareAsset>({ asset: Asset, ...assetFields }),
    authority: true,
    apply: (context, _by, { asset, ...row }) => declareAsset(context, asset, row),
  },
  'key.register': {
    input: struct<RegisterKey>({ key: Id, scheme: oneOf('ed25519', 'secp256k1'), publicKey: Hex, proof: Hex }),
    authority: false,
    apply: registerKey,
  },
  'key.revoke': { input: struct<RevokeKey>({ key: Id }), authority: false, apply: revokeKey },
  'price.feed': { input: struct<SetFeed>({ ...pair, policy: PolicyFields }), authority: true, apply: setFeed },
  'price.report': {
    input: struct<Report>({
      ...pair,
      baseAmount: Amount,
      quoteAmount: Amount,
      confidence: Quantity,
      observed: Time,
      until: Time,
      source: Id,
      number: Count,
      signatures: list(struct<ReportSignature>({ party: Id, key: Id, value: Hex }), 64),
    }),
    authority: false,
    apply: report,
  },
  'price.prune': {
    input: struct<PruneReports>({ ...pair, before: Time }),
    authority: false,
    apply: (context, _by, input) => pruneReports(context, input),
  },
  'hold.expire': {
    input: struct<ExpireHold>({ instance: Id, hold: Id }),
    authority: false,
    apply: (context, _by, input) => expireHold(context, input),
  },
  'system.approve': {
    input: struct<ApproveUpgrade>({ composition: Hash }),
    authority: true,
    apply: (context, _by, { composition }) => context.putKernel('approvals', { composition }, { at: context.now }),
  },
  'inbox.take': {
    input: struct<TakeOffer>({
      offer: Count,
      command: Hex,
      refuse: nullable(oneOf('COMMAND_KNOWN', 'RECORD_TOO_LARGE')),
    }),
    authority: false,
    // Decided before a handler would run: a take isn't refused with what it takes.
    apply: () => refuse('NOT_AUTHORISED'),
  },
}
