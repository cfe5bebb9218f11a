/** Where a proposal stands now. Spec: governance.md#states. */
import { lifecycleState, NO_PROGRESS, type ProposalState } from './lifecycle.js'
import { quorumOf, votesSuffice } from './majority.js'
import type { GovernanceProposal, GovernanceScope, GovernanceView } from './tables.js'

/**
 * Votes in favour that a proposal needs: a share of the supply as of its snapshot, the beginning of its vote.
 * Spec: governance.md#quorum-and-majority.
 * @param view - Of the governance.
 * @param proposal - Its row; before its vote begins the result may still change.
 * @returns Base units, rounded up.
 * @example quorumNeeded(view(system, state).mechanisms.governance, { start: 2_592_000, quorum: 400 }) // 44n
 */
export function quorumNeeded(
  view: GovernanceView,
  { start, quorum }: Pick<GovernanceProposal, 'start' | 'quorum'>,
): bigint {
  return quorumOf(view.supplyBefore(view.config.asset, start), quorum)
}

/**
 * Where a proposal stands.
 * Spec: governance.md#states.
 * @param view - Of the governance.
 * @param proposal - Its number, counted from 1.
 * @param now - Whole seconds; default: the view's own time.
 * @returns The state, or undefined where no proposal has the number.
 * @example stateOf(view(system, state).mechanisms.governance, 1) // 'active'
 */
export function stateOf(view: GovernanceView, proposal: number, now: number = view.now): ProposalState | undefined {
  const row = view.tables.proposals.get({ proposal })
  if (row === undefined) return undefined
  const tally = view.tables.tallies.get({ proposal })
  const passed = tally !== undefined && votesSuffice(tally, quorumNeeded(view, row), row.majority)
  return lifecycleState(row, view.tables.progress.get({ proposal }) ?? NO_PROGRESS, passed, now)
}

/** A proposal that there is, and where it stands. */
export function known(
  scope: GovernanceScope,
  proposal: number,
): { readonly row: GovernanceProposal; readonly state: ProposalState } {
  const row = scope.tables.proposals.get({ proposal }) ?? scope.reject('GOVERNANCE_PROPOSAL_UNKNOWN', { proposal })
  return { row, state: stateOf(scope, proposal) as ProposalState }
}

/** A proposal that is voted on. */
export function active(scope: GovernanceScope, proposal: number): GovernanceProposal {
  const { row, state } = known(scope, proposal)
  if (state !== 'active') scope.reject('GOVERNANCE_NOT_ACTIVE', { state })
  return row
}
