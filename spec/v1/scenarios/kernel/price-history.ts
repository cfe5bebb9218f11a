/** Policies over time, edges of ages and bounds, pins, revoked signers: kernel.md#prices. */
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
  maxAge: 10,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: false,
  timelock: 0,
}
const pair = { base: 'POND', quote: 'USD' }
const systemWith = (policy: FeedPolicy) =>
  createSystem({ spec: '1.0', mechanisms: [probeOf()], feeds: [{ ...pair, policy }], authority: 'founder' })

const report = (observed: number, quoteAmount: bigint, baseAmount = 1n) => ({
  ...pair,
  baseAmount,
  quoteAmount,
  confidence: 0n,
  observed,
  until: 9000,
  source: 'exchange',
  number: 1,
  signatures: [] as readonly unknown[],
})
const say = (at: number, input: object, note?: string) => accept('oracle', at, 'price.report', input, note)
const change = (at: number, policy: Partial<FeedPolicy>, note?: string) =>
  accept('founder', at, 'price.feed', { ...pair, policy: { ...POLICY, ...policy } }, note)
const price = (time: number | null) => ({ ...pair, time })
const sees = (at: number, time: number | null, note: string) => accept('x', at, 'spec-probe.price', price(time), note)
const misses = (code: string, at: number, time: number | null, note: string) =>
  refuse(code, 'x', at, 'spec-probe.price', price(time), note)

const overTime: readonly Step[] = [
  say(20, report(20, 7n)),
  sees(30, null, 'exactly as old as it may be'),
  misses('PRICE_STALE', 31, null, 'one second older'),
  change(50, { maxAge: 100 }, 'an older observation will do from 50 on'),
  sees(50, null, 'by the policy in force now'),
  misses('PRICE_MISSING', 50, 31, 'by the policy in force before 31'),
  misses('PRICE_MISSING', 50, 50, 'just before 50 the first policy was in force'),
  sees(50, 51, 'just before 51 the second'),
  sees(50, 120, 'observed exactly the greatest age before'),
  misses('PRICE_MISSING', 50, 121, 'one second later'),
  change(60, { maxAge: 1 }),
  sees(60, 55, 'still by the policy of its time'),
  misses('PRICE_STALE', 60, null, 'but not now'),
]

const windows: readonly Step[] = [
  say(100, report(150, 7n), 'observed far ahead of its record'),
  change(110, { maxAge: 20, futureSkew: 9 }),
  misses('PRICE_MISSING', 110, 129, 'not observed before 129'),
  misses('PRICE_MISSING', 110, 151, 'observed in the window, recorded too long before'),
  say(125, report(130, 8n)),
  sees(140, 150, 'observed exactly the greatest age before'),
  misses('PRICE_MISSING', 160, 151, 'observed one second too early'),
]

const ratio = (quoteAmount: bigint, baseAmount: bigint) => ({ baseAmount, quoteAmount })
const edges: readonly Step[] = [
  say(30, report(20, 7n), 'exactly as old as it may be'),
  refuse('PRICE_EXPIRED', 'oracle', 31, 'price.report', report(20, 7n), 'one second older'),
  refuse(
    'FEED_POLICY_INVALID',
    'founder',
    40,
    'price.feed',
    { ...pair, policy: { ...POLICY, lowest: ratio(3n, 2n), highest: ratio(2n, 2n) } },
    'lowest above highest',
  ),
  change(40, { lowest: ratio(3n, 2n), highest: ratio(6n, 4n) }, 'lowest and highest are the same ratio'),
  say(40, report(40, 9n, 6n), 'that very ratio'),
  refuse('PRICE_OUT_OF_BOUNDS', 'oracle', 40, 'price.report', report(40, 10n, 6n), 'above'),
  refuse('PRICE_OUT_OF_BOUNDS', 'oracle', 40, 'price.report', report(40, 8n, 6n), 'below'),
  change(40, { jump: 0 }, 'again at the same time: the policy is replaced'),
  refuse('PRICE_JUMP', 'oracle', 40, 'price.report', report(40, 10n, 6n), 'any other ratio is a jump'),
  say(40, report(40, 3n, 2n), 'the same ratio is none'),
]

