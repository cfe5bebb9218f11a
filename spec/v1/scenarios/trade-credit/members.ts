/** Trade credit: members, lines, payments, and what a member leaves unpaid. Spec: trade-credit.md#members. */
import type { Scenario } from '../../../generator/scenario.js'
import { HOUR, LINE, market, marketSystem, scenario, tale } from './market.js'

const inA = (more: object) => ({ network: 'a', ...more })

const lines = tale()
lines
  .tell('x', 'adopt', inA({ currency: 'USD' }), 'NETWORK_UNKNOWN')
  .tell('op-a', 'found', { network: 'a' })
  .tell('x', 'adopt', inA({ currency: 'USD' }), 'NETWORK_NOT_OPERATOR')
  .tell('op-a', 'adopt', inA({ currency: 'USD' }), 'CURRENCY_UNKNOWN')
  .tell('op-a', 'adopt', inA({ currency: 'RSD' }), 'CURRENCY_UNKNOWN', 'the unit of account')
  .tell('x', 'admit', { network: 'z', member: 'ann', ...LINE }, 'NETWORK_UNKNOWN')
  .tell('x', 'admit', inA({ member: 'ann', ...LINE }), 'NETWORK_NOT_OPERATOR')
  .tell('op-a', 'admit', inA({ member: 'ann', ...LINE }), 'CURRENCY_NONE')
  .tell('ann', 'pay', inA({ to: 'bea', amount: 1n }), 'CURRENCY_NONE')
  .tell('op-a', 'adopt', inA({ currency: 'EUR' }))
  .tell('op-a', 'adopt', inA({ currency: 'GBP' }), 'CURRENCY_TAKEN', 'a second currency')
  .tell('op-b', 'found', { network: 'b' })
  .tell('op-b', 'adopt', { network: 'b', currency: 'EUR' }, 'CURRENCY_TAKEN', 'another network’s currency')
  .tell('op-a', 'admit', inA({ member: 'ann', ...LINE, underwritten: true }), 'STAKE_NOT_TAKEN')
  .tell('op-a', 'admit', inA({ member: 'ann', ...LINE, limit: 100n, expires: HOUR }))
  .tell('ann', 'pay', inA({ to: 'bea', amount: 1n }), 'MEMBER_UNKNOWN')
  .tell('op-a', 'admit', inA({ member: 'bea', ...LINE, limit: 0n, cap: 90n }))
  .tell('ann', 'pay', inA({ to: 'bea', amount: 91n }), 'ACCOUNT_ABOVE_CEILING', 'beyond the cap')
  .tell('op-a', 'admit', inA({ member: 'bea', ...LINE, limit: 0n }))
  .tell('ann', 'pay', inA({ to: 'bea', amount: 101n }), 'ACCOUNT_BELOW_FLOOR', 'beyond the limit')
  .tell(
    'ann',
    'pay',
    inA({ to: 'bea', amount: 100n, markets: { buyer: 'food', seller: 'tools' }, reference: 'order 7' }),
  )
  .tell(
    'op-a',
    'admit',
    inA({ member: 'ann', ...LINE, limit: 10n, expires: HOUR }),
    'accepted',
    'a limit below the debt',
  )
  .tell('bea', 'pay', inA({ to: 'ann', amount: 95n }))
  .tell('ann', 'pay', inA({ to: 'bea', amount: 6n }), 'ACCOUNT_BELOW_FLOOR')
  .pass(HOUR)
  .tell('ann', 'pay', inA({ to: 'bea', amount: 1n }), 'ACCOUNT_BELOW_FLOOR', 'a line that has expired')
  .tell('bea', 'pay', inA({ to: 'ann', amount: 5n }))
  .tell('bea', 'contribute', inA({ amount: 1n }), 'ACCOUNT_BELOW_FLOOR')
  .tell('bea', 'contribute', { network: 'z', amount: 1n }, 'NETWORK_UNKNOWN')

