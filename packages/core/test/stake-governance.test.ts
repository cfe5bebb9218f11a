/** A market of stake in the hands of token holders: agents are admitted by a vote, and the governance is one itself. */
import { describe, expect, it } from 'vitest'
import { clear } from '../src/clearing/index.js'
import { audit, createSystem, execute, genesis, type State, view } from '../src/kernel/index.js'
import { governance } from '../src/mechanisms/governance/index.js'
import { proposeStakeRound, stakeMarket, stakeOf } from '../src/mechanisms/stake-market/index.js'
import { claim, HASH } from './stake-agents.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [
    stakeMarket.with({
      units: 100n,
      roundLength: 50,
      orders: 9,
      attestors: [],
      vouches: 1,
      authority: '@governance',
    }),
    governance.with({
      asset: 'VOTE',
      threshold: 1n,
      delay: 1,
      period: 1,
      quorum: 5000,
      majority: 5000,
      timelock: 1,
      grace: 100,
      guardian: null,
      authority: '@governance',
    }),
  ],
  assets: [{ asset: 'VOTE', tracked: true }],
  allocations: [{ party: 'ann', asset: 'VOTE', amount: 10n }],
})

function market(state: State) {
  return view(system, state).mechanisms['stake-market']
}
/** The times of one vote, from its proposal to its execution. */
const STEPS = [0, 1, 2, 3] as const

/** Runs a command; the code if it was refused. */
function run(state: State, by: string, at: number, type: string, input: object): State | string {
  const outcome = execute(system, state, { id: `c${state.sequence}-${at}`, by, at, type, input } as never)
  return outcome.status === 'accepted' ? outcome.state : outcome.code
}
/** Proposes actions, votes for them, and carries them out. */
function decided(state: State, number: number, at: number, actions: readonly object[]): State | string {
  const [propose, vote, queue, carryOut] = STEPS.map((step) => at + step) as [number, number, number, number]
  const proposal = { proposal: number }
  let current = run(state, 'ann', propose, 'governance.propose', { description: 'agents', actions }) as State
  current = run(current, 'ann', vote, 'governance.vote', { ...proposal, support: 'for' }) as State
  current = run(current, 'ann', queue, 'governance.queue', proposal) as State
  return run(current, 'ann', carryOut, 'governance.execute', proposal)
}
const admit = (agent: string) => ({ type: 'stake-market.admit', input: { agent } })

describe('a market of stake that holders govern', () => {
  const { state } = genesis(system, { at: 0 })
  const admitted = decided(state, 1, 0, [admit('bella'), admit('carl'), admit('@governance')]) as State

  it('admits agents by a vote, all of them or none', () => {
    expect(
      market(admitted)
        .tables.agents.entries()
        .map(({ key }) => key.agent),
    ).toEqual(['@governance', 'bella', 'carl'])
    expect(run(state, 'ann', 0, 'stake-market.admit', { agent: 'bella' })).toBe('NOT_AUTHORISED')
    expect(decided(admitted, 2, 10, [admit('dora'), admit('bella')])).toBe('AGENT_KNOWN')
    expect(market(admitted).supply('stake-market.bella')).toBe(100n)
  })

  it('has the governance itself as an agent: what it stakes on and which rounds there are is decided, too', () => {
    const told = { ...claim('p'), deadline: '1000', threshold: '1', statement: HASH }
    const wants = (issuer: string) => [{ issuer, proposition: 'p', weight: '1' }]
    const order = { units: '5', keep: '0', wants: wants('bella'), unwinds: [] }
    let current = run(admitted, 'bella', 10, 'stake-market.propose', claim('p')) as State
    const proposed = { type: 'stake-market.propose', input: told }
    current = decided(current, 2, 10, [proposed, { type: 'stake-market.order', input: order }]) as State
    const back = { units: 5n, keep: 0n, wants: [{ issuer: '@governance', proposition: 'p', weight: 1n }], unwinds: [] }
    current = run(current, 'bella', 20, 'stake-market.order', back) as State
    current = decided(current, 3, 20, [{ type: 'stake-market.open-round', input: {} }]) as State
    // amounts are decimal strings in an action
    const plain = JSON.stringify(proposeStakeRound(market(current), clear), (_, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    )
    current = decided(current, 4, 30, [{ type: 'stake-market.settle-round', input: JSON.parse(plain) }]) as State
    expect(stakeOf(market(current), '@governance', 'bella')).toBe(5n)
    expect(stakeOf(market(current), 'bella', '@governance')).toBe(5n)
    expect(view(system, current).held('@governance', 'stake-market.bella')).toBe(5n)
    expect(audit(system, current)).toEqual([])
  })
})
