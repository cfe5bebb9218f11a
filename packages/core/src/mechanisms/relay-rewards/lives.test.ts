/** Random lives of receivers, relayers and an authority, beside a plain account of what everybody is due. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EPOCH, GIVEN, keyOf, network, PAYERS, plain, REDEMPTION, voucherOf } from '../../../test/relay.js'
import {
  type AnyCommand,
  audit,
  available,
  begin,
  cobbDouglas,
  digest,
  execute,
  genesis,
  seal,
  verify,
  view,
} from '../../index.js'
import { type RelayConfig, type RelayTerms, relayRewards } from './index.js'

const RELAYERS = ['rhea', 'saul', 'tara'] as const
const FULL = 65_536n
const schedule: RelayTerms = {
  alpha: { work: 1, of: 2 },
  most: 5_000n,
  until: 50_000n,
  worths: [
    { asset: 'USD', burned: 333, amount: 2n, worth: 3n },
    { asset: 'POND', burned: 1_000, amount: 1n, worth: 1n },
  ],
}
const systems = (['burned', 'admitted'] as const).flatMap((limit) =>
  (['subscription', 'stake'] as const).map((weigh) => ({
    config: { ...plain, weigh, relayers: 3, subsidy: { asset: 'POND', limit }, terms: schedule } as RelayConfig,
    system: network({ weigh, relayers: 3, subsidy: { asset: 'POND', limit }, terms: schedule }),
  })),
)

interface Move {
  readonly by: string
  readonly type: string
  readonly input: object
  readonly after: number
}
const who = (...names: readonly string[]) => fc.constantFrom(...names)
const soon = fc.constantFrom(0, 0, 0, 0, 0, 5, 40, EPOCH, EPOCH, EPOCH, 2 * EPOCH)
const by = (party: fc.Arbitrary<string>, type: string, input: fc.Arbitrary<object>): fc.Arbitrary<Move> =>
  fc.record({ by: party, type: fc.constant(type), input, after: soon })
const own = (type: string) => `relay-rewards.${type}`
const tickets = fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.bigInt({ min: 1n, max: 200_000n }))
const voucher = fc.record({ receiver: who(...PAYERS), relayer: who(...RELAYERS), tickets })
const changes = fc.record(
  {
    alpha: fc.constantFrom({ work: 0, of: 1 }, { work: 1, of: 1 }, { work: 2, of: 3 }, { work: 7, of: 10 }),
    most: fc.bigInt({ min: 0n, max: 9_000n }),
    until: fc.bigInt({ min: 1n, max: 90_000n }),
  },
  { requiredKeys: [] },
)
const receiving: readonly fc.Arbitrary<Move>[] = [
  ...Array.from({ length: 4 }, () =>
    by(
      who(...PAYERS),
      own('subscribe'),
      fc.record({
        ahead: fc.constantFrom(0, 0, 0, 1, 2),
        asset: who('USD', 'POND'),
        rate: fc.bigInt({ min: 5n, max: 9_999n }),
      }),
    ),
  ),
  ...Array.from({ length: 8 }, () =>
    by(
      who('x'),
      own('redeem'),
      fc.record({ back: fc.constantFrom(0, 0, 0, 1), vouchers: fc.array(voucher, { maxLength: 5 }) }),
    ),
  ),
  by(who(...RELAYERS, 'rex'), 'stakes.set', fc.record({ stake: fc.bigInt({ min: 0n, max: 500n }) })),
  by(who('treasury'), own('fund'), fc.record({ amount: fc.bigInt({ min: 1n, max: 20_000n }) })),
]
const settling: readonly fc.Arbitrary<Move>[] = [
  ...Array.from({ length: 5 }, () =>
    by(who('y'), own('settle'), fc.record({ limit: fc.constantFrom(1, 2, 5, 9, 40) })),
  ),
  by(
    who('y'),
    own('claim'),
    fc.record({
      rewards: fc.array(fc.record({ relayer: who(...RELAYERS), asset: who('USD', 'POND') }), { maxLength: 4 }),
    }),
  ),
  by(who('council'), own('announce'), fc.record({ terms: changes.map((part) => ({ ...schedule, ...part })) })),
  by(who('council'), own('admit'), fc.record({ receiver: who(...PAYERS), admitted: fc.boolean() })),
]
const lives = fc.array(fc.oneof(...receiving, ...settling), { minLength: 20, maxLength: 70, size: 'max' })

/** Signing is slow: each voucher once. */
const signed = new Map<string, object>()
function signedVoucher(
  stream: string,
  epoch: number,
  of: { receiver: string; relayer: string; tickets: bigint },
): object {
  const id = `${stream}|${epoch}|${of.receiver}|${of.relayer}|${of.tickets}`
  const found =
    signed.get(id) ??
    voucherOf(of.receiver, { relayer: of.relayer, epoch, tickets: of.tickets }, 'relay-rewards', stream)
  signed.set(id, found)
  return found
}
function resolved({ type, input }: Move, at: number): object {
  const epoch = Math.floor(at / EPOCH)
  if (type === own('subscribe')) {
    const { ahead, ...rest } = input as { ahead: number }
    return { ...rest, period: Math.floor(epoch / plain.period) + ahead }
  }
  if (type !== own('redeem')) return input
  const { back, vouchers } = input as {
    back: number
    vouchers: readonly { receiver: string; relayer: string; tickets: bigint }[]
  }
  const of = Math.max(0, epoch - back)
  return { epoch: of, vouchers: vouchers.map((each) => signedVoucher('one', of, each)) }
}

