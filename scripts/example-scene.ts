import {
  type Accepted,
  type AnyCommand,
  createSystem,
  execute,
  GENESIS_HASH,
  genesis,
  type Sealed,
  type State,
  type System,
  seal,
} from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { custody } from '@symbolon/core/custody'
import { governance } from '@symbolon/core/governance'
import { stakeMarket } from '@symbolon/core/stake-market'
import { tradeCredit } from '@symbolon/core/trade-credit'
import { transfer } from '@symbolon/core/transfer'

const MONTH = 2_592_000
const GOVERNED = {
  asset: 'VOTE',
  threshold: 100n,
  delay: 0,
  period: MONTH,
  quorum: 400,
  majority: 5_000,
  timelock: 0,
  grace: MONTH,
  guardian: null,
}

/** What examples in docstrings take for granted: a system in which a little has happened. */
export interface ExampleScene {
  readonly system: System
  readonly state: State
  readonly records: readonly Sealed[]
}

/** Makes the scene anew: no example sees what another has done. */
export function exampleScene(): ExampleScene {
  const system = createSystem({
    spec: '1.0',
    mechanisms: [
      bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 1_000_000n, wait: MONTH, liquidity: 1_000 }),
      custody.with({ assets: ['USD'], authority: 'vault' }),
      governance.with({ ...GOVERNED, authority: '@governance' }),
      stakeMarket.with({
        units: 100n,
        roundLength: 86_400,
        orders: 1_000,
        attestors: [],
        vouches: 1,
        decay: { rate: 1_000, every: 86_400 },
        authority: 'operator',
      }),
      tradeCredit.with({ unit: 'EUR', backing: 'none', roundLength: 86_400, authority: 'clearing-house' }),
      transfer.with({}),
    ],
    assets: [{ asset: 'VOTE', tracked: true }],
    allocations: [
      { party: 'alice', asset: 'MPOND', amount: 1_000n },
      { party: 'alice', asset: 'VOTE', amount: 1_000n },
      { party: 'carol', asset: 'VOTE', amount: 100n },
    ],
  })
  const commands: readonly Omit<AnyCommand, 'id'>[] = [
    { at: 0, by: 'alice', type: 'bridge.request', input: { amount: 900n } },
    {
      at: 0,
      by: 'vault',
      type: 'custody.deposit',
      input: { party: 'alice', asset: 'USD', amount: 47n, reference: 't1' },
    },
    { at: 0, by: 'alice', type: 'custody.withdraw', input: { asset: 'USD', amount: 40n, to: 'home' } },
    { at: 0, by: 'ann', type: 'trade-credit.found', input: { network: 'athens' } },
    { at: 0, by: 'ben', type: 'trade-credit.found', input: { network: 'berlin' } },
    { at: 0, by: 'ann', type: 'trade-credit.agree', input: half('athens', 'berlin') },
    { at: 0, by: 'ben', type: 'trade-credit.agree', input: half('berlin', 'athens') },
    { at: 0, by: 'ann', type: 'trade-credit.trade', input: { buyer: 'athens', seller: 'berlin', amount: 70n } },
    { at: 0, by: 'carol', type: 'governance.delegate', input: { to: 'bob' } },
    ...stakes(),
    { at: MONTH, by: 'alice', type: 'bridge.request', input: { amount: 50n } },
    { at: MONTH, by: 'alice', type: 'governance.propose', input: { description: 'to agree', actions: [] } },
  ]
  let accepted: Accepted = genesis(system as System, { at: 0 })
  const records = [seal(accepted.decision, GENESIS_HASH)]
  commands.forEach((command, i) => {
    const outcome = execute(system as System, accepted.state, { id: `c${i}`, ...command } as never)
    if (outcome.status === 'rejected') throw new Error(`${command.type} is refused with ${outcome.code}`)
    accepted = outcome
    records.push(seal(outcome.decision, (records.at(-1) as Sealed).hash))
  })
  return { system: system as System, state: accepted.state, records }
}

function half(network: string, partner: string): object {
  return { network, partner, allocated: 100n, accepted: 100n, clearing: true }
}

/** Two agents with a claim each, who have placed 40 of their 100 units with each other in a round. */
function stakes(): readonly Omit<AnyCommand, 'id'>[] {
  const say = (by: string, name: string, input: object) => ({ at: 0, by, type: `stake-market.${name}`, input })
  const claim = (proposition: string, dimension: string) => ({
    proposition,
    dimension,
    statement: 'ab'.repeat(32),
    measure: 'what is made in a year',
    target: '1,000',
    verifiers: ['vera'],
    threshold: 1,
    deadline: 12 * MONTH,
  })
  const order = (issuer: string, proposition: string) => ({
    units: 40n,
    keep: 0n,
    wants: [{ issuer, proposition, weight: 1n }],
    unwinds: [],
  })
  return [
    say('operator', 'admit', { agent: 'ann' }),
    say('operator', 'admit', { agent: 'ben' }),
    say('ann', 'propose', claim('songs', 'art')),
    say('ben', 'propose', claim('bread', 'food')),
    say('ann', 'order', order('ben', 'bread')),
    say('ben', 'order', order('ann', 'songs')),
    say('operator', 'open-round', {}),
    say('operator', 'settle-round', { flow: [40n, 40n, 40n, 40n], potential: [[0n, 0n, 0n, 0n]] }),
  ]
}
