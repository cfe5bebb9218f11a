/** Putting commands to the vote. Spec: governance.md#propose. */
import { list, optional, Party, struct, Text } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { lastMoment } from './lifecycle.js'
import { delegateBefore, isInstanceParty, votesNow } from './power.js'
import { stateOf } from './standing.js'
import { ActionFields, type GovernanceAction, type GovernanceScope } from './tables.js'

/** What `governance.propose` takes. */
export interface Propose {
  /** What it says, or where that can be read. */
  readonly description: string
  /** Commands that the governance's party runs if the proposal passes, in order; at most 64. */
  readonly actions: readonly GovernanceAction[]
  /** Parties whose votes the proposer casts, to reach the threshold with theirs; at most 256. Default: none. */
  readonly delegators?: readonly string[]
}

/** Most parties that one command counts. */
export const MOST_PARTIES = 256

export const propose: Command<Propose, GovernanceScope> = {
  input: struct<Propose>({
    description: Text,
    actions: ActionFields,
    delegators: optional(list(Party, MOST_PARTIES)),
  }),
  apply(scope, { description, actions, delegators = [] }) {
    const { by, config, emit, now, params, reject, tables } = scope
    if (isInstanceParty(by)) reject('GOVERNANCE_PARTY_INELIGIBLE')
    // without a history of what everybody holds all votes would be zero
    if (scope.asset(config.asset)?.tracked !== true) reject('GOVERNANCE_ASSET_UNTRACKED', { asset: config.asset })
    const last = tables.proposers.get({ party: by })
    if (last !== undefined) {
      const state = stateOf(scope, last.proposal)
      if (state === 'pending' || state === 'active') reject('GOVERNANCE_PROPOSER_BUSY', last)
    }
    const power = powerToPropose(scope, delegators)
    if (power < params.threshold) reject('GOVERNANCE_BELOW_THRESHOLD', { power })
    const { delay, period, quorum, majority, timelock, grace } = params
    const schedule = { start: now + delay, end: now + delay + period, timelock, grace }
    // whatever becomes of it, none of its times may pass the bounds of times later on
    if (lastMoment(schedule) > Number.MAX_SAFE_INTEGER) reject('GOVERNANCE_TIME_EXCEEDED')
    const proposal = (tables.proposals.before({}, Number.MAX_SAFE_INTEGER)?.key.proposal ?? 0) + 1
    tables.proposals.put(
      { proposal },
      { proposer: by, description, actions, created: now, ...schedule, quorum, majority },
    )
    tables.proposers.put({ party: by }, { proposal })
    emit('proposed', { proposal, start: schedule.start, end: schedule.end })
  },
}

/** By what is held and delegated right now; the vote itself is by the snapshot. */
function powerToPropose(scope: GovernanceScope, delegators: readonly string[]): bigint {
  const { by, now } = scope
  const parties = new Set([by, ...delegators])
  return [...parties].reduce(
    (power, party) => (delegateBefore(scope, party, now + 1) === by ? power + votesNow(scope, party) : power),
    0n,
  )
}
