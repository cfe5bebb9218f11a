/** Stories of relay rewards. Spec: relay-rewards.md. */
import { createSystem, type System } from '@symbolon/core'
import { delegation } from '@symbolon/core/delegation'
import { type RelayConfig, relayRewards, signVoucher } from '@symbolon/core/relay-rewards'
import { type Scheme, signKey } from '@symbolon/core/signature'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const DAY = 86_400
const HOUR = 3_600
const FULL = 65_536n
const most = (1n << 127n) - 1n
const waits = { undelegationWait: 4, redelegationWait: 1, commissionWait: 2, evidence: 3, slashers: ['judge'] }
const staking = delegation.with({ asset: 'MPOND', rewards: ['POND', 'USD'], minimum: 10n, ...waits })
const worths = [
  { asset: 'USD', burned: 1_000, amount: 2n, worth: 3n },
  { asset: 'POND', burned: 333, amount: 1n, worth: 1n },
]
const settings: RelayConfig = {
  fees: [
    { asset: 'USD', least: 100n },
    { asset: 'POND', least: 1n },
  ],
  period: 3,
  redemption: HOUR,
  weigh: 'subscription',
  relayers: 2,
  subsidy: { asset: 'POND', limit: 'burned' },
  backers: { instance: 'delegation', assets: ['POND'] },
  terms: { alpha: { work: 2, of: 3 }, most: 10_000n, until: 100_000n, worths },
}
const RECEIVERS = ['rex', 'rae', 'roy'] as const
const PARTIES = [...RECEIVERS, 'ann', 'ben', 'treasury', 'mint'] as const
/** Keys of receivers, of either scheme. */
const signers: Readonly<Record<string, { readonly scheme: Scheme; readonly privateKey: string }>> = {
  rex: { scheme: 'ed25519', privateKey: '11'.repeat(32) },
  rae: { scheme: 'secp256k1', privateKey: '22'.repeat(32) },
  roy: { scheme: 'ed25519', privateKey: '33'.repeat(32) },
}
const system = (more: Partial<RelayConfig> = {}, amount = 1_000_000n): System =>
  createSystem({
    spec: '1.0',
    authentication: 'host',
    mechanisms: [
      staking,
      delegation.as('receivers').with({ asset: 'MPOND', rewards: [], minimum: 10n, ...waits }),
      relayRewards.with({
        ...settings,
        ...more,
        stakeOf: staking.queries.stakeOf,
        weightOf: { instance: 'receivers', query: 'stakeOf' },
        authority: 'council',
      }),
    ],
    assets: [
      { asset: 'MPOND' },
      { asset: 'POND' },
      { asset: 'USD' },
      { asset: 'LOCKED', transferable: false, whitelist: ['@relay-rewards', 'mint'] },
    ],
    allocations: PARTIES.flatMap((party) =>
      ['MPOND', 'POND', 'USD', 'LOCKED'].map((asset) => ({ party, asset, amount })),
    ),
  }) as System

interface Given {
  readonly receiver: string
  readonly relayer: string
  readonly tickets: bigint
}
/** A voucher as its receiver signs it, of another epoch or for another instance where that is told. */
function voucher(epoch: number, { receiver, relayer, tickets }: Given, instance = 'relay-rewards') {
  const signer = signers[receiver] as (typeof signers)[string]
  const place = { stream: 'vectors', instance, receiver, key: 'k' }
  return { receiver, relayer, tickets, key: 'k', value: signVoucher(place, { relayer, epoch, tickets }, signer) }
}
const given = (receiver: string, relayer: string, tickets: bigint): Given => ({ receiver, relayer, tickets })

