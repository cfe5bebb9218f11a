/** A reserve votes as the network's own holders decide, in a vote that closes before the other one. Spec: mutual-credit.md#votes. */
import { apportion } from '../../arithmetic/index.js'
import { Asset, Id, oneOf, Sequence, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { knownNetwork } from './guards.js'
import type { SubVote, SubVoteKey, SubVoteSupport } from './loan-tables.js'
import { networkParty } from './queries.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.open-vote` takes: what anyone says of a proposal, which its governance confirms. */
export interface OpenSubVote extends SubVoteKey {
  readonly asset: string
  readonly start: number
  readonly end: number
}
/** What `mutual-credit.ballot` takes. */
export interface CastBallot extends SubVoteKey {
  readonly support: SubVoteSupport
}
/** What `mutual-credit.cast` takes. */
export interface CastSubVote extends SubVoteKey {}

const key = { network: Id, governance: Id, proposal: Sequence }

export const openVote: Command<OpenSubVote, MutualCreditScope> = {
  input: struct<OpenSubVote>({ ...key, asset: Asset, start: Time, end: Time }),
  apply(scope, { network, governance, proposal, asset, start, end }) {
    const { tables, call, reject } = scope
    const { asset: own } = knownNetwork(scope, network)
    // what it has of its own asset is fees, dividends and treasury: they'd let whoever casts a ballot vote with all of it
    if (asset === own) reject('MUTUAL_WITH_SELF', { network })
    const vote = { network, governance, proposal }
    if (tables.votes.has(vote)) reject('MUTUAL_VOTE_TAKEN', vote)
    const of = { proposal: String(proposal), asset, start: String(start), end: String(end) }
    call(`${governance}.confirm`, of)
    tables.votes.put(vote, {
      asset,
      start,
      closes: closeOf(start, end),
      end,
      for: 0n,
      against: 0n,
      abstain: 0n,
      cast: false,
    })
  },
}

/** Three quarters of the other vote: the last is left for the result to be cast. */
const closeOf = (start: number, end: number): number => end - Math.ceil((end - start) / 4)

export const ballot: Command<CastBallot, MutualCreditScope> = {
  input: struct<CastBallot>({ ...key, support: oneOf('for', 'against', 'abstain') }),
  apply(scope, { support, ...vote }) {
    const { by, now, tables, reject } = scope
    // what another network's reserve holds decides nothing here: no network votes on itself through another
    if (by.startsWith('@')) reject('MUTUAL_PARTY_INELIGIBLE', { by })
    const row = knownVote(scope, vote)
    if (now >= row.closes) reject('MUTUAL_VOTE_CLOSED', { closes: row.closes })
    if (tables.ballots.has({ ...vote, holder: by })) reject('MUTUAL_VOTE_TAKEN', { by })
    const power = scope.heldBefore(by, knownNetwork(scope, vote.network).asset, row.start)
    if (power <= 0n) reject('MUTUAL_POWER_MISSING', { power })
    tables.ballots.put({ ...vote, holder: by }, { support, power })
    tables.votes.put(vote, { ...row, [support]: row[support] + power })
  },
}

export const cast: Command<CastSubVote, MutualCreditScope> = {
  input: struct<CastSubVote>(key),
  apply(scope, vote) {
    const { now, self, tables, call, reject } = scope
    const row = knownVote(scope, vote)
    if (now < row.closes) reject('MUTUAL_VOTE_OPEN', { closes: row.closes })
    if (row.cast) reject('MUTUAL_VOTE_TAKEN', vote)
    const power = scope.heldBefore(networkParty(self, vote.network), row.asset, row.start)
    const [inFavour, against, abstain] = partsOf(row, power > 0n ? power : 0n)
    tables.votes.put(vote, { ...row, cast: true })
    const parts = { for: String(inFavour), against: String(against), abstain: String(abstain) }
    call(`${vote.governance}.split`, { proposal: String(vote.proposal), ...parts }, { as: vote.network })
  },
}

/** Splits votes as ballots were cast, by largest remainder; without ballots all of them abstain. */
function partsOf({ for: inFavour, against, abstain }: SubVote, power: bigint): readonly bigint[] {
  const cast = [inFavour, against, abstain]
  return cast.every((votes) => votes === 0n) ? [0n, 0n, power] : apportion(power, cast)
}

function knownVote({ tables, reject }: MutualCreditScope, vote: SubVoteKey): Readonly<SubVote> {
  return tables.votes.get(vote) ?? reject('MUTUAL_VOTE_UNKNOWN', vote)
}
