/** Who has how many votes, as of a time, and who casts them. Spec: governance.md#votes. */
import type { GovernanceConfig } from './config.js'
import type { GovernanceView } from './tables.js'

/** Whether a party is an instance's own rather than somebody from outside. */
export const isInstanceParty = (party: string): boolean => party.startsWith('@')

/**
 * Whether a party may split its votes: a sub-party of an instance that represents others.
 * Spec: governance.md#votes.
 * @param config - The governance's.
 * @param party - Any party.
 * @returns false for everybody from outside, and for the instance's own party.
 * @example isRepresentative({ asset: 'MPOND', representatives: ['mutual-credit'] }, '@mutual-credit.berlin') // true
 */
export function isRepresentative({ representatives = [] }: GovernanceConfig, party: string): boolean {
  return representatives.some((instance) => party.startsWith(`@${instance}.`))
}

/**
 * Who casts a party's votes as of a time: the party itself unless it had delegated them before. Delegation isn't
 * passed on: a delegate's delegate casts the delegate's own votes only.
 * Spec: governance.md#delegation.
 * @param view - Of the governance.
 * @param party - Whose votes.
 * @param time - Whole seconds; what is delegated at this time itself counts later.
 * @returns The delegate, or the party.
 * @example delegateBefore(view(system, state).mechanisms.governance, 'alice', 2) // 'alice'
 */
export function delegateBefore(view: GovernanceView, party: string, time: number): string {
  return view.tables.delegations.before({ party }, time)?.row.delegate ?? party
}

/**
 * A party's votes as of a time, whoever casts them: what it held of the asset just before, claims included. Parties of
 * instances have none, but for those that represent others.
 * Spec: governance.md#votes.
 * @param view - Of the governance.
 * @param party - Whose.
 * @param time - Whole seconds; what moves at this time itself counts later.
 * @returns Base units, ≥ 0n: who holds less than nothing has no votes.
 * @example votesBefore(view(system, state).mechanisms.governance, 'alice', 1) // 1000n
 */
export function votesBefore(view: GovernanceView, party: string, time: number): bigint {
  if (isInstanceParty(party) && !isRepresentative(view.config, party)) return 0n
  const held = view.heldBefore(party, view.config.asset, time)
  return held > 0n ? held : 0n
}

/** A party's votes as it would have them if nothing moved any more. */
export function votesNow(view: GovernanceView, party: string): bigint {
  const held = isInstanceParty(party) ? 0n : view.held(party, view.config.asset)
  return held > 0n ? held : 0n
}

/** Votes that a party casts without anybody's being counted: its own, unless it has delegated them. */
export function ownPower(view: GovernanceView, party: string, time: number): bigint {
  return delegateBefore(view, party, time) === party ? votesBefore(view, party, time) : 0n
}

/** Votes that a party has delegated to another: to whom, and how many. None where it casts them itself. */
export function delegatedPower(
  view: GovernanceView,
  party: string,
  time: number,
): { readonly delegate: string; readonly power: bigint } | undefined {
  const delegate = delegateBefore(view, party, time)
  const power = votesBefore(view, party, time)
  return delegate === party || power === 0n ? undefined : { delegate, power }
}
