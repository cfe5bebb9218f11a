/** Casting votes, and counting those that were delegated. Spec: governance.md#vote. */
import { list, oneOf, Party, Quantity, Sequence, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { NO_VOTES, type Votes } from './majority.js'
import { delegatedPower, isInstanceParty, isRepresentative, ownPower } from './power.js'
import { MOST_PARTIES } from './propose.js'
import { active } from './standing.js'
import type { BallotKey, GovernanceBallot, GovernanceScope, Support } from './tables.js'

/** What `governance.queue`, `governance.execute` and `governance.cancel` take. */
export interface OfProposal {
  readonly proposal: number
}
/** What `governance.vote` takes. */
export interface Vote {
  readonly proposal: number
  readonly support: Support
}
/** What `governance.split` takes: votes for each side, together at most the representative's own. */
export interface SplitVote extends Votes {
  readonly proposal: number
}
/** What `governance.count` takes. */
export interface CountVotes {
  readonly proposal: number
  /** Parties that have delegated their votes, at most 256. Those that were counted, or have none, are passed over. */
  readonly parties: readonly string[]
}

export const ofProposal = struct<OfProposal>({ proposal: Sequence })

export const vote: Command<Vote, GovernanceScope> = {
  input: struct<Vote>({ proposal: Sequence, support: oneOf('for', 'against', 'abstain') }),
  apply(scope, { proposal, support }) {
    const { by, config, emit, reject, tables } = scope
    if (isInstanceParty(by) && !isRepresentative(config, by)) reject('GOVERNANCE_PARTY_INELIGIBLE')
    const { start } = active(scope, proposal)
    const key = { proposal, party: by }
    const counted = demandNoVote(scope, key)
    const power = ownPower(scope, by, start) + (counted?.power ?? 0n)
    if (power === 0n) reject('GOVERNANCE_POWER_MISSING')
    const tally = tables.tallies.get({ proposal }) ?? NO_VOTES
    tables.ballots.put(key, { support, power })
    tables.tallies.put({ proposal }, { ...tally, [support]: tally[support] + power })
    emit('voted', { power })
  },
}

export const split: Command<SplitVote, GovernanceScope> = {
  input: struct<SplitVote>({ proposal: Sequence, for: Quantity, against: Quantity, abstain: Quantity }),
  apply(scope, { proposal, ...votes }) {
    const { by, config, emit, reject, tables } = scope
    if (!isRepresentative(config, by)) reject('GOVERNANCE_PARTY_INELIGIBLE')
    const { start } = active(scope, proposal)
    const key = { proposal, party: by }
    demandNoVote(scope, key)
    const [power, most] = [votes.for + votes.against + votes.abstain, ownPower(scope, by, start)]
    if (power === 0n || most === 0n) reject('GOVERNANCE_POWER_MISSING')
    if (power > most) reject('GOVERNANCE_POWER_EXCEEDED', { power: most })
    tables.splits.put(key, votes)
    tables.tallies.put({ proposal }, sumOf(tables.tallies.get({ proposal }) ?? NO_VOTES, votes))
    emit('voted', { power })
  },
}

export const count: Command<CountVotes, GovernanceScope> = {
  input: struct<CountVotes>({ proposal: Sequence, parties: list(Party, MOST_PARTIES) }),
  apply(scope, { proposal, parties }) {
    const { emit, reject, tables } = scope
    const { start } = active(scope, proposal)
    let tally = tables.tallies.get({ proposal }) ?? NO_VOTES
    let [found, sum] = [0, 0n]
    for (const party of parties) {
      const key = { proposal, party }
      // others may count too: whoever was counted in between mustn't stop the rest of the page
      const votes = tables.counted.has(key) ? undefined : delegatedPower(scope, party, start)
      if (votes === undefined) continue
      const { delegate, power } = votes
      const ballot = tables.ballots.get({ proposal, party: delegate }) ?? { support: null, power: 0n }
      tables.counted.put(key, votes)
      tables.ballots.put({ proposal, party: delegate }, { ...ballot, power: ballot.power + power })
      const { support } = ballot
      if (support !== null) tally = { ...tally, [support]: tally[support] + power }
      found += 1
      sum += power
    }
    if (found === 0) reject('GOVERNANCE_NOTHING_COUNTED')
    tables.tallies.put({ proposal }, tally)
    emit('counted', { parties: found, power: sum })
  },
}

/** A ballot is final. @returns what was counted for the party before it casts its own. */
function demandNoVote({ reject, tables }: GovernanceScope, key: BallotKey): GovernanceBallot | undefined {
  const ballot = tables.ballots.get(key)
  const cast = ballot?.support ?? null
  if (cast !== null || tables.splits.has(key)) reject('GOVERNANCE_VOTE_TAKEN')
  return ballot
}

const sumOf = (tally: Votes, votes: Votes): Votes => ({
  for: tally.for + votes.for,
  against: tally.against + votes.against,
  abstain: tally.abstain + votes.abstain,
})
