/** Rows of networks, their agreements and epochs. Spec: mutual-credit.md#tables. */
import type { Price } from '../../arithmetic/index.js'
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Epoch,
  Flag,
  Id,
  nullable,
  oneOf,
  Party,
  Quantity,
  struct,
  Time,
  Total,
} from '../../codec/index.js'
import { table } from '../../kernel/index.js'
import { termsFields } from './terms.js'

/** A network that issues to others. */
export interface CreditNetwork {
  /** Party that speaks for the network: a key's, or a governance. */
  readonly operator: string
  /** The network's own asset. */
  readonly asset: string
  /** The asset in which it collects fees. */
  readonly fees: string
  /** Part of the fees that aren't promised to partners which goes to its stakes and to reserves of its asset, basis points. */
  readonly dividend: number
  /** Part of its fees that agreements promise to partners at most, basis points. */
  readonly promised: number
}
/** Two networks that talk about an agreement, or have one. */
export interface Agreement {
  /** The network that proposed it first. */
  readonly first: string
  readonly second: string
  /** Number of the latest revision. */
  readonly revision: number
  /** Lock of the revision that was last in force in an epoch that is settled, epochs. */
  readonly lock: number
}
/** A revision that one side has proposed and so accepted. */
export interface Offer {
  readonly revision: number
  /** The network whose offer it is. */
  readonly by: string
  /** It can be accepted before this time; null: at any time. */
  readonly expires: number | null
}
/** Epochs in which a revision is in force. */
export interface Span {
  readonly revision: number
  /** First epoch in which it isn't any more; null: until notice. */
  readonly until: number | null
  /** What `until` is at most, reviews apart. */
  readonly limit: number | null
  /** First epoch in which it has lapsed unless both renew before; null: it has no review. */
  readonly lapse: number | null
  /** Whether the first side has renewed. */
  readonly first: boolean
  readonly second: boolean
}
/** From an epoch on a side pauses, or doesn't. */
export interface PauseSwitch {
  readonly paused: boolean
  /** The epoch in which that was said. */
  readonly said: number
}
/** What has come of a condition. */
export interface ConditionOutcome {
  readonly met: boolean
  readonly at: number
}
/** What has flowed under an agreement. */
export interface Flows {
  /** The last epoch in which anything flowed. */
  readonly epoch: number
  /** What the first side has given in all, base units. */
  readonly first: bigint
  readonly second: bigint
  /** What the first side minted in that epoch, base units. */
  readonly firstMinted: bigint
  readonly secondMinted: bigint
}
/** Epochs of a revision that wait for a price. */
export interface Held {
  readonly revision: number
  readonly epochs: number
}
/** Both prices that a revision used last. */
export interface UsedPrices {
  readonly revision: number
  readonly first: Price
  readonly second: Price
}
/** What is issued of an asset under all agreements. */
export interface Issued {
  readonly epoch: number
  /** In epochs before the one before it, base units. */
  readonly earlier: bigint
  /** In the epoch before it. */
  readonly previous: bigint
  /** In this epoch so far. */
  readonly current: bigint
}
/** The price of an asset for an epoch, looked up once for all agreements. */
export interface EpochPrice {
  /** How many spans, in force or to come, go by it: while there are any, its reports are kept. */
  readonly uses: number
  readonly epoch: number
  /** Null: there is none for this epoch. */
  readonly price: Price | null
}
/** Where settling goes on. */
export interface Page {
  /** Networks' fees of the epoch before are shared out first, then agreements are settled. */
  readonly part: 'fees' | 'flows'
  /** The network or agreement last done; null: none yet. */
  readonly after: string | null
}
/** Fees that a network collected in an epoch, base units. */
export interface CollectedFees {
  readonly collected: bigint
  /** What hasn't gone to partners. */
  readonly left: bigint
  /** Part of what is left that goes to stakes and reserves, basis points. */
  readonly dividend: number
  /** Who gets the rest: the operator when the first of them was paid. */
  readonly operator: string
}

export const PriceFields = struct<Price>({ baseAmount: Amount, quoteAmount: Amount })

const ofAgreement = struct<{ readonly agreement: string }>({ agreement: Id })
const ofCondition = { agreement: Id, revision: Count, condition: Id }

