import { describe, expect, it } from 'vitest'
import { canonicalize } from '../src/codec/index.js'
import { createSystem, type FeedPolicy, view } from '../src/kernel/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import {
  createVerifier,
  type SignatureCheck,
  type Signer,
  signCommand,
  signKey,
  signReport,
  signStatement,
} from '../src/signature/index.js'
import { probe } from './support/probe.js'
import { story } from './support/story.js'

const ed: Signer = { scheme: 'ed25519', privateKey: '11'.repeat(32) }
const k1: Signer = { scheme: 'secp256k1', privateKey: '22'.repeat(32) }
const system = createSystem({
  spec: '1.0',
  authority: 'founder',
  mechanisms: [transfer.with({})],
  assets: [{ asset: 'X' }],
  allocations: [{ party: 'alice', asset: 'X', amount: 100n }],
})
const told = () => story(system as never)
type Told = ReturnType<typeof told>

const keyInput = (by: string, key: string, signer: Signer, stream = 'story') => {
  return { key, ...signKey({ stream, by, key }, signer) }
}
const send = { to: 'bob', asset: 'X', amount: 7n }
const signed = (
  s: Told,
  signer: Signer,
  key: string,
  change: object = {},
  type = 'transfer.send',
  fields: object = send,
) => {
  const json = JSON.parse(JSON.stringify(fields, (_, v) => (typeof v === 'bigint' ? String(v) : v)))
  const command = {
    stream: 'story',
    id: 'signed',
    by: 'alice',
    type,
    input: canonicalize(json),
    deadline: 9,
    key,
    ...change,
  }
  return s.run('alice', type, fields, s.state.at, { id: 'signed', signature: signCommand(command, signer) })
}

describe('a verifier of one’s own', () => {
  it('behavior: checks every signature, and is no part of the composition', () => {
    const checked: SignatureCheck[] = []
    const { verify } = createVerifier({ capacity: 1 })
    const verifier = {
      verify: (check: SignatureCheck) => {
        checked.push(check)
        return verify(check)
      },
    }
    const given = { spec: '1.0', mechanisms: [transfer.with({})], assets: [{ asset: 'X' }] } as const
    const own = createSystem({ ...given, verifier })
    expect(own.hash).toBe(createSystem(given).hash)
    const s = story(own as never)
    expect(s.run('alice', 'key.register', keyInput('alice', 'main', ed))).toBe('accepted')
    expect(s.run('bob', 'key.register', { ...keyInput('bob', 'main', k1), proof: '00' })).toBe('KEY_PROOF_INVALID')
    expect(checked.map(({ scheme }) => scheme)).toEqual(['ed25519', 'secp256k1'])
  })
})

