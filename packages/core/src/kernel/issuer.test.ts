import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from '../arithmetic/index.js'
import { Amount, struct } from '../codec/index.js'
import { transfer } from '../mechanisms/transfer/index.js'
import { audit, available, createSystem, defineMechanism, execute, genesis, type State } from './index.js'

const lender = defineMechanism({
  name: 'lender',
  rejections: [],
  commands: {
    lend: {
      input: struct({ amount: Amount }),
      apply({ by, floor, hold, purse, transfer: move }, { amount }) {
        const debt = purse('bank', 'USD', 'credit')
        floor(debt, { limit: MAX_AMOUNT })
        move({ from: debt, to: available(by, 'USD'), amount })
        hold('h', { from: available(by, 'USD'), to: available('bank', 'USD'), amount, until: 10 })
      },
    },
    fill: {
      input: struct({ amount: Amount }),
      apply({ by, floor, purse, transfer: move }, { amount }) {
        const debt = purse('fund', 'USD', 'credit')
        floor(debt, { limit: MAX_AMOUNT })
        move({ from: debt, to: available(by, 'USD'), amount })
      },
    },
  },
})
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), lender.with({})],
  assets: [{ asset: 'USD', minters: [] }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 5n }],
})

describe('the issuer', () => {
  it('takes nothing but what is burned: its other accounts are closed', () => {
    const { state } = genesis(system, { at: 0 })
    const input = { to: '@issuer', asset: 'USD', amount: 1n }
    const outcome = execute(system, state, { id: '1', by: 'alice', at: 0, type: 'transfer.send', input })
    expect(outcome).toMatchObject({ status: 'rejected', code: 'TRANSFER_RESTRICTED' })
  })
})

describe('a hold that ends', () => {
  it('is refused rather than lifting a balance to 2^127', () => {
    let state: State = genesis(system, { at: 0 }).state
    for (const [id, type] of [
      ['1', 'lender.lend'],
      ['2', 'lender.fill'],
    ] as const) {
      const outcome = execute(system, state, { id, by: 'bob', at: 0, type, input: { amount: MAX_AMOUNT } })
      if (outcome.status === 'rejected') throw new Error(outcome.code)
      state = outcome.state
    }
    const input = { instance: 'lender', hold: 'h' }
    const outcome = execute(system, state, { id: '3', by: 'carol', at: 10, type: 'hold.expire', input })
    expect(outcome).toMatchObject({ status: 'rejected', code: 'AMOUNT_OVERFLOW' })
    expect(audit(system, state)).toEqual([])
  })
})