interface Tale {
  readonly steps: readonly Step[]
  on(epoch: number, seconds?: number): Tale
  tell(by: string, name: string, input: object, expect?: Expectation, note?: string): Tale
  redeem(epoch: number, of: readonly Given[], expect?: Expectation, note?: string): Tale
  settle(limit?: number, expect?: Expectation, note?: string): Tale
}
function tale(): Tale {
  const steps: Step[] = []
  let at = 0
  const told: Tale = {
    steps,
    on(epoch, seconds = 0) {
      at = epoch * DAY + seconds
      return told
    },
    tell(by, name, input, expect = 'accepted', note = undefined) {
      const type = name.includes('.') ? name : `relay-rewards.${name}`
      steps.push({ command: { by, at, type, input }, expect, ...(note === undefined ? {} : { note }) })
      return told
    },
    redeem: (epoch, of, expect, note) =>
      told.tell('x', 'redeem', { epoch, vouchers: of.map((each) => voucher(epoch, each)) }, expect, note),
    settle: (limit = 1_000, expect = undefined, note = undefined) => told.tell('y', 'settle', { limit }, expect, note),
  }
  return told
}
/** Receivers with keys, and two relayers with a quarter and three quarters of the stake. */
function begun(): Tale {
  const told = tale()
  for (const party of RECEIVERS) {
    const registration = { stream: 'vectors', by: party, key: 'k' }
    told.tell(party, 'key.register', { key: 'k', ...signKey(registration, signers[party] as never) })
  }
  for (const [pool, relayer, party, amount] of [
    ['p', 'rhea', 'ann', 100n],
    ['q', 'saul', 'ben', 300n],
  ] as const) {
    const shares = [{ relayer, weight: 1 }]
    told.tell('op', 'delegation.open', { pool, personal: false, commission: 0, shares })
    told.tell(party, 'delegation.delegate', { pool, amount })
  }
  return told
}

const epochs: Scenario = {
  name: 'epochs',
  about:
    'Receivers pay in two assets, the highest voucher of each pair counts, and each epoch’s fees and subsidy go by work and stake; the rest rolls over.',
  system: system(),
  at: 0,
  steps: begun()
    .tell('rex', 'subscribe', { period: 0, asset: 'USD', rate: 9_000n })
    .tell('rae', 'subscribe', { period: 0, asset: 'POND', rate: 2_001n })
    .tell('rae', 'subscribe', { period: 1, asset: 'USD', rate: 100n }, 'accepted', 'a period ahead')
    .tell('treasury', 'fund', { amount: 5_000n })
    .on(1)
    .tell('rex', 'subscribe', { period: 0, asset: 'USD', rate: 1_000n }, 'accepted', 'counts from epoch 2 on')
    .redeem(1, [given('rex', 'rhea', 20_000n), given('rae', 'rhea', 5n), given('rex', 'saul', 30_000n)])
    .redeem(1, [given('rex', 'rhea', 25_000n), given('rae', 'rhea', 4n)], 'accepted', 'the higher one counts')
    .on(1, HOUR)
    .settle(1_000, 'accepted', 'epoch 0: nobody had paid for it')
    .on(2, HOUR - 1)
    .redeem(1, [given('rex', 'rhea', 30_000n)], 'accepted', 'until an hour after the epoch')
    .redeem(2, [given('rex', 'saul', 131_072n), given('rex', 'rhea', 131_072n)], 'accepted', 'more than weigh')
    .settle(1_000, 'RELAY_NOTHING_TO_SETTLE', 'it isn’t closed')
    .on(2, HOUR)
    .settle(1, 'accepted', 'what was given to the subsidy')
    .settle(1, 'accepted', 'fees are taken, and burned in part')
    .settle(3, 'accepted', 'receivers are weighed; a relayer is begun')
    .tell('council', 'announce', { terms: { ...settings.terms, alpha: { work: 1, of: 1 } } }, 'accepted', 'for epoch 3')
    .settle(2)
    .tell('y', 'claim', {
      rewards: [
        { relayer: 'rhea', asset: 'USD' },
        { relayer: 'rhea', asset: 'POND' },
      ],
    })
    .settle()
    .tell('y', 'claim', {
      rewards: [
        { relayer: 'rhea', asset: 'POND' },
        { relayer: 'saul', asset: 'USD' },
        { relayer: 'nobody', asset: 'USD' },
      ],
    })
    .tell('ann', 'delegation.collect', { pool: 'p', lots: [{ start: 1, since: 1 }] }, 'accepted', 'its backer’s')
    .on(3, HOUR)
    .redeem(3, [given('rae', 'rhea', FULL), given('rae', 'saul', FULL)])
    .tell('rex', 'subscribe', { period: 1, asset: 'POND', rate: 50n })
    .settle(1_000, 'accepted', 'epoch 2, the period’s last, and all that was kept of it is forgotten')
    .on(4, HOUR)
    .settle(1_000, 'accepted', 'by work alone')
    .on(5)
    .redeem(4, [given('rex', 'tara', 7n)], 'accepted', 'who has no stake')
    .on(7)
    .settle(1_000, 'accepted', 'nobody has tickets in epoch 5')
    .on(1_000, HOUR)
    .tell('rae', 'subscribe', { period: 334, asset: 'USD', rate: 100n })
    .settle(1, 'accepted', 'idle epochs are passed over at once')
    .on(1_003)
    .redeem(1_002, [given('rae', 'saul', FULL)], 'accepted', 'with what has rolled over')
    .on(1_004)
    .settle()
    .tell('y', 'claim', { rewards: [{ relayer: 'saul', asset: 'USD' }] }).steps,
}

