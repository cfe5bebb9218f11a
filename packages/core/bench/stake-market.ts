import type { Row } from '../../../scripts/bench-row.js'
import { clear } from '../src/clearing/index.js'
import { crossHoldings, dampedCentrality } from '../src/graph/index.js'
import { begin, createSystem, execute, genesis, type State, view } from '../src/kernel/index.js'
import {
  proposeStakeRound,
  type StakeMarketView,
  solvePrices,
  stakeHoldings,
  stakeLinks,
  stakeMarket,
  stakeRound,
  verifyPrices,
  type WantRows,
} from '../src/mechanisms/stake-market/index.js'
import { uniform } from './ledger.js'
import { fastest } from './rate.js'

const WANTS = 8
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    stakeMarket.with({
      units: 1_000_000n,
      roundLength: 60,
      orders: 1_000_000,
      attestors: [],
      vouches: 1,
      authority: 'operator',
    }),
  ],
})
const seen = (state: State): StakeMarketView => view(system, state).mechanisms['stake-market']

/** A round of stake: decided beside solved; prices: verified beside solved; signals of a state that was reached so. */
export async function bench(): Promise<Row[]> {
  return [...[1_000, 10_000].flatMap(roundRows), priceRow(100_000)]
}

function roundRows(agents: number): Row[] {
  const label = `${agents.toLocaleString('en')} agents, ${(agents * WANTS).toLocaleString('en')} wants`
  const state = frozen(agents)
  const { edges } = stakeRound(seen(state))
  const input = proposeStakeRound(seen(state), clear)
  const solving = fastest(agents, () => clear(edges), 5)
  let after = state
  const settling = fastest(
    agents,
    () => {
      const command = { id: 's', by: 'operator', at: 0, type: 'stake-market.settle-round', input }
      const outcome = execute(system, state, command as never)
      if (outcome.status === 'rejected') throw new Error(outcome.code)
      after = outcome.state
    },
    5,
  )
  const links = stakeLinks(seen(after))
  const central = fastest(links.from.length, () => dampedCentrality(links, 0.15), 5)
  const whole = fastest(
    links.from.length,
    () => {
      crossHoldings(stakeHoldings(seen(after)), 'allow')
      dampedCentrality(stakeLinks(seen(after)), 0.15)
    },
    3,
  )
  return [
    {
      name: `settle a round, ${label}`,
      value: settling,
      unit: 'orders/s',
      reference: 'solving it alone',
      ratio: settling / solving,
      note: 'verified, stake moved, lots and orders written',
    },
    {
      name: `signals of a state, ${links.from.length.toLocaleString('en')} lots`,
      value: whole,
      unit: 'lots/s',
      reference: 'centrality of links that are there',
      ratio: whole / central,
    },
  ]
}

/** Everybody has ordered, and the round is open. */
function frozen(agents: number): State {
  const session = begin(system, genesis(system, { at: 0 }).state)
  const draw = uniform(7)
  const say = (by: string, name: string, given: object): void => {
    const id = `c${session.sequence}`
    const told = session.execute({ id, by, at: 0, type: `stake-market.${name}`, input: given })
    if (told.status === 'rejected') throw new Error(told.code)
  }
  const name = (agent: number): string => `a${agent}`
  const claim = {
    proposition: 'p',
    dimension: 'care',
    statement: '00'.repeat(32),
    measure: 'm',
    target: 't',
    verifiers: ['v'],
    threshold: 1,
    deadline: 1_000,
  }
  for (let agent = 0; agent < agents; agent++) {
    say('operator', 'admit', { agent: name(agent) })
    say(name(agent), 'propose', claim)
  }
  for (let agent = 0; agent < agents; agent++) {
    const issuers = new Set<string>()
    while (issuers.size < WANTS) {
      const other = draw(agents)
      if (other !== agent) issuers.add(name(other))
    }
    const wants = [...issuers].map((issuer) => ({
      issuer,
      proposition: 'p',
      weight: 1n + BigInt(draw(9)),
    }))
    say(name(agent), 'order', { units: BigInt(100 + draw(900)), keep: 0n, wants, unwinds: [] })
  }
  say('operator', 'open-round', {})
  return session.state()
}

function priceRow(agents: number): Row {
  const draw = uniform(11)
  const columns = { from: [] as number[], to: [] as number[], weight: [] as number[] }
  for (let agent = 0; agent < agents; agent++) {
    for (let k = 0; k < WANTS; k++) {
      columns.from.push(agent)
      // few are wanted by many
      columns.to.push((agent + 1 + draw(1 + draw(1 + draw(agents - 1)))) % agents)
      columns.weight.push(1_000 / WANTS)
    }
  }
  const wants: WantRows = { agents, whole: 1_000, ...columns }
  const prices = solvePrices(wants, [3, 20])
  const solving = fastest(agents, () => solvePrices(wants, [3, 20]), 3)
  const verifying = fastest(agents, () => verifyPrices(wants, [3, 20], prices), 3)
  return {
    name: `verify unit prices, ${agents.toLocaleString('en')} agents, ${(agents * WANTS).toLocaleString('en')} wants`,
    value: verifying,
    unit: 'agents/s',
    reference: 'solving for them',
    ratio: verifying / solving,
  }
}
