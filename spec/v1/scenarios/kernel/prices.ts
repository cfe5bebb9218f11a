/** Feeds, reports, reading, retention: kernel.md#prices. */
import { createSystem, type FeedPolicy } from '@symbolon/core'
import { canonicalize } from '@symbolon/core/codec'
import { type Signer, signCommand, signKey, signReport } from '@symbolon/core/signature'
import { toJson } from '../../../generator/json.js'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, named, refuse } from '../../../generator/steps.js'
import { probeOf } from '../../../probe/instance.js'

const POLICY: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 100,
  futureSkew: 5,
  lowest: { baseAmount: 1n, quoteAmount: 1n },
  highest: { baseAmount: 1n, quoteAmount: 1000n },
  jump: 5000,
  monotone: true,
  timelock: 50,
}
const OPEN: FeedPolicy = { ...POLICY, lowest: null, highest: null, jump: null, monotone: false, timelock: 0 }
const pair = { base: 'POND', quote: 'USD' }
const system = createSystem({
  spec: '1.0',
  mechanisms: [probeOf()],
  assets: [{ asset: 'POND' }, { asset: 'USD' }],
  feeds: [{ ...pair, policy: POLICY }],
  authority: 'founder',
})
const report = (observed: number, number: number, quoteAmount: bigint, baseAmount = 1n) => ({
  ...pair,
  baseAmount,
  quoteAmount,
  confidence: 3n,
  observed,
  until: observed + 1000,
  source: 'exchange',
  number,
  signatures: [],
})
const price = (base: string, quote: string, time: number | null = null) => ({ base, quote, time })
const say = (at: number, input: object, note?: string) => accept('oracle', at, 'price.report', input, note)
const deny = (code: string, at: number, input: object, note?: string) =>
  refuse(code, 'oracle', at, 'price.report', input, note)

const reports: readonly Step[] = [
  refuse('PRICE_MISSING', 'x', 100, 'spec-probe.price', price('POND', 'USD'), 'nothing reported yet'),
  refuse('PRICE_MISSING', 'x', 100, 'spec-probe.price', price('USD', 'NONE'), 'no feed'),
  deny(
    'FEED_UNKNOWN',
    100,
    { ...report(100, 1, 20n), base: 'USD', quote: 'POND' },
    'a report has the direction of the feed',
  ),
  refuse('PRICE_NOT_REPORTER', 'x', 100, 'price.report', report(106, 1, 20n)),
  deny('PRICE_FROM_FUTURE', 100, { ...report(106, 1, 20n), until: 100 }),
  deny('PRICE_EXPIRED', 201, report(100, 1, 20n), 'older than the maximum age'),
  deny('PRICE_EXPIRED', 100, { ...report(100, 1, 20n), until: 100 }, 'no longer usable'),
  deny('PRICE_OUT_OF_BOUNDS', 100, report(100, 1, 1n, 2n)),
  deny('PRICE_OUT_OF_BOUNDS', 100, report(100, 1, 1001n)),
  say(100, report(105, 7, 20n), 'at the edge of the skew'),
  accept('x', 100, 'spec-probe.price', price('POND', 'USD')),
  accept(
    'x',
    100,
    'spec-probe.price',
    price('USD', 'POND'),
    'turned round; the confidence is no more of it than it was, but for one unit of the finest',
  ),
  deny('PRICE_OUT_OF_ORDER', 101, report(105, 7, 2000n), 'the same number'),
  deny('PRICE_OUT_OF_ORDER', 101, report(104, 8, 20n), 'observed before'),
  deny('PRICE_OUT_OF_BOUNDS', 101, report(105, 8, 2000n), 'bounds before jump'),
  deny('PRICE_JUMP', 101, report(105, 8, 31n)),
  deny('PRICE_JUMP', 101, report(105, 8, 9n)),
  say(101, report(105, 8, 30n), 'a jump of exactly one half'),
  say(102, report(106, 1, 30n), 'a later observation with a lower number'),
  accept('x', 206, 'spec-probe.price', price('POND', 'USD'), 'as old as it may be'),
  refuse('PRICE_STALE', 'x', 207, 'spec-probe.price', price('POND', 'USD')),
  say(210, { ...report(210, 2, 30n), until: 220 }),
  accept('x', 219, 'spec-probe.price', price('POND', 'USD')),
  refuse('PRICE_STALE', 'x', 220, 'spec-probe.price', price('POND', 'USD'), 'its time is over'),
]