const admitted: Scenario = {
  name: 'admission',
  about: 'Weights are stake, nobody’s fees are burned, and the subsidy goes by receivers that were admitted.',
  system: system({
    weigh: 'stake',
    subsidy: { asset: 'LOCKED', limit: 'admitted' },
    backers: { instance: 'delegation', assets: [] },
    terms: { alpha: { work: 1, of: 7 }, most: 999n, until: 1_000n, worths: [] },
  }),
  at: 0,
  steps: begun()
    .tell('rex', 'receivers.open', {
      pool: 'rex',
      personal: true,
      commission: 0,
      shares: [{ relayer: 'rex', weight: 1 }],
    })
    .tell('rae', 'receivers.open', {
      pool: 'rae',
      personal: true,
      commission: 0,
      shares: [{ relayer: 'rae', weight: 1 }],
    })
    .tell('rex', 'receivers.delegate', { pool: 'rex', amount: 1_000n })
    .tell('rae', 'receivers.delegate', { pool: 'rae', amount: 3_000n })
    .tell('mint', 'fund', { amount: 1_500n })
    .tell('roy', 'subscribe', { period: 0, asset: 'USD', rate: 700n }, 'accepted', 'pays, and has no stake')
    .tell('council', 'admit', { receiver: 'rae', admitted: true })
    .tell('council', 'admit', { receiver: 'roy', admitted: true })
    .tell('council', 'admit', { receiver: 'roy', admitted: false }, 'accepted', 'before it had begun')
    .on(1)
    .redeem(1, [given('rex', 'rhea', FULL), given('rae', 'saul', 40_000n)])
    .redeem(1, [given('roy', 'saul', 1n)], 'RELAY_RECEIVER_WITHOUT_WEIGHT')
    .on(2)
    .redeem(2, [given('rae', 'saul', FULL), given('rae', 'rhea', FULL)])
    .tell('council', 'admit', { receiver: 'rae', admitted: false }, 'accepted', 'for epoch 2 already')
    .tell('council', 'admit', { receiver: 'rae', admitted: true })
    .on(3, HOUR)
    .settle()
    .tell('y', 'claim', {
      rewards: [
        { relayer: 'saul', asset: 'LOCKED' },
        { relayer: 'rhea', asset: 'USD' },
      ],
    })
    .redeem(3, [given('rae', 'rhea', FULL)])
    .on(4, HOUR)
    .settle().steps,
}

