/** What can be read of a governance, and the ports it offers. Spec: governance.md#queries. */
import { Asset, oneOf, Party, Quantity, Sequence, struct, Time } from '../../codec/index.js'
import type { Listing } from '../../kernel/index.js'
import type { GovernanceConfig, GovernanceParams } from './config.js'
import type { ProposalState } from './lifecycle.js'
import { NO_VOTES, type Votes } from './majority.js'
import { delegateBefore, delegatedPower, votesBefore } from './power.js'
import { quorumNeeded, stateOf } from './standing.js'
import type { GovernanceTables, GovernanceView } from './tables.js'

/** A governance of a whole state, in which tables can be listed. */
export type GovernanceListing = Listing<GovernanceConfig, GovernanceParams, GovernanceTables>

/** What the port `proposal` answers: what a vote about a vote needs. */
export interface ProposalFacts {
  /** What votes. */
  readonly asset: string
  /** `unknown` where no proposal has the number. */
  readonly state: ProposalState | 'unknown'
  /** The snapshot: votes are what was held before this time, and cast from it on. Whole seconds; 0 for an unknown one. */
  readonly start: number
  /** Votes are cast before this time; 0 for an unknown one. */
  readonly end: number
}
/** What the port `votes` is asked. */
export interface VotesAsked {
  readonly party: string
  /** Whole seconds: by what was held and delegated before it. */
  readonly time: number
}
/** What the port `votes` answers. */
export interface VotesFacts {
  /** Who casts them. */
  readonly delegate: string
  /** Base units. */
  readonly power: bigint
}

export const ports = {
  proposal: {
    input: struct<{ readonly proposal: number }>({ proposal: Sequence }),
    output: struct<ProposalFacts>({
      asset: Asset,
      state: oneOf(
        'unknown',
        'pending',
        'active',
        'canceled',
        'defeated',
        'succeeded',
        'queued',
        'expired',
        'executed',
      ),
      start: Time,
      end: Time,
    }),
    read: (view: GovernanceView, { proposal }: { readonly proposal: number }): ProposalFacts => {
      const { start, end } = view.tables.proposals.get({ proposal }) ?? { start: 0, end: 0 }
      return { asset: view.config.asset, state: stateOf(view, proposal) ?? 'unknown', start, end }
    },
  },
  votes: {
    input: struct<VotesAsked>({ party: Party, time: Time }),
    output: struct<VotesFacts>({ delegate: Party, power: Quantity }),
    read: (view: GovernanceView, { party, time }: VotesAsked): VotesFacts => ({
      delegate: delegateBefore(view, party, time),
      power: votesBefore(view, party, time),
    }),
  },
} as const

/**
 * What has been cast on a proposal, and what it needs.
 * Spec: governance.md#quorum-and-majority.
 * @param view - Of the governance.
 * @param proposal - Its number.
 * @returns Votes and quorum in base units, or undefined where no proposal has the number.
 * @example tallyOf(view(system, state).mechanisms.governance, 1) // { for: 0n, against: 0n, abstain: 0n, quorum: 44n }
 */
export function tallyOf(view: GovernanceView, proposal: number): (Votes & { readonly quorum: bigint }) | undefined {
  const row = view.tables.proposals.get({ proposal })
  if (row === undefined) return undefined
  return { ...(view.tables.tallies.get({ proposal }) ?? NO_VOTES), quorum: quorumNeeded(view, row) }
}

/**
 * Who has delegated its votes to a party, as of a time: whom to name in `propose`.
 * Spec: governance.md#queries.
 * @param view - Of the governance of a whole state; a command has no such list.
 * @param delegate - Who casts the votes.
 * @param time - Whole seconds; what is delegated at this time itself counts later.
 * @returns Parties in the order of their names, those without votes included.
 * @example delegatorsBefore(view(system, state).mechanisms.governance, 'bob', 1) // ['carol']
 */
export function delegatorsBefore(view: GovernanceListing, delegate: string, time: number): readonly string[] {
  return everDelegated(view).filter((party) => party !== delegate && delegateBefore(view, party, time) === delegate)
}

/**
 * Whose delegated votes haven't been counted on a proposal: what to give `count`, page by page.
 * Spec: governance.md#queries.
 * @param view - Of the governance of a whole state; a command has no such list.
 * @param proposal - Its number.
 * @returns Parties in the order of their names; before its vote begins, as it would be if nothing moved any more.
 * @example uncounted(view(system, state).mechanisms.governance, 1) // ['carol']
 */
export function uncounted(view: GovernanceListing, proposal: number): readonly string[] {
  const { counted, proposals } = view.tables
  const row = proposals.get({ proposal })
  if (row === undefined) return []
  return everDelegated(view).filter(
    (party) => !counted.has({ proposal, party }) && delegatedPower(view, party, row.start) !== undefined,
  )
}

function everDelegated(view: GovernanceListing): readonly string[] {
  return [...new Set(view.tables.delegations.entries().map(({ key }) => key.party))].sort()
}
