/** Verifiable claims, and who says whether they have come true. Spec: stake-market.md#propositions. */
import { Flag, Id, Party, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { knownAgent } from './agents.js'
import { type Proposition, type PropositionKey, propositionFields, type StakeMarketScope } from './tables.js'

/** What `stake-market.propose` takes: an agent publishes a claim of its own. */
export interface Propose extends Omit<Proposition, 'status' | 'decided'> {
  /** The agent's name for it. */
  readonly proposition: string
}
/** What `stake-market.attest` takes. */
export interface Attest extends PropositionKey {
  /** Whether the target was reached. */
  readonly met: boolean
}

export const propose: Command<Propose, StakeMarketScope> = {
  input: struct<Propose>({ proposition: Id, ...propositionFields }),
  apply(scope, { proposition, ...claim }) {
    const { by, now, tables, reject } = scope
    knownAgent(scope, by)
    const key = { issuer: by, proposition }
    if (tables.propositions.has(key)) reject('PROPOSITION_TAKEN', key)
    if (claim.deadline <= now) reject('PROPOSITION_PAST', { now })
    const { verifiers, threshold } = claim
    const fit = threshold >= 1 && threshold <= verifiers.length && new Set(verifiers).size === verifiers.length
    if (!fit || verifiers.includes(by)) reject('PROPOSITION_VERIFIERS_UNFIT')
    tables.propositions.put(key, { ...claim, status: 'open', decided: null })
  },
}

export const attest: Command<Attest, StakeMarketScope> = {
  input: struct<Attest>({ issuer: Party, proposition: Id, met: Flag }),
  apply(scope, { met, ...key }) {
    const { by, sequence, tables, reject } = scope
    const claim = openClaim(scope, key)
    if (!claim.verifiers.includes(by)) reject('ATTESTATION_NOT_VERIFIER', { by })
    if (tables.attestations.has({ ...key, verifier: by })) reject('ATTESTATION_TAKEN', { by })
    tables.attestations.put({ ...key, verifier: by }, { met })
    const alike = claim.verifiers.filter((verifier) => tables.attestations.get({ ...key, verifier })?.met === met)
    if (alike.length < claim.threshold) return
    tables.propositions.put(key, { ...claim, status: met ? 'met' : 'failed', decided: sequence })
  },
}

/** By anybody: what nobody has attested by its deadline has failed. */
export const conclude: Command<PropositionKey, StakeMarketScope> = {
  input: struct<PropositionKey>({ issuer: Party, proposition: Id }),
  apply(scope, key) {
    const { now, sequence, tables, reject } = scope
    const claim = knownClaim(scope, key)
    if (claim.status !== 'open') reject('PROPOSITION_OVER', key)
    if (now < claim.deadline) reject('PROPOSITION_NOT_OVER', key)
    tables.propositions.put(key, { ...claim, status: 'failed', decided: sequence })
  },
}

function knownClaim({ tables, reject }: StakeMarketScope, key: PropositionKey): Readonly<Proposition> {
  return tables.propositions.get(key) ?? reject('PROPOSITION_UNKNOWN', key)
}

/** A claim that isn't decided and whose deadline isn't over. */
export function openClaim(scope: StakeMarketScope, key: PropositionKey): Readonly<Proposition> {
  const claim = knownClaim(scope, key)
  if (claim.status !== 'open' || scope.now >= claim.deadline) scope.reject('PROPOSITION_OVER', key)
  return claim
}