function refusals(): readonly Step[] {
  const wrong = { period: 9_999, asset: 'EUR', rate: 1n }
  const bad = { ...voucher(1, given('rex', 'rhea', 5n)), value: '00' }
  const told = begun()
    .settle(1_000, 'RELAY_NOTHING_TO_SETTLE', 'nothing was paid in')
    .on(5)
    .tell('rex', 'subscribe', wrong, 'RELAY_ASSET_UNKNOWN')
    .tell('rex', 'subscribe', { ...wrong, asset: 'USD' }, 'RELAY_RATE_BELOW_LEAST')
    .tell('rex', 'subscribe', { period: 0, asset: 'LOCKED', rate: 1_000n }, 'RELAY_PERIOD_OVER')
    .tell('rex', 'subscribe', { period: 1, asset: 'LOCKED', rate: 1_000n }, 'RELAY_PERIOD_OVER', 'its last epoch')
    .tell('rex', 'subscribe', { ...wrong, asset: 'LOCKED', rate: 1_000n }, 'RELAY_PERIOD_AHEAD')
    .tell('rex', 'subscribe', { period: 14, asset: 'LOCKED', rate: 1_000n }, 'RELAY_PERIOD_AHEAD')
    .tell('rex', 'subscribe', { period: 13, asset: 'LOCKED', rate: 9_000_000n }, 'RELAY_ASSET_RESTRICTED')
    .tell('mint', 'subscribe', { period: 13, asset: 'LOCKED', rate: 9_000_000n }, 'ACCOUNT_BELOW_FLOOR')
    .tell('mint', 'subscribe', { period: 13, asset: 'LOCKED', rate: most }, 'AMOUNT_OVERFLOW')
    .tell('treasury', 'fund', { amount: 1n }, 'RELAY_NO_SUBSIDY')
    .tell('council', 'admit', { receiver: 'rex', admitted: false }, 'RELAY_NO_ADMISSION')
    .tell('rex', 'announce', { terms: settings.terms }, 'NOT_AUTHORISED')
    .tell('rex', 'admit', { receiver: 'rex', admitted: true }, 'NOT_AUTHORISED')
    .tell('council', 'configure', {}, 'accepted', 'there is nothing to configure')
  const terms = { alpha: { work: 1, of: 2 }, most: 0n, until: 1n, worths }
  for (const part of [
    { alpha: { work: 0, of: 0 } },
    { alpha: { work: 0, of: 201 } },
    { alpha: { work: 3, of: 2 } },
    { most: 1n },
    { most: 2n },
    { worths: [...worths, worths[0]] },
    { worths: [{ ...worths[0], asset: 'EUR' }] },
  ])
    told.tell('council', 'announce', { terms: { ...terms, ...part } }, 'RELAY_TERMS_UNFIT')
  return told
    .on(6)
    .redeem(7, [given('rex', 'rhea', 1n)], 'RELAY_EPOCH_AHEAD')
    .redeem(4, [given('rex', 'rhea', 1n)], 'RELAY_EPOCH_CLOSED', 'by time')
    .redeem(5, [given('rex', 'rhea', 1n)], 'RELAY_EPOCH_CLOSED', 'before anything was paid in')
    .tell('rex', 'subscribe', { period: 2, asset: 'USD', rate: 100n })
    .redeem(6, [given('rex', 'rhea', 1n)], 'RELAY_RECEIVER_WITHOUT_WEIGHT', 'it has paid from the next on')
    .on(7)
    .tell('x', 'redeem', { epoch: 7, vouchers: [{ ...bad, receiver: 'rae' }] }, 'RELAY_RECEIVER_WITHOUT_WEIGHT')
    .redeem(7, [given('rex', 'a', 2n), given('rex', 'b', 2n)])
    .tell('x', 'redeem', { epoch: 7, vouchers: [bad] }, 'RELAY_RELAYERS_EXCEEDED')
    .tell('x', 'redeem', { epoch: 7, vouchers: [{ ...bad, relayer: 'a' }] }, 'RELAY_VOUCHER_INVALID')
    .tell('x', 'redeem', { epoch: 7, vouchers: [{ ...bad, relayer: 'a', tickets: 2n }] }, 'accepted', 'passed over')
    .tell(
      'x',
      'redeem',
      { epoch: 7, vouchers: [voucher(8, given('rex', 'a', 5n))] },
      'RELAY_VOUCHER_INVALID',
      'of another epoch',
    )
    .tell(
      'x',
      'redeem',
      { epoch: 7, vouchers: [voucher(7, given('rex', 'a', 5n), 'second')] },
      'RELAY_VOUCHER_INVALID',
      'for another instance',
    )
    .tell(
      'x',
      'redeem',
      { epoch: 7, vouchers: [{ ...voucher(7, given('rex', 'a', 5n)), relayer: 'b' }] },
      'RELAY_VOUCHER_INVALID',
      'for another relayer',
    )
    .tell(
      'x',
      'redeem',
      { epoch: 7, vouchers: [{ ...voucher(7, given('rex', 'a', 5n)), key: 'l' }] },
      'RELAY_VOUCHER_INVALID',
      'no key of its',
    )
    .tell(
      'x',
      'redeem',
      { epoch: 7, vouchers: [voucher(7, given('rex', 'a', 3n)), { ...bad, relayer: 'a' }] },
      'RELAY_VOUCHER_INVALID',
      'the second one of a batch',
    )
    .settle(0, 'RELAY_NOTHING_TO_SETTLE')
    .on(9, HOUR)
    .settle()
    .tell('y', 'claim', { rewards: [{ relayer: 'rhea', asset: 'EUR' }] }, 'accepted', 'nothing was earned').steps
}

