import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { story } from '../../../test/support/story.js'
import { audit, available, createSystem, decode, execute, genesis, view } from '../../index.js'
import { bridge } from '../bridge/index.js'
import { transfer } from '../transfer/index.js'
import { custody, pending, withdrawalOf } from './index.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    custody.with({ assets: ['USD', 'MPOND'], authority: 'vault' }),
    bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, wait: 100, liquidity: 1000 }),
  ],
  assets: [{ asset: 'GOLD' }],
})
const deposit = { party: 'alice', asset: 'USD', amount: 100n, reference: 'tx1' }
const begin = () => story(system)
const funded = () => {
  const life = begin()
  expect(life.run('vault', 'custody.deposit', deposit, 0)).toBe('accepted')
  return life
}

describe('deposit', () => {
  it('default: mints what the vault received', () => {
    const { see } = funded()
    expect(see().balance(available('alice', 'USD'))).toBe(100n)
    expect(see().supply('USD')).toBe(100n)
    const { tables } = see().mechanisms.custody
    expect(tables.deposits.get({ reference: 'tx1' })).toEqual({ party: 'alice', asset: 'USD', amount: 100n })
  })
  it('error: the codes in order of precedence', () => {
    const { run } = funded()
    expect(run('alice', 'custody.deposit', { ...deposit, asset: 'GOLD' }, 0)).toBe('NOT_AUTHORISED')
    expect(run('vault', 'custody.deposit', { ...deposit, asset: 'GOLD' }, 0)).toBe('CUSTODY_ASSET_UNKNOWN')
    expect(run('vault', 'custody.deposit', { ...deposit, asset: 'NONE' }, 0)).toBe('CUSTODY_ASSET_UNKNOWN')
    // the same reference, whoever and whatever it is for
    expect(run('vault', 'custody.deposit', deposit, 0)).toBe('CUSTODY_DEPOSIT_TAKEN')
    const other = { party: 'bob', asset: 'MPOND', amount: (1n << 127n) - 1n, reference: 'tx1' }
    expect(run('vault', 'custody.deposit', other, 0)).toBe('CUSTODY_DEPOSIT_TAKEN')
    const most = { ...deposit, amount: (1n << 127n) - 1n, reference: 'tx2' }
    expect(run('vault', 'custody.deposit', most, 0)).toBe('AMOUNT_OVERFLOW')
    expect(run('vault', 'custody.deposit', { ...most, party: 'bob' }, 0)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(run('vault', 'custody.deposit', { ...deposit, reference: 'tx2' }, 0)).toBe('accepted')
  })
})

describe('withdraw', () => {
  it('default: locks the money and numbers the withdrawals from 1', () => {
    const life = funded()
    expect(life.run('alice', 'custody.withdraw', { asset: 'USD', amount: 40n, to: 'IBAN 1' }, 0)).toBe('accepted')
    expect(life.events).toEqual([{ withdrawal: 1 }])
    expect(life.run('alice', 'custody.withdraw', { asset: 'USD', amount: 60n, to: '' }, 0)).toBe('accepted')
    expect(life.events).toEqual([{ withdrawal: 2 }])
    const { balance, supply, mechanisms } = life.see()
    expect(balance(available('alice', 'USD'))).toBe(0n)
    expect(supply('USD')).toBe(100n)
    expect(pending(mechanisms.custody, 'USD')).toBe(100n)
    expect(withdrawalOf(mechanisms.custody, 1)).toEqual({
      party: 'alice',
      asset: 'USD',
      amount: 40n,
      to: 'IBAN 1',
      status: 'pending',
    })
    expect(withdrawalOf(mechanisms.custody, 3)).toBeUndefined()
  })
  it('error: the codes in order of precedence', () => {
    const { run } = funded()
    expect(run('alice', 'custody.withdraw', { asset: 'GOLD', amount: 101n, to: 'x' }, 0)).toBe('CUSTODY_ASSET_UNKNOWN')
    expect(run('alice', 'custody.withdraw', { asset: 'USD', amount: 101n, to: 'x' }, 0)).toBe('ACCOUNT_BELOW_FLOOR')
  })
  it('behavior: locked money can neither be sent nor withdrawn again', () => {
    const { run } = funded()
    run('alice', 'custody.withdraw', { asset: 'USD', amount: 40n, to: 'x' }, 0)
    expect(run('alice', 'transfer.send', { to: 'bob', asset: 'USD', amount: 61n }, 0)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(run('alice', 'custody.withdraw', { asset: 'USD', amount: 61n, to: 'x' }, 0)).toBe('ACCOUNT_BELOW_FLOOR')
  })
  it('behavior: a lien holds back at the withdrawal, never at its confirmation', () => {
    const { run } = begin()
    run('vault', 'custody.deposit', { ...deposit, asset: 'MPOND' }, 0)
    run('alice', 'custody.withdraw', { asset: 'MPOND', amount: 40n, to: 'x' }, 0)
    // what is being withdrawn doesn't count as held any more
    expect(run('alice', 'bridge.request', { amount: 61n }, 0)).toBe('BRIDGE_REQUEST_EXCEEDS_HOLDING')
    expect(run('alice', 'bridge.request', { amount: 60n }, 0)).toBe('accepted')
    expect(run('alice', 'custody.withdraw', { asset: 'MPOND', amount: 1n, to: 'x' }, 0)).toBe('LIEN_BROKEN')
    expect(run('vault', 'custody.confirm', { withdrawal: 1 }, 0)).toBe('accepted')
  })
})

describe('confirm and refund', () => {
  const locked = () => {
    const life = funded()
    life.run('alice', 'custody.withdraw', { asset: 'USD', amount: 40n, to: 'x' }, 0)
    return life
  }
  it('default: a confirmation burns', () => {
    const { run, see } = locked()
    expect(run('vault', 'custody.confirm', { withdrawal: 1 }, 0)).toBe('accepted')
    expect(see().supply('USD')).toBe(60n)
    expect(pending(see().mechanisms.custody, 'USD')).toBe(0n)
    expect(withdrawalOf(see().mechanisms.custody, 1)?.status).toBe('confirmed')
  })
  it('default: a refund gives back', () => {
    const { run, see } = locked()
    expect(run('vault', 'custody.refund', { withdrawal: 1 }, 0)).toBe('accepted')
    expect(see().supply('USD')).toBe(100n)
    expect(see().balance(available('alice', 'USD'))).toBe(100n)
    expect(withdrawalOf(see().mechanisms.custody, 1)?.status).toBe('refunded')
  })
  it.each(['custody.confirm', 'custody.refund'])('error: %s: the codes in order of precedence', (type) => {
    const { run } = locked()
    expect(run('alice', type, { withdrawal: 9 }, 0)).toBe('NOT_AUTHORISED')
    expect(run('vault', type, { withdrawal: 2 }, 0)).toBe('CUSTODY_WITHDRAWAL_UNKNOWN')
    expect(run('vault', type, { withdrawal: 1 }, 0)).toBe('accepted')
    expect(run('vault', 'custody.confirm', { withdrawal: 1 }, 0)).toBe('CUSTODY_WITHDRAWAL_OVER')
    expect(run('vault', 'custody.refund', { withdrawal: 1 }, 0)).toBe('CUSTODY_WITHDRAWAL_OVER')
  })
  it('behavior: numbers go on after withdrawals are over', () => {
    const life = locked()
    life.run('vault', 'custody.refund', { withdrawal: 1 }, 0)
    life.run('alice', 'custody.withdraw', { asset: 'USD', amount: 1n, to: 'x' }, 0)
    expect(life.events).toEqual([{ withdrawal: 2 }])
  })
})

describe('hostile input', () => {
  it.each([
    ['custody.deposit', { party: 'a|b', asset: 'USD', amount: '1', reference: 'r' }],
    ['custody.deposit', { party: 'a', asset: 'USD', amount: '1', reference: 'a/b' }],
    ['custody.deposit', { party: 'a', asset: 'USD', amount: '0', reference: 'r' }],
    ['custody.deposit', { party: 'a', asset: 'USD', amount: '1', reference: 'r'.repeat(65) }],
    ['custody.withdraw', { asset: 'USD', amount: '1', to: 'a\u0000' }],
    ['custody.withdraw', { asset: 'USD', amount: '1', to: '\ud800' }],
    ['custody.withdraw', { asset: 'USD', amount: '1', to: 'x'.repeat(1025) }],
    ['custody.withdraw', { asset: 'USD', amount: '1e2', to: 'x' }],
    ['custody.confirm', { withdrawal: '0' }],
    ['custody.refund', JSON.parse('{"withdrawal":"1","__proto__":{}}')],
  ])('error: %s %j is INPUT_INVALID', (type, input) => {
    const decoded = decode(system, { id: '1', by: 'vault', at: '0', type, input })
    expect(decoded).toMatchObject({ status: 'rejected', code: 'INPUT_INVALID' })
  })
  it('error: the name of a prototype is no deposit', () => {
    const { run } = begin()
    expect(run('vault', 'custody.deposit', { ...deposit, party: 'constructor', reference: 'toString' }, 0)).toBe(
      'accepted',
    )
    expect(run('vault', 'custody.deposit', { ...deposit, reference: 'valueOf' }, 0)).toBe('accepted')
  })
})

describe('whatever is done', () => {
  const parties = ['alice', 'bob', 'vault']
  const command = fc.oneof(
    fc.record({
      type: fc.constant('custody.deposit'),
      input: fc.record({
        party: fc.constantFrom('alice', 'bob'),
        asset: fc.constantFrom('USD', 'MPOND', 'GOLD'),
        amount: fc.bigInt({ min: 1n, max: 50n }),
        reference: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      }),
    }),
    fc.record({
      type: fc.constant('custody.withdraw'),
      input: fc.record({
        asset: fc.constantFrom('USD', 'MPOND'),
        amount: fc.bigInt({ min: 1n, max: 30n }),
        to: fc.constant('x'),
      }),
    }),
    fc.record({
      type: fc.constantFrom('custody.confirm', 'custody.refund'),
      input: fc.record({ withdrawal: fc.integer({ min: 1, max: 4 }) }),
    }),
  )
  it('behavior: supply is deposits less confirmed withdrawals, each counted once', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(...parties), command), { maxLength: 40, size: 'max' })
    fc.assert(
      fc.property(steps, (commands) => {
        let { state } = genesis(system, { at: 0 })
        let supply = 0n
        const locked: bigint[] = []
        for (const [index, [by, { type, input }]] of commands.entries()) {
          const outcome = execute(system, state, { id: `c${index}`, by, at: 0, type, input } as never)
          if (outcome.status === 'rejected') continue
          state = outcome.state
          if ('amount' in input) {
            if (type === 'custody.deposit') supply += input.amount
            else locked.push(input.amount)
          } else if (type === 'custody.confirm') supply -= locked[input.withdrawal - 1]!
        }
        const seen = view(system, state)
        expect(seen.supply('USD') + seen.supply('MPOND')).toBe(supply)
        expect(audit(system, state)).toEqual([])
      }),
    )
  })
})