describe('keys', () => {
  it.each([ed, k1])('of $scheme sign commands for one stream, id, type, input and time', (signer) => {
    const s = told()
    expect(s.run('alice', 'key.register', keyInput('alice', 'main', signer))).toBe('accepted')
    expect(s.run('alice', 'transfer.send', send)).toBe('SIGNATURE_REQUIRED')
    for (const change of [{ stream: 'other' }, { id: 'x' }, { by: 'bob' }, { type: 'transfer.x' }, { input: '{}' }]) {
      expect(signed(s, signer, 'main', change)).toBe('SIGNATURE_INVALID')
    }
    expect(signed(s, signer === ed ? k1 : ed, 'main')).toBe('SIGNATURE_INVALID')
    expect(signed(s, signer, 'other')).toBe('SIGNATURE_KEY_UNKNOWN')
    expect(signed(s, signer, 'main')).toBe('accepted')
    expect(s.run('bob', 'transfer.send', { to: 'alice', asset: 'X', amount: 1n }, 10)).toBe('accepted')
    expect(signed(s, signer, 'main')).toBe('SIGNATURE_EXPIRED')
  })

  it('are registered with proof that they are the party’s own, the first unsigned, later ones signed', () => {
    const s = told()
    const input = keyInput('alice', 'main', ed)
    expect(s.run('alice', 'key.register', { ...input, publicKey: '00'.repeat(32) })).toBe('KEY_MALFORMED')
    expect(s.run('alice', 'key.register', { ...input, proof: 'ab'.repeat(64) })).toBe('KEY_PROOF_INVALID')
    expect(s.run('alice', 'key.register', keyInput('bob', 'main', ed))).toBe('KEY_PROOF_INVALID')
    expect(s.run('alice', 'key.register', keyInput('alice', 'main', ed, 'elsewhere'))).toBe('KEY_PROOF_INVALID')
    expect(s.run('alice', 'key.register', input)).toBe('accepted')
    const second = keyInput('alice', 'spare', k1)
    expect(s.run('alice', 'key.register', second)).toBe('SIGNATURE_REQUIRED')
    expect(signed(s, ed, 'main', {}, 'key.register', input)).toBe('KEY_TAKEN')
    expect(signed(s, ed, 'main', {}, 'key.revoke', { key: 'main' })).toBe('KEY_LAST')
    expect(signed(s, ed, 'main', {}, 'key.register', second)).toBe('accepted')
    expect(signed(s, k1, 'spare', {}, 'key.revoke', { key: 'main' })).toBe('accepted')
    expect(signed(s, k1, 'spare', {}, 'key.revoke', { key: 'main' })).toBe('KEY_UNKNOWN')
    expect(signed(s, ed, 'main')).toBe('SIGNATURE_KEY_UNKNOWN')
    expect(signed(s, k1, 'spare')).toBe('accepted')
  })

  it('may stay unused where genesis says that the host authenticates, but a signature given is checked', () => {
    const host = createSystem({
      spec: '1.0',
      authentication: 'host',
      mechanisms: [transfer.with({})],
      assets: [{ asset: 'X' }],
      allocations: [{ party: 'alice', asset: 'X', amount: 100n }],
    })
    const s = story(host as never)
    s.run('alice', 'key.register', keyInput('alice', 'main', ed))
    expect(s.run('alice', 'transfer.send', send)).toBe('accepted')
    expect(signed(s, k1, 'main')).toBe('SIGNATURE_INVALID')
  })
})

const policy: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 10,
  futureSkew: 2,
  lowest: { baseAmount: 10n, quoteAmount: 1n },
  highest: { baseAmount: 1n, quoteAmount: 10n },
  jump: 5000,
  monotone: true,
  timelock: 100,
}
const report = (fields: object = {}) => ({
  base: 'X',
  quote: 'USD',
  baseAmount: 1n,
  quoteAmount: 2n,
  confidence: 0n,
  observed: 0,
  until: 1000,
  source: 'desk',
  number: 0,
  signatures: [],
  ...fields,
})
const feed = (s: Told, change: Partial<FeedPolicy> = {}) =>
  s.run('founder', 'price.feed', { base: 'X', quote: 'USD', policy: { ...policy, ...change } })
const tell = (s: Told, fields: object, at?: number) => s.run('oracle', 'price.report', report(fields), at)

