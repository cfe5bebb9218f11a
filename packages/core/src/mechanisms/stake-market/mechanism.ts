/** A market in which stake in others is acquired only by giving up stake in oneself. Spec: stake-market.md. */
import { defineMechanism } from '../../kernel/index.js'
import { admit, join, vouch } from './agents.js'
import { audits } from './audits.js'
import { admits, configFields, paramFields } from './config.js'
import { decay } from './decay.js'
import { events } from './events.js'
import { draw, fund } from './funding.js'
import { cancel, order } from './orders.js'
import { collect, distribute } from './proceeds.js'
import { attest, conclude, propose } from './propositions.js'
import { rejections } from './rejections.js'
import { lapseRound, openRound, settleRound } from './rounds.js'
import { tables } from './tables.js'

/**
 * The reciprocal stake market: every agent has the same number of units of stake in itself and acquires stake in others
 * only by relinquishing its own, through rounds that match all orders at once, proved by a certificate. What is acquired
 * remembers the claim for which it was.
 * Spec: stake-market.md. Source: Bryan, Lopez and Virtanen, Protocols for Postcapitalist Expression (2023).
 * @example
 * createSystem({ spec: '1.0', mechanisms: [
 *   stakeMarket.with({ units: 1000n, roundLength: 86_400, orders: 10_000, attestors: ['club'], vouches: 1, authority: 'operator' }),
 * ] })
 */
export const stakeMarket = defineMechanism({
  name: 'stake-market',
  config: configFields,
  params: paramFields,
  admits,
  mints: ({ credit }) => (credit === undefined ? [] : [credit]),
  tables,
  events,
  rejections,
  commands: {
    vouch,
    join,
    admit,
    propose,
    attest,
    conclude,
    fund,
    draw,
    order,
    cancel,
    'open-round': openRound,
    'settle-round': settleRound,
    'lapse-round': lapseRound,
    distribute,
    collect,
    decay,
  },
  audits,
})
