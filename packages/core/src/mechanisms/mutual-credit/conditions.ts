/** Milestones: who attests them, and which flows wait for them. Spec: mutual-credit.md#conditions. */
import { Flag, Id, Sequence, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { beginOf } from './epochs.js'
import { knownAgreement, openEpoch } from './guards.js'
import type { MutualCreditScope } from './tables.js'
import type { Condition, Terms } from './terms.js'

/** What `mutual-credit.attest` takes. */
export interface AttestCondition {
  readonly agreement: string
  readonly revision: number
  readonly condition: string
  /** Whether it is met, in the attestor's judgement. It may change its mind until the condition is decided. */
  readonly met: boolean
}

export const attest: Command<AttestCondition, MutualCreditScope> = {
  input: struct<AttestCondition>({ agreement: Id, revision: Sequence, condition: Id, met: Flag }),
  apply(scope, { agreement, revision, condition, met }) {
    const { by, now, tables, reject } = scope
    const present = openEpoch(scope)
    knownAgreement(scope, agreement)
    const key = { agreement, revision, condition }
    const terms = isAhead(scope, agreement, revision, present)
      ? tables.revisions.get({ agreement, revision })
      : undefined
    const found = terms?.conditions.find((one) => one.condition === condition)
    if (found === undefined) return reject('MUTUAL_CONDITION_UNKNOWN', key)
    if (!found.attestors.includes(by)) reject('MUTUAL_NOT_ATTESTOR', { by })
    if (now >= found.deadline || tables.outcomes.has(key)) reject('MUTUAL_CONDITION_DECIDED', key)
    tables.attestations.put({ ...key, attestor: by }, { met })
    const said = found.attestors.map((attestor) => tables.attestations.get({ ...key, attestor })?.met)
    const outcome = decided(found, said)
    if (outcome !== undefined) tables.outcomes.put(key, { met: outcome, at: now })
  },
}

/** Whether a revision is in force now or to come: what is said of another changes nothing. */
function isAhead({ tables }: MutualCreditScope, agreement: string, revision: number, present: number): boolean {
  for (const { row } of tables.spans.under({ agreement })) {
    if (row.revision === revision) return row.until === null || row.until > present
  }
  return false
}

/** Met when enough say so; failed when so many say no that enough never can. */
function decided({ attestors, needed }: Condition, said: readonly (boolean | undefined)[]): boolean | undefined {
  if (said.filter((met) => met === true).length >= needed) return true
  return said.filter((met) => met === false).length > attestors.length - needed ? false : undefined
}

/** Whether all conditions let an epoch's flow pass, by what was known when it ended. */
export function conditionsHold(
  { config, tables }: MutualCreditScope,
  agreement: string,
  revision: number,
  { conditions }: Readonly<Terms>,
  epoch: number,
): boolean {
  if (conditions.length === 0) return true
  const end = beginOf(config, epoch + 1)
  return conditions.every(({ condition, deadline, gate }) => {
    const outcome = tables.outcomes.get({ agreement, revision, condition })
    const known = outcome !== undefined && outcome.at < end ? outcome.met : undefined
    return gate === 'wait' ? known === true : known === true || (known === undefined && deadline >= end)
  })
}
