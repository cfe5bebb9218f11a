/** Rules of relay rewards one by one. */
import { describe, expect, it } from 'vitest'
import { EPOCH, GIVEN, plain, REDEMPTION, signerOf, told, voucherOf } from '../../../test/relay.js'
import { cobbDouglas } from '../../arithmetic/index.js'
import { createSystem } from '../../kernel/index.js'
import { isAdmitted, type LaneSettled, relayRewards, signVoucher, subsidyOf, workBy, workIssued } from './index.js'

const FULL = 65_536n
const CLOSED = (epoch: number): number => (epoch + 1) * EPOCH + REDEMPTION
type Told = ReturnType<typeof told>
const subscribed = (life: Told, by: string, rate: bigint, asset = 'USD', period = 0) =>
  life.run(by, 'subscribe', { period, asset, rate })
const settled = (life: Told): readonly LaneSettled[] =>
  (life.life.events.findLast((event) => 'lanes' in (event as object)) as { lanes: readonly LaneSettled[] }).lanes

/** Two relayers with stake 100 and 300, and a receiver that pays 8,000 USD for epochs 1 and 2 each. */
function running(more: Parameters<typeof told>[0] = {}): Told {
  const life = told(more)
  life.stake('rhea', 100n)
  life.stake('saul', 300n)
  expect(subscribed(life, 'rex', 8_000n)).toBe('accepted')
  return life
}

describe('subscribe', () => {
  it('default: pays for the epochs of the period that are ahead, into the period’s pool', () => {
    const life = told()
    expect(subscribed(life, 'rex', 10n)).toBe('accepted')
    expect(life.life.events).toEqual([{ from: 1, paid: 20n }])
    expect(life.run('rex', 'subscribe', { period: 2, asset: 'USD', rate: 10n }, EPOCH)).toBe('accepted')
    expect(life.life.events).toEqual([{ from: 6, paid: 30n }])
    const { balance, mechanisms } = life.life.see()
    const { purse, self } = mechanisms['relay-rewards']
    expect([0, 1, 2].map((period) => balance(purse(self, 'USD', 'pool', `${period}`)))).toEqual([20n, 0n, 30n])
    expect(life.life.failed()).toEqual([])
  })

  it('behavior: any mix of assets; more of it counts from the next epoch on', () => {
    const life = told()
    for (const [asset, rate] of [
      ['USD', 10n],
      ['POND', 3n],
      ['USD', 30n],
    ] as const)
      expect(subscribed(life, 'rex', rate, asset)).toBe('accepted')
    expect(life.run('rex', 'subscribe', { period: 0, asset: 'USD', rate: 60n }, EPOCH)).toBe('accepted')
    expect(life.life.events).toEqual([{ from: 2, paid: 60n }])
    life.stake('rhea', 1n)
    for (const epoch of [1, 2]) {
      life.redeem(epoch, [['rex', 'rhea', FULL]], (epoch + 1) * EPOCH)
      expect(life.settle(CLOSED(epoch))).toBe('accepted')
      expect(settled(life).map(({ total, issued }) => [total, issued])).toEqual([
        epoch === 1 ? [40n, 40n] : [100n, 100n],
        [3n, 3n],
      ])
    }
  })

  it('error: in the last epoch of a period nothing of it is ahead', () => {
    const life = told()
    expect(life.run('rex', 'subscribe', { period: 0, asset: 'USD', rate: 10n }, 2 * EPOCH)).toBe('RELAY_PERIOD_OVER')
    expect(life.run('rex', 'subscribe', { period: 12, asset: 'USD', rate: 10n })).toBe('accepted')
    expect(life.run('rex', 'subscribe', { period: 13, asset: 'USD', rate: 10n })).toBe('RELAY_PERIOD_AHEAD')
  })

  it('error: a locked asset is taken only from whom its whitelist names', () => {
    const life = told({ fees: [{ asset: 'BOND', least: 1n }], subsidy: { asset: 'BOND', limit: 'admitted' } })
    expect(subscribed(life, 'rex', 1n, 'BOND')).toBe('RELAY_ASSET_RESTRICTED')
    expect(life.run('treasury', 'fund', { amount: 1n })).toBe('RELAY_ASSET_RESTRICTED')
  })
})