const line = inA({ member: 'ann', ...LINE, expires: 2 * HOUR, grace: HOUR, underwritten: true })
const granted = { limit: 1000n, until: 2 * HOUR }
const failing = market()
failing
  .tell('uma', 'stake', inA({ member: 'eve', amount: 400n }), 'MEMBER_UNKNOWN')
  .tell('uma', 'grant', { network: 'z', member: 'ann', ...granted }, 'NETWORK_UNKNOWN')
  .tell('uma', 'grant', inA({ member: 'eve', ...granted }), 'MEMBER_UNKNOWN')
  .tell('uma', 'grant', inA({ member: 'ann', ...granted }), 'STAKE_UNKNOWN')
  .tell('op-a', 'admit', line, 'LINE_NOT_GRANTED')
  .tell('uma', 'stake', inA({ member: 'ann', amount: 1800n }))
  .tell('op-a', 'admit', line, 'LINE_NOT_GRANTED', 'who stakes hasn’t agreed to any line')
  .tell('uma', 'grant', inA({ member: 'ann', ...granted }))
  .tell('op-a', 'admit', line, 'LINE_UNDERBACKED', 'beyond the stake')
  .tell('ugo', 'stake', inA({ member: 'ann', amount: 200n }))
  .tell('op-a', 'admit', line)
  .tell('op-a', 'admit', { ...line, limit: 1001n }, 'LINE_NOT_GRANTED', 'a raise')
  .tell('op-a', 'admit', { ...line, expires: 2 * HOUR + 1 }, 'LINE_NOT_GRANTED', 'a longer line')
  .tell('ugo', 'grant', inA({ member: 'ann', limit: 1n, until: 0 }), 'accepted', 'the wish of one share in ten')
  .tell('uma', 'grant', inA({ member: 'ann', limit: 1001n, until: 2 * HOUR }), 'accepted', 'that of nine')
  .tell('op-a', 'admit', { ...line, limit: 1001n }, 'LINE_UNDERBACKED', 'a raise beyond the stake')
  .tell('ann', 'pay', inA({ to: 'op-a', amount: 792n }), 'accepted', 'with a premium of 8')
  .tell('op-a', 'admit', { ...line, limit: 0n, expires: 0 }, 'MEMBER_LINE_NOT_OVER', 'an earlier end of what is drawn')
  .tell('op-a', 'admit', { ...line, grace: HOUR - 1 }, 'MEMBER_LINE_NOT_OVER', 'a shorter grace')
  .tell('op-a', 'admit', { ...line, expires: HOUR, grace: 2 * HOUR }, 'accepted', 'the same end')
  .price('SOURCE', 1n, 2n)
  .tell('ann', 'pay', inA({ to: 'op-a', amount: 1n }), 'LINE_UNDERBACKED', 'after collateral has fallen')
  .tell('op-a', 'contribute', inA({ amount: 300n }))
  .tell('op-a', 'default-member', inA({ member: 'eve' }), 'MEMBER_UNKNOWN')
  .tell('x', 'default-member', inA({ member: 'ann' }), 'NETWORK_NOT_OPERATOR')
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'MEMBER_LINE_NOT_OVER')
  .tell('ann', 'repay', inA({ amount: 1n }), 'MEMBER_NOT_DEFAULTED')
  .pass(2 * HOUR)
  .prices()
  .price('SOURCE', 1n, 10n)
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'accepted', 'reserve, then stake, then the rest')
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'MEMBER_DEFAULTED')
  .tell('op-a', 'admit', line, 'MEMBER_DEFAULTED', 'a new line')
  .tell('uma', 'stake', inA({ member: 'ann', amount: 1n }), 'MEMBER_DEFAULTED', 'who comes late')
  .tell('op-a', 'pay', inA({ to: 'ann', amount: 900n }))
  .tell('ann', 'repay', inA({ amount: 801n }), 'REPAYMENT_EXCEEDS_LOSS')
  .tell('ann', 'repay', inA({ amount: 350n }), 'accepted', 'the rest, and a part of what was staked')
  .tell('ann', 'repay', inA({ amount: 450n }), 'accepted', 'all')
  .tell('ann', 'repay', inA({ amount: 1n }), 'MEMBER_NOT_DEFAULTED')
  .tell('op-a', 'admit', inA({ member: 'eve', ...LINE, expires: 0, grace: 0 }))
  .tell('op-a', 'default-member', inA({ member: 'eve' }), 'MEMBER_NO_DEBT')