describe('prices', () => {
  it('are refused in the order that the policy says', () => {
    const s = told()
    expect(tell(s, {})).toBe('FEED_UNKNOWN')
    expect(s.run('eve', 'price.feed', { base: 'X', quote: 'USD', policy })).toBe('NOT_AUTHORISED')
    expect(feed(s, { reporters: [] })).toBe('FEED_POLICY_INVALID')
    expect(feed(s, { threshold: 1 })).toBe('FEED_POLICY_INVALID')
    expect(feed(s, { lowest: policy.highest, highest: policy.lowest })).toBe('FEED_POLICY_INVALID')
    expect(feed(s)).toBe('accepted')
    expect(s.run('founder', 'price.feed', { base: 'USD', quote: 'X', policy })).toBe('FEED_POLICY_INVALID')
    expect(s.run('eve', 'price.report', report())).toBe('PRICE_NOT_REPORTER')
    expect(tell(s, { observed: 23 }, 20)).toBe('PRICE_FROM_FUTURE')
    expect(tell(s, { observed: 9 }, 20)).toBe('PRICE_EXPIRED')
    expect(tell(s, { observed: 20, until: 20 }, 20)).toBe('PRICE_EXPIRED')
    expect(tell(s, { observed: 20, quoteAmount: 11n }, 20)).toBe('PRICE_OUT_OF_BOUNDS')
    expect(tell(s, { observed: 20, baseAmount: 21n }, 20)).toBe('PRICE_OUT_OF_BOUNDS')
    expect(tell(s, { observed: 20 }, 20)).toBe('accepted')
    expect(tell(s, { observed: 20 }, 20)).toBe('PRICE_OUT_OF_ORDER')
    expect(tell(s, { observed: 19, number: 5 }, 20)).toBe('PRICE_OUT_OF_ORDER')
    expect(tell(s, { observed: 20, number: 1, quoteAmount: 4n }, 20)).toBe('PRICE_JUMP')
    expect(tell(s, { observed: 20, number: 1, quoteAmount: 3n }, 20)).toBe('accepted')
    expect(view(system, s.state).price('X', 'USD')).toMatchObject({ baseAmount: 1n, quoteAmount: 3n, observed: 20 })
    expect(view(system, s.state).price('USD', 'X')).toMatchObject({ baseAmount: 3n, quoteAmount: 1n })
  })

  it('are stale past the maximum age or their own end, never a zero', () => {
    const s = told()
    feed(s)
    expect(() => view(system, s.state).price('X', 'USD')).toThrow(expect.objectContaining({ code: 'PRICE_MISSING' }))
    tell(s, { observed: 5, until: 12 }, 5)
    expect(view(system, s.state, 11).price('X', 'USD').quoteAmount).toBe(2n)
    expect(() => view(system, s.state, 12).price('X', 'USD')).toThrow(expect.objectContaining({ code: 'PRICE_STALE' }))
    tell(s, { observed: 6, number: 1 }, 6)
    expect(view(system, s.state, 16).price('X', 'USD').quoteAmount).toBe(2n)
    expect(() => view(system, s.state, 17).price('X', 'USD')).toThrow(expect.objectContaining({ code: 'PRICE_STALE' }))
  })

  it('at an earlier time are those recorded before it, the latest observed, within the age as of then', () => {
    const s = told()
    feed(s, { monotone: false, jump: null })
    tell(s, { observed: 10, quoteAmount: 1n }, 10)
    tell(s, { observed: 15, quoteAmount: 3n }, 15)
    tell(s, { observed: 12, quoteAmount: 2n }, 16)
    tell(s, { observed: 18, quoteAmount: 4n }, 30 - 5)
    const at = (time: number) => view(system, s.state).priceAt('X', 'USD', time).quoteAmount
    expect([11, 15, 16, 25, 26, 28].map(at)).toEqual([1n, 1n, 3n, 3n, 4n, 4n])
    expect(() => at(10)).toThrow(expect.objectContaining({ code: 'PRICE_MISSING' }))
    expect(() => at(29)).toThrow(expect.objectContaining({ code: 'PRICE_MISSING' }))
  })

  it('follow a changed policy once its timelock is over', () => {
    const s = told()
    feed(s)
    expect(feed(s, { reporters: ['other'] })).toBe('accepted')
    expect(tell(s, { observed: 99 }, 99)).toBe('accepted')
    expect(tell(s, { observed: 100 }, 100)).toBe('PRICE_NOT_REPORTER')
  })

  it('of the past are read by the policy of their time, however often it has changed since', () => {
    const s = told()
    feed(s, { timelock: 0, maxAge: 50 })
    tell(s, { observed: 10 }, 10)
    s.run('founder', 'price.feed', { base: 'X', quote: 'USD', policy: { ...policy, timelock: 0, maxAge: 5 } }, 40)
    s.run('founder', 'price.feed', { base: 'X', quote: 'USD', policy: { ...policy, timelock: 0, maxAge: 1 } }, 50)
    const at = (time: number) => view(system, s.state).priceAt('X', 'USD', time).quoteAmount
    // at 40 itself the policy of just before counts, so that nothing recorded at 40 changes the price there
    expect(at(40)).toBe(2n)
    expect(view(system, s.state).findPriceAt('X', 'USD', 40)?.observed).toBe(10)
    expect(view(system, s.state).findPriceAt('X', 'USD', 41)).toBeUndefined()
    expect(() => at(41)).toThrow(expect.objectContaining({ code: 'PRICE_MISSING' }))
    expect(() => at(0)).toThrow(expect.objectContaining({ code: 'PRICE_MISSING' }))
  })

  it('need the signatures of different parties up to the threshold', () => {
    const s = told()
    for (const [party, signer] of [
      ['n1', ed],
      ['n2', k1],
    ] as const) {
      s.run(party, 'key.register', keyInput(party, 'a', signer))
    }
    const signers = [
      { party: 'n1', key: 'a' },
      { party: 'n2', key: 'a' },
    ]
    // What was signed could be sent again by anybody, over and over.
    expect(feed(s, { signers, threshold: 2, reporters: [], monotone: false })).toBe('FEED_POLICY_INVALID')
    expect(feed(s, { signers, threshold: 2, reporters: [] })).toBe('accepted')
    const message = (quoteAmount = '2') => ({
      stream: 'story',
      base: 'X',
      quote: 'USD',
      baseAmount: '1',
      quoteAmount,
      confidence: '0',
      observed: '0',
      until: '1000',
      source: 'desk',
      number: '0',
      key: 'a',
    })
    const one = { party: 'n1', key: 'a', value: signReport(message(), ed) }
    const two = { party: 'n2', key: 'a', value: signReport(message(), k1) }
    const wrong = { ...two, value: signReport(message('3'), k1) }
    for (const signatures of [[], [one], [one, one], [one, wrong], [one, { ...two, party: 'n3' }]]) {
      expect(tell(s, { signatures })).toBe('PRICE_SIGNATURES_MISSING')
    }
    expect(s.run('anyone', 'price.report', report({ signatures: [one, two] }))).toBe('accepted')
    expect(s.run('anyone', 'price.report', report({ signatures: [one, two] }))).toBe('PRICE_OUT_OF_ORDER')
  })

  it('turned round are as uncertain as they were, however small the numbers are', () => {
    const s = told()
    feed(s)
    expect(tell(s, { baseAmount: 1n, quoteAmount: 2n, confidence: 1n })).toBe('accepted')
    const look = view(system, s.state)
    // One in two: of a turned 2 : 1 the confidence of one would be all of it.
    const { baseAmount, quoteAmount, confidence } = look.price('USD', 'X')
    expect(baseAmount).toBe(2n * quoteAmount)
    expect(2n * confidence - quoteAmount).toBeLessThan(2n)
    expect(2n * confidence).toBeGreaterThanOrEqual(quoteAmount)
    expect(look.priceAt('USD', 'X', 1)).toEqual(look.price('USD', 'X'))
  })

  it('turned round stay in their parts where these say it all', () => {
    const s = told()
    feed(s)
    expect(tell(s, { baseAmount: 4n, quoteAmount: 2n, confidence: 1n })).toBe('accepted')
    const back = { baseAmount: 2n, quoteAmount: 4n, confidence: 2n }
    expect(view(system, s.state).price('USD', 'X')).toMatchObject(back)
  })

  it('are pruned below what anybody retains, never the latest', () => {
    const s = told()
    feed(s)
    for (const observed of [1, 2, 3]) tell(s, { observed }, observed)
    expect(s.run('eve', 'price.prune', { base: 'X', quote: 'USD', before: 3 })).toBe('accepted')
    expect(() => view(system, s.state).priceAt('X', 'USD', 3)).toThrow(
      expect.objectContaining({ code: 'PRICE_MISSING' }),
    )
    expect(s.run('eve', 'price.prune', { base: 'X', quote: 'USD', before: 99 })).toBe('accepted')
    expect(view(system, s.state).price('X', 'USD').observed).toBe(3)
  })
})