/** What everybody is due by the text, from all that was accepted, in no clever way. */
function due(config: RelayConfig, commands: readonly AnyCommand[], until: number): Map<string, bigint> {
  const epochs = Math.floor((until - REDEMPTION) / EPOCH)
  const carried = config.fees.map(() => 0n)
  const stakes = new Map<string, bigint>()
  const earned = new Map<string, bigint>()
  let pool = 0n
  const of = <T>(type: string) =>
    commands
      .filter((command) => command.type === type)
      .map(({ at, by, input }) => ({ epoch: Math.floor(at / EPOCH), by, ...(input as T) }))
  for (const { by: party, stake } of of<{ stake: bigint }>('stakes.set')) stakes.set(party, stake)
  const all = [...stakes.values()].reduce((sum, stake) => sum + stake, 0n)
  const subscriptions = of<{ period: number; asset: string; rate: bigint }>(own('subscribe'))
  const first = Math.min(
    ...commands
      .filter(({ type }) => type.startsWith('relay') && !/settle|claim/.test(type))
      .map(({ at }) => Math.floor(at / EPOCH)),
  )
  for (let epoch = first; epoch < epochs; epoch += 1) {
    const period = Math.floor(epoch / config.period)
    const {
      alpha,
      most,
      until: end,
      worths,
    } = of<{ terms: RelayTerms }>(own('announce')).findLast((each) => each.epoch < epoch)?.terms ?? config.terms
    for (const fund of of<{ amount: bigint }>(own('fund'))) if (fund.epoch === epoch) pool += fund.amount
    const rate = (receiver: string | null, asset: string) =>
      subscriptions
        .filter(
          (each) =>
            each.period === period &&
            each.asset === asset &&
            each.epoch < epoch &&
            (receiver === null || each.by === receiver),
        )
        .reduce((sum, each) => sum + each.rate, 0n)
    const highest = new Map<string, bigint>()
    for (const batch of of<{
      epoch: number
      vouchers: readonly { receiver: string; relayer: string; tickets: bigint }[]
    }>(own('redeem'))) {
      for (const { receiver, relayer, tickets: count } of batch.vouchers) {
        const id = `${receiver}|${relayer}`
        if (batch.epoch === epoch && count > (highest.get(id) ?? 0n)) highest.set(id, count)
      }
    }
    const issued = (receiver: string) =>
      [...highest].filter(([id]) => id.startsWith(`${receiver}|`)).reduce((sum, [, count]) => sum + count, 0n)
    const fees = config.fees.map(({ asset }) => rate(null, asset))
    const worthOf = (asset: string, amount: bigint, up: bigint) => {
      const worth = worths.find((each) => each.asset === asset)
      return worth === undefined ? 0n : (amount * worth.worth + up * (worth.amount - 1n)) / worth.amount
    }
    const burned = config.fees.map(
      ({ asset }, i) =>
        ((fees[i] as bigint) * BigInt(worths.find((each) => each.asset === asset)?.burned ?? 0) + 9_999n) / 10_000n,
    )
    const worth = config.fees.reduce((sum, { asset }, i) => sum + worthOf(asset, fees[i] as bigint, 1n), 0n)
    const cap = config.fees.reduce((sum, { asset }, i) => sum + worthOf(asset, burned[i] as bigint, 0n), 0n)
    const scheduled = worth >= end ? 0n : (most * (end - worth)) / end
    const limits = [scheduled, pool, ...(config.subsidy?.limit === 'burned' ? [cap] : [])]
    const totals = [
      ...fees.map((fee, i) => fee - (burned[i] as bigint) + (carried[i] as bigint)),
      limits.reduce((a, b) => (a < b ? a : b)),
    ]
    const lastAdmitted = (receiver: string) => {
      const acts = of<{ receiver: string; admitted: boolean }>(own('admit')).filter(
        (each) => each.receiver === receiver,
      )
      // admitted from the epoch after, dismissed from the present one on
      return acts.filter((each) => (each.admitted ? each.epoch < epoch : each.epoch <= epoch)).at(-1)?.admitted ?? false
    }
    totals.forEach((total, lane) => {
      const asset = config.fees[lane]?.asset ?? 'POND'
      const weight = (receiver: string): bigint => {
        const open = lane < config.fees.length || config.subsidy?.limit === 'burned' || lastAdmitted(receiver)
        if (!open) return 0n
        if (config.weigh === 'stake') return stakes.get(receiver) ?? 0n
        if (lane < config.fees.length) return rate(receiver, asset)
        return config.fees.reduce((sum, fee) => sum + worthOf(fee.asset, rate(receiver, fee.asset), 0n), 0n)
      }
      const min = (a: bigint, b: bigint) => (a < b ? a : b)
      const T = PAYERS.reduce(
        (sum, receiver) => sum + (weight(receiver) * min(FULL, issued(receiver)) + FULL - 1n) / FULL,
        0n,
      )
      let shared = 0n
      for (const relayer of RELAYERS) {
        const given = PAYERS.filter((receiver) => highest.has(`${receiver}|${relayer}`))
        if (given.length === 0) continue
        const t = given.reduce((sum, receiver) => {
          const N = issued(receiver)
          return sum + (weight(receiver) * (highest.get(`${receiver}|${relayer}`) as bigint)) / (N > FULL ? N : FULL)
        }, 0n)
        const got = cobbDouglas({
          total,
          work: [t, T],
          stake: [stakes.get(relayer) ?? 0n, all],
          alpha: [alpha.work, alpha.of],
        })
        shared += got
        earned.set(`${relayer}|${asset}`, (earned.get(`${relayer}|${asset}`) ?? 0n) + got)
      }
      if (lane < config.fees.length) carried[lane] = total - shared
      else pool -= shared
    })
  }
  return earned
}

