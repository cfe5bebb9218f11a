import { ed25519 } from '@noble/curves/ed25519.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import type { Row } from '../../../scripts/bench-row.js'
import { Amount, Epoch, Party, struct, Total } from '../src/codec/index.js'
import { type AnyCommand, begin, createSystem, defineMechanism, genesis, type Session } from '../src/kernel/index.js'
import { relayRewards, signVoucher, type Voucher } from '../src/mechanisms/relay-rewards/index.js'
import { createVerifier, publicKeyOf, type SignatureCheck, signingDigest, signKey } from '../src/signature/index.js'

/** The size that the goal is stated for takes minutes, most of them to sign. */
const RELAYERS = process.env.BENCH_LARGE === undefined ? 500 : 10_000
const RECEIVERS = process.env.BENCH_LARGE === undefined ? 50 : 300
const EACH = 10
const TICKETS = 10n
const BATCH = 256
/** Of each batch, checked plainly too. */
const SAMPLE = 32
const LENGTH = 1_000
const STREAM = 'bench'

const stakes = defineMechanism({
  name: 'stakes',
  rejections: [],
  queries: {
    stakeOf: {
      input: struct<{ readonly party: string; readonly epoch: number }>({ party: Party, epoch: Epoch }),
      output: struct<{ readonly stake: bigint; readonly total: bigint }>({ stake: Total, total: Total }),
      read: () => ({ stake: 1_000n, total: 1_000n * BigInt(RELAYERS) }),
    },
  },
  commands: { nothing: { input: struct<{ readonly amount: bigint }>({ amount: Amount }), apply: () => {} } },
})

/** An epoch of many relayers, a voucher for each ten tickets, beside bare checks of the vouchers' signatures. */
export async function bench(): Promise<Row[]> {
  const count = RELAYERS * EACH
  const { verify } = createVerifier({ capacity: 2 * RECEIVERS })
  const { session, batches, checks } = life({ verify })
  // receivers who have signed in earlier epochs
  for (const check of checks.slice(0, 17 * RECEIVERS)) verify(check)
  let at = LENGTH
  let commands = 0
  const run = (type: string, input: object): boolean => {
    commands += 1
    const command: AnyCommand = { id: `b${commands}`, by: 'anybody', at, type: `relay-rewards.${type}`, input }
    const outcome = session.execute(command)
    if (outcome.status === 'accepted') session.settle(session.sequence)
    else if (outcome.code !== 'RELAY_NOTHING_TO_SETTLE') throw new Error(`${type} is refused with ${outcome.code}`)
    return outcome.status === 'accepted'
  }
  // batch by batch, so that all three are measured on the same machine in the same state
  const spent = { plain: 0, cached: 0, redeemed: 0, settled: 0 }
  let plainly = 0
  batches.forEach((vouchers, i) => {
    const batch = checks.slice(i * BATCH, (i + 1) * BATCH)
    const sample = batch.slice(0, SAMPLE)
    plainly += sample.length
    spent.plain += seconds(() => {
      for (const { signature, message, publicKey } of sample) {
        ed25519.verify(hexToBytes(signature), message, hexToBytes(publicKey), { zip215: false })
      }
    })
    const cached = () => {
      spent.cached += seconds(() => {
        for (const check of batch) verify(check)
      })
    }
    if (i % 2 === 0) cached()
    spent.redeemed += seconds(() => run('redeem', { epoch: 1, vouchers }))
    if (i % 2 === 1) cached()
  })
  at = 3 * LENGTH
  spent.settled = seconds(() => {
    while (run('settle', { limit: 1_000 }));
  })
  const [plain, cached] = [plainly / spent.plain, count / spent.cached]
  const whole = count / (spent.redeemed + spent.settled)
  const size = `${RELAYERS.toLocaleString('en')} relayers, ${(BigInt(count) * TICKETS).toLocaleString('en')} tickets`
  const row = (name: string, value: number, reference: string, other: number, note: string): Row => {
    return { name: `${name}, ${size}`, value, unit: ' vouchers/s', reference, ratio: value / other, note }
  }
  return [
    row('relay epoch, redeemed and settled', whole, 'noble ed25519.verify', plain, 'all of it'),
    row('relay epoch, redeemed and settled', whole, 'cached signers', cached, 'goal: bound by the checks, near 1 ×'),
    row('checks of its signatures alone', cached, 'noble ed25519.verify', plain, 'goal ≥ 4.5 ×, repeat signers'),
    row('relay epoch settled', count / spent.settled, 'cached signers', cached, 'pages of 1,000 rows'),
  ]
}

