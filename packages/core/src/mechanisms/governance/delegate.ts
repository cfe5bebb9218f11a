/** Whose a party's votes are from now on. Spec: governance.md#delegate. */
import { Party, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { isInstanceParty } from './power.js'
import type { GovernanceScope } from './tables.js'

/** What `governance.delegate` takes. */
export interface Delegate {
  /** Who casts the party's votes from now on; the party itself to take them back. */
  readonly to: string
}

export const delegate: Command<Delegate, GovernanceScope> = {
  input: struct<Delegate>({ to: Party }),
  apply({ by, now, tables, reject }, { to }) {
    // what a representative casts follows those it represents
    if (isInstanceParty(by)) reject('GOVERNANCE_PARTY_INELIGIBLE')
    if (isInstanceParty(to)) reject('GOVERNANCE_DELEGATE_INELIGIBLE', { to })
    tables.delegations.put({ party: by, from: now }, { delegate: to })
  },
}