const waiting: readonly Step[] = [
  say(5, report(5, 7n)),
  change(10, { lowest: ratio(1000n, 1n), timelock: 50 }, 'waits until 60'),
  change(20, { highest: ratio(5n, 1n), timelock: 0 }, 'waits until 70; the one that waited gives way'),
  say(65, report(65, 7n), 'the first policy is still in force'),
  say(69, report(69, 7n), 'to its last second'),
  refuse('PRICE_OUT_OF_BOUNDS', 'oracle', 70, 'price.report', report(70, 7n), 'the last one from 70 on'),
  say(70, report(70, 5n)),
  change(71, {}, 'by its timelock at once'),
  sees(71, 70, 'prices of the past by their policy'),
]

const other = { base: 'USD', quote: 'POND' }
const pins: readonly Step[] = [
  say(20, report(20, 7n)),
  say(25, report(25, 8n)),
  say(30, report(30, 9n)),
  accept('x', 30, 'spec-probe.retain', { base: 'NONE', quote: 'SUCH', from: 0 }, 'there is no such feed'),
  accept('x', 30, 'spec-probe.retain', { ...other, from: 25 }, 'the feed is asked for in the other direction'),
  accept('x', 30, 'price.prune', { ...pair, before: 99 }, 'a pin of the other direction keeps what may be read'),
  sees(30, 25, 'as it was'),
  accept('x', 30, 'spec-probe.retain', { ...other, from: 35 }),
  accept('x', 30, 'spec-probe.retain', { ...pair, from: 35 }),
  accept('x', 30, 'price.prune', { ...pair, before: 99 }, 'observed the greatest age before the pins begin'),
  accept('x', 30, 'spec-probe.retain', { ...other, from: null }),
  accept('x', 30, 'spec-probe.retain', { ...other, from: null }, 'what is not there is not deleted'),
  accept('x', 30, 'spec-probe.retain', { ...pair, from: null }),
  accept('x', 30, 'price.prune', { ...pair, before: 99 }, 'all but the last'),
]

const window = (from: number, to: number, baseAmount = 60n) => ({ ...pair, from: BigInt(from), to, baseAmount })
const mean = (at: number, from: number, to: number, note: string, more: object = {}) =>
  accept('x', at, 'spec-probe.average', { ...window(from, to), ...more }, note)
const noMean = (code: string, at: number, from: number, to: number, note: string, more: object = {}) =>
  refuse(code, 'x', at, 'spec-probe.average', { ...window(from, to), ...more }, note)
