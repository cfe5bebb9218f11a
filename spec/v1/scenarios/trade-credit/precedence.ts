/** Trade credit: of several guards that would refuse, the first does. Everything is wrong at first, and put right one by one. */
import type { Scenario } from '../../../generator/scenario.js'
import { HOUR, HOUSE, join, LINE, market, marketSystem, scenario, type Tale, tale } from './market.js'

const half = (partner: string, limit: bigint, more: object = {}) => ({
  ...{ partner, allocated: limit, accepted: limit, clearing: true },
  ...more,
})
/** Prices of 1, a period old. */
const priced = (): Tale =>
  tale()
    .prices()
    .price('GBP', 1n)
    .pass(HOUR + 1)
    .prices()
    .price('GBP', 1n)

const buy = (more: object = {}) => ({
  ...{ network: 'a', partner: 'b', seller: 'bob', fixed: 'paid', bound: 1000n },
  paths: [{ via: ['c'], amount: 1n }],
  ...more,
})
const whole = (more: object = {}) => buy({ paths: [{ via: ['c'], amount: 119n }], ...more })
const buying = priced().price('EUR', 1n, 2n).price('GBP', 1n, 1n, 1n)
buying
  .tell('ann', 'buy', buy({ paths: [{ via: ['b'], amount: 1n }] }), 'TRADE_WITH_SELF')
  .tell('ann', 'buy', buy(), 'NETWORK_UNKNOWN')