describe('whatever is done', () => {
  it('behavior: audits hold, money is conserved, and everybody gets what a plain account of all that came in says', () => {
    const accepted = new Set<string>()
    let paid = 0n
    fc.assert(
      fc.property(fc.constantFrom(...systems), lives, ({ config, system }, moves) => {
        let { state, decision } = genesis(system, { at: 0, stream: 'one' })
        const session = begin(system, genesis(system, { at: 0, stream: 'one' }).state)
        const records = [seal(decision, '0'.repeat(64))]
        const commands: AnyCommand[] = []
        let at = 0
        const run = (party: string, type: string, input: object): string => {
          const command: AnyCommand = { id: `c${records.length}-${at}-${commands.length}`, by: party, at, type, input }
          const before = digest(system, state)
          const outcome = execute(system, state, command as never)
          const came = session.execute(command)
          if (outcome.status === 'rejected') {
            expect(digest(system, state)).toBe(before)
            expect(came).toMatchObject({ status: 'rejected', code: outcome.code })
            return outcome.code
          }
          state = outcome.state
          decision = outcome.decision
          records.push(seal(decision, records.at(-1)?.hash as string))
          accepted.add(type)
          commands.push(command)
          return 'accepted'
        }
        for (const party of PAYERS) expect(run(party, 'key.register', keyOf(party, 'one'))).toBe('accepted')
        for (const relayer of ['rhea', 'saul', 'rex']) run(relayer, 'stakes.set', { stake: 100n })
        for (const [receiver, asset, period] of [
          ['rex', 'USD', 0],
          ['rae', 'POND', 0],
          ['rex', 'POND', 1],
        ] as const) {
          run(receiver, own('subscribe'), { period, asset, rate: 3_000n })
        }
        const setOnce = new Set<string>()
        for (const move of moves) {
          at += move.after
          // stake that changes would change the past, which a real delegation's never does
          if (move.type === 'stakes.set' && (setOnce.has(move.by) || at >= EPOCH)) continue
          setOnce.add(move.by)
          run(move.by, move.type, resolved(move, at))
        }
        expect(audit(system, state)).toEqual([])
        at = Math.max(at, EPOCH) + 2 * EPOCH
        const end = at
        while (run('y', own('settle'), { limit: 7 }) === 'accepted');
        expect(audit(system, state)).toEqual([])
        for (const relayer of RELAYERS) {
          run('y', own('claim'), {
            rewards: [
              { relayer, asset: 'USD' },
              { relayer, asset: 'POND' },
            ],
          })
        }
        const seen = view(system, state)
        const model = due(config, commands, end)
        for (const relayer of RELAYERS)
          for (const asset of ['USD', 'POND']) {
            const got = seen.balance(available(relayer, asset))
            expect(got, `${relayer} ${asset}`).toBe(model.get(`${relayer}|${asset}`) ?? 0n)
            paid += got
          }
        expect(seen.mechanisms['relay-rewards'].tables.earnings.size).toBe(0)
        expect(seen.supply('USD')).toBeLessThanOrEqual(4n * GIVEN)
        expect(digest(system, session.state())).toBe(digest(system, state))
        expect(verify(system, records)).toMatchObject({ status: 'verified', sequence: records.length })
        expect(audit(system, state)).toEqual([])
      }),
      { numRuns: 16 },
    )
    const types = Object.keys(relayRewards.blueprint.commands).map(own)
    expect(types.filter((type) => !accepted.has(type))).toEqual([])
    expect(paid).toBeGreaterThan(1_000n)
  })
})
