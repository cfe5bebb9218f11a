/** Trade credit: collateral, premiums, calls and defaults. Spec: trade-credit.md#underwriting. */
import type { Scenario } from '../../../generator/scenario.js'
import { HOUR, HOUSE, LINE, market, marketSystem, scenario, type Tale, tale } from './market.js'

const agree = (partner: string, allocated: bigint, more: object = {}) => ({
  network: 'a',
  partner,
  allocated,
  accepted: 0n,
  clearing: true,
  ...more,
})
const trade = (amount: bigint, seller = 'b') => ({ buyer: 'a', seller, amount })
/** 1,000 staked behind a cover 500; b accepts 900. */
function staked(): Tale {
  const told = market().tell('uma', 'stake', { network: 'a', amount: 1000n })
  return told.tell('op-b', 'agree', { network: 'b', partner: 'a', allocated: 0n, accepted: 900n, clearing: true })
}

const none = tale()
none
  .tell('uma', 'stake', { network: 'a', amount: 1n }, 'NETWORK_UNKNOWN')
  .tell('op-a', 'found', { network: 'a' })
  .tell('uma', 'stake', { network: 'a', amount: 1n }, 'STAKE_NOT_TAKEN')
  .tell('uma', 'unstake', { network: 'a', shares: 1n }, 'STAKE_UNKNOWN')
  .tell('uma', 'release', { network: 'a' }, 'STAKE_NOT_LEAVING')
  .tell('uma', 'collect', { network: 'a' }, 'CURRENCY_NONE')
  .tell('uma', 'call', { network: 'a' }, 'CALL_NONE')