const early: Scenario = {
  name: 'bounds',
  about:
    'Before the origin there are no epochs; amounts go to the bounds of their fields; admissions have a bound too.',
  system: system(
    {
      origin: 5 * DAY,
      period: 1,
      subsidy: { asset: 'POND', limit: 'admitted' },
      backers: { instance: 'delegation', assets: ['LOCKED'] },
      fees: [
        { asset: 'LOCKED', least: 1n },
        { asset: 'POND', least: 1n },
      ],
      terms: {
        alpha: { work: 0, of: 1 },
        most: most,
        until: most,
        worths: [{ asset: 'POND', burned: 10_000, amount: most, worth: most }],
      },
    },
    most / 7n,
  ),
  at: 0,
  steps: earlySteps(),
}
function earlySteps(): readonly Step[] {
  const told = begun()
    .on(4)
    .tell('rex', 'subscribe', { period: 99, asset: 'EUR', rate: 1n }, 'RELAY_NOT_OPEN')
    .tell('rex', 'fund', { amount: 1n }, 'RELAY_NOT_OPEN')
    .tell('council', 'announce', { terms: { ...settings.terms, most } }, 'RELAY_NOT_OPEN')
    .tell('council', 'admit', { receiver: 'rex', admitted: false }, 'RELAY_NOT_OPEN')
    .redeem(9, [given('rex', 'rhea', 1n)], 'RELAY_NOT_OPEN')
    .settle(1_000, 'RELAY_NOTHING_TO_SETTLE')
    .on(5)
    .tell('mint', 'subscribe', { period: 1, asset: 'LOCKED', rate: most / 7n })
    .tell('rex', 'subscribe', { period: 1, asset: 'POND', rate: most / 7n })
    .tell('treasury', 'fund', { amount: most / 7n })
    .tell('council', 'admit', { receiver: 'rex', admitted: false }, 'RELAY_ADMISSION_UNCHANGED')
    .tell('council', 'admit', { receiver: 'rex', admitted: true })
    .tell('council', 'admit', { receiver: 'rex', admitted: true }, 'RELAY_ADMISSION_UNCHANGED')
    .on(6)
    .redeem(1, [given('rex', 'rhea', most), given('rex', 'saul', most)])
    .on(7, HOUR)
    .settle(1_000, 'accepted', 'all fees in POND are burned; by stake alone')
    .tell('y', 'claim', {
      rewards: [
        { relayer: 'rhea', asset: 'POND' },
        { relayer: 'saul', asset: 'POND' },
      ],
    })
  for (let turn = 0; turn < 32; turn += 1) {
    const code = turn === 31 ? 'RELAY_ADMISSION_BEHIND' : 'accepted'
    told.on(8 + 2 * turn).tell('council', 'admit', { receiver: 'rex', admitted: turn % 2 === 1 }, code)
  }
  return told.settle(10).tell('council', 'admit', { receiver: 'rex', admitted: true }).steps
}

export const scenarios: readonly Scenario[] = [
  epochs,
  admitted,
  {
    name: 'refusals',
    about: 'Every code of relay rewards, each step wrong in what comes later too as far as it can be.',
    system: system({
      fees: [...settings.fees, { asset: 'LOCKED', least: 1n }],
      subsidy: undefined as never,
      terms: { alpha: { work: 1, of: 2 }, most: 0n, until: 1n, worths: [] },
    }),
    at: 0,
    steps: refusals(),
  },
  early,
]
