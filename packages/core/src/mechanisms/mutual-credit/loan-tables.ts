/** Rows of sub-votes, of what reserves secure, and of loans to a network's own holders. Spec: mutual-credit.md#tables. */
import {
  Amount,
  Asset,
  BasisPoints,
  Duration,
  Epoch,
  Flag,
  Id,
  oneOf,
  Party,
  Quantity,
  Sequence,
  struct,
  Time,
  Total,
} from '../../codec/index.js'
import { table } from '../../kernel/index.js'
import { type ReserveKey, reserveKey } from './reserve-tables.js'

/** What holders of a network decide about a proposal of another network. */
export interface SubVoteKey {
  /** The network whose holders decide. */
  readonly network: string
  /** Name of the governance that the proposal is one of. */
  readonly governance: string
  readonly proposal: number
}
/** A sub-vote: what is known of the proposal, and how holders have voted so far. */
export interface SubVote {
  /** What votes in the governance: the partner's asset. */
  readonly asset: string
  /** The snapshot, of both votes. */
  readonly start: number
  /** Ballots are taken before this time, */
  readonly closes: number
  /** and the result is cast before this one. */
  readonly end: number
  readonly for: bigint
  readonly against: bigint
  readonly abstain: bigint
  readonly cast: boolean
}
/** How a holder may vote. */
export type SubVoteSupport = 'for' | 'against' | 'abstain'

/** On what terms a network lends on to holders of its own asset. */
export interface LoanTerms {
  /** So much of what is lent, base units, */
  readonly amount: bigint
  /** against so much of the network's own asset, base units. */
  readonly against: bigint
  /** Interest of an epoch, basis points of the principal. */
  readonly rate: number
  /** Epochs after which a loan that isn't paid back is foreclosed. */
  readonly term: number
}
/** A loan to a holder. */
export interface HolderLoan {
  readonly principal: bigint
  /** Interest from before `since` that isn't paid; it bears none. */
  readonly interest: bigint
  /** What secures it, base units of the network's own asset. */
  readonly security: bigint
  /** First epoch that interest isn't counted for in `interest`. */
  readonly since: number
  /** From this epoch on it can be foreclosed. */
  readonly until: number
  readonly rate: number
}

const ofTreasury = { network: Id, asset: Asset }

export const loanTables = {
  votes: table(
    struct<SubVoteKey>({ network: Id, governance: Id, proposal: Sequence }),
    struct<SubVote>({
      asset: Asset,
      start: Time,
      closes: Time,
      end: Time,
      for: Total,
      against: Total,
      abstain: Total,
      cast: Flag,
    }),
  ),
  ballots: table(
    struct<SubVoteKey & { readonly holder: string }>({
      network: Id,
      governance: Id,
      proposal: Sequence,
      holder: Party,
    }),
    struct<{ readonly support: SubVoteSupport; readonly power: bigint }>({
      support: oneOf('for', 'against', 'abstain'),
      power: Amount,
    }),
  ),
  /** What of a reserve was pledged and hasn't come back. */
  pledges: table(struct<ReserveKey>(reserveKey), struct<{ readonly amount: bigint }>({ amount: Amount })),
  /** On what terms a network lends on. */
  terms: table(
    struct<{ readonly network: string; readonly asset: string }>(ofTreasury),
    struct<LoanTerms>({ amount: Amount, against: Amount, rate: BasisPoints, term: Duration }),
  ),
  loans: table(
    struct<{ readonly network: string; readonly asset: string; readonly borrower: string }>({
      ...ofTreasury,
      borrower: Party,
    }),
    struct<HolderLoan>({
      principal: Amount,
      interest: Quantity,
      security: Amount,
      since: Epoch,
      until: Epoch,
      rate: BasisPoints,
    }),
  ),
}
