/** What goes on inside a network: members, their lines, payments. */
import { describe, expect, it } from 'vitest'
import { HOUR, market, marketSystem, TERMS, UNDERWRITING } from '../../../test/market.js'
import { story } from '../../../test/support/story.js'
import { available, createSystem, issuance } from '../../kernel/index.js'
import { transfer } from '../transfer/index.js'
import { memberAccount, tradeCredit } from './index.js'

const inA = (more: object) => ({ network: 'a', ...more })

describe('currencies', () => {
  it('are adopted once, by one network, from those the instance is composed with', () => {
    const m = market()
    m.do('op-d', 'found', { network: 'd' })
    expect(m.run('x', 'adopt', { network: 'z', currency: 'USD' })).toBe('NETWORK_UNKNOWN')
    expect(m.run('x', 'adopt', { network: 'd', currency: 'USD' })).toBe('NETWORK_NOT_OPERATOR')
    expect(m.run('op-d', 'adopt', { network: 'd', currency: 'USD' })).toBe('CURRENCY_UNKNOWN')
    expect(m.run('op-d', 'adopt', { network: 'd', currency: 'EUR' })).toBe('CURRENCY_TAKEN')
    expect(m.run('op-a', 'adopt', { network: 'a', currency: 'GBP' })).toBe('CURRENCY_TAKEN')
  })

  it('may be declared later, with the instance as their only minter', () => {
    const trade = tradeCredit.with({ unit: 'RSD', backing: 'none', roundLength: 60 })
    const other = tradeCredit.as('other').with({ unit: 'RSD', backing: 'none', roundLength: 60 })
    const s = story(createSystem({ spec: '1.0', authority: 'founder', mechanisms: [trade, other] }) as never)
    const plain = { cap: 1n, transferable: true, whitelist: [], tracked: false }
    for (const [asset, minters] of [
      ['USD', ['trade-credit']],
      ['SEK', ['other']],
      ['NOK', ['trade-credit', 'other']],
      ['DKK', []],
    ]) {
      expect(s.run('founder', 'asset.declare', { asset, minters, ...plain })).toBe('accepted')
    }
    s.run('op', 'trade-credit.found', { network: 'a' })
    const adopt = (currency: string) => s.run('op', 'trade-credit.adopt', { network: 'a', currency })
    for (const no of ['SEK', 'NOK', 'DKK', 'RSD', 'XXX']) expect(adopt(no)).toBe('CURRENCY_UNKNOWN')
    expect(adopt('USD')).toBe('accepted')
  })

  it('may be neither the unit of account, nor collateral, nor one twice', () => {
    const make = (currencies: readonly string[]) => () =>
      createSystem({
        spec: '1.0',
        mechanisms: [tradeCredit.with({ unit: 'RSD', backing: 'none', currencies, roundLength: 60 })],
      })
    expect(make(['RSD'])).toThrow(TypeError)
    expect(make(['EUR', 'EUR'])).toThrow(TypeError)
    expect(make(['EUR'])).not.toThrow()
  })

  it('known defect elsewhere: nobody can burn one, so that supply stays zero and debts stay covered', () => {
    const m = market()
    m.do('ann', 'pay', inA({ to: 'op-a', amount: 10n }))
    // no command, and no other mechanism, may debit what members have
    const system = createSystem({
      spec: '1.0',
      mechanisms: [
        transfer.with({}),
        tradeCredit.with({ unit: 'RSD', backing: 'none', currencies: ['EUR'], roundLength: 60 }),
      ],
    })
    expect(system.mechanisms).toHaveLength(2)
    const ledger = m.view()
    expect(ledger.balance(issuance('EUR'))).toBe(0n)
    expect(ledger.balance(available('op-a', 'EUR'))).toBe(0n)
    expect(ledger.balance(memberAccount(ledger, 'op-a', 'EUR'))).toBe(10n)
  })
})

