/** Stories of spam deposits. Spec: spam-deposit.md. */
import { createSystem, type System } from '@symbolon/core'
import { hashText } from '@symbolon/core/codec'
import { type Scheme, signKey, signStatement } from '@symbolon/core/signature'
import { type Attestation, attestationOf, spamDeposit, verdictOf } from '@symbolon/core/spam-deposit'
import { transfer } from '@symbolon/core/transfer'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const WINDOW = 60
const settings = { window: WINDOW, evidence: 2, wait: 3, reward: 2_500, authority: 'council' }
const parties = ['ann', 'ben', 'cleo', 'dan', 'eve', 'fay'] as const
const system = (more: object = {}): System =>
  createSystem({
    spec: '1.0',
    authentication: 'host',
    mechanisms: [transfer.with({}), spamDeposit.with({ ...settings, ...more })],
    assets: [
      { asset: 'POND' },
      { asset: 'USD' },
      { asset: 'LOCKED', transferable: false, whitelist: ['cleo', 'treasury'] },
    ],
    allocations: parties.flatMap((party) =>
      ['POND', 'USD', 'LOCKED'].map((asset) => ({ party, asset, amount: 1_000n })),
    ),
  }) as System

const signerOf = (party: string, key: string) => {
  const scheme: Scheme = key === 'k2' ? 'secp256k1' : 'ed25519'
  return { scheme, privateKey: hashText(`${party} ${key}`) }
}
const stated = (by: string, key: string) => ({ stream: 'vectors', instance: 'spam-deposit', by, key })
const said = (window: number, text: string, from: bigint, to: bigint, more: Partial<Attestation> = {}): Attestation => {
  return { channel: 'eth', producer: 'ann', window, from, to, message: hashText(text), ...more }
}
const attested = (one: Attestation, by: string, key = 'k1') => {
  const { from, to, message } = one
  return { from, to, message, value: signStatement(attestationOf(one, stated(by, key)), signerOf(by, key)) }
}
const pair = (first: Attestation, second: Attestation, by: string = first.producer, key = 'k1') => {
  const { channel, producer, window } = first
  return { channel, signer: by, producer, window, first: attested(first, by, key), second: attested(second, by, key) }
}
const proven = (one: Attestation, checkers: readonly string[], by: string = one.producer) => {
  const { channel, producer, window, message } = one
  const verdicts = checkers.map((checker) => {
    const statement = verdictOf({ channel, signer: by, producer, window, message }, stated(checker, 'k1'))
    return { checker, key: 'k1', value: signStatement(statement, signerOf(checker, 'k1')) }
  })
  return { channel, signer: by, producer, window, ...attested(one, by), proof: { verdicts } }
}
const rule = { checkers: ['dan', 'eve', 'fay'], quorum: '2' }
const terms = { receivers: 2, verifier: 'quorum', rule }
const channel = (more: object = {}) => ({
  channel: 'eth',
  asset: 'POND',
  stake: 10n,
  volume: 1_000n,
  overlap: 1_000,
  spam: 3_333,
  ...terms,
  ...more,
})
const own = (more: object = {}) => ({ channel: 'eth', producer: 'ann', ...more })
const two = { channel: 'eth', attester: 'ben', producer: 'ann' }
const offer = { stake: 200n, asset: 'USD', fee: 7n, windows: 4 }

interface Tale {
  readonly steps: readonly Step[]
  at(time: number): Tale
  in(window: number, second?: number): Tale
  tell(by: string, name: string, input: object, expect?: Expectation, note?: string): Tale
}
function tale(): Tale {
  const steps: Step[] = []
  let at = 0
  const told: Tale = {
    steps,
    at(time) {
      at = time
      return told
    },
    in(window, second = 0) {
      at = window * WINDOW + second
      return told
    },
    tell(by, name, input, expect = 'accepted', note = undefined) {
      const type = name.includes('.') ? name : `spam-deposit.${name}`
      steps.push({ command: { by, at, type, input }, expect, ...(note === undefined ? {} : { note }) })
      return told
    },
  }
  for (const party of parties) {
    for (const key of party === 'ann' ? ['k1', 'k2'] : ['k1']) {
      const keys = signKey({ stream: 'vectors', by: party, key }, signerOf(party, key))
      told.tell(party, 'key.register', { key, ...keys }, 'accepted', `${party} registers ${key}`)
    }
  }
  return told
}

