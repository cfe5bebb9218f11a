/** Who says what is spam: verifiers that channels name, and one of ours. Spec: spam-deposit.md#verifiers. */
import { Count, codecOf, Hex, Id, type JsonValue, list, Party, type Schema, struct } from '../../codec/index.js'
import type { Statement } from '../../kernel/index.js'
import { type Attestation, type SpamVerdict, VERDICT, verdictBody } from './attestation.js'

/** What is claimed to be spam. */
export interface SpamClaim extends Attestation {
  /** Who attested it. */
  readonly signer: string
}
/**
 * Says what is spam by a channel's rule. Pure functions of their arguments that never throw: what they say is part of
 * no record, and is asked again whenever the record is replayed. One whose answers change takes another name.
 * Spec: spam-deposit.md#verifiers.
 */
export interface SpamVerifier {
  /** What channels and config name it by: an Id. */
  readonly name: string
  /** Whether a channel may have this rule. */
  admits(rule: JsonValue): boolean
  /** Whether the proof shows that the message is spam by the rule. */
  proves(claim: SpamClaim, rule: JsonValue, proof: JsonValue, isSigned: (statement: Statement) => boolean): boolean
}

/** The rule of a channel that goes by verdicts. */
export interface QuorumRule {
  /** Each once, at most 32. */
  readonly checkers: readonly string[]
  /** How many of them have to agree, ≥ 1. */
  readonly quorum: number
}
/** A checker's signature of a verdict. */
export interface SignedVerdict {
  readonly checker: string
  /** The checker's name for its key. */
  readonly key: string
  /** Lower-case hexadecimal digits. */
  readonly value: string
}
/** What proves spam where verdicts count. */
export interface QuorumProof {
  /** At most 32. */
  readonly verdicts: readonly SignedVerdict[]
}

const MOST_CHECKERS = 32
const rules: Schema<QuorumRule> = struct<QuorumRule>({ checkers: list(Party, MOST_CHECKERS), quorum: Count })
const proofs: Schema<QuorumProof> = struct<QuorumProof>({
  verdicts: list(struct<SignedVerdict>({ checker: Party, key: Id, value: Hex }), MOST_CHECKERS),
})
const ruleCodec = codecOf(rules)
const proofCodec = codecOf(proofs)

/**
 * Spam is what a quorum of checkers signs to be spam. A checker counts once however often it signs, and only with an
 * active key; who isn't one doesn't count.
 * Spec: spam-deposit.md#quorum.
 * @example quorum.admits({ checkers: ['ann', 'ben', 'cleo'], quorum: '2' }) // true
 */
export const quorum: SpamVerifier = {
  name: 'quorum',
  admits(rule) {
    const known = ruleCodec.decode(rule)
    if (known === undefined) return false
    const { checkers, quorum: least } = known
    return new Set(checkers).size === checkers.length && 1 <= least && least <= checkers.length
  },
  proves(claim, rule, proof, isSigned) {
    const known = ruleCodec.decode(rule)
    const shown = proofCodec.decode(proof)
    if (known === undefined || shown === undefined) return false
    const body = verdictBody(claim satisfies SpamVerdict)
    const agreed = new Set<string>()
    for (const { checker, key, value } of shown.verdicts) {
      if (!known.checkers.includes(checker) || agreed.has(checker)) continue
      if (isSigned({ by: checker, key, kind: VERDICT, body, value })) agreed.add(checker)
    }
    return agreed.size >= known.quorum
  },
}
