import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { staking } from '../../../test/staking.js'
import { story } from '../../../test/support/story.js'
import { audit, available, begin, createSystem, decode, digest, execute, genesis, view } from '../../index.js'
import { bridge } from '../bridge/index.js'
import { transfer } from './index.js'

const MOST = (1n << 127n) - 1n
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, wait: 100, liquidity: 1000 }),
    staking.with({ asset: 'MPOND' }),
  ],
  assets: [{ asset: 'USD' }, { asset: 'VOTE', transferable: false, whitelist: ['drop', 'bob'] }],
  allocations: [
    { party: 'alice', asset: 'USD', amount: 100n },
    { party: 'alice', asset: 'VOTE', amount: 100n },
    { party: 'drop', asset: 'VOTE', amount: 100n },
    { party: 'alice', asset: 'MPOND', amount: 100n },
  ],
})

describe('send', () => {
  it('default: moves what is available, with nothing else in its record', () => {
    const { state } = genesis(system, { at: 0 })
    const input = { to: 'bob', asset: 'USD', amount: 40n }
    const outcome = execute(system, state, { id: '1', by: 'alice', at: 0, type: 'transfer.send', input })
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    expect(outcome.events).toEqual([])
    const seen = view(system, outcome.state)
    expect(seen.balance(available('alice', 'USD'))).toBe(60n)
    expect(seen.balance(available('bob', 'USD'))).toBe(40n)
    expect(view(system, state).balance(available('alice', 'USD'))).toBe(100n)
  })
  it('error: the codes in order of precedence', () => {
    const { run } = story(system)
    const send = (to: string, asset: string, amount: unknown, by = 'alice') =>
      run(by, 'transfer.send', { to, asset, amount }, 0)
    expect(send('alice', 'NONE', 0n)).toBe('INPUT_INVALID')
    expect(send('alice', 'NONE', MOST + 1n)).toBe('INPUT_INVALID')
    expect(send('alice', 'NONE', MOST)).toBe('ASSET_UNKNOWN')
    expect(send('alice', 'VOTE', MOST)).toBe('AMOUNT_OVERFLOW')
    expect(send('alice', 'VOTE', 1n)).toBe('TRANSFER_TO_SELF')
    expect(send('carol', 'VOTE', MOST)).toBe('TRANSFER_RESTRICTED')
    expect(send('carol', 'USD', 101n)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(send('carol', 'USD', 1n, 'nobody')).toBe('ACCOUNT_BELOW_FLOOR')
    expect(send('carol', 'USD', 100n)).toBe('accepted')
    expect(run('alice', 'bridge.request', { amount: 60n }, 0)).toBe('accepted')
    expect(send('carol', 'MPOND', 101n)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(send('carol', 'MPOND', 41n)).toBe('LIEN_BROKEN')
    expect(send('carol', 'MPOND', 40n)).toBe('accepted')
  })
  it('behavior: a restricted asset moves from and to the whitelist only', () => {
    const { run } = story(system)
    const send = (by: string, to: string) => run(by, 'transfer.send', { to, asset: 'VOTE', amount: 10n }, 0)
    expect(send('alice', 'carol')).toBe('TRANSFER_RESTRICTED')
    expect(send('drop', 'carol')).toBe('accepted')
    expect(send('alice', 'bob')).toBe('accepted')
    expect(send('bob', 'carol')).toBe('accepted')
    expect(send('carol', 'alice')).toBe('TRANSFER_RESTRICTED')
  })
  it('behavior: delegated tokens have to be released first', () => {
    const { run } = story(system)
    run('alice', 'staking.stake', { amount: 70n }, 0)
    expect(run('alice', 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 31n }, 0)).toBe('ACCOUNT_BELOW_FLOOR')
    run('alice', 'staking.release', { amount: 1n }, 0)
    expect(run('alice', 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 31n }, 0)).toBe('accepted')
  })
  it.each([
    { to: 'bob/available', asset: 'USD', amount: '1' },
    { to: '', asset: 'USD', amount: '1' },
    { to: 'bob\u0000', asset: 'USD', amount: '1' },
    { to: 'b'.repeat(65), asset: 'USD', amount: '1' },
    { to: 'bob', asset: 'U|D', amount: '1' },
    { to: 'bob', asset: 'USD', amount: '-1' },
    { to: 'bob', asset: 'USD', amount: '0x1' },
    { to: 'bob', asset: 'USD', amount: '170141183460469231731687303715884105728' },
    { to: 'bob', asset: 'USD', amount: 1 },
    JSON.parse('{"to":"bob","asset":"USD","amount":"1","__proto__":{"by":"carol"}}'),
    { to: 'bob', asset: 'USD' },
    undefined,
  ])('error: hostile input %j is INPUT_INVALID', (input) => {
    const decoded = decode(system, { id: '1', by: 'alice', at: '0', type: 'transfer.send', input })
    expect(decoded).toMatchObject({ status: 'rejected', code: 'INPUT_INVALID' })
  })
  it('behavior: whatever is sent, sums stay, nobody falls below zero, and a session agrees', () => {
    const party = fc.constantFrom('alice', 'bob', 'carol', 'drop')
    const input = fc.record({
      to: party,
      asset: fc.constantFrom('USD', 'VOTE', 'MPOND', 'NONE'),
      amount: fc.bigInt({ min: 0n, max: 60n }),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(party, input), { maxLength: 40, size: 'max' }), (sends) => {
        let { state } = genesis(system, { at: 0 })
        const session = begin(system, genesis(system, { at: 0 }).state)
        for (const [index, [by, what]] of sends.entries()) {
          const command = { id: `c${index}`, by, at: index, type: 'transfer.send', input: what } as const
          const outcome = execute(system, state, command)
          const decision = session.execute(command)
          expect(decision.status).toBe(outcome.status)
          if (outcome.status === 'accepted') state = outcome.state
          else expect(decision).toMatchObject({ code: outcome.code })
        }
        expect(digest(system, session.state())).toBe(digest(system, state))
        const seen = view(system, state)
        for (const asset of ['USD', 'VOTE', 'MPOND']) {
          const held = ['alice', 'bob', 'carol', 'drop'].map((name) => seen.held(name, asset))
          expect(held.every((amount) => amount >= 0n)).toBe(true)
          expect(held.reduce((sum, amount) => sum + amount, 0n)).toBe(seen.supply(asset))
        }
        expect(audit(system, state)).toEqual([])
      }),
    )
  })
})
