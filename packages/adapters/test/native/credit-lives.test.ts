/** Random lives of a credit community, told to the contract and to the reference implementation: always the same answer. */
import { createSystem, type System } from '@symbolon/core'
import { tradeCredit } from '@symbolon/core/trade-credit'
import fc from 'fast-check'
import { zeroAddress } from 'viem'
import { afterAll, describe, expect, it } from 'vitest'
import { creditCurrencyArtefact, creditCurrencyDeployment, refusalCode } from '../../src/evm/index.js'
import { creditWorld } from './credit-world.js'
import { accountOf, type Contract, startStage } from './stage.js'
import { twoLives } from './told-alike.js'

const stage = await startStage()
afterAll(() => stage.stop())

const MAX = 2n ** 127n - 1n
const LIVES = 5
const MEMBERS = ['ann', 'bea', 'cy']
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    tradeCredit.with({ unit: 'RSD', backing: 'none', currencies: ['EUR'], roundLength: 60, authority: 'house' }),
  ],
}) as System

const limit = fc.constantFrom(0n, 0n, 50n, 300n, 300n, MAX)
const step = fc.record({
  kind: fc.constantFrom(
    ...['admit', 'pay', 'pay', 'pay', 'pay', 'contribute', 'default-member', 'default-member', 'repay', 'repay'],
  ),
  by: fc.constantFrom(...MEMBERS, 'ann', 'eve'),
  to: fc.constantFrom(...MEMBERS, 'eve'),
  pass: fc.constantFrom(0, 0, 0, 1, 5, 25),
  amount: fc.oneof(
    { weight: 8, arbitrary: fc.bigInt({ min: 1n, max: 90n }) },
    { weight: 3, arbitrary: fc.bigInt({ min: 0n, max: 400n }) },
    { weight: 1, arbitrary: fc.constantFrom(MAX, MAX + 1n) },
  ),
  limit,
  lasts: fc.constantFrom(-5, 30, 300, 300),
  grace: fc.constantFrom(0, 10),
  cap: fc.constantFrom(null, null, null, 90n, 500n, MAX),
})

/** What is true of the currency at any time. */
async function hold(contract: Contract, accounts: readonly string[]): Promise<void> {
  const addresses = [...accounts.map(accountOf), contract.address]
  const signed = await Promise.all(addresses.map((one) => stage.read<bigint>(contract, 'signedBalanceOf', one)))
  const shown = await Promise.all(addresses.map((one) => stage.read<bigint>(contract, 'balanceOf', one)))
  const lost = await stage.read<bigint>(contract, 'lostDebt')
  const sum = (of: readonly bigint[]) => of.reduce((a, b) => a + b, 0n)
  expect(sum(signed), 'balances, the reserve and what was lost sum to zero').toBe(lost)
  expect(await stage.read(contract, 'totalSupply'), 'the supply is what is positive').toBe(sum(shown))
  const logged = await stage.logged(contract)
  for (const [i, address] of addresses.entries()) {
    expect(logged.get(address.toLowerCase() as `0x${string}`) ?? 0n, 'the log sums to balanceOf').toBe(shown[i])
    const [balance = 0n, limit] = [signed[i], await stage.read<bigint>(contract, 'creditLimitOf', address)]
    const spendable = balance + limit > 0n ? balance + limit : 0n
    expect(await stage.read(contract, 'spendableOf', address)).toBe(spendable)
  }
}