const back = { base: 'USD', quote: 'POND' }
const HALF = 2n ** 126n
const averages: readonly Step[] = [
  noMean('PRICE_MISSING', 10, 12, 11_000, 'no feed, before all else', { base: 'NONE' }),
  noMean('PRICE_HISTORY_SHORT', 10, 5, 10, 'nothing reported'),
  say(20, report(20, 7n, 2n)),
  noMean('PRICE_HISTORY_SHORT', 20, 20, 21, 'the window is not over'),
  mean(21, 20, 21, 'one second: counted from its record on'),
  noMean('PRICE_HISTORY_SHORT', 21, 19, 21, 'one second before the first report'),
  noMean('PRICE_HISTORY_SHORT', 21, -5, 21, 'before all time'),
  say(24, { ...report(24, 3n), confidence: 1n }),
  say(24, report(22, 4n), 'in the same second, later: this one counts'),
  say(26, report(26, 5n, 3n)),
  mean(30, 20, 30, 'four seconds, two and four'),
  mean(30, 22, 26, 'the price at the start included'),
  mean(30, 21, 25, 'floored once', { baseAmount: 1n }),
  mean(30, 20, 30, 'each turned round before they are averaged', back),
  noMean('PRICE_MISSING', 30, 26, 30, 'worth less than one unit', { ...back, baseAmount: 1n }),
  say(30, { ...report(30, HALF), confidence: 3n, until: 33 }),
  noMean('AMOUNT_OVERFLOW', 31, 30, 31, 'worth 2^127', { baseAmount: 2n }),
  mean(31, 30, 31, 'the confidence with it', { baseAmount: 1n }),
  mean(40, 30, 33, 'to its last second', { baseAmount: 1n }),
  noMean('PRICE_STALE', 40, 30, 34, 'ended, before it is too much', { baseAmount: 2n }),
  noMean('PRICE_STALE', 40, 25, 40, 'a second without a usable price anywhere'),
  say(40, report(40, 8n)),
  mean(51, 40, 51, 'as old as it may be in the last second'),
  noMean('PRICE_STALE', 52, 40, 52, 'one second older'),
  change(55, { maxAge: 20 }, 'from 55 on an older one will do'),
  noMean('PRICE_STALE', 60, 45, 60, 'each second by its own policy'),
  mean(60, 55, 60, 'what was too old for the policy before'),
  change(60, { maxAge: 100 }),
  change(60, { maxAge: 5 }),
  noMean('PRICE_STALE', 61, 55, 61, 'and not for the one after'),
  accept('x', 61, 'spec-probe.retain', { ...pair, from: 44 }, 'the reports of 30 and 40 stay: observed from 24 on'),
  accept('x', 61, 'price.prune', { ...pair, before: 99 }),
  mean(61, 40, 50, 'what is retained'),
  noMean('PRICE_HISTORY_SHORT', 61, 23, 25, 'pruned'),
  accept('x', 61, 'spec-probe.retain', { ...pair, from: null }),
  accept('x', 61, 'price.prune', { ...pair, before: 25 }, 'the first that stays ends it'),
  mean(61, 26, 30, 'the rest has no gaps'),
]
const [ann, annAgain, ben]: readonly Signer[] = ['01', '02', '03'].map((digits) => ({
  scheme: 'ed25519',
  privateKey: digits.repeat(32),
})) as never
const registered = (party: string, key: string, signer: Signer | undefined): Step => {
  const input = { key, ...signKey({ stream: 'vectors', by: party, key }, signer as Signer) }
  return accept(party, 1, 'key.register', input)
}
function byAnn(id: string, at: number, type: string, input: object, note?: string): Step {
  const text = canonicalize(toJson(input))
  const signature = signCommand(
    { stream: 'vectors', id, by: 'ann', type, input: text, deadline: 99, key: 'k1' },
    ann as Signer,
  )
  return named(accept('ann', at, type, input, note), id, signature)
}
function signedBy(
  input: object,
  ...by: readonly (readonly [party: string, key: string, signer: Signer | undefined])[]
) {
  const { signatures: _signatures, ...fields } = toJson(input) as unknown as Record<string, string>
  const sign = (key: string, signer: Signer | undefined) =>
    signReport({ stream: 'vectors', ...fields, key } as never, signer as Signer)
  return { ...input, signatures: by.map(([party, key, signer]) => ({ party, key, value: sign(key, signer) })) }
}
const [asAnn, asAnnAgain, asBen] = [
  ['ann', 'k1', ann] as const,
  ['ann', 'k2', annAgain] as const,
  ['ben', 'k1', ben] as const,
]
const both = signedBy(report(10, 7n), asAnnAgain, asBen)
const later = { ...report(10, 7n), number: 2 }
const secondKey = { key: 'k2', ...signKey({ stream: 'vectors', by: 'ann', key: 'k2' }, annAgain as Signer) }
const revoked: readonly Step[] = [
  registered('ann', 'k1', ann),
  byAnn('s1', 1, 'key.register', secondKey),
  registered('ben', 'k1', ben),
  accept('anyone', 10, 'price.report', both, 'both keys are active'),
  refuse('PRICE_OUT_OF_ORDER', 'anyone', 10, 'price.report', both, 'what was signed counts once, whoever sends it'),
  byAnn('s2', 10, 'key.revoke', { key: 'k2' }),
  refuse(
    'PRICE_SIGNATURES_MISSING',
    'anyone',
    10,
    'price.report',
    signedBy(later, asAnnAgain, asBen),
    'a revoked key signs nothing',
  ),
  accept('anyone', 10, 'price.report', signedBy(later, asAnnAgain, asBen, asAnn), 'another key of the party does'),
]
const signers = [
  { party: 'ann', key: 'k1' },
  { party: 'ann', key: 'k2' },
  { party: 'ben', key: 'k1' },
]

const scenario = (name: string, about: string, policy: Partial<FeedPolicy>, steps: readonly Step[]): Scenario => ({
  name,
  about,
  system: systemWith({ ...POLICY, ...policy }),
  at: 0,
  steps,
})

export const scenarios: readonly Scenario[] = [
  scenario('policies-over-time', 'Each price by the policy in force when it is asked for.', {}, overTime),
  scenario('price-windows', 'When a report of the past was recorded and observed.', { futureSkew: 50 }, windows),
  scenario('price-edges', 'Ages, bounds and jumps at their edges.', {}, edges),
  scenario('waiting-policies', 'A policy that waits gives way to the next.', { timelock: 50 }, waiting),
  scenario('averages', 'What an amount was worth over time, and windows that have no average.', {}, averages),
  scenario('pins', 'What an instance retains, and in which direction.', {}, pins),
  scenario(
    'revoked-signers',
    'Signatures by keys that are no longer active.',
    { reporters: [], signers, threshold: 2, monotone: true },
    revoked,
  ),
]