for (const network of ['a', 'b', 'c']) buying.tell(`op-${network}`, 'found', { network })
buying
  .tell('ann', 'buy', buy(), 'CURRENCY_NONE', 'the buyer’s')
  .tell('op-a', 'adopt', { network: 'a', currency: 'EUR' })
  .tell('ann', 'buy', buy(), 'CURRENCY_NONE', 'the seller’s')
  .tell('op-b', 'adopt', { network: 'b', currency: 'CHF' })
  .tell('ann', 'buy', buy(), 'CURRENCY_NONE', 'that of the network between')
  .tell('op-c', 'adopt', { network: 'c', currency: 'GBP' })
  .tell('ann', 'buy', buy(), 'MEMBER_UNKNOWN')
  .tell('op-b', 'admit', { network: 'b', member: 'bob', ...LINE })
  .tell('ann', 'buy', buy(), 'ROUTE_CLOSED')
  .tell('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 5n, fee: 0 })
  .tell('ann', 'buy', buy(), 'TRADE_TOO_SMALL')
  .price('EUR', 1n)
  .tell('ann', 'buy', whole(), 'PRICE_UNCERTAIN')
  .price('GBP', 1n)
  .tell('ann', 'buy', whole(), 'TRADE_NOT_AGREED')
for (const network of ['a', 'c']) buying.tell('uma', 'stake', { network, amount: 600n })
buying
  .tell('op-a', 'agree', { network: 'a', ...half('c', 10n) })
  .tell('op-c', 'agree', { network: 'c', ...half('a', 0n, { accepted: 10n }) })
  .tell('op-c', 'agree', { network: 'c', ...half('b', 10n) })
  .tell('op-b', 'agree', { network: 'b', ...half('c', 0n, { accepted: 10n }) })
  .tell('op-b', 'close', { network: 'b', partner: 'c' })
  .tell('op-b', 'border', { network: 'b', open: false })
  .tell(HOUSE, 'open-round', {})
  .tell('ann', 'buy', whole(), 'ROUND_OPEN')
  .tell(HOUSE, 'lapse-round', {})
  .price('SOURCE', 1n, 10n)
  .tell('op-a', 'external', { network: 'a', issued: 0n, cap: 10n, drift: null })
  .tell('ann', 'buy', whole(), 'TRADE_BORDER_CLOSED', 'at the last hop, before limits at the first')
  .tell('op-b', 'border', { network: 'b', open: true })
  .tell('ann', 'buy', whole(), 'TRADE_ACCOUNT_CLOSED')
  .tell('op-b', 'agree', { network: 'b', ...half('c', 0n, { accepted: 200n }) })
  .tell('ann', 'buy', whole(), 'TRADE_LIMIT_EXCEEDED')
  .price('SOURCE', 1n)
  .tell('op-a', 'agree', { network: 'a', ...half('c', 200n) })
  .tell('op-c', 'agree', { network: 'c', ...half('a', 0n, { accepted: 200n }) })
  .tell('op-c', 'agree', { network: 'c', ...half('b', 200n) })
  .price('SOURCE', 1n, 10n)
  .tell('ann', 'buy', whole(), 'TRADE_STAKE_EXCEEDED')
  .price('SOURCE', 1n)
  .tell('ann', 'buy', whole(), 'ROUTE_EXCEEDED')
  .tell('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 500n, fee: 0 })
  .tell('op-a', 'admit', { network: 'a', member: 'ann', ...LINE, limit: 0n })
  .tell('uma', 'stake', { network: 'a', member: 'ann', amount: 240n })
  .tell('uma', 'grant', { network: 'a', member: 'ann', limit: 200n, until: LINE.expires })
  .tell('op-a', 'admit', { network: 'a', member: 'ann', ...LINE, limit: 120n, underwritten: true })
  .tell('ann', 'buy', whole(), 'TRADE_BOUND_EXCEEDED')
  .tell('ann', 'buy', whole({ bound: 1n }), 'EXTERNAL_CAP_EXCEEDED')
  .tell('op-a', 'external', { network: 'a', issued: 0n, cap: 119n, drift: null })
  .tell('ann', 'buy', whole({ bound: 1n }), 'LINE_UNDERBACKED')
  .tell('ugo', 'stake', { network: 'a', member: 'ann', amount: 100n })
  .tell('ann', 'buy', whole({ bound: 1n }), 'ACCOUNT_BELOW_FLOOR', 'the member’s own limit')
  .tell('op-a', 'admit', { network: 'a', member: 'ann', ...LINE, limit: 123n, underwritten: true })
  .tell('ann', 'buy', whole({ bound: 1n }), 'ACCOUNT_BELOW_FLOOR', 'c issues nothing')
  .tell('op-c', 'external', { network: 'c', issued: 2n, cap: null, drift: 0n })
  .tell('ann', 'buy', whole({ bound: 1n }), 'ACCOUNT_BELOW_FLOOR', 'b issues nothing')
  .tell('op-b', 'external', { network: 'b', issued: 117n, cap: null, drift: 0n })
  .tell('ann', 'buy', whole({ bound: 1n }), 'accepted', '119 for 117: 2 of premium for c')

const phases = join(market().price('EUR', 2n).price('CHF', 3n), 'a', 'b', 300n)
const prepare = (more: object = {}) => ({
  ...{ network: 'a', partner: 'b', seller: 'bob', fixed: 'received', bound: 59n, trade: 't' },
  ...{ paths: [{ via: [], amount: 20n }], until: HOUR, tolerance: 1 },
  ...more,
})
const later = { trade: 'u', until: 2 * HOUR }
phases
  .tell('ann', 'prepare', prepare({ ...later, bound: 1000n, tolerance: 0 }))
  .tell('ann', 'prepare', prepare({ trade: 'u', partner: 'a' }), 'PREPARED_TAKEN')
  .tell('ann', 'prepare', prepare({ partner: 'a' }), 'PREPARED_OVER')
  .tell('ann', 'prepare', prepare({ partner: 'a', until: 9 * HOUR }), 'TOLERANCE_EXCEEDED')
  .tell('ann', 'prepare', prepare({ partner: 'a', until: 9 * HOUR, tolerance: 0 }), 'TRADE_WITH_SELF')
  .tell('op-a', 'external', { network: 'a', issued: 500n, cap: 31n, drift: null })
  .tell('op-b', 'border', { network: 'b', open: false })
  .tell('ann', 'prepare', prepare({ until: 9 * HOUR, tolerance: 0 }), 'PREPARED_TOO_LONG')
  .tell('ann', 'prepare', prepare({ until: 3 * HOUR, tolerance: 0 }), 'TRADE_BORDER_CLOSED')
  .tell('op-b', 'border', { network: 'b', open: true })
  .tell('ann', 'prepare', prepare({ until: 3 * HOUR, tolerance: 0, bound: 29n }), 'TRADE_BOUND_EXCEEDED')
  .tell('ann', 'prepare', prepare({ until: 3 * HOUR, tolerance: 0, bound: 30n }), 'EXTERNAL_CAP_EXCEEDED')
  .tell('x', 'post', { trade: 'w' }, 'PREPARED_UNKNOWN')
  .tell('op-b', 'border', { network: 'b', open: false })
  .tell('op-b', 'close', { network: 'b', partner: 'a' })
  .tell('op-a', 'agree', { network: 'a', ...half('b', 10n) })
  .price('CHF', 4n)
  .tell('x', 'post', { trade: 'u' }, 'PREPARED_NOT_PARTY')
  .tell(HOUSE, 'open-round', {})
  .tell('bob', 'post', { trade: 'u' }, 'ROUND_OPEN')
  .tell('x', 'void', { trade: 'u' }, 'PREPARED_NOT_PARTY')
  .tell('op-b', 'void', { trade: 'u' }, 'ROUND_OPEN')
  .tell('x', 'expire', { trade: 'u' }, 'PREPARED_NOT_OVER')
  .tell(HOUSE, 'lapse-round', {})
  .tell('bob', 'post', { trade: 'u' }, 'TRADE_BORDER_CLOSED')
  .tell('op-b', 'border', { network: 'b', open: true })
  .tell('bob', 'post', { trade: 'u' }, 'TRADE_ACCOUNT_CLOSED')
  .tell('op-b', 'agree', { network: 'b', ...half('a', 300n) })
  .tell('bob', 'post', { trade: 'u' }, 'TRADE_LIMIT_EXCEEDED')
  .tell('op-a', 'agree', { network: 'a', ...half('b', 300n) })
  .tell('bob', 'post', { trade: 'u' }, 'PRICE_MOVED')
  .pass(HOUR)
  .tell('x', 'post', { trade: 'u' }, 'PREPARED_NOT_PARTY', 'though its time is over')
  .tell('op-b', 'close', { network: 'b', partner: 'a' })
  .tell('bob', 'post', { trade: 'u' }, 'PREPARED_OVER', 'though the account is closed')
  .tell('x', 'expire', { trade: 'u' })

const trade = { buyer: 'a', seller: 'b', amount: 100n }
const trading = priced().price('EUR', 1n, 1n, 1n)
trading
  .tell('x', 'trade', { ...trade, seller: 'a' }, 'TRADE_WITH_SELF')
  .tell('x', 'trade', trade, 'NETWORK_UNKNOWN')
  .tell('op-a', 'found', { network: 'a' })
  .tell('op-b', 'found', { network: 'b' })
  .tell('x', 'trade', trade, 'NETWORK_NOT_OPERATOR')
  .tell('op-a', 'trade', trade, 'CURRENCY_NONE')
  .tell('op-a', 'adopt', { network: 'a', currency: 'EUR' })
  .tell('op-a', 'trade', trade, 'PRICE_UNCERTAIN')
  .price('EUR', 1n)
  .tell('op-a', 'trade', trade, 'TRADE_NOT_AGREED')
  .tell('uma', 'stake', { network: 'a', amount: 400n })
  .tell('op-a', 'agree', { network: 'a', ...half('b', 50n) })
  .tell('op-b', 'agree', { network: 'b', ...half('a', 0n, { accepted: 200n }) })
  .tell('op-b', 'close', { network: 'b', partner: 'a' })
  .tell('op-a', 'border', { network: 'a', open: false })
  .tell(HOUSE, 'open-round', {})
  .tell('op-a', 'trade', trade, 'ROUND_OPEN')
  .tell(HOUSE, 'lapse-round', {})
  .tell('op-a', 'external', { network: 'a', issued: 0n, cap: null, drift: 99n })
  .price('SOURCE', 1n, 10n)
  .tell('op-a', 'trade', trade, 'TRADE_BORDER_CLOSED')
  .tell('op-a', 'border', { network: 'a', open: true })
  .tell('op-a', 'trade', trade, 'TRADE_ACCOUNT_CLOSED')
  .tell('op-b', 'agree', { network: 'b', ...half('a', 0n, { accepted: 200n }) })
  .tell('op-a', 'trade', trade, 'TRADE_LIMIT_EXCEEDED')
  .price('SOURCE', 1n)
  .tell('op-a', 'agree', { network: 'a', ...half('b', 150n) })
  .tell('op-a', 'admit', { network: 'a', member: 'op-a', ...LINE, limit: 0n, underwritten: true })
  .price('SOURCE', 1n, 10n)
  .tell('op-a', 'trade', trade, 'TRADE_STAKE_EXCEEDED')
  .price('SOURCE', 1n)
  .tell('op-a', 'trade', trade, 'LINE_UNDERBACKED')
  .tell('uma', 'stake', { network: 'a', member: 'op-a', amount: 10n })
  .tell('op-a', 'trade', trade, 'ACCOUNT_BELOW_FLOOR', 'the operator’s own limit')
  .tell('uma', 'grant', { network: 'a', member: 'op-a', limit: 5n, until: LINE.expires })
  .tell('op-a', 'admit', { network: 'a', member: 'op-a', ...LINE, limit: 5n, underwritten: true })
  .tell('op-a', 'trade', trade, 'DRIFT_EXCEEDED')
  .tell('op-a', 'external', { network: 'a', issued: 0n, cap: null, drift: 100n })
  .tell('op-a', 'trade', trade)

const settle = { network: 'a', partner: 'b', asset: 'GOLD', amount: 30n, least: 90n }
const settling = tale().price('GOLD', 1n, 100n)
settling
  .tell('x', 'settle', { ...settle, partner: 'a' }, 'TRADE_WITH_SELF')
  .tell('x', 'settle', settle, 'NETWORK_UNKNOWN')
  .tell('op-a', 'found', { network: 'a' })
  .tell('op-b', 'found', { network: 'b' })
  .tell('x', 'settle', settle, 'NETWORK_NOT_OPERATOR')
  .tell('op-a', 'settle', settle, 'TRADE_NOT_AGREED')
join(settling, 'a', 'b', 100n)
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 50n })
  .tell(HOUSE, 'open-round', {})
  .tell('op-a', 'settle', settle, 'ROUND_OPEN')
  .tell(HOUSE, 'lapse-round', {})
  .tell('op-a', 'settle', settle, 'SETTLEMENT_NOT_ACCEPTED')
  .tell('op-b', 'accept', { network: 'b', asset: 'GOLD', accepted: true, haircut: 0 })
  .tell('op-a', 'settle', settle, 'SETTLEMENT_TOO_SMALL')
  .price('GOLD', 2n)
  .tell('op-a', 'settle', settle, 'TRADE_BOUND_EXCEEDED')
  .tell('op-a', 'settle', { ...settle, least: 50n }, 'SETTLEMENT_EXCEEDS_DEFICIT')
  .tell('op-a', 'settle', { ...settle, amount: 25n, least: 50n })

