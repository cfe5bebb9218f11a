/** Bilateral trade accounts between networks, and clearing among all of them. Spec: trade-credit.md. */
import { defineMechanism } from '../../kernel/index.js'
import { agree, close } from './accounts.js'
import { audits } from './audits.js'
import { buy } from './buy.js'
import { call } from './calls.js'
import { admits, configFields, paramFields } from './config.js'
import { declareDefault, defaultOverdue, foreclose } from './defaults.js'
import { events } from './events.js'
import { external } from './external.js'
import { grant } from './grants.js'
import { defaultMember, repay } from './member-defaults.js'
import { admit, adopt, contribute, pay } from './members.js'
import { border, found } from './networks.js'
import { expire, post, prepare, voidTrade } from './prepared.js'
import { rejections } from './rejections.js'
import { lapseRound, openRoundCommand, settleRound } from './rounds.js'
import { route } from './routes.js'
import { accept, settle } from './settle.js'
import { collect, release, stake, unstake } from './stakes.js'
import { tables } from './tables.js'
import { trade } from './trade.js'
import { claim } from './waterfall.js'

/**
 * Networks trade on account: each two that agree share one signed number in a unit of account, bounded by what the
 * debtor allocates and the creditor accepts. Clearing rounds cancel debts around cycles, as much as can be, proved by a
 * certificate.
 * Spec: trade-credit.md. Source: mutual credit and bilateral trade accounts; Fleischman, Dini, Littera (2020).
 * @example
 * createSystem({ spec: '1.0', mechanisms: [
 *   tradeCredit.with({ unit: 'USD', backing: 'none', roundLength: 86_400, authority: 'clearing-house' }),
 * ] })
 */
export const tradeCredit = defineMechanism({
  name: 'trade-credit',
  config: configFields,
  params: paramFields,
  admits,
  mints: ({ unit, currencies = [] }) => [unit, ...currencies],
  tables,
  events,
  rejections,
  commands: {
    found,
    border,
    agree,
    close,
    trade,
    adopt,
    admit,
    pay,
    contribute,
    stake,
    unstake,
    release,
    collect,
    grant,
    external,
    route,
    buy,
    prepare,
    post,
    void: voidTrade,
    expire,
    accept,
    settle,
    call,
    default: defaultOverdue,
    declare: declareDefault,
    foreclose,
    claim,
    'default-member': defaultMember,
    repay,
    'open-round': openRoundCommand,
    'settle-round': settleRound,
    'lapse-round': lapseRound,
  },
  audits,
})
