/** Stake of many behind those who do the work. Spec: delegation.md. */
import { defineMechanism } from '../../kernel/index.js'
import { audits } from './audits.js'
import { admits, configFields, paramFields } from './config.js'
import { cancel, collect, delegate, fold, undelegate, withdraw } from './delegating.js'
import { events } from './events.js'
import { commission, draw, open, redelegate, settle } from './operating.js'
import { ports } from './queries.js'
import { rejections } from './rejections.js'
import { charge, reward, slash } from './relayers.js'
import { tables } from './tables.js'

/**
 * Holders delegate an asset to pools, pools back relayers with it by weights, relayers' rewards go back to those who
 * backed them, and for their faults all lose that backed them when they were committed, what waits to be withdrawn
 * included. No command goes over delegators.
 * Spec: delegation.md. Source: staking pools of the Marlin network.
 * @example
 * delegation.with({
 *   asset: 'MPOND', rewards: ['POND'], minimum: 5n * 10n ** 17n, evidence: 14, slashers: ['@governance'],
 *   undelegationWait: 14, redelegationWait: 1, commissionWait: 7, authority: '@governance',
 * })
 */
export const delegation = defineMechanism({
  name: 'delegation',
  config: configFields,
  params: paramFields,
  admits,
  tables,
  events,
  rejections,
  queries: ports,
  commands: {
    open,
    redelegate,
    commission,
    draw,
    settle,
    delegate,
    undelegate,
    cancel,
    withdraw,
    collect,
    fold,
    charge,
    reward,
    slash,
  },
  audits,
})
