/** Trade credit: trades in two currencies, over paths, in two phases; settling; lines of credit in rounds. Spec: trade-credit.md#buying. */
import type { Scenario } from '../../../generator/scenario.js'
import { HOUR, HOUSE, join, LINE, market, marketSystem, scenario, type Tale } from './market.js'

const order = (amount: bigint, more: object = {}, via: readonly string[] = []) => ({
  network: 'a',
  partner: 'b',
  seller: 'bob',
  fixed: 'received',
  paths: [{ via, amount }],
  bound: 1000n,
  ...more,
})
const paid = { fixed: 'paid', bound: 1n }
/** EUR at 2, CHF at 3. */
const priced = (): Tale => join(market().price('EUR', 2n).price('CHF', 3n), 'a', 'b', 300n)

const two = priced()
two
  .tell('ann', 'buy', order(10n, { partner: 'a' }), 'TRADE_WITH_SELF')
  .tell('ann', 'buy', order(10n, {}, ['b']), 'TRADE_WITH_SELF', 'a path with one network twice in a row')
  .tell('ann', 'buy', order(10n, { partner: 'z' }), 'NETWORK_UNKNOWN')
  .tell('op-d', 'found', { network: 'd' })
  .tell('ann', 'buy', order(10n, { partner: 'd' }), 'CURRENCY_NONE')
  .tell('ann', 'buy', order(10n, { seller: 'ann' }), 'MEMBER_UNKNOWN')
  .tell('ann', 'buy', order(10n, {}, ['d']), 'ROUTE_CLOSED')
  .tell('ann', 'buy', order(1n, paid), 'TRADE_TOO_SMALL')
  .tell('ann', 'buy', order(1n, { paths: [] }), 'TRADE_TOO_SMALL', 'no paths')
  .tell('ann', 'buy', order(10n, { bound: 14n }), 'TRADE_BOUND_EXCEEDED')
  .tell('ann', 'buy', order(10n, { bound: 15n }), 'accepted', '15 EUR for 10 CHF')
  .tell('ann', 'buy', order(14n, paid), 'accepted', '14 EUR for 9 CHF')
  .tell('ann', 'buy', order(14n, { ...paid, bound: 10n }), 'TRADE_BOUND_EXCEEDED', 'less than the least to be received')
  .tell('bob', 'buy', order(20n, { network: 'b', partner: 'a', seller: 'ann' }), 'accepted', 'the other way')
  .price('EUR', 200n, 100n, 4n)
  .price('CHF', 300n, 100n, 6n)
  .tell(HOUSE, 'configure', { spread: 100 })
  .tell('ann', 'buy', order(100n, paid), 'accepted', 'at 1.94 and 3.09')
  .tell('ann', 'buy', order(100n), 'TRADE_LIMIT_EXCEEDED')
  .tell('op-b', 'external', { network: 'b', issued: 0n, cap: null, drift: null })
  .tell('ann', 'buy', order(1n), 'ACCOUNT_BELOW_FLOOR', 'nothing is issued abroad any more')
  .tell('op-b', 'external', { network: 'b', issued: 500n, cap: 800n, drift: 0n })
  .tell('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 250n }, 'DRIFT_EXCEEDED')
  .tell('x', 'external', { network: 'b', issued: 0n, cap: null, drift: null }, 'NETWORK_NOT_OPERATOR')
  .tell('op-d', 'external', { network: 'd', issued: 0n, cap: null, drift: null }, 'CURRENCY_NONE')

const paths = priced()
paths.tell('op-c', 'found', { network: 'c' })
join(paths, 'a', 'c', 300n)
join(paths, 'c', 'b', 300n)
const route = { network: 'c', from: 'a', to: 'b', left: 100n, fee: 100 }
paths
  .tell('op-c', 'route', { ...route, to: 'a' }, 'TRADE_WITH_SELF')
  .tell('op-c', 'route', { ...route, to: 'z' }, 'NETWORK_UNKNOWN')
  .tell('x', 'route', route, 'NETWORK_NOT_OPERATOR')
  .tell('op-c', 'route', route)
  .tell('ann', 'buy', order(34n, {}, ['c']), 'ROUTE_EXCEEDED')
  .tell('ann', 'buy', order(20n, {}, ['c']), 'accepted', '61 in, 60 out')
  .tell('ann', 'buy', order(20n, paid, ['c']), 'accepted', '40 in, 39 out')
  .tell('op-c', 'route', { ...route, left: 1000n })
  .tell(
    'ann',
    'buy',
    order(0n, {
      paths: [
        { via: [], amount: 10n },
        { via: ['c'], amount: 10n },
      ],
    }),
    'accepted',
    'split over two paths',
  )
  .tell('op-c', 'route', { ...route, left: 0n })
  .tell('ann', 'buy', order(1n, {}, ['c']), 'ROUTE_CLOSED')

const phases = priced()
const prepare = (amount: bigint, more: object = {}) =>
  order(amount, { trade: 't', until: 3 * HOUR, tolerance: 1000, ...more })
phases
  .tell('ann', 'prepare', prepare(20n), 'TOLERANCE_EXCEEDED', 'more than the spread, which is nothing')
  .tell(HOUSE, 'configure', { spread: 1000 })
  .tell('bob', 'post', { trade: 't' }, 'PREPARED_UNKNOWN')
  .tell('bob', 'void', { trade: 't' }, 'PREPARED_UNKNOWN')
  .tell('bob', 'expire', { trade: 't' }, 'PREPARED_UNKNOWN')
  .tell('ann', 'prepare', prepare(20n, { until: HOUR }), 'PREPARED_OVER')
  .tell('ann', 'prepare', prepare(20n, { until: 4 * HOUR }), 'PREPARED_TOO_LONG', 'longer than prices last')
  .tell('ann', 'prepare', prepare(20n))
  .tell('ann', 'prepare', prepare(20n), 'PREPARED_TAKEN')
  .tell('ann', 'buy', order(90n), 'TRADE_LIMIT_EXCEEDED', 'what is held counts')
  .tell('x', 'post', { trade: 't' }, 'PREPARED_NOT_PARTY')
  .tell('ann', 'void', { trade: 't' }, 'PREPARED_NOT_PARTY', 'by the buyer')
  .tell('x', 'expire', { trade: 't' }, 'PREPARED_NOT_OVER')
  .tell(HOUSE, 'open-round', {})
  .tell('bob', 'post', { trade: 't' }, 'ROUND_OPEN')
  .tell(HOUSE, 'lapse-round', {})
  .price('CHF', 4n)
  .tell('bob', 'post', { trade: 't' }, 'PRICE_MOVED')
  .tell(HOUSE, 'configure', { spread: 500 })
  .price('CHF', 34n, 10n)
  .tell('bob', 'post', { trade: 't' }, 'PRICE_MOVED', 'by more than a tenth, whatever the spread is now')
  .price('CHF', 327n, 100n)
  .tell('op-b', 'external', { network: 'b', issued: 500n, cap: 800n, drift: 0n })
  .tell('bob', 'post', { trade: 't' }, 'accepted', 'at the amounts that were agreed')
  .tell('op-b', 'external', { network: 'b', issued: 500n, cap: 800n, drift: null })
  .tell(HOUSE, 'configure', { spread: 1000 })
  .tell('ann', 'prepare', prepare(10n))
  .tell('op-a', 'external', { network: 'a', issued: 500n, cap: 90n, drift: null })
  .tell('ann', 'buy', order(30n), 'EXTERNAL_CAP_EXCEEDED', 'what is prepared counts')
  .tell('op-a', 'external', { network: 'a', issued: 500n, cap: 800n, drift: null })
  .tell('bob', 'void', { trade: 't' })
  .tell('ann', 'prepare', prepare(10n))
  .pass(2 * HOUR)
  .tell('bob', 'post', { trade: 't' }, 'PREPARED_OVER')
  .tell('x', 'expire', { trade: 't' })

/** Nothing that others do meanwhile keeps a prepared trade from ending: there is room for all that it may bring back. */
const MOST = 2n ** 127n - 1n
const room = join(market().price('CHF', 1n, 2n), 'a', 'b', MOST)
room.tell('op-c', 'found', { network: 'c' })
join(join(room, 'a', 'c', 300n), 'c', 'b', 300n)
const uncapped = { cap: null, drift: null }
const flood = (amount: bigint) =>
  order(amount, { ...paid, network: 'b', partner: 'a', seller: 'ann', paths: [{ via: [], amount }] })
room
  .tell('op-a', 'external', { network: 'a', issued: MOST, ...uncapped })
  .tell('op-b', 'external', { network: 'b', issued: 500n, ...uncapped })
  .tell('op-c', 'route', route)
  .tell('bob', 'buy', flood(100n))
  .tell('ann', 'prepare', { ...prepare(50n, { ...paid, tolerance: 0 }), paths: [{ via: ['c'], amount: 51n }] })
  .tell('op-c', 'route', { ...route, left: MOST })
  .tell('op-b', 'admit', { network: 'b', member: 'op-b', ...LINE, limit: MOST })
  .tell('op-b', 'buy', flood(MOST - 99n), 'EXTERNAL_CAP_EXCEEDED', 'without a cap too, what is prepared counts')
  .tell('op-b', 'buy', flood(MOST - 100n))
  .tell('bob', 'void', { trade: 't' }, 'accepted', 'its route can let no more pass than an amount')

/** A trade is prepared, and then something ends. */
const ended = priced()
const pair = (network: string, partner: string) => ({ network, partner })
const halves = (limit: bigint) => ({ allocated: limit, accepted: limit, clearing: true })
ended
  .tell('ann', 'prepare', prepare(20n, { tolerance: 0 }))
  .tell('op-a', 'void', { trade: 't' }, 'PREPARED_NOT_PARTY', 'while it can be posted')
  .tell('op-b', 'border', { network: 'b', open: false })
  .tell('op-b', 'close', pair('b', 'a'))
  .tell('bob', 'post', { trade: 't' }, 'TRADE_BORDER_CLOSED', 'before the account that is closed too')
  .tell('op-b', 'border', { network: 'b', open: true })
  .tell('bob', 'post', { trade: 't' }, 'TRADE_ACCOUNT_CLOSED')
  .tell('op-b', 'agree', { ...pair('b', 'a'), ...halves(59n) })
  .tell('bob', 'post', { trade: 't' }, 'TRADE_LIMIT_EXCEEDED', 'after the limit was cut')
  .tell('ann', 'void', { trade: 't' }, 'PREPARED_NOT_PARTY', 'by the buyer')
  .tell('op-a', 'void', { trade: 't' }, 'accepted', 'by an operator')
  .tell('op-b', 'agree', { ...pair('b', 'a'), ...halves(300n) })
  .tell('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 60n })
  .tell('ann', 'prepare', prepare(20n, { tolerance: 0 }))
  .tell('op-a', 'accept', { network: 'a', asset: 'GOLD', accepted: true, haircut: 0 })
  .tell('op-b', 'settle', { ...pair('b', 'a'), asset: 'GOLD', amount: 61n }, 'SETTLEMENT_EXCEEDS_DEFICIT')
  .tell(
    'op-b',
    'settle',
    { ...pair('b', 'a'), asset: 'GOLD', amount: 60n },
    'accepted',
    'due, though all of it is held',
  )
  .tell('bob', 'post', { trade: 't' }, 'accepted', 'and now owed')

const settling = priced()
const settle = (amount: bigint, asset = 'GOLD') => ({ network: 'a', partner: 'b', asset, amount })
settling
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 60n })
  .tell('op-a', 'settle', { ...settle(1n), partner: 'a' }, 'TRADE_WITH_SELF')
  .tell('op-a', 'settle', { ...settle(1n), partner: 'z' }, 'NETWORK_UNKNOWN')
  .tell('x', 'settle', settle(1n), 'NETWORK_NOT_OPERATOR')
  .tell('op-a', 'settle', settle(1n), 'SETTLEMENT_NOT_ACCEPTED')
  .tell('x', 'accept', { network: 'b', asset: 'GOLD', accepted: true, haircut: 1000 }, 'NETWORK_NOT_OPERATOR')
  .tell('op-b', 'accept', { network: 'b', asset: 'GOLD', accepted: true, haircut: 1000 })
  .tell('op-a', 'settle', settle(1n), 'SETTLEMENT_TOO_SMALL', '0.9')
  .tell('op-a', 'settle', settle(68n), 'SETTLEMENT_EXCEEDS_DEFICIT', '61.2, and 67 would do')
  .tell('op-a', 'settle', { ...settle(67n), least: 61n }, 'TRADE_BOUND_EXCEEDED', '60.3')
  .tell('op-a', 'settle', { ...settle(67n), least: 60n }, 'accepted', '60.3')
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 1n })
  .price('GOLD', 7n)
  .tell('op-a', 'settle', settle(2n), 'SETTLEMENT_EXCEEDS_DEFICIT', '12.6 of 1')
  .tell('op-a', 'settle', settle(1n), 'accepted', '6.3 of 1: no smaller amount would do')
  .tell('op-a', 'found', { network: 'e' })
  .tell('op-a', 'agree', { ...pair('a', 'e'), ...halves(9n) })
  .tell('op-a', 'agree', { ...pair('e', 'a'), ...halves(9n) })
  .tell('op-a', 'trade', { buyer: 'a', seller: 'e', amount: 7n })
  .tell('op-a', 'declare', { network: 'a', creditor: 'e', amount: 7n }, 'DEFAULT_NOT_CREDITOR', 'one operator of both')
  .tell('op-a', 'accept', { network: 'e', asset: 'GOLD', accepted: true, haircut: 0 })
  .tell('op-a', 'settle', { ...settle(1n), partner: 'e' }, 'accepted', 'one operator of both')
  .tell('op-b', 'accept', { network: 'b', asset: 'GOLD', accepted: false, haircut: 0 })
  .tell('op-a', 'settle', settle(1n), 'SETTLEMENT_NOT_ACCEPTED')