describe('redeem', () => {
  it('default: of several vouchers the highest counts, in whatever order they come', () => {
    const [up, down] = [running(), running()]
    expect(up.redeem(1, [['rex', 'rhea', 5n]], EPOCH)).toBe('accepted')
    expect(up.redeem(1, [['rex', 'rhea', 9n]])).toBe('accepted')
    expect(down.redeem(1, [['rex', 'rhea', 9n]], EPOCH)).toBe('accepted')
    expect(down.redeem(1, [['rex', 'rhea', 5n]])).toBe('accepted')
    expect(down.life.events).toEqual([{ counted: 0 }])
    for (const { seen } of [up, down]) {
      expect(seen().tables.receipts.get({ epoch: 1, receiver: 'rex' })).toEqual({ issued: 9n, relayers: 1 })
    }
  })

  it('behavior: a bad voucher refuses the batch and is named; one that is not higher spoils nothing', () => {
    const life = running()
    const good = voucherOf('rex', { relayer: 'rhea', epoch: 1, tickets: 5n })
    const bad = { ...good, relayer: 'saul' }
    const outcome = life.life.outcome('x', 'relay-rewards.redeem', { epoch: 1, vouchers: [good, bad] }, EPOCH)
    expect(outcome).toMatchObject({ code: 'RELAY_VOUCHER_INVALID', details: { index: 1 } })
    expect(life.redeem(1, [['rex', 'rhea', 5n]], EPOCH)).toBe('accepted')
    const again = [good, { ...good, value: '00' }, voucherOf('rex', { relayer: 'saul', epoch: 1, tickets: 1n })]
    expect(life.run('x', 'redeem', { epoch: 1, vouchers: again })).toBe('accepted')
    expect(life.life.events).toEqual([{ counted: 1 }])
  })

  it('behavior: a voucher counts in one stream, instance and epoch, for one relayer and number, by an active key', () => {
    const life = running()
    const count = { relayer: 'rhea', epoch: 1, tickets: 5n }
    const place = { stream: 'story', instance: 'relay-rewards', receiver: 'rex', key: 'k' }
    const value = (where: object, what: object = {}) =>
      signVoucher({ ...place, ...where }, { ...count, ...what }, signerOf('rex'))
    const tried = (signature: string) =>
      life.run(
        'x',
        'redeem',
        { epoch: 1, vouchers: [{ receiver: 'rex', relayer: 'rhea', tickets: 5n, key: 'k', value: signature }] },
        EPOCH,
      )
    for (const where of [{ stream: 'other' }, { instance: 'second' }, { receiver: 'rae' }, { key: 'k2' }]) {
      expect(tried(value(where))).toBe('RELAY_VOUCHER_INVALID')
    }
    for (const what of [{ epoch: 2 }, { relayer: 'saul' }, { tickets: 6n }]) {
      expect(tried(value({}, what))).toBe('RELAY_VOUCHER_INVALID')
    }
    expect(tried(value({}))).toBe('accepted')
  })

  it('error: a receiver has weight, and gives tickets to so many relayers', () => {
    const life = running()
    expect(life.redeem(1, [['rae', 'rhea', 1n]], EPOCH)).toBe('RELAY_RECEIVER_WITHOUT_WEIGHT')
    expect(
      life.redeem(
        1,
        ['a', 'b', 'c', 'd'].map((relayer) => ['rex', relayer, 1n] as const),
      ),
    ).toBe('accepted')
    expect(life.redeem(1, [['rex', 'a', 2n]])).toBe('accepted')
    expect(life.redeem(1, [['rex', 'e', 1n]])).toBe('RELAY_RELAYERS_EXCEEDED')
  })

  it('error: vouchers come in from the beginning of their epoch to its close, and nothing is paid before', () => {
    const life = running()
    expect(life.redeem(1, [['rex', 'rhea', 1n]], EPOCH - 1)).toBe('RELAY_EPOCH_AHEAD')
    expect(life.redeem(1, [['rex', 'rhea', 1n]], EPOCH)).toBe('accepted')
    expect(life.settle(CLOSED(0))).toBe('accepted')
    expect(life.settle(CLOSED(1) - 1)).toBe('RELAY_NOTHING_TO_SETTLE')
    expect(life.redeem(1, [['rex', 'rhea', FULL]])).toBe('accepted')
    expect(life.redeem(1, [['rex', 'rhea', FULL + 1n]], CLOSED(1))).toBe('RELAY_EPOCH_CLOSED')
    expect(life.settle()).toBe('accepted')
    expect(life.earned('rhea', 'USD')).toBe(4_000n)
  })
})