export const agreementTables = {
  networks: table(
    struct<{ readonly network: string }>({ network: Id }),
    struct<CreditNetwork>({ operator: Party, asset: Asset, fees: Asset, dividend: BasisPoints, promised: BasisPoints }),
  ),
  /** Which network an asset is the own one of. */
  assets: table(
    struct<{ readonly asset: string }>({ asset: Asset }),
    struct<{ readonly network: string }>({ network: Id }),
  ),
  agreements: table(ofAgreement, struct<Agreement>({ first: Id, second: Id, revision: Count, lock: Count })),
  offers: table(ofAgreement, struct<Offer>({ revision: Count, by: Id, expires: nullable(Time) })),
  /** Terms of offers, and of spans that aren't settled whole. */
  revisions: table(
    struct<{ readonly agreement: string; readonly revision: number }>({ agreement: Id, revision: Count }),
    termsFields,
  ),
  spans: table(
    struct<{ readonly agreement: string; readonly from: number }>({ agreement: Id, from: Epoch }),
    struct<Span>({
      revision: Count,
      until: nullable(Epoch),
      limit: nullable(Epoch),
      lapse: nullable(Epoch),
      first: Flag,
      second: Flag,
    }),
    { ordered: [['agreement']] },
  ),
  /** From this epoch on a side pauses, or doesn't any more. */
  pauses: table(
    struct<{ readonly agreement: string; readonly network: string; readonly epoch: number }>({
      agreement: Id,
      network: Id,
      epoch: Epoch,
    }),
    struct<PauseSwitch>({ paused: Flag, said: Epoch }),
    { ordered: [['agreement', 'network']] },
  ),
  attestations: table(
    struct<{
      readonly agreement: string
      readonly revision: number
      readonly condition: string
      readonly attestor: string
    }>({ ...ofCondition, attestor: Party }),
    struct<{ readonly met: boolean }>({ met: Flag }),
  ),
  /** Part of a network's fees that an agreement promises at most, in what of it isn't settled yet. */
  promises: table(
    struct<{ readonly agreement: string; readonly network: string }>({ agreement: Id, network: Id }),
    struct<{ readonly share: number }>({ share: BasisPoints }),
  ),
  outcomes: table(
    struct<{ readonly agreement: string; readonly revision: number; readonly condition: string }>(ofCondition),
    struct<ConditionOutcome>({ met: Flag, at: Time }),
  ),
  flows: table(
    ofAgreement,
    struct<Flows>({ epoch: Epoch, first: Total, second: Total, firstMinted: Quantity, secondMinted: Quantity }),
  ),
  held: table(ofAgreement, struct<Held>({ revision: Count, epochs: Count })),
  used: table(ofAgreement, struct<UsedPrices>({ revision: Count, first: PriceFields, second: PriceFields })),
  /** Agreements that epochs are settled for. */
  live: table(ofAgreement, struct<Record<never, never>>({}), { ordered: [[]] }),
  /** The epoch that is settled next, in one row: what of it, and after which network or agreement to go on. */
  epochs: table(
    struct<{ readonly epoch: number }>({ epoch: Epoch }),
    struct<Page>({ part: oneOf('fees', 'flows'), after: nullable(Id) }),
    { ordered: [[]] },
  ),
  issued: table(
    struct<{ readonly asset: string }>({ asset: Asset }),
    struct<Issued>({ epoch: Epoch, earlier: Total, previous: Total, current: Total }),
  ),
  /** What had been minted of an asset by the end of a second. */
  minted: table(
    struct<{ readonly asset: string; readonly at: number }>({ asset: Asset, at: Time }),
    struct<{ readonly total: bigint }>({ total: Total }),
    { ordered: [['asset']] },
  ),
  prices: table(
    struct<{ readonly asset: string; readonly unit: string }>({ asset: Asset, unit: Asset }),
    struct<EpochPrice>({ uses: Count, epoch: Epoch, price: nullable(PriceFields) }),
  ),
  fees: table(
    struct<{ readonly epoch: number; readonly network: string }>({ epoch: Epoch, network: Id }),
    struct<CollectedFees>({ collected: Quantity, left: Quantity, dividend: BasisPoints, operator: Party }),
    { ordered: [[], ['epoch']] },
  ),
}
