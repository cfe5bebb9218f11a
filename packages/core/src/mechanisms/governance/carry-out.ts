/** What happens to a proposal beside its vote: queued, executed, canceled, vouched for. Spec: governance.md#queue. */
import { Asset, Sequence, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { type OfProposal, ofProposal } from './ballots.js'
import { NO_PROGRESS, type Progress, type ProposalState } from './lifecycle.js'
import { active, known } from './standing.js'
import type { GovernanceScope } from './tables.js'

/** What `governance.confirm` takes: what somebody takes to be so. */
export interface ConfirmProposal {
  readonly proposal: number
  readonly asset: string
  /** Whole seconds. */
  readonly start: number
  /** Whole seconds. */
  readonly end: number
}

export const queue: Command<OfProposal, GovernanceScope> = {
  input: ofProposal,
  apply(scope, { proposal }) {
    const { emit, now, reject } = scope
    const { row, state } = known(scope, proposal)
    if (state !== 'succeeded') reject('GOVERNANCE_NOT_SUCCEEDED', { state })
    mark(scope, proposal, { queued: now })
    const eta = now + row.timelock
    emit('queued', { eta, expires: eta + row.grace })
  },
}

export const execute: Command<OfProposal, GovernanceScope> = {
  input: ofProposal,
  apply(scope, { proposal }) {
    const { call, now, reject, tables } = scope
    const { row, state } = known(scope, proposal)
    if (state !== 'queued') reject('GOVERNANCE_NOT_QUEUED', { state })
    const eta = (tables.progress.get({ proposal })?.queued as number) + row.timelock
    if (now < eta) reject('GOVERNANCE_TIMELOCKED', { eta })
    // before its commands: none of them can execute it again
    mark(scope, proposal, { executed: now })
    for (const { type, input } of row.actions) call(type, input)
  },
}

const OVER: readonly ProposalState[] = ['canceled', 'defeated', 'expired', 'executed']

export const cancel: Command<OfProposal, GovernanceScope> = {
  input: ofProposal,
  apply(scope, { proposal }) {
    const { by, now, params, reject } = scope
    const { row, state } = known(scope, proposal)
    const { guardian } = params
    const guards = guardian !== null && by === guardian.party && (guardian.until === null || now < guardian.until)
    if (!guards && !(by === row.proposer && state === 'pending')) reject('GOVERNANCE_NOT_CANCELLER')
    if (OVER.includes(state)) reject('GOVERNANCE_PROPOSAL_OVER', { state })
    mark(scope, proposal, { canceled: now })
  },
}

/**
 * Is accepted if and only if a proposal is voted on and what this says of it is so. A nested command can't answer, but it can be refused:
 * so a mechanism learns of the proposals of any governance it is told of, without a port to it.
 */
export const confirm: Command<ConfirmProposal, GovernanceScope> = {
  input: struct<ConfirmProposal>({ proposal: Sequence, asset: Asset, start: Time, end: Time }),
  apply(scope, { proposal, asset, start, end }) {
    const { config, reject } = scope
    const row = active(scope, proposal)
    if (asset !== config.asset || start !== row.start || end !== row.end) reject('GOVERNANCE_PROPOSAL_DIFFERS')
  },
}

function mark({ tables }: GovernanceScope, proposal: number, change: Partial<Progress>): void {
  tables.progress.put({ proposal }, { ...(tables.progress.get({ proposal }) ?? NO_PROGRESS), ...change })
}
