/** When votes suffice. Spec: governance.md#quorum-and-majority. */
import { mulDiv } from '../../arithmetic/index.js'

/** Votes by what they support, base units. */
export interface Votes {
  readonly for: bigint
  readonly against: bigint
  readonly abstain: bigint
}

/** Before anybody has voted. */
export const NO_VOTES: Votes = Object.freeze({ for: 0n, against: 0n, abstain: 0n })

const WHOLE = 10_000n

/**
 * Votes in favour that a proposal needs at least.
 * Spec: governance.md#quorum-and-majority.
 * @param supply - Of the voting asset at the snapshot, base units ≥ 0n.
 * @param share - Basis points, 0 to 10,000.
 * @returns Base units, rounded up, 0n ≤ result ≤ supply.
 * @example quorumOf(1001n, 400) // 41n
 */
export function quorumOf(supply: bigint, share: number): bigint {
  return mulDiv(supply, BigInt(share), WHOLE, 'up')
}

/**
 * Whether votes suffice: those in favour reach the quorum, and are more than the majority's share of those for or
 * against. Abstentions count for neither, so that whoever abstains by default (a reserve nobody gave instructions
 * for) doesn't help a handful of votes over the quorum. Without a vote in favour nothing passes.
 * Spec: governance.md#quorum-and-majority. Source: Compound's Governor Bravo counts its quorum so.
 * @param votes - As they were cast, base units.
 * @param quorum - Base units, see {@link quorumOf}.
 * @param majority - Basis points that have to be exceeded, 5,000 to 9,999.
 * @returns Whether the proposal has succeeded.
 * @example votesSuffice({ for: 50n, against: 50n, abstain: 9n }, 41n, 5_000) // false
 */
export function votesSuffice(votes: Votes, quorum: bigint, majority: number): boolean {
  const decided = votes.for + votes.against
  return votes.for >= quorum && votes.for * WHOLE > decided * BigInt(majority)
}