describe('CreditCurrency.sol beside the reference implementation', () => {
  it('answers, and stores, the same in random lives', async () => {
    const heard = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 70, maxLength: 70 }), async (steps) => {
        await stage.reset()
        const world = creditWorld(stage)
        const { tell, compare } = twoLives(system, world, heard)
        const run = (by: string, at: number, name: string, input: object) =>
          tell(by, at, `trade-credit.${name}`, { network: 'a', ...input })
        await run('op', 0, 'found', {})
        await run('op', 0, 'adopt', { currency: 'EUR' })
        const contract = await world.adopt('a', 'op', 'EUR')
        let at = 0
        for (const member of MEMBERS) {
          await run('op', at, 'admit', { member, limit: 300n, expires: 200, grace: 10, cap: null })
        }
        for (const { kind, by, to, pass, amount, limit, lasts, grace, cap } of steps) {
          at += pass
          const operator = by === 'eve' ? 'eve' : 'op'
          if (kind === 'admit') {
            const member = to === 'eve' ? 'ann' : to
            await run(operator, at, kind, { member, limit, expires: Math.max(0, at + lasts), grace, cap })
          } else if (kind === 'pay') await run(by, at, kind, { to, amount })
          else if (kind === 'repay') await run(to, at, kind, { amount: amount > 90n ? amount : 1n + amount / 9n })
          else if (kind === 'default-member') await run(operator, at, kind, { member: to })
          else await run(by, at, kind, { amount })
        }
        await compare()
        await hold(contract, [...MEMBERS, 'eve', 'op'])
        // how every life ends: a newcomer fails, and pays back
        const terms = { expires: at + 10, grace: 0, cap: null }
        await run('op', at, 'admit', { member: 'dee', limit: 50n, ...terms })
        await run('op', at, 'admit', { member: 'fay', limit: 50n, ...terms, expires: at + 99 })
        await run('dee', at, 'pay', { to: 'fay', amount: 40n })
        await run('fay', at, 'contribute', { amount: 15n })
        await run('op', at + 10, 'default-member', { member: 'dee' })
        await run('fay', at + 10, 'pay', { to: 'dee', amount: 30n })
        for (const amount of [25n, 5n]) await run('dee', at + 10, 'repay', { amount })
        await compare()
        await hold(contract, [...MEMBERS, 'dee', 'fay', 'eve', 'op'])
      }),
      { numRuns: LIVES },
    )
    for (const name of ['admit', 'pay', 'contribute', 'default-member', 'repay']) {
      expect(heard.get(`trade-credit.${name}`) ?? 0, name).toBeGreaterThanOrEqual(LIVES)
    }
  })

  it('is an ERC-20, and refuses with every error that it declares', async () => {
    await stage.reset()
    const [OP, ANN, BEA, EVE] = [accountOf('op'), accountOf('ann'), accountOf('bea'), accountOf('eve')]
    const terms = { name: 'Hours of a community with a rather long name', symbol: 'HRS', decimals: 2, operator: OP }
    const contract = await stage.deploy(creditCurrencyDeployment(terms), creditCurrencyArtefact.abi)
    const heard = new Set<string>()
    const run = async (at: number, from: `0x${string}`, name: string, ...args: readonly unknown[]) => {
      const { result } = await stage.call(at, from, contract, name, args)
      if (result !== 'accepted') heard.add(result)
      return result
    }
    expect(await stage.read(contract, 'name')).toBe(terms.name)
    expect(await stage.read(contract, 'symbol')).toBe('HRS')
    expect(await stage.read(contract, 'decimals')).toBe(2)
    const NONE = 2n ** 256n - 1n
    const admit = (member: string, limit: bigint, cap = NONE, expires = 100n) => [member, limit, expires, 10n, cap]
    expect(await run(0, EVE, 'admit', ...admit(EVE, 1n))).toBe('NETWORK_NOT_OPERATOR')
    expect(await run(0, EVE, 'defaultMember', ANN)).toBe('NETWORK_NOT_OPERATOR')
    for (const bad of [
      admit(zeroAddress, 1n),
      admit(contract.address, 1n),
      admit(ANN, MAX + 1n),
      admit(ANN, 1n, MAX + 1n),
      admit(ANN, 1n, NONE, 2n ** 53n),
    ]) {
      expect(await run(0, OP, 'admit', ...bad)).toBe('INPUT_INVALID')
    }
    expect(await run(0, OP, 'admit', ...admit(ANN, 100n))).toBe('accepted')
    expect(await run(0, ANN, 'transfer', BEA, 1n)).toBe('MEMBER_UNKNOWN')
    expect(await run(0, OP, 'admit', ...admit(BEA, 0n, 60n))).toBe('accepted')
    expect(await run(0, ANN, 'transfer', BEA, 61n)).toBe('ACCOUNT_ABOVE_CEILING')
    expect(await run(0, ANN, 'transfer', BEA, 101n)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(await run(0, ANN, 'transfer', BEA, MAX + 1n)).toBe('AMOUNT_OVERFLOW')
    expect(await run(0, ANN, 'transfer', ANN, 1n)).toBe('TRANSFER_TO_SELF')
    expect(await run(0, ANN, 'pay', BEA, 0n)).toBe('INPUT_INVALID')
    expect(await run(0, ANN, 'transfer', BEA, 0n)).toBe('accepted')
    expect(await run(0, ANN, 'payNoted', BEA, 20n, 'order 7')).toBe('accepted')
    expect(await run(0, BEA, 'transferFrom', ANN, BEA, 20n)).toBe('ERC20_INSUFFICIENT_ALLOWANCE')
    expect(await run(0, ANN, 'approve', BEA, 25n)).toBe('accepted')
    expect(await run(0, BEA, 'transferFrom', ANN, BEA, 20n)).toBe('accepted')
    expect(await stage.read(contract, 'allowance', ANN, BEA)).toBe(5n)
    expect(await stage.read(contract, 'signedBalanceOf', ANN)).toBe(-40n)
    expect(await stage.read(contract, 'balanceOf', ANN)).toBe(0n)
    expect(await stage.read(contract, 'creditLimitOf', ANN)).toBe(100n)
    expect(await stage.read(contract, 'spendableOf', ANN)).toBe(60n)
    expect(await run(0, OP, 'admit', ...admit(BEA, 5n, 0n))).toBe('accepted')
    expect(await stage.read(contract, 'termsOf', BEA)).toEqual([5n, 0n])
    expect(await run(0, ANN, 'repay', 1n)).toBe('MEMBER_NOT_DEFAULTED')
    expect(await run(0, OP, 'defaultMember', ANN)).toBe('MEMBER_LINE_NOT_OVER')
    expect(await run(110, OP, 'defaultMember', BEA)).toBe('MEMBER_NO_DEBT')
    expect(await run(110, OP, 'defaultMember', ANN)).toBe('accepted')
    expect(await run(110, OP, 'defaultMember', ANN)).toBe('MEMBER_DEFAULTED')
    expect(await run(110, ANN, 'repay', 41n)).toBe('REPAYMENT_EXCEEDS_LOSS')
    await hold(contract, ['ann', 'bea', 'eve', 'op'])
    const declared = creditCurrencyArtefact.abi.flatMap((entry) =>
      entry.type === 'error' ? [refusalCode(entry.name)] : [],
    )
    expect([...heard].sort()).toEqual([...new Set(declared)].sort())
    const nobody = stage.deploy(creditCurrencyDeployment({ ...terms, operator: zeroAddress }), [])
    await expect(nobody).rejects.toThrow()
  })
})