const deposits: Scenario = {
  name: 'deposits',
  about: 'Deposits, keys and terms take effect with the next window or later; what is asked back waits.',
  system: system(),
  at: 0,
  steps: tale()
    .tell('keeper', 'open', channel())
    .tell('ann', 'deposit', own({ amount: 500n, key: 'k1' }))
    .tell('ann', 'rekey', own({ key: 'k2' }), 'accepted', 'takes the place of the key that nobody has signed with')
    .in(1)
    .tell('ann', 'rekey', own({ key: 'k2' }), 'accepted', 'it is the one: no row')
    .tell('ann', 'rekey', own({ key: 'k1' }))
    .tell('keeper', 'amend', { channel: 'eth', ...terms, receivers: 5 })
    .tell('ann', 'leave', own({ amount: 100n }))
    .in(1, 59)
    .tell('ann', 'leave', own({ amount: 100n }), 'accepted', 'waits with the hundred of the same window')
    .in(2)
    .tell('ann', 'leave', own({ amount: 50n }))
    .tell('ann', 'deposit', own({ amount: 5n, key: 'k2' }))
    .in(4)
    .tell('ann', 'rekey', own({ key: 'k1' }), 'accepted', 'keys that answered for windows 0 and 1 are forgotten')
    .in(5)
    .tell('ann', 'withdraw', own())
    .tell('keeper', 'amend', { channel: 'eth', ...terms, receivers: 1 }, 'accepted', 'the terms in force since 0 stay')
    .in(9)
    .tell('ann', 'withdraw', own())
    .tell('keeper', 'amend', { channel: 'eth', ...terms, receivers: 3 }, 'accepted', 'the first terms are forgotten')
    .tell('ann', 'leave', own({ amount: 255n }))
    .in(13)
    .tell('ann', 'withdraw', own(), 'accepted', 'nothing is left, no key either').steps,
}