const policies: readonly Step[] = [
  refuse('NOT_AUTHORISED', 'x', 1, 'price.feed', { ...pair, policy: OPEN }),
  feed('a signer twice', {
    signers: [
      { party: 'a', key: 'k' },
      { party: 'a', key: 'k' },
    ],
  }),
  feed('more signers asked for than parties are named', {
    signers: [
      { party: 'a', key: 'k' },
      { party: 'a', key: 'l' },
    ],
    threshold: 2,
  }),
  feed('nobody may report', { reporters: [] }),
  feed('anybody may send again what was signed', { reporters: [], signers: [{ party: 'a', key: 'k' }], threshold: 1 }),
  feed('lowest above highest', {
    lowest: { baseAmount: 1n, quoteAmount: 3n },
    highest: { baseAmount: 2n, quoteAmount: 5n },
  }),
  refuse(
    'FEED_POLICY_INVALID',
    'founder',
    1,
    'price.feed',
    { base: 'USD', quote: 'USD', policy: OPEN },
    'an asset in itself',
  ),
  refuse(
    'FEED_POLICY_INVALID',
    'founder',
    1,
    'price.feed',
    { base: 'USD', quote: 'POND', policy: OPEN },
    'the other direction',
  ),
  accept('founder', 10, 'price.feed', { ...pair, policy: OPEN }, 'waits its timelock'),
  deny('PRICE_OUT_OF_BOUNDS', 59, report(59, 1, 5000n)),
  say(60, report(60, 1, 5000n), 'in force'),
  say(60, report(50, 1, 1n), 'not monotone, no bounds, no jump'),
  accept('founder', 61, 'price.feed', { ...pair, policy: { ...OPEN, timelock: 9007199254740991 } }),
  refuse('FEED_POLICY_INVALID', 'founder', 62, 'price.feed', { ...pair, policy: OPEN }, 'the timelock never ends'),
  accept('founder', 62, 'price.feed', { base: 'EUR', quote: 'USD', policy: POLICY }, 'a new feed is in force at once'),
]
function feed(note: string, change: Partial<FeedPolicy>): Step {
  return refuse('FEED_POLICY_INVALID', 'founder', 1, 'price.feed', { ...pair, policy: { ...OPEN, ...change } }, note)
}

const aged = { ...OPEN, maxAge: 10, futureSkew: 2 }
const earlier: readonly Step[] = [
  accept('founder', 0, 'price.feed', { ...pair, policy: aged }),
  say(100, report(98, 1, 10n)),
  say(100, report(99, 1, 11n)),
  say(101, report(99, 1, 12n), 'observed at the same time, recorded later'),
  say(105, report(106, 1, 13n), 'observed ahead of its record'),
  accept('x', 200, 'spec-probe.price', price('POND', 'USD', 101), 'recorded before 101'),
  accept('x', 200, 'spec-probe.price', price('POND', 'USD', 102), 'the latest of equals'),
  accept('x', 200, 'spec-probe.price', price('POND', 'USD', 106), 'observed before 106'),
  accept('x', 200, 'spec-probe.price', price('POND', 'USD', 107)),
  accept('x', 200, 'spec-probe.price', price('USD', 'POND', 107), 'turned round'),
  accept('x', 200, 'spec-probe.price', price('POND', 'USD', 116), 'as old as it may be'),
  refuse('PRICE_MISSING', 'x', 200, 'spec-probe.price', price('POND', 'USD', 117)),
  refuse('PRICE_MISSING', 'x', 200, 'spec-probe.price', price('POND', 'USD', 98)),
  accept('x', 200, 'spec-probe.retain', { ...pair, from: 109 }),
  refuse('FEED_UNKNOWN', 'x', 200, 'price.prune', { base: 'USD', quote: 'POND', before: 200 }),
  accept('x', 200, 'price.prune', { ...pair, before: 200 }, 'below the pin alone'),
  accept('x', 200, 'spec-probe.retain', { ...pair, from: null }),
  accept('x', 200, 'price.prune', { ...pair, before: 99 }, 'observed at 99 is not before 99'),
  accept('x', 200, 'price.prune', { ...pair, before: 200 }, 'never the last'),
  refuse('PRICE_MISSING', 'x', 200, 'spec-probe.price', price('POND', 'USD', 102)),
  accept('x', 200, 'spec-probe.price', price('POND', 'USD', 107)),
]