describe('settle', () => {
  it('default: shares each asset by tickets and stake, exactly floored; the rest rolls over, to be seen', () => {
    const life = running()
    subscribed(life, 'rae', 2_001n, 'POND')
    life.redeem(
      1,
      [
        ['rex', 'rhea', FULL / 4n],
        ['rex', 'saul', FULL / 2n],
        ['rae', 'saul', 3n * FULL],
      ],
      2 * EPOCH,
    )
    expect(life.settle(CLOSED(1))).toBe('accepted')
    const stakes = { rhea: 100n, saul: 300n } as const
    const got = (total: bigint, work: bigint, all: bigint, who: keyof typeof stakes) =>
      cobbDouglas({ total, work: [work, all], stake: [stakes[who], 400n], alpha: [1, 2] })
    expect(life.earned('rhea', 'USD')).toBe(got(8_000n, 2_000n, 6_000n, 'rhea'))
    expect(life.earned('saul', 'USD')).toBe(got(8_000n, 4_000n, 6_000n, 'saul'))
    expect(life.earned('saul', 'POND')).toBe(got(2_001n, 2_001n, 2_001n, 'saul'))
    const usd = life.earned('rhea', 'USD') + life.earned('saul', 'USD')
    expect(settled(life)[0]).toEqual({ total: 8_000n, issued: 6_000n, shared: usd, rolled: 8_000n - usd })
    life.redeem(2, [['rex', 'saul', FULL]], 3 * EPOCH)
    expect(life.settle(CLOSED(2))).toBe('accepted')
    expect(settled(life)[0]?.total).toBe(8_000n + 8_000n - usd)
    expect(life.life.failed()).toEqual([])
  })

  it('behavior: everything rolls over where nobody has tickets, or nobody stake', () => {
    const life = told()
    subscribed(life, 'rex', 50n)
    expect(life.settle(CLOSED(1))).toBe('accepted')
    expect(settled(life)[0]).toEqual({ total: 50n, issued: 0n, shared: 0n, rolled: 50n })
    life.redeem(2, [['rex', 'rhea', FULL]], CLOSED(1) + 1)
    expect(life.settle(CLOSED(2))).toBe('accepted')
    expect(settled(life)[0]).toEqual({ total: 100n, issued: 50n, shared: 0n, rolled: 100n })
    life.stake('rhea', 1n)
    life.run('rex', 'subscribe', { period: 1, asset: 'USD', rate: 10n })
    life.redeem(4, [['rex', 'rhea', FULL]], 5 * EPOCH)
    expect(life.settle(CLOSED(4))).toBe('accepted')
    expect(life.earned('rhea', 'USD')).toBe(110n)
  })

  it('behavior: the same however the pages fall and whoever pages', () => {
    const lives = [1, 2, 3, 7, 1_000].map((limit) => {
      const life = running({ subsidy: { asset: 'POND', limit: 'admitted' } })
      life.run('council', 'admit', { receiver: 'rae', admitted: true })
      const terms = {
        ...plain.terms,
        most: 1_000n,
        until: 1_000n,
        worths: [{ asset: 'POND', burned: 0, amount: 1n, worth: 1n }],
      }
      life.run('council', 'announce', { terms })
      life.run('treasury', 'fund', { amount: 5_000n })
      subscribed(life, 'rae', 17n, 'POND')
      for (const epoch of [1, 2]) {
        life.redeem(
          epoch,
          ['rhea', 'saul', 'tara', 'ugo'].flatMap(
            (relayer, i) =>
              [
                ['rex', relayer, BigInt(i + epoch) * 9_999n],
                ['rae', relayer, BigInt(epoch * i + 1) * 7_777n],
              ] as const,
          ),
          epoch * EPOCH,
        )
      }
      let pages = 0
      while (life.settle(CLOSED(3), limit) === 'accepted') pages += 1
      expect(life.life.failed()).toEqual([])
      return { limit, pages, life }
    })
    const of = ({ life }: (typeof lives)[number]) => {
      const { tables } = life.seen()
      return [
        tables.earnings.entries(),
        tables.settlement.entries(),
        life.seen().balance(life.seen().purse('@relay-rewards', 'POND', 'subsidy')),
      ]
    }
    for (const each of lives) expect(of(each), `${each.limit}`).toEqual(of(lives[0] as (typeof lives)[number]))
    expect(lives.map(({ pages }) => pages)).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
      1,
    ])
    expect(lives[0]?.pages).toBeGreaterThan(25)
    expect(lives[0]?.life.earned('ugo', 'USD'), 'without stake').toBe(0n)
  })

  it('behavior: what is settled is forgotten, and idle epochs cost nothing', () => {
    const life = running()
    life.redeem(1, [['rex', 'rhea', FULL]], EPOCH)
    expect(life.settle(CLOSED(1_000_000))).toBe('accepted')
    const { tables } = life.seen()
    expect(
      ['subscriptions', 'fees', 'vouchers', 'receipts', 'weighed', 'terms', 'funds'].map(
        (name) => tables[name as 'fees'].size,
      ),
    ).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(tables.settlement.get({ of: 'epochs' })?.next).toBe(1_000_001)
    expect(life.life.failed()).toEqual([])
    const later = CLOSED(1_000_000) + EPOCH
    expect(life.run('rex', 'subscribe', { period: 333_335, asset: 'USD', rate: 10n }, later)).toBe('accepted')
    expect(life.settle(later + 6 * EPOCH, 3)).toBe('accepted')
    expect(life.life.events.some((event) => 'lanes' in (event as object))).toBe(true)
  })

  it('behavior: terms act from the epoch after they were announced, whenever it is settled', () => {
    const life = running()
    life.redeem(1, [['rex', 'rhea', FULL]], EPOCH)
    const terms = { ...plain.terms, alpha: { work: 1, of: 1 } }
    expect(life.run('council', 'announce', { terms })).toBe('accepted')
    life.redeem(2, [['rex', 'rhea', FULL]], 2 * EPOCH)
    life.settle(CLOSED(2))
    const first = 4_000n
    expect(life.earned('rhea', 'USD')).toBe(first + (8_000n + 8_000n - first))
  })

  it('error: an epoch that nobody may settle yet, or no row at all', () => {
    const life = told()
    expect(life.settle()).toBe('RELAY_NOTHING_TO_SETTLE')
    subscribed(life, 'rex', 10n)
    expect(life.settle(CLOSED(0) - 1)).toBe('RELAY_NOTHING_TO_SETTLE')
    expect(life.settle(CLOSED(0), 0)).toBe('RELAY_NOTHING_TO_SETTLE')
    expect(life.settle()).toBe('accepted')
  })
})

