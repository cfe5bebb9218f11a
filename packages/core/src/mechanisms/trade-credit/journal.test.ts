/** A life of networks as others see it: replayed from its records, restored from a snapshot, under another name. */
import { describe, expect, it } from 'vitest'
import { HOUSE, system } from '../../../test/community.js'
import { clear } from '../../clearing/index.js'
import { GENESIS_HASH } from '../../codec/index.js'
import {
  audit,
  createSystem,
  digest,
  execute,
  genesis,
  restore,
  type Sealed,
  type State,
  seal,
  snapshot,
  verify,
  view,
} from '../../kernel/index.js'
import { pairAccount, roundObligations, settlement, tradeCredit } from './index.js'

const best = (state: State) => {
  const round = roundObligations(view(system, state).mechanisms['trade-credit'])
  return settlement(round, clear(round.obligations))
}

/** Three networks that owe each other around a ring, and a round that is open or settled. */
function ring(): { readonly records: readonly Sealed[]; readonly open: State; readonly settled: State } {
  const first = genesis(system, { at: 0 })
  const records = [seal(first.decision, GENESIS_HASH)]
  let { state } = first
  const run = (by: string, name: string, input: unknown): State => {
    const command = { id: `c${state.sequence}`, by, at: 0, type: `trade-credit.${name}`, input }
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    records.push(seal(outcome.decision, records.at(-1)?.hash as string))
    state = outcome.state
    return state
  }
  const names = ['a', 'b', 'c']
  for (const network of names) run('op', 'found', { network })
  for (const network of names) {
    for (const partner of names) {
      if (network === partner) continue
      run('op', 'agree', { network, partner, allocated: 99n, accepted: 99n, clearing: true })
    }
  }
  for (const [i, amount] of [50n, 30n, 40n].entries()) {
    run('op', 'trade', { buyer: names[i], seller: names[(i + 1) % 3], amount })
  }
  const open = run(HOUSE, 'open-round', {})
  const settled = run(HOUSE, 'settle-round', best(open))
  return { records, open, settled }
}

describe('a life of networks', () => {
  it('is verified from its records alone', () => {
    const { records, settled } = ring()
    const verdict = verify(system, records)
    expect(verdict).toMatchObject({ status: 'verified', sequence: records.length })
    expect(verdict.status === 'verified' && digest(system, verdict.state)).toBe(digest(system, settled))
  })

  it('is refused where a settlement was tampered with', () => {
    const { records } = ring()
    const tampered = records.map((record) => ({ ...record, body: record.body.replaceAll('"30"', '"29"') }))
    expect(verify(system, tampered).status).toBe('rejected')
  })

  it('goes on from a snapshot in the middle of a round as if nothing had been', () => {
    const { open, settled } = ring()
    const restored = restore(system, { stream: 'local', text: snapshot(system, open) })
    const command = { id: 'x', by: HOUSE, at: 0, type: 'trade-credit.settle-round', input: best(restored) }
    const outcome = execute(system, restored, command as never)
    expect(outcome.status).toBe('accepted')
    expect(outcome.status === 'accepted' && digest(system, outcome.state)).toBe(digest(system, settled))
  })

  it('may be led under another name, beside the first and in the same unit', () => {
    const settings = { unit: 'USD', backing: 'none', roundLength: 60 } as const
    const both = createSystem({
      spec: '1.0',
      mechanisms: [tradeCredit.with(settings), tradeCredit.as('north').with(settings)],
    })
    let { state } = genesis(both, { at: 0 })
    const run = (type: string, input: unknown): string => {
      const outcome = execute(both, state, { id: `c${state.sequence}`, by: 'op', at: 0, type, input } as never)
      if (outcome.status === 'accepted') state = outcome.state
      return outcome.status === 'accepted' ? 'accepted' : outcome.code
    }
    for (const instance of ['trade-credit', 'north']) {
      for (const network of ['a', 'b']) run(`${instance}.found`, { network })
    }
    const half = { allocated: 9n, accepted: 9n, clearing: false }
    run('north.agree', { ...half, network: 'a', partner: 'b' })
    run('north.agree', { ...half, network: 'b', partner: 'a' })
    expect(run('trade-credit.trade', { buyer: 'a', seller: 'b', amount: 5n })).toBe('TRADE_NOT_AGREED')
    expect(run('north.trade', { buyer: 'a', seller: 'b', amount: 5n })).toBe('accepted')
    const { north } = view(both, state).mechanisms
    expect(pairAccount(north, 'a', 'b').purpose).toBe('north.pair:b')
    expect(north.balance(pairAccount(north, 'a', 'b'))).toBe(-5n)
    expect(audit(both, state)).toEqual([])
  })

  it('keeps no clearing of other obligations for the round’s', () => {
    const { open } = ring()
    const round = roundObligations(view(system, open).mechanisms['trade-credit'])
    const { flow, potential } = clear(round.obligations)
    expect(() => settlement(round, { flow: flow.slice(1), potential })).toThrow(RangeError)
    expect(() => settlement(round, { flow, potential: potential.slice(1) })).toThrow(RangeError)
  })
})