interface Life {
  readonly session: Session
  /** As relayers hand them in: each relayer's together. */
  readonly batches: readonly (readonly Voucher[])[]
  readonly checks: readonly SignatureCheck[]
}
function life(verifier: { readonly verify: (check: SignatureCheck) => boolean }): Life {
  const stakeOf = { instance: 'stakes', query: 'stakeOf' }
  const receivers = Array.from({ length: RECEIVERS }, (_, i) => {
    const privateKey = (1 + i).toString(16).padStart(64, '0')
    return { name: `receiver-${i}`, privateKey, publicKey: publicKeyOf('ed25519', privateKey) }
  })
  const system = createSystem({
    spec: '1.0',
    authentication: 'host',
    verifier,
    mechanisms: [
      stakes.with({}),
      relayRewards.with({
        fees: [{ asset: 'USD', least: 1n }],
        period: 10,
        redemption: 1,
        weigh: 'subscription',
        relayers: 65_536,
        terms: { alpha: { work: 7, of: 10 }, most: 0n, until: 1n, worths: [] },
        epoch: LENGTH,
        stakeOf,
        weightOf: stakeOf,
      }),
    ],
    assets: [{ asset: 'USD' }],
    allocations: receivers.map(({ name }) => ({ party: name, asset: 'USD', amount: 10n ** 24n })),
  })
  const session = begin(system, genesis(system, { at: 0, stream: STREAM }).state) as Session
  for (const [i, { name, privateKey }] of receivers.entries()) {
    const key = { key: 'k', ...signKey({ stream: STREAM, by: name, key: 'k' }, { scheme: 'ed25519', privateKey }) }
    const rate = 10n ** 18n
    for (const [type, input] of [
      ['key.register', key],
      ['relay-rewards.subscribe', { period: 0, asset: 'USD', rate }],
    ] as const) {
      const outcome = session.execute({ id: `${type}-${i}`, by: name, at: 0, type, input })
      if (outcome.status === 'rejected') throw new Error(`${type} is refused with ${outcome.code}`)
    }
  }
  const vouchers: Voucher[] = []
  const checks: SignatureCheck[] = []
  for (let i = 0; i < RELAYERS; i += 1) {
    for (let j = 0; j < EACH; j += 1) {
      const { name, privateKey, publicKey } = receivers[(i * EACH + j) % RECEIVERS] as (typeof receivers)[number]
      const relayer = `relayer-${i}`
      const place = { stream: STREAM, instance: 'relay-rewards', receiver: name, key: 'k' }
      const count = { relayer, epoch: 1, tickets: TICKETS }
      const value = signVoucher(place, count, { scheme: 'ed25519', privateKey })
      vouchers.push({ receiver: name, relayer, tickets: TICKETS, key: 'k', value })
      const body = `{"epoch":"1","relayer":"${relayer}","tickets":"${TICKETS}"}`
      const fields = { stream: STREAM, instance: 'relay-rewards', kind: 'voucher', by: name, body, key: 'k' }
      const message = signingDigest('statement', 'ed25519', fields)
      checks.push({ scheme: 'ed25519', publicKey, message, signature: value })
    }
  }
  const batches: Voucher[][] = []
  for (let i = 0; i < vouchers.length; i += BATCH) batches.push(vouchers.slice(i, i + BATCH))
  return { session, batches, checks }
}

/** Processor time: what else the machine does is no part of the ratio. */
function seconds(work: () => void): number {
  const start = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000_000
}
