/** Networks a, b, c … of operators op-a, op-b, op-c …, for tests that tell what they do to each other. */
import { expect } from 'vitest'
import { type Changes, changes, createSystem, digest, execute, genesis, type State, view } from '../src/index.js'
import { netPosition, pairAccount, type TradeCreditView, tradeCredit } from '../src/mechanisms/trade-credit/index.js'

/** The party that opens and settles rounds, and for how long at most, in seconds. */
export const HOUSE = 'house'
export const LENGTH = 3600

export const system = createSystem({
  spec: '1.0',
  mechanisms: [tradeCredit.with({ unit: 'USD', backing: 'none', roundLength: LENGTH, authority: HOUSE })],
})

export interface Community {
  /** Time of the commands to come, whole seconds. */
  now: number
  readonly state: State
  /** Of the last accepted command: data of its events, and what it changed. */
  readonly events: readonly unknown[]
  readonly changes: Changes
  /** Runs a command of trade credit; a refused one must have changed nothing. @returns `accepted` or the code. */
  run(by: string, command: string, input: unknown): string
  view(): TradeCreditView
  agree(network: string, partner: string, allocated: bigint, accepted: bigint, clearing?: boolean): string
  /** Both sides agree to limits both ways. */
  join(a: string, b: string, limit?: bigint, clearing?: boolean): Community
  close(network: string, partner: string): string
  trade(buyer: string, seller: string, amount: bigint): string
  open(): string
  settle(flow: readonly bigint[], potential: readonly bigint[]): string
  balance(network: string, partner: string): bigint
  drawn(network: string): bigint | undefined
  net(network: string): bigint
}

/** @param networks - Founded by `op-` and their name, at time 0. */
export function community(networks: readonly string[] = []): Community {
  let { state } = genesis(system, { at: 0 })
  let events: readonly unknown[] = []
  let changed: Changes = { balances: [], rows: [] }
  let commands = 0
  const read = (): TradeCreditView => view(system, state).mechanisms['trade-credit']
  const town: Community = {
    now: 0,
    get state() {
      return state
    },
    get events() {
      return events
    },
    get changes() {
      return changed
    },
    run(by, command, input) {
      commands += 1
      const type = `trade-credit.${command}`
      const before = digest(system, state)
      const outcome = execute(system, state, { id: `c${commands}`, by, at: town.now, type, input } as never)
      if (outcome.status === 'rejected') {
        expect(digest(system, state), `${type} was refused and changed something`).toBe(before)
        return outcome.code
      }
      state = outcome.state
      events = outcome.events.map((event) => (event as { readonly data: unknown }).data)
      changed = changes(outcome.decision)
      return 'accepted'
    },
    view: read,
    agree: (network, partner, allocated, accepted, clearing = true) =>
      town.run(`op-${network}`, 'agree', { network, partner, allocated, accepted, clearing }),
    join(a, b, limit = 100n, clearing = true) {
      expect(town.agree(a, b, limit, limit, clearing)).toBe('accepted')
      expect(town.agree(b, a, limit, limit, clearing)).toBe('accepted')
      return town
    },
    close: (network, partner) => town.run(`op-${network}`, 'close', { network, partner }),
    trade: (buyer, seller, amount) => town.run(`op-${buyer}`, 'trade', { buyer, seller, amount }),
    open: () => town.run(HOUSE, 'open-round', {}),
    settle: (flow, potential) => town.run(HOUSE, 'settle-round', { flow, potential }),
    balance: (network, partner) => read().balance(pairAccount(read(), network, partner)),
    drawn: (network) => read().tables.networks.get({ network })?.drawn,
    net: (network) => netPosition(read(), network),
  }
  for (const network of networks) expect(town.run(`op-${network}`, 'found', { network })).toBe('accepted')
  return town
}