/** a owes b 100 and nobody anything else; c has no account with anybody. */
const defaulting = market().tell('uma', 'stake', { network: 'a', amount: 400n })
defaulting.tell('op-c', 'found', { network: 'c' })
join(defaulting, 'a', 'b', 100n, { allocated: 0n, arbiter: 'judge' })
defaulting
  .tell('op-a', 'agree', {
    network: 'a',
    partner: 'b',
    allocated: 100n,
    accepted: 0n,
    clearing: true,
    arbiter: 'judge',
  })
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 100n })
  .tell(HOUSE, 'open-round', {})
const wrong = [
  [{ network: 'z', creditor: 'z' }, 'TRADE_WITH_SELF'],
  [{ network: 'z', creditor: 'c' }, 'NETWORK_UNKNOWN'],
  [{ network: 'c', creditor: 'b' }, 'TRADE_NOT_AGREED'],
  [{ network: 'a', creditor: 'b' }, 'ROUND_OPEN'],
] as const
for (const [input, code] of wrong) {
  for (const name of ['default', 'foreclose']) defaulting.tell('x', name, input, code)
  defaulting.tell('x', 'declare', { ...input, amount: 1000n }, code)
}
const towards = { network: 'a', creditor: 'b' }
defaulting
  .tell(HOUSE, 'lapse-round', {})
  .tell('x', 'default', towards, 'DEFAULT_NOT_CREDITOR')
  .tell('op-b', 'default', towards, 'DEFAULT_NOTHING_DUE')
  .tell('x', 'declare', { ...towards, amount: 1000n }, 'DEFAULT_NOT_ARBITER')
  .tell('judge', 'declare', { ...towards, amount: 1000n }, 'DEFAULT_EXCEEDS_DEFICIT')
  .tell('x', 'foreclose', towards, 'DEFAULT_NOT_CREDITOR')
  .tell('op-b', 'foreclose', towards, 'CALL_NONE')
  .price('SOURCE', 1n, 4n)
  .tell('x', 'call', { network: 'a' })
  .tell('op-b', 'foreclose', towards, 'CALL_NOT_OVER')
  .tell('x', 'grant', { network: 'z', member: 'z', limit: 1n, until: 1 }, 'NETWORK_UNKNOWN')
  .tell('x', 'grant', { network: 'a', member: 'z', limit: 1n, until: 1 }, 'MEMBER_UNKNOWN')
  .tell('x', 'grant', { network: 'a', member: 'ann', limit: 1n, until: 1 }, 'STAKE_UNKNOWN')
  .tell('uma', 'stake', { network: 'a', member: 'ann', amount: 5n })
  .tell('ugo', 'stake', { network: 'a', member: 'ann', amount: 4n })
  .tell('uma', 'grant', { network: 'a', member: 'ann', limit: 2n, until: 1 })
  .tell('ugo', 'grant', { network: 'a', member: 'ann', limit: 1n, until: 1 }, 'GRANT_OUTWEIGHED')
  .tell('x', 'unstake', { network: 'z', shares: 6n }, 'NETWORK_UNKNOWN')
  .tell('x', 'unstake', { network: 'a', member: 'ann', shares: 6n }, 'STAKE_UNKNOWN')
  .tell('uma', 'unstake', { network: 'a', member: 'ann', shares: 6n }, 'STAKE_EXCEEDED')

export const scenarios: readonly Scenario[] = [
  scenario('precedence-of-buying', 'Everything is wrong with a purchase over a path.', marketSystem('stake'), buying),
  scenario('precedence-of-phases', 'Everything is wrong with a prepared trade.', marketSystem('none'), phases),
  scenario('precedence-of-defaulting', 'Everything is wrong with a default.', marketSystem('stake'), defaulting),
  scenario('precedence-of-trading', 'Everything is wrong with a trade.', marketSystem('stake'), trading),
  scenario('precedence-of-settling', 'Everything is wrong with a settlement.', marketSystem('none'), settling),
]
