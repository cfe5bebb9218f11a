/** Rewards for relaying by work and stake. Spec: relay-rewards.md. */
import { defineMechanism } from '../../kernel/index.js'
import { audits } from './audits.js'
import { claim } from './claiming.js'
import { admits, configFields } from './config.js'
import { events } from './events.js'
import { admit, announce } from './governing.js'
import { fund, subscribe } from './paying-in.js'
import { rejections } from './rejections.js'
import { settle } from './settling.js'
import { needs, tables } from './tables.js'
import { redeem } from './vouchers.js'

/**
 * Receivers subscribe by the period and sign tickets for what relayers deliver; each epoch's fees, and a subsidy that
 * falls as they grow, go to relayers by the tickets they have and the stake that backs them.
 * Spec: relay-rewards.md. Source: rewards of the Marlin network; Cobb & Douglas (1928); 0x staking (2019).
 * @example
 * relayRewards.with({
 *   fees: [{ asset: 'USD', least: 1_000_000n }], period: 30, redemption: 3_600, weigh: 'subscription', relayers: 1_000,
 *   subsidy: { asset: 'POND', limit: 'burned' }, backers: { instance: 'delegation', assets: ['POND', 'USD'] },
 *   terms: { alpha: { work: 2, of: 3 }, most: 0n, until: 1n, worths: [] },
 *   stakeOf: staking.queries.stakeOf, weightOf: staking.queries.stakeOf, authority: '@governance',
 * })
 */
export const relayRewards = defineMechanism({
  name: 'relay-rewards',
  config: configFields,
  admits,
  tables,
  events,
  rejections,
  needs,
  commands: { subscribe, fund, announce, admit, redeem, settle, claim },
  audits,
})
