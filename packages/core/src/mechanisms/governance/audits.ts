/** What holds in every state of a governance. Spec: governance.md#invariants. */
import { votesBefore } from './power.js'
import type { GovernanceListing } from './queries.js'

const SIDES = ['for', 'against', 'abstain'] as const

/** Votes of a proposal by side, from its ballots and splits. */
function cast({ tables }: GovernanceListing, proposal: number): Readonly<Record<(typeof SIDES)[number], bigint>> {
  const sums = { for: 0n, against: 0n, abstain: 0n }
  for (const { row } of tables.ballots.under({ proposal })) if (row.support !== null) sums[row.support] += row.power
  for (const { row } of tables.splits.under({ proposal })) for (const side of SIDES) sums[side] += row[side]
  return sums
}

export const audits = {
  'a tally is the sum of its ballots': (view: GovernanceListing): boolean =>
    view.tables.tallies.entries().every(({ key, row }) => {
      const sums = cast(view, key.proposal)
      return SIDES.every((side) => sums[side] === row[side])
    }),
  'a ballot has the votes of its party and of those counted for it, each once': (view: GovernanceListing): boolean =>
    view.tables.ballots.entries().every(({ key: { proposal, party }, row }) => {
      const { start } = view.tables.proposals.get({ proposal }) ?? { start: 0 }
      let power = row.power
      for (const { row: votes } of view.tables.counted.under({ proposal })) {
        if (votes.delegate === party) power -= votes.power
      }
      // what is left is the party's own; who was counted itself has none left
      const own = view.tables.counted.has({ proposal, party }) ? 0n : votesBefore(view, party, start)
      return power === 0n || (row.support !== null && power === own)
    }),
  'a split has no more than its party’s votes': (view: GovernanceListing): boolean =>
    view.tables.splits.entries().every(({ key: { proposal, party }, row }) => {
      const { start } = view.tables.proposals.get({ proposal }) ?? { start: 0 }
      return row.for + row.against + row.abstain <= votesBefore(view, party, start)
    }),
  'what was executed was queued, and nothing canceled was executed': ({ tables }: GovernanceListing): boolean =>
    tables.progress
      .entries()
      .every(({ row }) => row.executed === null || (row.queued !== null && row.canceled === null)),
}