describe('subsidy', () => {
  const worths = [
    { asset: 'POND', burned: 2_000, amount: 1n, worth: 1n },
    { asset: 'USD', burned: 1_000, amount: 1n, worth: 4n },
  ]
  const schedule = { ...plain.terms, most: 10_000n, until: 100_000n, worths }

  it('default: falls as fees grow, and is never more than what was burned of them; the burn is done', () => {
    const life = running({ subsidy: { asset: 'POND', limit: 'burned' }, terms: schedule })
    life.run('treasury', 'fund', { amount: 1_000_000n })
    subscribed(life, 'rae', 501n, 'POND')
    const supply = (asset: string) => life.life.see().supply(asset)
    const [usd, pond] = [supply('USD'), supply('POND')]
    life.redeem(
      1,
      [
        ['rex', 'rhea', FULL],
        ['rae', 'rhea', FULL],
      ],
      EPOCH,
    )
    expect(life.settle(CLOSED(1))).toBe('accepted')
    // 800 USD and ⌈100.2⌉ POND are burned, worth 3,301; the schedule alone would give 10,000 · (100,000 − 32,501) / 100,000
    expect([usd - supply('USD'), pond - supply('POND')]).toEqual([800n, 101n])
    expect(settled(life)[2]).toMatchObject({ total: 3_301n, issued: 32_501n })
    expect(settled(life)[2]?.shared).toBe(3_301n / 2n)
    expect(life.life.failed()).toEqual([])
  })

  it('behavior: who subscribes to itself alone never gets back more than it paid', () => {
    const life = told({ subsidy: { asset: 'POND', limit: 'burned' }, terms: schedule })
    life.run('treasury', 'fund', { amount: 1_000_000n })
    life.stake('rex', 1n)
    subscribed(life, 'rex', 999n, 'POND')
    for (const epoch of [1, 2]) life.redeem(epoch, [['rex', 'rex', FULL]], epoch * EPOCH)
    life.settle(CLOSED(2))
    life.run('rex', 'claim', { rewards: [{ relayer: 'rex', asset: 'POND' }] })
    expect(life.has('rex', 'POND')).toBe(GIVEN)
  })

  it('behavior: or goes by the weights of receivers that are admitted, from the next epoch on and not when dismissed', () => {
    const life = running({
      subsidy: { asset: 'POND', limit: 'admitted' },
      terms: { ...schedule, worths: worths.map((worth) => ({ ...worth, burned: 0 })) },
    })
    life.run('treasury', 'fund', { amount: 1_000_000n })
    expect(life.run('council', 'admit', { receiver: 'rae', admitted: false })).toBe('RELAY_ADMISSION_UNCHANGED')
    expect(life.run('council', 'admit', { receiver: 'rae', admitted: true })).toBe('accepted')
    expect(life.run('council', 'admit', { receiver: 'rae', admitted: true })).toBe('RELAY_ADMISSION_UNCHANGED')
    subscribed(life, 'rae', 100n, 'POND')
    const given = [
      ['rex', 'rhea', FULL],
      ['rae', 'saul', FULL],
    ] as const
    life.redeem(1, given, EPOCH)
    expect(life.run('council', 'admit', { receiver: 'rae', admitted: false }, 2 * EPOCH)).toBe('accepted')
    life.redeem(2, given)
    expect(life.run('council', 'admit', { receiver: 'rae', admitted: true })).toBe('accepted')
    expect(life.settle(CLOSED(1))).toBe('accepted')
    const scheduled = (10_000n * (100_000n - 32_100n)) / 100_000n
    expect(settled(life)[2]).toMatchObject({
      total: scheduled,
      issued: 100n,
      shared: cobbDouglas({ total: scheduled, work: [1n, 1n], stake: [3n, 4n], alpha: [1, 2] }),
    })
    expect(life.settle(CLOSED(2))).toBe('accepted')
    expect(settled(life)[2]).toMatchObject({ total: scheduled, issued: 0n, shared: 0n })
    expect(life.life.failed()).toEqual([])
  })

  it('behavior: has no more than its pool, and what was given counts from that epoch on, whenever it is settled', () => {
    const life = running({ subsidy: { asset: 'POND', limit: 'admitted' }, terms: { ...schedule, worths: [] } })
    life.run('council', 'admit', { receiver: 'rex', admitted: true })
    life.redeem(1, [['rex', 'saul', FULL]], EPOCH)
    expect(life.run('treasury', 'fund', { amount: 7n })).toBe('accepted')
    expect(life.run('treasury', 'fund', { amount: 5_000n }, 2 * EPOCH)).toBe('accepted')
    life.settle(CLOSED(1))
    expect(settled(life)[2]?.total).toBe(7n)
    life.settle(CLOSED(2))
    expect(settled(life)[2]).toMatchObject({ total: 5_007n, shared: 0n, rolled: 5_007n })
  })

  it('behavior: by stake, receivers weigh alike in every asset', () => {
    const life = running({ weigh: 'stake', subsidy: { asset: 'POND', limit: 'burned' }, terms: schedule })
    life.run('treasury', 'fund', { amount: 1_000_000n })
    life.stake('rae', 40n)
    expect(life.redeem(1, [['rex', 'rhea', 1n]], EPOCH)).toBe('RELAY_RECEIVER_WITHOUT_WEIGHT')
    expect(life.redeem(1, [['rae', 'rhea', FULL]])).toBe('accepted')
    life.settle(CLOSED(1))
    expect(settled(life).map(({ issued }) => issued)).toEqual([40n, 40n, 40n])
    expect(settled(life).map(({ shared }) => shared > 0n)).toEqual([true, false, true])
  })

  it('error: there is none, nobody is admitted to it, or terms that are unfit', () => {
    const life = running()
    expect(life.run('treasury', 'fund', { amount: 1n })).toBe('RELAY_NO_SUBSIDY')
    expect(life.run('council', 'admit', { receiver: 'rae', admitted: true })).toBe('RELAY_NO_ADMISSION')
    expect(life.run('rex', 'announce', { terms: plain.terms })).toBe('NOT_AUTHORISED')
    const unfit = [
      { alpha: { work: 2, of: 1 } },
      { alpha: { work: 0, of: 0 } },
      { alpha: { work: 0, of: 201 } },
      { most: 1n },
      { worths: [{ asset: 'EUR', burned: 0, amount: 1n, worth: 1n }] },
      { worths: [worths[0], worths[0]] },
    ]
    for (const part of unfit)
      expect(life.run('council', 'announce', { terms: { ...plain.terms, ...part } })).toBe('RELAY_TERMS_UNFIT')
    const other = running({ subsidy: { asset: 'POND', limit: 'burned' } })
    for (const part of [{ most: 2n }, { worths: [{ asset: 'POND', burned: 0, amount: 1n, worth: 2n }] }]) {
      expect(other.run('council', 'announce', { terms: { ...plain.terms, ...part } })).toBe('RELAY_TERMS_UNFIT')
    }
    expect(() =>
      createSystem({ spec: '1.0', mechanisms: [relayRewards.with({ ...plain, fees: [] } as never)] }),
    ).toThrow(TypeError)
  })

  it('behavior: an admission that ended is kept as long as its last epoch isn’t settled, and one that never began isn’t kept', () => {
    const life = running({ subsidy: { asset: 'POND', limit: 'admitted' } })
    const admitted = (yes: boolean, epoch: number) =>
      expect(life.run('council', 'admit', { receiver: 'rae', admitted: yes }, epoch * EPOCH)).toBe('accepted')
    const spans = () => life.seen().tables.admissions.get({ receiver: 'rae' })?.spans
    admitted(true, 0)
    admitted(false, 1)
    expect(spans()).toBeUndefined()
    admitted(true, 1)
    admitted(false, 3)
    expect(life.settle(CLOSED(2))).toBe('accepted')
    admitted(true, 4)
    expect(spans()).toEqual([{ from: 5, until: null }])
    admitted(false, 6)
    admitted(true, 6)
    expect(spans()?.[0]).toEqual({ from: 5, until: 6 })
    expect(life.settle(6 * EPOCH + REDEMPTION)).toBe('accepted')
    expect(life.seen().tables.settlement.get({ of: 'epochs' })?.next).toBe(6)
    admitted(false, 8)
    expect(spans()).toEqual([{ from: 7, until: 8 }])
  })

  it('behavior: the last epoch of an ended admission still counts when the next change is made before it is settled', () => {
    const life = running({ subsidy: { asset: 'POND', limit: 'admitted' }, terms: { ...schedule, worths: [] } })
    life.run('treasury', 'fund', { amount: 1_000n })
    life.run('council', 'admit', { receiver: 'rex', admitted: true })
    life.redeem(1, [['rex', 'saul', FULL]], EPOCH)
    life.run('council', 'admit', { receiver: 'rex', admitted: false }, 2 * EPOCH)
    expect(life.settle(2 * EPOCH, 1_000)).toBe('accepted')
    expect(life.seen().tables.settlement.get({ of: 'epochs' })?.next).toBe(1)
    life.run('council', 'admit', { receiver: 'rex', admitted: true })
    expect(isAdmitted(life.seen(), 'rex', 1)).toBe(true)
    expect(isAdmitted(life.seen(), 'rex', 2)).toBe(false)
    expect(isAdmitted(life.seen(), 'rex', 3)).toBe(true)
  })

  it('behavior: fees are worth more rather than less, and what was burned less rather than more', () => {
    const terms = { most: 10n, until: 10n, worths: [{ asset: 'USD', burned: 10_000, amount: 2n, worth: 1n }] }
    const of = (amount: bigint, limit: 'burned' | 'admitted') => subsidyOf(terms, [{ asset: 'USD', amount }], limit)
    expect(of(3n, 'admitted')).toEqual({ burned: [3n], subsidy: 8n })
    expect(of(3n, 'burned')).toEqual({ burned: [3n], subsidy: 1n })
  })

  it('behavior: admissions that unsettled epochs need are bounded', () => {
    const life = running({ subsidy: { asset: 'POND', limit: 'admitted' } })
    let epoch = 1
    let code = 'accepted'
    while (code === 'accepted' && epoch < 400) {
      code = life.run('council', 'admit', { receiver: 'rae', admitted: epoch % 2 === 1 }, epoch * 2 * EPOCH)
      epoch += 1
    }
    expect([code, epoch]).toEqual(['RELAY_ADMISSION_BEHIND', 34])
    while (life.settle() === 'accepted');
    expect(life.run('council', 'admit', { receiver: 'rae', admitted: true })).toBe('accepted')
    expect(life.seen().tables.admissions.get({ receiver: 'rae' })?.spans.length).toBeLessThan(3)
  })
})