const lending = market()
lending.tell('op-c', 'found', { network: 'c' })
join(join(join(lending, 'a', 'b', 100n), 'b', 'c', 100n), 'a', 'c', 30n, { credit: true })
// a → b 50, a → c 30 (credit), b → c 50, c → a 30 (credit)
const proof = { flow: [30n, 0n, 30n, 30n], potential: [0n, 1n, 2n], lower: [[0n, 0n, 0n]] }
lending
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 50n })
  .tell('op-b', 'trade', { buyer: 'b', seller: 'c', amount: 50n })
  .tell(HOUSE, 'open-round', {})
  .tell(
    HOUSE,
    'settle-round',
    { flow: proof.flow, potential: proof.potential },
    'CLEARING_LENGTH_WRONG',
    'a level too few',
  )
  .tell(HOUSE, 'settle-round', { ...proof, flow: [29n, 0n, 29n, 29n] }, 'CLEARING_NOT_MAXIMUM', 'a unit too few')
  .tell(HOUSE, 'settle-round', proof, 'accepted', 'c lends 30, so that 60 of 100 are cleared')

const fair = market()
for (const network of ['c', 'd']) fair.tell(`op-${network}`, 'found', { network })
const ring = ['ab', 'ac', 'bd', 'cd', 'da'].map((pair) => [...pair] as [string, string])
for (const [x, y] of ring) join(fair, x, y, 40n).tell(`op-${x}`, 'trade', { buyer: x, seller: y, amount: 40n })
// every debt in two segments of 20; half of what a owes can be cleared
const alike = { flow: [20n, 0n, 20n, 0n, 20n, 0n, 20n, 0n, 20n, 20n], potential: [0n, 1n, 1n, 2n] }
const uneven = { ...alike, flow: [20n, 20n, 0n, 0n, 20n, 20n, 0n, 0n, 20n, 20n] }
fair
  .tell(HOUSE, 'open-round', {})
  .tell(
    HOUSE,
    'settle-round',
    { ...uneven, lower: [[0n, 0n, 0n, 0n]] },
    'CLEARING_NOT_MAXIMUM',
    'all for b, none for c',
  )
  .tell(HOUSE, 'settle-round', { ...alike, lower: [[0n, 0n, 0n, 1n]] }, 'CLEARING_NOT_MAXIMUM', 'without proof')
  .tell(HOUSE, 'settle-round', { ...alike, lower: [[0n, 0n, 0n, 0n]] }, 'accepted', 'half of each')

