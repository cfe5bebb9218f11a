/** A network with spam deposits: its system, its parties' keys, and what they sign. */
import { hashText } from '../src/codec/index.js'
import { createSystem } from '../src/kernel/index.js'
import {
  type Attestation,
  attestationOf,
  quorum,
  type SpamVerdict,
  spamDepositWith,
  verdictOf,
} from '../src/mechanisms/spam-deposit/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { type Signer, signKey, signStatement } from '../src/signature/index.js'

export const STREAM = 'story'
export const INSTANCE = 'spam-deposit'
export const WINDOW = 10
export const EVIDENCE = 2
export const WAIT = 3

/** Says that whatever is listed in the rule is spam, without anybody's signature. */
export const listed = {
  name: 'listed',
  admits: (rule: unknown) => Array.isArray(rule),
  proves: ({ message }: { readonly message: string }, rule: unknown) => (rule as string[]).includes(message),
}
export const mechanism = spamDepositWith([listed])

export const signers = ['ann', 'ben', 'cleo', 'dan', 'eve', 'fay'] as const
/** Every party has a key `k`, and most another one. */
export const keyOf = (party: string, key = 'k'): Signer => {
  return { scheme: key === 'k' ? 'ed25519' : 'secp256k1', privateKey: hashText(`${party} ${key}`) }
}
export const registration = (party: string, key = 'k') => ({
  key,
  ...signKey({ stream: STREAM, by: party, key }, keyOf(party, key)),
})
/** Of everybody's `k`, and of Ann's other key. */
export const registrations: readonly (readonly [string, object])[] = [
  ...signers.map((party) => [party, registration(party)] as const),
  ['ann', registration('ann', 'second')],
]

export const spamSystem = (settings: object = {}, more: { readonly assets?: readonly object[] } = {}) =>
  createSystem({
    spec: '1.0',
    authentication: 'host',
    authority: 'council',
    mechanisms: [
      transfer.with({}),
      mechanism.with({
        window: WINDOW,
        evidence: EVIDENCE,
        wait: WAIT,
        verifiers: ['listed'],
        reward: 2_500,
        authority: 'council',
        ...settings,
      }),
    ],
    assets: (more.assets ?? [{ asset: 'POND' }, { asset: 'USD' }]) as never,
    allocations: signers.flatMap((party) => ['POND', 'USD'].map((asset) => ({ party, asset, amount: 10_000n }))),
  })
export const QUORUM = { checkers: ['dan', 'eve', 'fay'], quorum: '2' }
/** Ten base units entitle to a thousand bytes a window to one receiver; there are two. */
export const channel = (more: object = {}) => ({
  channel: 'eth',
  asset: 'POND',
  stake: 10n,
  volume: 1_000n,
  overlap: 1_000,
  spam: 5_000,
  receivers: 2,
  verifier: quorum.name,
  rule: QUORUM,
  ...more,
})

export const attestation = (window: number, text: string, from: bigint, to: bigint, producer = 'ann'): Attestation => ({
  channel: 'eth',
  producer,
  window,
  from,
  to,
  message: hashText(text),
})
const stated = (by: string, key: string) => ({ stream: STREAM, instance: INSTANCE, by, key })
/** A message as evidence shows it. */
export const attested = (said: Attestation, by: string = said.producer, key = 'k') => ({
  from: said.from,
  to: said.to,
  message: said.message,
  value: signStatement(attestationOf(said, stated(by, key)), keyOf(by, key)),
})
/** Two messages of one window. */
export const report = (first: Attestation, second: Attestation, by: string = first.producer, key = 'k') => ({
  channel: first.channel,
  signer: by,
  producer: first.producer,
  window: first.window,
  first: attested(first, by, key),
  second: attested(second, by, key),
})
export const verdict = (checker: string, about: SpamVerdict, key = 'k') => ({
  checker,
  key,
  value: signStatement(verdictOf(about, stated(checker, key)), keyOf(checker, key)),
})
/** A message that these checkers say is spam. */
export const spam = (said: Attestation, checkers: readonly string[], by: string = said.producer) => {
  const { channel: where, producer, window, message } = said
  const about = { channel: where, signer: by, producer, window, message }
  return {
    channel: where,
    signer: by,
    producer,
    window,
    ...attested(said, by),
    proof: { verdicts: checkers.map((checker) => verdict(checker, about)) },
  }
}
