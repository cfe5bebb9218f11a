/** A network of relayers for tests: receivers with keys, stake as the test sets it, rewards paid to relayers themselves. */
import {
  available,
  createSystem,
  defineMechanism,
  Epoch,
  Party,
  Quantity,
  type QueryRef,
  type System,
  struct,
  Total,
  table,
} from '../src/index.js'
import {
  type RelayConfig,
  relayRewards,
  type StakeAnswer,
  type StakeQuestion,
  signVoucher,
  type TicketCount,
  type Voucher,
} from '../src/mechanisms/relay-rewards/index.js'
import { type Signer, signKey } from '../src/signature/index.js'
import { type Story, story } from './support/story.js'

export const EPOCH = 100
export const REDEMPTION = 10

/** Stake that anybody sets, the same in every epoch. */
export const stakes = defineMechanism({
  name: 'stakes',
  tables: {
    stakes: table(struct<{ readonly party: string }>({ party: Party }), struct({ stake: Quantity })),
    totals: table(struct<{ readonly party: string }>({ party: Party }), struct({ stake: Total })),
  },
  rejections: [],
  queries: {
    stakeOf: {
      input: struct<StakeQuestion>({ party: Party, epoch: Epoch }),
      output: struct<StakeAnswer>({ stake: Total, total: Total }),
      read: ({ tables }, { party }): StakeAnswer => ({
        stake: tables.stakes.get({ party })?.stake ?? 0n,
        total: tables.totals.get({ party: 'all' })?.stake ?? 0n,
      }),
    },
  },
  commands: {
    set: {
      input: struct<{ readonly stake: bigint }>({ stake: Quantity }),
      apply({ by, tables }, { stake }) {
        const before = tables.stakes.get({ party: by })?.stake ?? 0n
        const total = tables.totals.get({ party: 'all' })?.stake ?? 0n
        tables.stakes.put({ party: by }, { stake })
        tables.totals.put({ party: 'all' }, { stake: total + stake - before })
      },
    },
  },
})
const stakeOf: QueryRef<StakeQuestion, StakeAnswer> = { instance: 'stakes', query: 'stakeOf' }

export const plain: RelayConfig = {
  fees: [
    { asset: 'USD', least: 10n },
    { asset: 'POND', least: 1n },
  ],
  period: 3,
  redemption: REDEMPTION,
  weigh: 'subscription',
  relayers: 4,
  terms: { alpha: { work: 1, of: 2 }, most: 0n, until: 1n, worths: [] },
  epoch: EPOCH,
}
export const PAYERS = ['rex', 'rae', 'roy'] as const
export const GIVEN = 1_000_000_000_000n

export const network = (more: Partial<RelayConfig> = {}) =>
  createSystem({
    spec: '1.0',
    authentication: 'host',
    mechanisms: [
      stakes.with({}),
      relayRewards.with({ ...plain, ...more, stakeOf, weightOf: stakeOf, authority: 'council' }),
    ],
    assets: [
      { asset: 'USD' },
      { asset: 'POND' },
      { asset: 'BOND', transferable: false, whitelist: ['@relay-rewards', 'mint'] },
    ],
    allocations: [...PAYERS, 'treasury'].flatMap((party) =>
      ['USD', 'POND', 'BOND'].map((asset) => ({ party, asset, amount: GIVEN })),
    ),
  })

/** Key of a receiver, by its name. */
export const signerOf = (party: string): Signer => ({
  scheme: 'ed25519',
  privateKey: [...party]
    .map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('')
    .padStart(64, '0'),
})
export const keyOf = (party: string, stream = 'story') => ({
  key: 'k',
  ...signKey({ stream, by: party, key: 'k' }, signerOf(party)),
})
/** A voucher as its receiver signs it. */
export function voucherOf(receiver: string, count: TicketCount, instance = 'relay-rewards', stream = 'story'): Voucher {
  const place = { stream, instance, receiver, key: 'k' }
  const { relayer, tickets } = count
  return { receiver, relayer, tickets, key: 'k', value: signVoucher(place, count, signerOf(receiver)) }
}

/** A network's life, in short. */
export function told(more: Partial<RelayConfig> = {}) {
  const system = network(more)
  const life: Story<(typeof system.mechanisms)[number]> = story(system as System<(typeof system.mechanisms)[number]>)
  for (const party of PAYERS) life.run(party, 'key.register', keyOf(party))
  let now = 0
  /** Time goes on even where a command is refused. */
  const run = (by: string, type: string, input: object, at = now): string => {
    now = at
    return life.run(by, type, input, at)
  }
  const seen = () => life.see().mechanisms['relay-rewards']
  return {
    life,
    seen,
    run: (by: string, name: string, input: object, at?: number): string => run(by, `relay-rewards.${name}`, input, at),
    stake: (by: string, stake: bigint): string => run(by, 'stakes.set', { stake }),
    redeem: (epoch: number, of: readonly (readonly [string, string, bigint])[], at?: number): string => {
      const vouchers = of.map(([receiver, relayer, tickets]) => voucherOf(receiver, { relayer, epoch, tickets }))
      return run('anybody', 'relay-rewards.redeem', { epoch, vouchers }, at)
    },
    settle: (at?: number, limit = 1_000): string => run('anybody', 'relay-rewards.settle', { limit }, at),
    earned: (relayer: string, asset: string): bigint => seen().tables.earnings.get({ relayer, asset })?.amount ?? 0n,
    has: (party: string, asset: string): bigint => life.see().balance(available(party, asset)),
  }
}
