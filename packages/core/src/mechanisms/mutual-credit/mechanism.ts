/** Two networks issue to each other, and hold what they get. Spec: mutual-credit.md. */
import { defineMechanism } from '../../kernel/index.js'
import { audits } from './audits.js'
import { claim } from './claims.js'
import { attest } from './conditions.js'
import { configFields } from './config.js'
import { distribute } from './distributions.js'
import { events } from './events.js'
import { draw, foreclose, lend, payBack } from './loans.js'
import { accept, propose, withdraw } from './negotiation.js'
import { appoint, collect, dividend, found } from './networks.js'
import { pause, resume } from './pauses.js'
import { pledge, restore, unpledge } from './pledges.js'
import { rejections } from './rejections.js'
import { settle } from './settle.js'
import { notice, renew } from './spans.js'
import { stake, unstake } from './stakes.js'
import { tables } from './tables.js'
import { borrow, fund, redeem, repay, spend } from './treasury.js'
import { ballot, cast, openVote } from './votes.js'

/**
 * Two networks agree to issue to each other every epoch, at rates that may go by prices, supply or fees. What they get
 * they hold: it votes, earns fees, secures loans and reaches their own stakeholders over time, and no transfer reaches it.
 * Spec: mutual-credit.md. Source: mutual network credit as a distribution allocation mechanism.
 * @example
 * createSystem({ spec: '1.0', mechanisms: [
 *   mutualCredit.with({ epoch: 86_400, assets: ['A', 'B'], authority: 'founder' }),
 * ], assets: [{ asset: 'A', tracked: true }, { asset: 'B', tracked: true }] })
 */
export const mutualCredit = defineMechanism({
  name: 'mutual-credit',
  config: configFields,
  mints: ({ assets = [] }) => assets,
  tables,
  events,
  rejections,
  commands: {
    found,
    appoint,
    dividend,
    collect,
    propose,
    withdraw,
    accept,
    notice,
    renew,
    pause,
    resume,
    attest,
    settle,
    distribute,
    stake,
    unstake,
    claim,
    'open-vote': openVote,
    ballot,
    cast,
    pledge,
    unpledge,
    restore,
    borrow,
    repay,
    redeem,
    fund,
    spend,
    lend,
    draw,
    'pay-back': payBack,
    foreclose,
  },
  audits,
})