const GRACE = { limit: 100n, expires: HOUR, grace: HOUR, cap: null }
const unbacked = tale()
unbacked
  .tell('op-a', 'found', { network: 'a' })
  .tell('op-a', 'adopt', inA({ currency: 'EUR' }))
  .tell('op-a', 'admit', inA({ member: 'ann', ...GRACE }))
  .tell('op-a', 'admit', inA({ member: 'bea', ...GRACE, limit: 50n }))
  .tell('op-a', 'admit', inA({ member: 'cy', ...LINE, limit: 40n }))
  .tell('ann', 'pay', inA({ to: 'ann', amount: 101n }), 'TRANSFER_TO_SELF')
  .tell('zed', 'pay', inA({ to: 'zed', amount: 1n }), 'MEMBER_UNKNOWN')
  .tell('zed', 'pay', inA({ to: 'ann', amount: 1n }), 'ACCOUNT_BELOW_FLOOR', 'who has no line')
  .tell('zed', 'repay', inA({ amount: 1n }), 'MEMBER_UNKNOWN')
  .tell('ann', 'repay', inA({ amount: 101n }), 'MEMBER_NOT_DEFAULTED')
  .tell('ann', 'default-member', inA({ member: 'zed' }), 'NETWORK_NOT_OPERATOR')
  .tell('op-a', 'default-member', inA({ member: 'zed' }), 'MEMBER_UNKNOWN')
  .tell('ann', 'pay', inA({ to: 'bea', amount: 80n }))
  .tell('bea', 'contribute', inA({ amount: 131n }), 'ACCOUNT_BELOW_FLOOR')
  .tell('bea', 'contribute', inA({ amount: 30n }))
  .tell('op-a', 'admit', inA({ member: 'bea', ...GRACE, limit: 50n, cap: 50n }))
  .tell('ann', 'pay', inA({ to: 'bea', amount: 21n }), 'ACCOUNT_BELOW_FLOOR', 'floor before ceiling')
  .tell('ann', 'pay', inA({ to: 'bea', amount: 1n }), 'ACCOUNT_ABOVE_CEILING')
  .pass(2 * HOUR - 1)
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'MEMBER_LINE_NOT_OVER', 'a second before its grace is over')
  .pass(1)
  .tell('op-a', 'default-member', inA({ member: 'bea' }), 'MEMBER_NO_DEBT')
  .tell('op-a', 'default-member', inA({ member: 'cy' }), 'MEMBER_LINE_NOT_OVER', 'over before debt')
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'accepted', 'the reserve, then nobody')
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'MEMBER_DEFAULTED')
  .tell('op-a', 'admit', inA({ member: 'ann', ...LINE, limit: 1n }), 'MEMBER_DEFAULTED')
  .tell('op-a', 'admit', inA({ member: 'ann', ...LINE, limit: 0n, cap: 60n }), 'accepted', 'without a limit')
  .tell('ann', 'repay', inA({ amount: 81n }), 'REPAYMENT_EXCEEDS_LOSS')
  .tell('ann', 'repay', inA({ amount: 1n }), 'ACCOUNT_BELOW_FLOOR')
  .tell('bea', 'pay', inA({ to: 'ann', amount: 50n }))
  .tell('ann', 'repay', inA({ amount: 20n }), 'accepted', 'a part of what nobody bore')
  .tell('ann', 'repay', inA({ amount: 30n }), 'accepted', 'the rest of it')
  .tell('cy', 'pay', inA({ to: 'ann', amount: 40n }))
  .tell('ann', 'repay', inA({ amount: 30n }), 'accepted', 'what the reserve bore')
  .tell('ann', 'repay', inA({ amount: 1n }), 'MEMBER_NOT_DEFAULTED')
  .tell('op-a', 'admit', inA({ member: 'ann', ...LINE, limit: 1n }), 'accepted', 'a new line')
  .tell('ann', 'pay', inA({ to: 'cy', amount: 11n }), 'accepted', 'into it')

const called = market()
called
  .tell('x', 'call', inA({ member: 'eve' }), 'MEMBER_UNKNOWN')
  .tell('uma', 'stake', inA({ member: 'ann', amount: 600n }))
  .tell('ugo', 'stake', inA({ member: 'ann', amount: 400n }))
  .tell('uma', 'grant', inA({ member: 'ann', limit: 500n, until: 100 * HOUR }), 'accepted', 'six shares in ten')
  .tell('ugo', 'grant', inA({ member: 'ann', limit: 100n, until: 100 * HOUR }), 'GRANT_OUTWEIGHED')
  .tell('ugo', 'grant', inA({ member: 'ann', limit: 500n, until: 100 * HOUR }), 'accepted', 'all')
  .tell('op-a', 'admit', inA({ member: 'ann', ...LINE, limit: 500n, expires: 100 * HOUR, underwritten: true }))
  .tell('ann', 'pay', inA({ to: 'op-a', amount: 396n }), 'accepted', 'with a premium of 4')
  .tell('x', 'call', inA({ member: 'ann' }), 'CALL_NONE')
  .price('SOURCE', 1n, 2n)
  .tell('x', 'call', inA({ member: 'ann' }))
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'MEMBER_LINE_NOT_OVER', 'there is time to cure')
  .pass(HOUR)
  .prices()
  .price('SOURCE', 1n, 2n)
  .pass(1)
  .tell('op-a', 'pay', inA({ to: 'ann', amount: 200n }), 'accepted', 'cured')
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'MEMBER_LINE_NOT_OVER')
  .price('SOURCE', 1n, 10n)
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'MEMBER_LINE_NOT_OVER', 'what was cured bites no more')
  .tell('x', 'call', inA({ member: 'ann' }), 'accepted', 'anew')
  .pass(HOUR)
  .prices()
  .price('SOURCE', 1n, 10n)
  .tell('op-a', 'default-member', inA({ member: 'ann' }), 'accepted', 'before the line’s end')
  .tell('op-a', 'pay', inA({ to: 'ann', amount: 200n }))
  .tell('ann', 'repay', inA({ amount: 200n }), 'accepted', 'who has lost all stake is paid')
  .tell('uma', 'collect', inA({ member: 'ann' }))

export const scenarios: readonly Scenario[] = [
  scenario(
    'lines',
    'Members pay each other within lines that expire, are cut, and are capped.',
    marketSystem('none'),
    lines,
  ),
  scenario('lost-debt', 'A member fails whom nobody underwrites, and pays back.', marketSystem('none'), unbacked),
  scenario('member-call', 'An underwritten line is called, cured, and called again.', marketSystem('stake'), called),
  scenario('member-default', 'An underwritten member fails, and pays back.', marketSystem('stake'), failing),
]
