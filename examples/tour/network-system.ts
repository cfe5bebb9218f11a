import { createSystem } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { delegation } from '@symbolon/core/delegation'
import { relayRewards } from '@symbolon/core/relay-rewards'
import { spamDeposit } from '@symbolon/core/spam-deposit'
import { transfer } from '@symbolon/core/transfer'
import { RECORDED_AT } from './planned.js'
import { DAY, TOKEN } from './systems.js'

export const HOUR = 3600
/** Base units of a dollar. */
export const DOLLAR = 10n ** 6n
/** How long what is asked of the bridge waits for its first tranche, days. */
export const BRIDGE_WAIT = 10
/** What of a deposit may be asked back waits so many hours, longer than evidence of spam may take. */
const EVIDENCE = 24
const COUNCIL = 'council'
export const HOLDERS = ['ann', 'ben', 'cleo', 'dan'] as const
export const RECEIVERS = ['exchange', 'explorer', 'wallet', 'archive'] as const

const staking = delegation.with({
  asset: 'MPOND',
  rewards: ['POND', 'USD'],
  minimum: TOKEN / 2n,
  evidence: 7,
  slashers: ['court'],
  beneficiary: 'treasury',
  origin: RECORDED_AT,
  undelegationWait: 7,
  redelegationWait: 1,
  commissionWait: 3,
  authority: COUNCIL,
})

/** A liquid and a bonded token, pools of stake behind relayers, rewards by work and stake, and deposits against spam. */
export const networkSystem = createSystem({
  spec: '1.0',
  // who may run a command is the tour's to say; what is signed here is said outside of commands
  authentication: 'host',
  mechanisms: [
    transfer.with({}),
    bridge.with({
      liquid: 'POND',
      bonded: 'MPOND',
      rate: 10n ** 6n,
      wait: BRIDGE_WAIT * DAY,
      liquidity: 5_000,
      authority: COUNCIL,
    }),
    staking,
    relayRewards.with({
      fees: [{ asset: 'USD', least: DOLLAR }],
      period: 31,
      redemption: HOUR,
      weigh: 'subscription',
      relayers: 8,
      subsidy: { asset: 'POND', limit: 'burned' },
      backers: { instance: 'delegation', assets: ['POND', 'USD'] },
      terms: {
        alpha: { work: 1, of: 2 },
        most: 5_000n * TOKEN,
        until: 1_000_000n * TOKEN,
        // a dollar counts as a hundred POND; a tenth of the fees is burned, and the subsidy is worth no more than that
        worths: [{ asset: 'USD', burned: 1_000, amount: DOLLAR, worth: 100n * TOKEN }],
      },
      origin: RECORDED_AT,
      stakeOf: staking.queries.stakeOf,
      weightOf: staking.queries.stakeOf,
      authority: COUNCIL,
    }),
    spamDeposit.with({ window: HOUR, evidence: EVIDENCE, wait: EVIDENCE + 1, reward: 2_500, authority: COUNCIL }),
  ],
  assets: [
    { asset: 'MPOND', transferable: false, whitelist: ['@bridge', '@delegation', 'treasury'] },
    { asset: 'USD' },
  ],
  allocations: [
    ...HOLDERS.map((party) => ({ party, asset: 'MPOND', amount: 1_000n * TOKEN })),
    ...['treasury', 'mill', 'press', 'atlas', 'mallory'].map((party) => ({
      party,
      asset: 'POND',
      amount: 1_000_000n * TOKEN,
    })),
    ...['press', ...RECEIVERS].map((party) => ({ party, asset: 'USD', amount: 1_000_000n * DOLLAR })),
  ],
})