const signers: readonly (readonly [party: string, key: string, signer: Signer])[] = [
  ['ann', 'k1', { scheme: 'ed25519', privateKey: '01'.repeat(32) }],
  ['ann', 'k2', { scheme: 'ed25519', privateKey: '02'.repeat(32) }],
  ['ben', 'k1', { scheme: 'secp256k1', privateKey: '03'.repeat(32) }],
  ['cas', 'k1', { scheme: 'ed25519', privateKey: '04'.repeat(32) }],
  ['eve', 'k1', { scheme: 'ed25519', privateKey: '05'.repeat(32) }],
]
const [ann, annAgain, ben, cas, eve] = signers.map(
  ([party, key, signer]) =>
    (input: ReturnType<typeof report>, stream = 'vectors') => {
      const { signatures: _signatures, ...fields } = toJson(input) as unknown as Record<string, string>
      return { party, key, value: signReport({ stream, ...fields, key } as never, signer) }
    },
) as [Sign, Sign, Sign, Sign, Sign]
type Sign = (
  input: ReturnType<typeof report>,
  stream?: string,
) => { readonly party: string; readonly key: string; readonly value: string }
const signed = (input: ReturnType<typeof report>, ...signatures: readonly ReturnType<Sign>[]) => ({
  ...input,
  signatures,
})
const one = report(10, 1, 20n)
const two = report(10, 2, 20n)
const signatures: readonly Step[] = [
  ...signers.slice(0, 4).map(([party, key, signer], index): Step => {
    const { scheme, publicKey, proof } = signKey({ stream: 'vectors', by: party, key }, signer)
    const input = { key, scheme, publicKey, proof }
    const step = accept(party, 1, 'key.register', input)
    if (index !== 1) return step
    const [id, type, stream, text] = ['s1', 'key.register', 'vectors', canonicalize(input)]
    const first = (signers[0] ?? [])[2] as Signer
    return named(step, id, signCommand({ stream, id, by: party, type, input: text, deadline: 9, key: 'k1' }, first))
  }),
  accept('founder', 1, 'price.feed', {
    base: 'POND',
    quote: 'EUR',
    policy: {
      ...OPEN,
      reporters: [],
      monotone: true,
      threshold: 2,
      signers: [
        { party: 'ann', key: 'k1' },
        { party: 'ann', key: 'k2' },
        { party: 'ben', key: 'k1' },
        { party: 'eve', key: 'k1' },
      ],
    },
  }),
  ...(
    [
      ['PRICE_SIGNATURES_MISSING', 'none', []],
      ['PRICE_SIGNATURES_MISSING', 'one of two', [ann]],
      ['PRICE_SIGNATURES_MISSING', 'one party twice', [ann, ann]],
      ['PRICE_SIGNATURES_MISSING', 'one party with two keys', [ann, annAgain]],
      ['PRICE_SIGNATURES_MISSING', 'a key that is not registered', [ann, eve]],
      ['PRICE_SIGNATURES_MISSING', 'one that is no signer', [ann, cas]],
      ['accepted', 'two schemes', [ann, ben]],
      ['accepted', 'what does not count is ignored', [cas, ben, annAgain, ann]],
    ] as const
  ).map(([code, note, by], index): Step => {
    const input = { ...one, quote: 'EUR', number: index + 1 }
    const step = { ...signed(input, ...by.map((sign) => sign(input))) }
    return { ...accept('anyone', 10, 'price.report', step, note), expect: code }
  }),
  refuse(
    'PRICE_SIGNATURES_MISSING',
    'anyone',
    10,
    'price.report',
    signedElse({ ...two, quote: 'EUR' }, { quoteAmount: 21n }),
    'signed for another price',
  ),
  refuse(
    'PRICE_SIGNATURES_MISSING',
    'anyone',
    10,
    'price.report',
    signed({ ...two, quote: 'EUR' }, ann({ ...two, quote: 'EUR' }, 'other'), ben({ ...two, quote: 'EUR' }, 'other')),
    'signed for another stream',
  ),
]
function signedElse(seen: ReturnType<typeof report>, change: Partial<ReturnType<typeof report>>) {
  return { ...seen, ...change, signatures: [ann(seen), ben(seen)] }
}

const scenario = (name: string, about: string, steps: readonly Step[]): Scenario => ({
  name,
  about,
  system,
  at: 0,
  steps,
})
const unlocked = createSystem({
  spec: '1.0',
  mechanisms: [probeOf()],
  feeds: [{ ...pair, policy: OPEN }],
  authority: 'founder',
})

export const scenarios: readonly Scenario[] = [
  scenario('reports', 'Reports refused in order of precedence, and the present price.', reports),
  scenario('feeds', 'Policies of feeds, and how they change.', policies),
  { ...scenario('earlier-prices', 'The price as it stood, retention, pruning.', earlier), system: unlocked },
  scenario('signed-reports', 'Signatures that count on a report.', signatures),
]