const attesters: Scenario = {
  name: 'attesters',
  about: 'An attester deposits for a producer, is paid for windows that are over, and can end it as the producer can.',
  system: system(),
  at: 0,
  steps: tale()
    .tell('keeper', 'open', channel())
    .tell('ben', 'deposit', own({ amount: 300n, key: 'k1' }))
    .tell('ben', 'offer', own({ ...offer, fee: 9n }))
    .tell('ann', 'decline', two)
    .tell('ben', 'offer', own({ ...offer, fee: 9n }))
    .tell('ben', 'offer', own(offer), 'accepted', 'instead of the one before')
    .tell('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer })
    .tell('ben', 'leave', own({ amount: 100n }))
    .tell('ben', 'collect', two, 'accepted', 'it hasn’t begun')
    .in(3)
    .tell('ben', 'collect', two, 'accepted', 'two windows')
    .tell('ann', 'end', two, 'accepted', 'the present window is still paid')
    .tell('ann', 'end', two, 'accepted', 'it is ended already')
    .in(4)
    .tell('ben', 'offer', own({ ...offer, asset: 'LOCKED', windows: 1, fee: 0n }))
    .tell(
      'ann',
      'accept',
      { channel: 'eth', attester: 'ben', ...offer, asset: 'LOCKED', windows: 1, fee: 0n },
      'SPAM_DEPOSIT_FEE_RESTRICTED',
    )
    .tell('ben', 'offer', own({ ...offer, windows: 2 }))
    .tell(
      'ann',
      'accept',
      { channel: 'eth', attester: 'ben', ...offer, windows: 2 },
      'accepted',
      'and the one before is paid',
    )
    .tell('ben', 'end', two, 'accepted', 'before it has begun')
    .tell('ann', 'collect', two)
    .tell('ben', 'offer', own({ ...offer, fee: 0n }))
    .tell('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer, fee: 0n })
    .in(6)
    .tell('ben', 'end', two, 'accepted', 'free of charge')
    .tell('ann', 'collect', two)
    .tell('ben', 'offer', own(offer))
    .tell('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer })
    .in(8)
    .tell(
      'x',
      'prove',
      proven(said(8, 'buy', 0n, 3n), ['eve', 'dan'], 'ben'),
      'accepted',
      'a third: less than promised',
    )
    .tell('ann', 'collect', two)
    .tell('ben', 'collect', two)
    .tell('ben', 'leave', own({ amount: 133n })).steps,
}

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((text) => said(1, text, 0n, 10n)) as [
  Attestation,
  Attestation,
  Attestation,
  Attestation,
]
const evidence: Scenario = {
  name: 'evidence',
  about: 'Messages that overlap are faults one less than they are, spam is one a window; a part is the reporter’s.',
  system: system({ beneficiary: 'treasury' }),
  at: 0,
  steps: tale()
    .tell('keeper', 'open', channel())
    .tell('keeper', 'open', channel({ channel: 'own', asset: 'LOCKED' }))
    .tell('ann', 'deposit', own({ amount: 1_000n, key: 'k1' }))
    .tell('ann', 'deposit', own({ channel: 'own', amount: 1_000n, key: 'k1' }))
    .in(1)
    .tell('ann', 'leave', own({ amount: 333n }))
    .tell('x', 'report', pair(a, b))
    .tell('x', 'report', pair(b, a), 'SPAM_DEPOSIT_FAULT_KNOWN')
    .tell('x', 'report', pair(c, { ...d, from: 9n, to: 12n }))
    .tell('x', 'report', pair(d, a), 'accepted', 'one tree of two')
    .tell('x', 'report', pair(b, c), 'SPAM_DEPOSIT_FAULT_KNOWN')
    .tell('x', 'report', pair({ ...a, from: 3n, to: 4n }, said(1, 'e', 0n, 10n)), 'accepted', 'a range inside another')
    .tell('x', 'prove', proven(a, ['dan', 'fay', 'ann']))
    .tell('x', 'prove', proven({ ...a, to: 99n }, ['dan', 'fay']), 'SPAM_DEPOSIT_FAULT_KNOWN')
    .tell('ann', 'rekey', own({ key: 'k2' }))
    .tell('ann', 'key.revoke', { key: 'k1' })
    .tell('x', 'report', pair(a, said(1, 'f', 0n, 10n)), 'accepted', 'signed with a key that is revoked since')
    .tell(
      'x',
      'report',
      pair({ ...a, channel: 'own' }, { ...b, channel: 'own' }),
      'accepted',
      'locked: all to the treasury',
    )
    .tell('cleo', 'prove', proven({ ...a, channel: 'own' }, ['dan', 'fay']), 'accepted', 'who may be sent to')
    .tell('ann', 'report', pair({ ...c, channel: 'own' }, { ...b, channel: 'own' }), 'accepted', 'of itself')
    .in(2)
    .tell('x', 'report', pair(said(2, 'a', 0n, 9n), said(2, 'b', 0n, 9n)), 'SPAM_DEPOSIT_SIGNATURE_INVALID')
    .tell('x', 'report', pair(said(2, 'a', 0n, 9n), said(2, 'b', 0n, 9n), 'ann', 'k2'))
    .in(3, 59)
    .tell('x', 'report', pair(a, said(1, 'g', 0n, 10n)), 'accepted', 'in the last second')
    .tell('x', 'forget', { channel: 'eth' })
    .in(4)
    .tell('x', 'report', pair(a, said(1, 'h', 0n, 10n)), 'SPAM_DEPOSIT_EVIDENCE_LATE')
    .tell(
      'x',
      'report',
      pair(said(4, 'a', 0n, 9n), said(4, 'b', 0n, 9n), 'ann', 'k2'),
      'accepted',
      'four are forgotten',
    )
    .tell('x', 'forget', { channel: 'eth' })
    .in(5)
    .tell('ann', 'withdraw', own()).steps,
}

const whole: Scenario = {
  name: 'all-at-once',
  about: 'A channel on which one fault costs all, of a deposit of one base unit too.',
  system: system(),
  at: 0,
  steps: tale()
    .tell('keeper', 'open', channel({ overlap: 10_000, spam: 1 }))
    .tell('ann', 'deposit', own({ amount: 2n, key: 'k1' }))
    .in(1)
    .tell('ann', 'leave', own({ amount: 1n }))
    .tell('x', 'prove', proven(a, ['dan', 'eve']), 'accepted', 'each part rounds up: all is gone')
    .tell('x', 'report', pair(a, b), 'SPAM_DEPOSIT_UNKNOWN')
    .tell('ann', 'withdraw', own(), 'SPAM_DEPOSIT_UNKNOWN')
    .tell('ann', 'deposit', own({ amount: 2n, key: 'k1' }))
    .tell('x', 'report', pair(a, b), 'SPAM_DEPOSIT_SIGNATURE_INVALID', 'what is new answers for nothing of before')
    .in(2)
    .tell('x', 'report', pair(said(2, 'a', 0n, 9n), said(2, 'b', 0n, 9n))).steps,
}

const bad = { channel: 'eth', signer: 'ann', producer: 'ann' }
const empty = { from: 5n, to: 5n, message: hashText('a'), value: '' }
const refusals: Scenario = {
  name: 'refusals',
  about: 'Every code of spam-deposit, each step wrong in what comes later too as far as it can be.',
  system: system(),
  at: 0,
  steps: tale()
    .tell('keeper', 'open', channel({ receivers: 0, verifier: 'none' }), 'SPAM_DEPOSIT_TERMS_INVALID')
    .tell('keeper', 'open', channel({ overlap: 0 }), 'SPAM_DEPOSIT_TERMS_INVALID')
    .tell('keeper', 'open', channel({ spam: 0 }), 'SPAM_DEPOSIT_TERMS_INVALID')
    .tell('keeper', 'open', channel({ verifier: 'none', rule: {} }), 'SPAM_DEPOSIT_VERIFIER_UNKNOWN')
    .tell('keeper', 'open', channel({ rule: {} }), 'SPAM_DEPOSIT_RULE_INVALID')
    .tell('keeper', 'open', channel({ rule: { ...rule, quorum: '4' } }), 'SPAM_DEPOSIT_RULE_INVALID')
    .tell('keeper', 'open', channel({ rule: { ...rule, quorum: '0' } }), 'SPAM_DEPOSIT_RULE_INVALID')
    .tell('keeper', 'open', channel({ rule: { checkers: ['dan', 'dan'], quorum: '1' } }), 'SPAM_DEPOSIT_RULE_INVALID')
    .tell('keeper', 'open', channel())
    .tell('eve', 'open', channel({ receivers: 0, rule: {} }), 'SPAM_DEPOSIT_CHANNEL_TAKEN')
    .tell('eve', 'amend', { channel: 'btc', ...terms, receivers: 0 }, 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('eve', 'amend', { channel: 'eth', ...terms, receivers: 0 }, 'SPAM_DEPOSIT_NOT_KEEPER')
    .tell('keeper', 'amend', { channel: 'eth', receivers: 0, verifier: 'none', rule }, 'SPAM_DEPOSIT_TERMS_INVALID')
    .tell('keeper', 'amend', { channel: 'eth', ...terms, verifier: 'none', rule: {} }, 'SPAM_DEPOSIT_VERIFIER_UNKNOWN')
    .tell('keeper', 'amend', { channel: 'eth', ...terms, rule: [] }, 'SPAM_DEPOSIT_RULE_INVALID')
    .tell('ann', 'deposit', own({ channel: 'btc', amount: 9_999n, key: 'k9' }), 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('ann', 'deposit', own({ amount: 9_999n, key: 'k9' }), 'SPAM_DEPOSIT_KEY_UNKNOWN')
    .tell('ann', 'deposit', own({ amount: 9_999n, key: 'k1' }), 'ACCOUNT_BELOW_FLOOR')
    .tell('ann', 'rekey', own({ channel: 'btc', key: 'k9' }), 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('ann', 'rekey', own({ key: 'k1' }), 'SPAM_DEPOSIT_UNKNOWN')
    .tell('ann', 'leave', own({ channel: 'btc', amount: 1n }), 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('ann', 'leave', own({ amount: 1n }), 'SPAM_DEPOSIT_UNKNOWN')
    .tell('ann', 'withdraw', own({ channel: 'btc' }), 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('ann', 'withdraw', own(), 'SPAM_DEPOSIT_UNKNOWN')
    .tell('ben', 'deposit', own({ amount: 250n, key: 'k1' }))
    .tell('ben', 'rekey', own({ key: 'k2' }), 'SPAM_DEPOSIT_KEY_UNKNOWN')
    .tell('ben', 'withdraw', own(), 'SPAM_DEPOSIT_WAITING')
    .tell('ben', 'offer', own({ ...offer, channel: 'btc', windows: 0 }), 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('ben', 'offer', own({ ...offer, producer: 'ben', windows: 0 }), 'SPAM_DEPOSIT_TERMS_INVALID')
    .tell('ben', 'offer', own({ ...offer, windows: 10_001 }), 'SPAM_DEPOSIT_TERMS_INVALID')
    .tell('ben', 'offer', own({ ...offer, producer: 'ben' }), 'SPAM_DEPOSIT_OFFER_TO_SELF')
    .tell('ben', 'decline', two, 'SPAM_DEPOSIT_OFFER_UNKNOWN')
    .tell('ann', 'accept', { channel: 'btc', attester: 'ben', ...offer }, 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer }, 'SPAM_DEPOSIT_OFFER_UNKNOWN')
    .tell('ben', 'offer', own(offer))
    .tell('eve', 'decline', two, 'SPAM_DEPOSIT_OFFER_UNKNOWN')
    .tell('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer })
    .tell('ben', 'leave', own({ amount: 251n }), 'SPAM_DEPOSIT_AMOUNT_EXCEEDED')
    .tell('ben', 'leave', own({ amount: 51n }), 'SPAM_DEPOSIT_PROMISED')
    .tell('ben', 'offer', own({ ...offer, stake: 999n, asset: 'LOCKED' }))
    .tell('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer }, 'SPAM_DEPOSIT_OFFER_CHANGED')
    .tell(
      'ann',
      'accept',
      { channel: 'eth', attester: 'ben', ...offer, stake: 999n, asset: 'LOCKED' },
      'SPAM_DEPOSIT_AGREEMENT_RUNNING',
    )
    .in(5)
    .tell(
      'ann',
      'accept',
      { channel: 'eth', attester: 'ben', ...offer, stake: 999n, asset: 'LOCKED' },
      'SPAM_DEPOSIT_STAKE_MISSING',
    )
    .tell('ben', 'offer', own({ ...offer, asset: 'LOCKED', fee: 999n }))
    .tell(
      'ann',
      'accept',
      { channel: 'eth', attester: 'ben', ...offer, asset: 'LOCKED', fee: 999n },
      'SPAM_DEPOSIT_FEE_RESTRICTED',
    )
    .tell('ben', 'offer', own({ ...offer, fee: 999n }))
    .tell('ann', 'accept', { channel: 'eth', attester: 'ben', ...offer, fee: 999n }, 'ACCOUNT_BELOW_FLOOR')
    .tell('eve', 'collect', two, 'SPAM_DEPOSIT_AGREEMENT_UNKNOWN')
    .tell('eve', 'end', two, 'SPAM_DEPOSIT_AGREEMENT_UNKNOWN')
    .tell('ben', 'end', { ...two, channel: 'btc' }, 'SPAM_DEPOSIT_AGREEMENT_UNKNOWN')
    .tell(
      'x',
      'report',
      { ...bad, channel: 'btc', window: 9, first: empty, second: empty },
      'SPAM_DEPOSIT_CHANNEL_UNKNOWN',
    )
    .tell('x', 'report', { ...bad, window: 9, first: empty, second: empty }, 'SPAM_DEPOSIT_UNKNOWN')
    .tell('ann', 'deposit', own({ amount: 100n, key: 'k1' }))
    .in(6)
    .tell('x', 'report', { ...bad, window: 7, first: empty, second: empty }, 'SPAM_DEPOSIT_EVIDENCE_AHEAD')
    .tell('x', 'report', { ...bad, window: 3, first: empty, second: empty }, 'SPAM_DEPOSIT_EVIDENCE_LATE')
    .tell('x', 'report', { ...bad, window: 6, first: empty, second: empty }, 'SPAM_DEPOSIT_RANGE_INVALID')
    .tell(
      'x',
      'report',
      { ...bad, window: 6, first: { ...empty, to: 9n }, second: { ...empty, to: 9n } },
      'SPAM_DEPOSIT_NO_OVERLAP',
    )
    .tell(
      'x',
      'report',
      {
        ...bad,
        window: 6,
        first: { ...empty, to: 9n },
        second: { ...empty, from: 9n, to: 12n, message: hashText('b') },
      },
      'SPAM_DEPOSIT_NO_OVERLAP',
      'a common boundary',
    )
    .tell('x', 'report', pair(said(6, 'a', 5n, 9n), said(6, 'b', 8n, 12n)))
    .tell(
      'x',
      'report',
      { ...bad, window: 6, first: { ...empty, to: 9n }, second: { ...empty, to: 9n, message: hashText('b') } },
      'SPAM_DEPOSIT_FAULT_KNOWN',
    )
    .tell(
      'x',
      'report',
      { ...bad, window: 6, first: { ...empty, to: 9n }, second: { ...empty, to: 9n, message: hashText('c') } },
      'SPAM_DEPOSIT_SIGNATURE_INVALID',
    )
    .tell(
      'x',
      'report',
      pair(said(6, 'a', 5n, 9n), said(6, 'c', 8n, 12n), 'ann', 'k2'),
      'SPAM_DEPOSIT_SIGNATURE_INVALID',
      'another key',
    )
    .tell(
      'x',
      'report',
      { ...pair(said(5, 'a', 5n, 9n), said(5, 'c', 8n, 12n)) },
      'SPAM_DEPOSIT_SIGNATURE_INVALID',
      'there was no key yet',
    )
    .tell('x', 'prove', { ...bad, channel: 'btc', window: 9, ...empty, proof: null }, 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('x', 'prove', { ...bad, signer: 'eve', window: 9, ...empty, proof: null }, 'SPAM_DEPOSIT_UNKNOWN')
    .tell('x', 'prove', { ...bad, window: 7, ...empty, proof: null }, 'SPAM_DEPOSIT_EVIDENCE_AHEAD')
    .tell('x', 'prove', { ...bad, window: 3, ...empty, proof: null }, 'SPAM_DEPOSIT_EVIDENCE_LATE')
    .tell('x', 'prove', { ...bad, window: 6, ...empty, proof: null }, 'SPAM_DEPOSIT_RANGE_INVALID')
    .tell('x', 'prove', proven(said(6, 'a', 5n, 9n), ['dan', 'eve']))
    .tell('x', 'prove', { ...bad, window: 6, ...empty, to: 9n, proof: null }, 'SPAM_DEPOSIT_FAULT_KNOWN')
    .tell(
      'x',
      'prove',
      { ...bad, window: 6, ...empty, to: 9n, message: hashText('b'), proof: null },
      'SPAM_DEPOSIT_SIGNATURE_INVALID',
    )
    .tell('x', 'prove', { ...proven(said(6, 'b', 5n, 9n), []), proof: null }, 'SPAM_DEPOSIT_NOT_PROVEN')
    .tell(
      'x',
      'prove',
      proven(said(6, 'b', 5n, 9n), ['dan', 'dan', 'ann']),
      'SPAM_DEPOSIT_NOT_PROVEN',
      'one checker twice, and one who isn’t',
    )
    .tell(
      'x',
      'prove',
      { ...proven(said(6, 'b', 5n, 9n), []), proof: proven(said(6, 'c', 5n, 9n), ['dan', 'eve']).proof },
      'SPAM_DEPOSIT_NOT_PROVEN',
      'verdicts of another message',
    )
    .tell('x', 'forget', { channel: 'btc' }, 'SPAM_DEPOSIT_CHANNEL_UNKNOWN')
    .tell('council', 'configure', { reward: 5_001 }, 'PARAMS_REFUSED')
    .tell('eve', 'configure', { reward: 0 }, 'NOT_AUTHORISED')
    .tell('council', 'configure', { reward: 0 })
    .tell('x', 'prove', proven(said(6, 'b', 5n, 9n), ['dan', 'eve']), 'accepted', 'all is burned').steps,
}

const most = (1n << 127n) - 1n
const bounds: Scenario = {
  name: 'bounds',
  about: 'The last second there is, the shortest window, amounts at the bounds of their fields.',
  system: createSystem({
    spec: '1.0',
    authentication: 'host',
    mechanisms: [spamDeposit.with({ ...settings, window: 2, evidence: 64, wait: 128 })],
    assets: [{ asset: 'POND' }, { asset: 'USD' }],
    allocations: [
      { party: 'ben', asset: 'POND', amount: most },
      { party: 'ann', asset: 'USD', amount: most },
    ],
  }) as System,
  at: 0,
  steps: tale()
    .tell('keeper', 'open', channel({ overlap: 1, volume: most, stake: 1n }))
    .at(Number.MAX_SAFE_INTEGER)
    .tell('ben', 'deposit', own({ amount: most, key: 'k1' }))
    .tell('ben', 'offer', own({ stake: most, asset: 'USD', fee: most, windows: 2 }))
    .tell(
      'ann',
      'accept',
      { channel: 'eth', attester: 'ben', stake: most, asset: 'USD', fee: most, windows: 2 },
      'AMOUNT_OVERFLOW',
    )
    .tell('ben', 'offer', own({ stake: most, asset: 'USD', fee: most / 10_000n, windows: 10_000 }))
    .tell('ann', 'accept', {
      channel: 'eth',
      attester: 'ben',
      stake: most,
      asset: 'USD',
      fee: most / 10_000n,
      windows: 10_000,
    })
    .tell('ben', 'leave', own({ amount: 1n }), 'SPAM_DEPOSIT_PROMISED')
    .tell('ben', 'end', two)
    .tell('ann', 'collect', two)
    .tell('ben', 'leave', own({ amount: most }))
    .tell('keeper', 'amend', { channel: 'eth', ...terms, receivers: Number.MAX_SAFE_INTEGER }).steps,
}

export const scenarios: readonly Scenario[] = [deposits, attesters, evidence, whole, refusals, bounds]