const stake = staked()
stake
  .tell('op-a', 'agree', agree('b', 501n), 'ALLOCATION_EXCEEDS_LIMIT')
  .tell('op-a', 'agree', agree('b', 500n))
  .tell('op-a', 'trade', trade(501n), 'TRADE_LIMIT_EXCEEDED')
  .tell('op-a', 'trade', trade(400n), 'accepted', 'with a premium of 4, half of it insured')
  .price('SOURCE', 1n, 2n)
  .tell('op-a', 'trade', trade(1n), 'TRADE_STAKE_EXCEEDED')
  .tell('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 50n }, 'accepted', 'a reduction')
  .price('SOURCE', 1000n)
  .tell('op-a', 'trade', trade(150n), 'accepted', 'at the price a period older')
  .tell('op-a', 'agree', agree('b', 501n), 'ALLOCATION_EXCEEDS_LIMIT', 'a pump')
  .tell('uma', 'unstake', { network: 'a', shares: 1001n }, 'STAKE_EXCEEDED')
  .tell('uma', 'unstake', { network: 'a', shares: 1000n })
  .tell('uma', 'release', { network: 'a' }, 'STAKE_WAITS')
  .tell('uma', 'collect', { network: 'a' })
  .tell('uma', 'collect', { network: 'a' }, 'PREMIUM_NONE')
  .pass(HOUR)
  .prices()
  .tell('uma', 'release', { network: 'a' }, 'STAKE_IN_USE')
  .tell('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 400n })
  .tell('uma', 'release', { network: 'a' }, 'accepted', 'as far as nothing is drawn on it')
  .tell('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 100n })
  .tell('uma', 'release', { network: 'a' }, 'accepted', 'the rest')
  .tell('op-a', 'close', { network: 'a', partner: 'b' }, 'accepted', 'what was allocated is free, once')
  .pass(3 * HOUR)
  .tell('uma', 'stake', { network: 'a', amount: 10n })
  .tell('op-a', 'agree', agree('b', 1n), 'PRICE_STALE')

const failing = staked()
failing
  .tell('op-a', 'agree', agree('b', 300n, { arbiter: 'judge' }))
  .tell('op-a', 'trade', trade(300n))
  .tell('op-c', 'found', { network: 'c' })
  .tell('op-c', 'agree', { network: 'c', partner: 'a', allocated: 0n, accepted: 100n, clearing: true })
  .tell('op-a', 'agree', agree('c', 100n))
  .tell('op-a', 'trade', trade(100n, 'c'))
  .tell('op-b', 'default', { network: 'z', creditor: 'z' }, 'TRADE_WITH_SELF')
  .tell('op-b', 'default', { network: 'z', creditor: 'b' }, 'NETWORK_UNKNOWN')
  .tell('op-b', 'default', { network: 'c', creditor: 'b' }, 'TRADE_NOT_AGREED')
  .tell('op-c', 'default', { network: 'a', creditor: 'b' }, 'DEFAULT_NOT_CREDITOR', 'what another is owed')
  .tell('op-b', 'default', { network: 'a', creditor: 'b' }, 'DEFAULT_NOTHING_DUE', 'nothing is overdue')
  .tell('judge', 'declare', { network: 'a', creditor: 'a', amount: 1n }, 'TRADE_WITH_SELF')
  .tell('judge', 'declare', { network: 'a', creditor: 'z', amount: 1n }, 'NETWORK_UNKNOWN')
  .tell('judge', 'declare', { network: 'b', creditor: 'c', amount: 1n }, 'TRADE_NOT_AGREED')
  .tell('judge', 'declare', { network: 'a', creditor: 'b', amount: 1n }, 'DEFAULT_NOT_ARBITER')
  .tell('op-b', 'agree', {
    network: 'b',
    partner: 'a',
    allocated: 0n,
    accepted: 900n,
    clearing: true,
    arbiter: 'judge',
  })
  .tell('judge', 'declare', { network: 'a', creditor: 'b', amount: 301n }, 'DEFAULT_EXCEEDS_DEFICIT')
  .tell(HOUSE, 'open-round', {})
  .tell('judge', 'declare', { network: 'a', creditor: 'b', amount: 10n }, 'ROUND_OPEN')
  .tell('op-b', 'foreclose', { network: 'a', creditor: 'b' }, 'ROUND_OPEN')
  .tell(HOUSE, 'lapse-round', {})
  .tell('judge', 'declare', { network: 'a', creditor: 'b', amount: 10n }, 'accepted', 'wholly covered by collateral')
  .tell('x', 'foreclose', { network: 'a', creditor: 'b' }, 'DEFAULT_NOT_CREDITOR')
  .tell('op-b', 'foreclose', { network: 'a', creditor: 'b' }, 'CALL_NONE')
  .tell('x', 'call', { network: 'a' }, 'CALL_NONE', 'the limit covers what is drawn')
  .price('SOURCE', 1n, 2n)
  .tell('x', 'call', { network: 'a' })
  .tell('x', 'call', { network: 'a' }, 'CALL_NONE', 'it is called already')
  .tell('op-b', 'foreclose', { network: 'a', creditor: 'b' }, 'CALL_NOT_OVER')
  .pass(HOUR)
  .prices()
  .pass(1)
  .tell('op-b', 'foreclose', { network: 'a', creditor: 'b' }, 'accepted', 'its part of what isn’t covered')
  .tell('op-b', 'foreclose', { network: 'a', creditor: 'b' }, 'CALL_NONE', 'once for each call')
  .tell('op-c', 'foreclose', { network: 'a', creditor: 'c' }, 'accepted', 'its part, of what there was before')
  .price('SOURCE', 1n, 4n)
  .pass(HOUR)
  .tell('x', 'call', { network: 'a' }, 'accepted', 'the call before has lapsed')
  .tell('ugo', 'stake', { network: 'a', amount: 2000n })
  .pass(HOUR)
  .prices()
  .price('SOURCE', 1n, 20n)
  .tell('op-c', 'foreclose', { network: 'a', creditor: 'c' }, 'CALL_NONE', 'it was cured, whatever has come since')
  .tell('x', 'call', { network: 'a' }, 'accepted', 'anew')
  .price('SOURCE', 1n)
  .pass(HOUR)
  .prices()
  .pass(1)
  .prices()
  .tell('op-c', 'foreclose', { network: 'a', creditor: 'c' }, 'DEFAULT_NOTHING_DUE', 'the price has come back')
  .tell('x', 'call', { network: 'a' }, 'accepted', 'it is taken back')
  .price('SOURCE', 1n, 50n)
  .tell('op-c', 'default', { network: 'a', creditor: 'c' }, 'accepted', 'stake, insurance, write-down')
  .tell('op-b', 'default', { network: 'a', creditor: 'b' }, 'accepted', 'its part is what it was')
  .tell('op-a', 'trade', trade(1n), 'TRADE_BORDER_CLOSED')
  .tell('uma', 'unstake', { network: 'a', shares: 1n }, 'accepted', 'one base unit is left, which is no part of any')
  .tell('uma', 'collect', { network: 'a' }, 'accepted', 'premiums are')
  .tell('ugo', 'stake', { network: 'a', amount: 7n }, 'accepted', 'a new generation of shares')
  .tell('uma', 'unstake', { network: 'a', shares: 1n }, 'STAKE_UNKNOWN', 'of the one before')

const unpriced = staked()
unpriced
  .tell('op-a', 'agree', agree('b', 300n))
  .tell('op-a', 'trade', trade(300n))
  .pass(2 * HOUR)
  .price('SOURCE', 1n, 10n)
  .pass(1)
  .tell('op-b', 'default', { network: 'a', creditor: 'b' }, 'PRICE_STALE', 'insurance in a currency without a price')
  .tell('op-b', 'default', { network: 'a', creditor: 'b', uninsured: true }, 'accepted', 'insurance for later')
  .tell('x', 'claim', { network: 'z', creditor: 'b' }, 'NETWORK_UNKNOWN')
  .tell('x', 'claim', { network: 'b', creditor: 'a' }, 'CLAIM_NONE')
  .tell('x', 'claim', { network: 'a', creditor: 'b' }, 'PRICE_STALE')
  .price('EUR', 1n, 1n, 1n)
  .tell('x', 'claim', { network: 'a', creditor: 'b' }, 'TRADE_TOO_SMALL', 'a price too uncertain')
  .price('EUR', 100n)
  .tell('x', 'claim', { network: 'a', creditor: 'b' }, 'accepted', 'all of it, by anybody')
  .tell('x', 'claim', { network: 'a', creditor: 'b' }, 'CLAIM_NONE')

const small = staked()
small
  .tell('op-a', 'agree', agree('b', 300n))
  .tell('op-a', 'trade', trade(300n))
  .tell('op-b', 'agree', {
    network: 'b',
    partner: 'a',
    allocated: 0n,
    accepted: 900n,
    clearing: true,
    arbiter: 'judge',
  })
  .tell('op-a', 'agree', agree('b', 300n, { arbiter: 'judge' }))
  .tell('judge', 'declare', { network: 'a', creditor: 'b', amount: 300n })
  .tell(
    'ugo',
    'stake',
    { network: 'a', amount: 1n },
    'accepted',
    '700 of collateral have 1,000 shares: ⌊1 · 10 / 7⌋ is 1',
  )

/** a, b and c are underwritten; c lets pass from a to b for 1 %. */
const earning = market().tell('op-c', 'found', { network: 'c' })
for (const network of ['a', 'b', 'c']) earning.tell('uma', 'stake', { network, amount: 1000n })
for (const [x, y] of ['ac', 'ca', 'cb', 'bc', 'ab', 'ba'].map((pair) => [...pair])) {
  earning.tell(`op-${x}`, 'agree', { network: x, partner: y, allocated: 200n, accepted: 200n, clearing: false })
}
const over = (fixed: string, amount: bigint, bound: bigint) => ({
  ...{ network: 'a', partner: 'b', seller: 'bob', fixed, bound },
  paths: [{ via: ['c'], amount }],
})
earning
  .tell('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 1000n, fee: 100 })
  .tell('op-c', 'trade', { buyer: 'c', seller: 'b', amount: 10n }, 'CURRENCY_NONE', 'a premium without a currency')
  .tell('ann', 'buy', over('received', 100n, 200n), 'CURRENCY_NONE')
  .tell('op-c', 'adopt', { network: 'c', currency: 'GBP' })
  .tell('ann', 'buy', over('received', 100n, 200n), 'PRICE_MISSING')
  .price('GBP', 1n, 1n, 1n)
  .tell('ann', 'buy', over('received', 100n, 200n), 'PRICE_UNCERTAIN')
  .price('GBP', 1n)
  .tell('ann', 'buy', over('received', 100n, 200n), 'ACCOUNT_BELOW_FLOOR', 'c issues nothing for its underwriters')
  .tell('op-c', 'external', { network: 'c', issued: 100n, cap: null, drift: 0n })
  .tell('ann', 'buy', over('received', 100n, 103n), 'TRADE_BOUND_EXCEEDED', '102, and 2 of premium')
  .tell('ann', 'buy', over('received', 100n, 104n), 'accepted', '1 of fee and 1 of premium for c')
  .tell('ann', 'buy', over('paid', 50n, 48n), 'accepted', '⌈48 · 1.01⌉ and ⌈0.48⌉ are 50')
  .price('EUR', 1n, 1n, 1n)
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 100n }, 'PRICE_UNCERTAIN')
  .price('EUR', 1n)
  .tell('uma', 'stake', { network: 'a', member: 'op-a', amount: 2n })
  .tell('uma', 'grant', { network: 'a', member: 'op-a', limit: 1n, until: LINE.expires })
  .tell('op-a', 'admit', { network: 'a', member: 'op-a', ...LINE, limit: 1n, underwritten: true })
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 101n }, 'LINE_UNDERBACKED', 'a premium of 2')
  .tell('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 100n })

const coarse = staked()
coarse
  .tell('op-a', 'agree', agree('b', 300n, { arbiter: 'judge' }))
  .tell('op-b', 'agree', {
    network: 'b',
    partner: 'a',
    allocated: 0n,
    accepted: 900n,
    clearing: true,
    arbiter: 'judge',
  })
  .tell('ugo', 'stake', { network: 'a', amount: 2000n })
  .tell('op-a', 'trade', trade(300n))
  .price('SOURCE', 300n, 2999n)
  .tell('judge', 'declare', { network: 'a', creditor: 'b', amount: 300n }, 'accepted', '2,999 of 3,000: one is left')
  .tell('uma', 'unstake', { network: 'a', shares: 1n }, 'accepted', 'of 1,000 shares')
  .tell('op-a', 'stake', { network: 'a', amount: 10n }, 'accepted', '3,000 shares are exchanged for 1, and 10 are new')
  .tell('uma', 'unstake', { network: 'a', shares: 1n }, 'STAKE_UNKNOWN', 'a third of one is none')

export const scenarios: readonly Scenario[] = [
  scenario('without-stake', 'Nothing is staked where nothing backs limits but agreement.', marketSystem('none'), none),
  scenario(
    'stake',
    'Collateral covers what is allocated and drawn, earns premiums, and leaves.',
    marketSystem('stake'),
    stake,
  ),
  scenario(
    'default',
    'Declared, called and overdue debts default through the waterfall.',
    marketSystem('stake'),
    failing,
  ),
  scenario('premiums', 'Every deficit that grows is paid for, by whoever trades.', marketSystem('stake'), earning),
  scenario(
    'default-unpriced',
    'A default in a currency without a price leaves the insurance for later.',
    marketSystem('stake'),
    unpriced,
  ),
  scenario('exchange', 'Shares that a loss has left too small are exchanged.', marketSystem('stake'), coarse),
  scenario(
    'shares',
    'A loss makes shares worth less, and stake that comes later buys more of them.',
    marketSystem('stake'),
    small,
  ),
]