describe('a member', () => {
  it('goes negative to its limit and no further, and everything sums to zero', () => {
    const m = market().do('op-a', 'admit', inA({ member: 'eve', ...TERMS }))
    expect(m.run('ann', 'pay', inA({ to: 'eve', amount: 1001n }))).toBe('ACCOUNT_BELOW_FLOOR')
    m.do('ann', 'pay', inA({ to: 'eve', amount: 1000n }))
    expect(m.run('ann', 'pay', inA({ to: 'eve', amount: 1n }))).toBe('ACCOUNT_BELOW_FLOOR')
    expect([m.money('ann', 'EUR'), m.money('eve', 'EUR')]).toEqual([-1000n, 1000n])
  })

  it('can’t draw a line that has expired, can receive, and spends what it has whatever the line’s state', () => {
    const m = market().do('op-a', 'admit', inA({ member: 'ann', ...TERMS, expires: 12 * HOUR }))
    m.do('ann', 'pay', inA({ to: 'op-a', amount: 500n }))
    m.now = 12 * HOUR
    expect(m.run('ann', 'pay', inA({ to: 'op-a', amount: 1n }))).toBe('ACCOUNT_BELOW_FLOOR')
    m.do('op-a', 'pay', inA({ to: 'ann', amount: 600n }))
    expect(m.run('ann', 'pay', inA({ to: 'op-a', amount: 101n }))).toBe('ACCOUNT_BELOW_FLOOR')
    m.do('ann', 'pay', inA({ to: 'op-a', amount: 100n }))
  })

  it('whose limit is cut below its debt can only receive', () => {
    const m = market().do('ann', 'pay', inA({ to: 'op-a', amount: 500n }))
    m.do('op-a', 'admit', inA({ member: 'ann', ...TERMS, limit: 100n }))
    expect(m.run('ann', 'pay', inA({ to: 'op-a', amount: 1n }))).toBe('ACCOUNT_BELOW_FLOOR')
    m.do('op-a', 'pay', inA({ to: 'ann', amount: 450n }))
    m.do('ann', 'pay', inA({ to: 'op-a', amount: 50n }))
  })

  it('has at most its cap, and what is more is refused with a code', () => {
    const m = market().do('op-a', 'admit', inA({ member: 'eve', ...TERMS, cap: 100n }))
    expect(m.run('ann', 'pay', inA({ to: 'eve', amount: 101n }))).toBe('ACCOUNT_ABOVE_CEILING')
    m.do('ann', 'pay', inA({ to: 'eve', amount: 100n }))
    m.do('op-a', 'admit', inA({ member: 'eve', ...TERMS }))
    m.do('ann', 'pay', inA({ to: 'eve', amount: 1n }))
  })

  it('is admitted by the operator, in a network with a currency', () => {
    const m = market().do('op-d', 'found', { network: 'd' })
    const admit = (by: string, network: string) => m.run(by, 'admit', { network, member: 'eve', ...TERMS })
    expect(admit('x', 'z')).toBe('NETWORK_UNKNOWN')
    expect(admit('x', 'd')).toBe('NETWORK_NOT_OPERATOR')
    expect(admit('op-d', 'd')).toBe('CURRENCY_NONE')
    const underwritten = inA({ member: 'eve', ...TERMS, underwritten: true })
    expect(m.run('op-a', 'admit', underwritten)).toBe('STAKE_NOT_TAKEN')
  })

  it('is paid if it is one, from whatever marketplace', () => {
    const m = market()
    expect(m.run('ann', 'pay', { network: 'z', to: 'ann', amount: 1n })).toBe('NETWORK_UNKNOWN')
    expect(m.run('ann', 'pay', inA({ to: 'eve', amount: 1n }))).toBe('MEMBER_UNKNOWN')
    expect(m.run('ann', 'pay', inA({ to: 'ann', amount: 1n }))).toBe('TRANSFER_TO_SELF')
    const markets = { buyer: 'food', seller: 'tools' }
    m.do('ann', 'pay', inA({ to: 'op-a', amount: 1n, markets, reference: 'order 7' }))
    expect(m.run('ann', 'contribute', { network: 'z', amount: 1n })).toBe('NETWORK_UNKNOWN')
    m.do('ann', 'contribute', inA({ amount: 5n }))
  })
})

it('params without what the config needs are refused when a system is composed', () => {
  expect(() => marketSystem({ params: { segments: 0 } })).toThrow(TypeError)
  const config = { unit: 'RSD', roundLength: 60 } as const
  const make = (more: object) => () =>
    createSystem({ spec: '1.0', mechanisms: [tradeCredit.with({ ...config, ...more } as never)] })
  expect(make({ backing: 'stake' })).toThrow(TypeError)
  expect(make({ backing: 'stake', collateral: 'SOURCE' })).toThrow(TypeError)
  expect(make({ backing: 'none', collateral: 'SOURCE' })).toThrow(TypeError)
  const staked = { backing: 'stake', collateral: 'SOURCE' }
  expect(make({ ...staked, underwriting: UNDERWRITING })).not.toThrow()
  expect(make({ ...staked, underwriting: { ...UNDERWRITING, haircut: 10_000 } })).toThrow(TypeError)
  expect(make({ ...staked, underwriting: { ...UNDERWRITING, ratio: 0 } })).toThrow(TypeError)
})