describe('claim', () => {
  it('default: pays what was earned to the relayer, at anybody’s wish, once', () => {
    const life = running()
    life.redeem(1, [['rex', 'rhea', FULL]], EPOCH)
    life.settle(CLOSED(1))
    const rewards = [
      { relayer: 'rhea', asset: 'USD' },
      { relayer: 'saul', asset: 'USD' },
    ]
    expect(life.run('anybody', 'claim', { rewards: [...rewards, ...rewards] })).toBe('accepted')
    expect(life.life.events).toEqual([{ relayer: 'rhea', asset: 'USD', amount: 4_000n }])
    expect(life.has('rhea', 'USD')).toBe(4_000n)
    expect(life.run('anybody', 'claim', { rewards })).toBe('accepted')
    expect(life.has('rhea', 'USD')).toBe(4_000n)
    expect(life.life.failed()).toEqual([])
  })
})

describe('pure parts', () => {
  it('behavior: the work of relayers never exceeds that of all', () => {
    for (const [weight, counts] of [
      [1n, [1n, 1n, 1n]],
      [65_537n, [65_535n, 2n, 1n]],
      [999n, [1n << 40n, 3n]],
    ] as const) {
      const issued = counts.reduce((sum: bigint, count) => sum + count, 0n)
      const parts = counts.reduce((sum: bigint, count) => sum + workBy(count, { weight, issued }), 0n)
      expect(parts).toBeLessThanOrEqual(workIssued({ weight, issued }))
      expect(workIssued({ weight, issued })).toBeLessThanOrEqual(weight)
    }
  })

  it('behavior: a subsidy falls as fees grow, and fees and subsidy together don’t', () => {
    const terms = { most: 50n, until: 100n, worths: [{ asset: 'USD', burned: 0, amount: 1n, worth: 1n }] }
    const of = (amount: bigint) => subsidyOf(terms, [{ asset: 'USD', amount }], 'admitted').subsidy
    for (let fees = 0n; fees < 120n; fees += 1n) {
      expect(of(fees + 1n)).toBeLessThanOrEqual(of(fees))
      expect(of(fees + 1n) + fees + 1n).toBeGreaterThanOrEqual(of(fees) + fees)
    }
    expect([of(0n), of(100n), subsidyOf(terms, [], undefined).subsidy]).toEqual([50n, 0n, 0n])
  })
})