/** a owes c 80 of the 100 that its collateral covers, and has lines of 50 with b and with d, which owes b. */
const beyond = market()
for (const network of ['c', 'd']) beyond.tell(`op-${network}`, 'found', { network })
for (const network of ['a', 'b', 'd']) beyond.tell('uma', 'stake', { network, amount: 200n })
const stale = { network: 'a', partner: 'c', accepted: 0n, clearing: false }
beyond
  .tell('op-c', 'agree', {
    network: 'c',
    partner: 'a',
    allocated: 0n,
    accepted: 100n,
    clearing: false,
    arbiter: 'judge',
  })
  .tell('op-a', 'agree', { ...stale, allocated: 100n, arbiter: 'judge' })
  .tell('op-a', 'trade', { buyer: 'a', seller: 'c', amount: 80n })
  .tell('op-a', 'agree', { ...stale, allocated: 0n, arbiter: 'judge' })
join(join(join(beyond, 'a', 'b', 50n, { credit: true }), 'a', 'd', 50n, { credit: true }), 'd', 'b', 50n)
// a → b, a → d, b → a, d → a (credit), d → b: what a can still draw, 20, is shared by its two lines
const lent = { flow: [0n, 10n, 10n, 0n, 10n], potential: [0n, 1n, 0n], lower: [[1n, 0n, 0n]] }
beyond
  .tell('op-d', 'adopt', { network: 'd', currency: 'GBP' })
  .price('GBP', 1n)
  .tell('op-d', 'admit', { network: 'd', member: 'op-d', ...LINE })
  .tell('op-d', 'trade', { buyer: 'd', seller: 'b', amount: 50n })
  .tell('uma', 'unstake', { network: 'b', shares: 200n })
  .pass(HOUR)
  .prices()
  .tell(HOUSE, 'open-round', {})
  .tell('uma', 'release', { network: 'b' }, 'accepted', 'what its line doesn’t need')
  .tell('uma', 'release', { network: 'b' }, 'STAKE_IN_USE', 'what a line offers to the round')
  .tell('judge', 'declare', { network: 'a', creditor: 'c', amount: 1n }, 'ROUND_OPEN', 'its stake is behind its lines')
  .tell(HOUSE, 'settle-round', { ...lent, flow: [0n, 50n, 50n, 0n, 50n] }, 'CLEARING_FLOW_EXCEEDS_AMOUNT')
  .tell('op-d', 'border', { network: 'd', open: false })
  .tell('ugo', 'stake', { network: 'a', amount: 5000n })
  .price('SOURCE', 1n, 1000n)
  .tell(HOUSE, 'settle-round', lent, 'accepted', 'whatever has come since it was opened')
  .pass(3 * HOUR)
  .tell('op-d', 'border', { network: 'd', open: true })
  .tell(HOUSE, 'open-round', {}, 'PRICE_STALE')
  .tell(HOUSE, 'open-round', { lending: false }, 'accepted', 'lines lend nothing')
  .tell(
    HOUSE,
    'settle-round',
    { flow: [0n, 0n, 0n], potential: [0n, 1n, 0n], lower: [[0n, 0n, 0n]] },
    'accepted',
    'only what lines have lent can be given back: nothing is cleared by it',
  )
  .tell(HOUSE, 'open-round', { networks: ['a', 'z'] }, 'NETWORK_UNKNOWN')
  .tell(HOUSE, 'open-round', { networks: ['d', 'b', 'd'], lending: false }, 'accepted', 'about d’s debt to b alone')
  .tell('op-d', 'close', { network: 'd', partner: 'b' }, 'ROUND_OPEN')
  .tell(
    'op-a',
    'agree',
    { network: 'a', partner: 'b', allocated: 0n, accepted: 0n, clearing: true },
    'accepted',
    'no part',
  )
  .tell(HOUSE, 'settle-round', { flow: [0n], potential: [1n, 0n] }, 'accepted', 'nothing can be cleared')

export const scenarios: readonly Scenario[] = [
  scenario('buying', 'Members of two networks trade in their own currencies.', marketSystem('none'), two),
  scenario('paths', 'Trades pass over networks that let them.', marketSystem('none'), paths),
  scenario('two-phases', 'Trades are prepared, posted, voided, and expire.', marketSystem('none'), phases),
  scenario(
    'ended',
    'What was prepared is not posted after the end, and is due meanwhile.',
    marketSystem('none'),
    ended,
  ),
  scenario('room', 'There is room for whatever a prepared trade may bring back.', marketSystem('none'), room),
  scenario('settling', 'A deficit is paid with an asset.', marketSystem('none'), settling),
  scenario(
    'lines-beyond-stake',
    'What lines of credit offer is covered and fixed when a round is opened, by the networks it names.',
    marketSystem('stake'),
    beyond,
  ),
  scenario('lines-of-credit', 'A line of credit closes a chain.', marketSystem('none'), lending),
  scenario(
    'segments',
    'Among clearings of one total, the one that clears alike of all.',
    marketSystem('none', 2),
    fair,
  ),
]