describe('statements', () => {
  const hearing = createSystem({
    spec: '1.0',
    mechanisms: [probe.with({ asset: 'P', wait: 1 }), probe.as('second').with({ asset: 'P', wait: 1 })],
    assets: [{ asset: 'P' }],
  })
  it.each([ed, k1])('of $scheme count for one stream, instance, kind, party, key and body', (signer) => {
    const s = story(hearing as never)
    expect(s.run('alice', 'key.register', keyInput('alice', 'main', signer))).toBe('accepted')
    const body = { epoch: '7', of: ['a', true, null] }
    const statement = {
      stream: 'story',
      instance: 'probe',
      kind: 'ticket',
      by: 'alice',
      body: canonicalize(body),
      key: 'main',
    }
    const heard = {
      by: 'alice',
      key: 'main',
      kind: 'ticket',
      body,
      value: signStatement(statement, signer),
      revoked: false,
    }
    const hear = (change: object = {}, type = 'probe.hear') => s.run('x', type, { ...heard, ...change })
    expect(hear()).toBe('accepted')
    expect(hear({ body: { of: ['a', true, null], epoch: '7' } }), 'the order of members is nothing').toBe('accepted')
    expect(hear({ key: 'other' })).toBe('PROBE_MISSING')
    expect(hear({ kind: 'vote' })).toBe('PROBE_UNSIGNED')
    expect(hear({ body: { ...body, epoch: '8' } })).toBe('PROBE_UNSIGNED')
    expect(hear({}, 'second.hear')).toBe('PROBE_UNSIGNED')
    const elsewhere = signStatement({ ...statement, stream: 'other' }, signer)
    expect(hear({ value: elsewhere })).toBe('PROBE_UNSIGNED')
    expect(hear({ value: '' })).toBe('PROBE_UNSIGNED')
    expect(s.see().key('alice', 'main')).toMatchObject({ scheme: signer.scheme, active: true })
    expect(s.see().key('alice', 'none')).toBeUndefined()
  })

  it('behavior: a revoked key counts only where evidence is asked for', () => {
    const s = story(hearing as never)
    for (const [key, signer] of [
      ['old', ed],
      ['new', k1],
    ] as const) {
      const registered = keyInput('alice', key, signer)
      const command = {
        stream: 'story',
        id: key,
        by: 'alice',
        type: 'key.register',
        input: canonicalize(registered),
        deadline: 9,
        key: 'old',
      }
      const more = key === 'old' ? {} : { id: key, signature: signCommand(command, ed) }
      expect(s.run('alice', 'key.register', registered, 0, more)).toBe('accepted')
    }
    const input = { key: 'old' }
    const revoke = {
      stream: 'story',
      id: 'revoke',
      by: 'alice',
      type: 'key.revoke',
      input: canonicalize(input),
      deadline: 9,
      key: 'new',
    }
    expect(s.run('alice', 'key.revoke', input, 0, { id: 'revoke', signature: signCommand(revoke, k1) })).toBe(
      'accepted',
    )
    const statement = { stream: 'story', instance: 'probe', kind: 'ticket', by: 'alice', body: '{}', key: 'old' }
    const heard = { by: 'alice', key: 'old', kind: 'ticket', body: {}, value: signStatement(statement, ed) }
    expect(s.run('x', 'probe.hear', { ...heard, revoked: false })).toBe('PROBE_UNSIGNED')
    expect(s.run('x', 'probe.hear', { ...heard, revoked: true })).toBe('accepted')
  })
})
