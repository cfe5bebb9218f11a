/** What holds whatever networks do, in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUSE, LENGTH, system } from '../../../test/community.js'
import { clear } from '../../clearing/index.js'
import { type AnyCommand, audit, begin, digest, execute, genesis, type State, view } from '../../kernel/index.js'
import {
  deficit,
  netPosition,
  openRound,
  roundObligations,
  settlement,
  type TradeCreditView,
  tradeLimit,
} from './index.js'

const NETWORKS = ['a', 'b', 'c', 'd', 'B'] as const
const network = fc.constantFrom(...NETWORKS)
const limit = fc.bigInt(0n, 40n)
/** More often true: otherwise hardly anything could happen for long. */
const likely = fc.constantFrom(true, true, true, true, false)
const operator = (name: string): string => `op-${name}`

/** What somebody wants to do next, and how much time goes by before. */
interface Wish {
  readonly wait: number
  readonly by: string
  readonly name: string
  /** The input, or how to make one of what stands. */
  readonly input: object | ((view: TradeCreditView) => object)
}

const pair = fc.tuple(network, network)
const wishes: readonly fc.WeightedArbitrary<Omit<Wish, 'wait'>>[] = [
  {
    weight: 6,
    arbitrary: fc.tuple(pair, limit, limit, likely).map(([[a, b], allocated, accepted, clearing]) => ({
      by: operator(a),
      name: 'agree',
      input: { network: a, partner: b, allocated, accepted, clearing },
    })),
  },
  {
    weight: 30,
    arbitrary: fc.tuple(pair, fc.bigInt(1n, 15n), likely).map(([[a, b], amount, own]) => ({
      by: own ? operator(a) : operator(b),
      name: 'trade',
      input: { buyer: a, seller: b, amount },
    })),
  },
  {
    weight: 1,
    arbitrary: pair.map(([a, b]) => ({ by: operator(a), name: 'close', input: { network: a, partner: b } })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(network, likely).map(([a, open]) => ({
      by: operator(a),
      name: 'border',
      input: { network: a, open },
    })),
  },
  { weight: 3, arbitrary: fc.constant({ by: HOUSE, name: 'open-round', input: {} }) },
  { weight: 1, arbitrary: fc.constantFrom(HOUSE, 'x').map((by) => ({ by, name: 'lapse-round', input: {} })) },
  { weight: 6, arbitrary: fc.constant({ by: HOUSE, name: 'settle-round', input: best }) },
  {
    weight: 1,
    arbitrary: fc.array(fc.bigInt(0n, 3n), { maxLength: 4 }).map((flow) => ({
      by: HOUSE,
      name: 'settle-round',
      input: { flow, potential: flow },
    })),
  },
]
const wish: fc.Arbitrary<Wish> = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, LENGTH), fc.oneof(...wishes))
  .map(([wait, rest]) => ({ wait, ...rest }))
const lives = fc.array(wish, { minLength: 30, maxLength: 120, size: 'max' })

function best(trade: TradeCreditView): object {
  const round = roundObligations(trade)
  return settlement(round, clear(round.obligations))
}
const see = (state: State): TradeCreditView => view(system, state).mechanisms['trade-credit']

/** Everybody has agreed with everybody to some limit, and all take part in clearing. */
function settled(): State {
  let { state } = genesis(system, { at: 0 })
  const run = (by: string, name: string, input: object): void => {
    const id = `s${state.sequence}`
    const outcome = execute(system, state, { id, by, at: 0, type: `trade-credit.${name}`, input } as never)
    if (outcome.status === 'accepted') state = outcome.state
  }
  for (const a of NETWORKS) run(operator(a), 'found', { network: a })
  for (const a of NETWORKS) {
    for (const b of NETWORKS) {
      run(operator(a), 'agree', { network: a, partner: b, allocated: 12n, accepted: 12n, clearing: true })
    }
  }
  return state
}

/** Runs the wishes and tells of every state before and after an accepted command. */
function live(life: readonly Wish[], tell: (before: State, after: State, command: AnyCommand) => void): State {
  let state = settled()
  let at = 0
  for (const [index, { wait, by, name, input }] of life.entries()) {
    at += wait
    const made = typeof input === 'function' ? input(see(state)) : input
    const command = { id: `c${index}`, by, at, type: `trade-credit.${name}`, input: made }
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'rejected') continue
    tell(state, outcome.state, command)
    state = outcome.state
  }
  return state
}

const pairs = NETWORKS.flatMap((a) => NETWORKS.map((b) => [a, b] as const))
function deficits(state: State): ReadonlyMap<string, bigint> {
  const seen = see(state)
  return new Map(pairs.map(([a, b]) => [`${a} ${b}`, deficit(seen, a, b)]))
}
function nets(state: State): readonly bigint[] {
  const seen = see(state)
  return NETWORKS.map((a) => netPosition(seen, a))
}

describe('over random lives of five networks', () => {
  it('every audit holds after every command', () => {
    fc.assert(
      fc.property(lives, (life) => {
        live(life, (_, after) => expect(audit(system, after)).toEqual([]))
      }),
      { numRuns: 25 },
    )
  })

  it('net positions sum to zero, and only a trade moves them', () => {
    fc.assert(
      fc.property(lives, (life) => {
        live(life, (before, after, { type }) => {
          expect(nets(after).reduce((sum, net) => sum + net, 0n)).toBe(0n)
          if (type !== 'trade-credit.trade') expect(nets(after)).toEqual(nets(before))
        })
      }),
      { numRuns: 40 },
    )
  })

  it('a deficit grows by its buyer’s trade alone, and never beyond the limit as it stands', () => {
    fc.assert(
      fc.property(lives, (life) => {
        live(life, (before, after, { type, input }) => {
          const earlier = deficits(before)
          for (const [key, owed] of deficits(after)) {
            if (owed <= (earlier.get(key) as bigint)) continue
            const { buyer, seller } = input as { readonly buyer: string; readonly seller: string }
            expect([type, key]).toEqual(['trade-credit.trade', `${buyer} ${seller}`])
            expect(owed).toBeLessThanOrEqual(tradeLimit(see(before), buyer, seller))
          }
        })
      }),
      { numRuns: 40 },
    )
  })

  it('a settled round grows no deficit and leaves nothing that could be cleared', () => {
    let clearings = 0
    fc.assert(
      fc.property(lives, (life) => {
        live(life, (before, after, { type }) => {
          if (type !== 'trade-credit.settle-round') return
          const [earlier, later] = [deficits(before), deficits(after)]
          for (const [key, owed] of later) expect(owed).toBeLessThanOrEqual(earlier.get(key) as bigint)
          expect(clear(roundObligations(see(after)).obligations).cleared).toBe(0n)
          if ([...later].some(([key, owed]) => owed !== earlier.get(key))) clearings += 1
        })
      }),
      { numRuns: 40 },
    )
    expect(clearings, 'rounds that cleared something').toBeGreaterThan(0)
  })

  it('what a round is about stays the same while it is open', () => {
    fc.assert(
      fc.property(lives, (life) => {
        live(life, (before, after, { type }) => {
          const round = openRound(see(before))
          if (round === undefined || round.row.until <= after.at || type === 'trade-credit.settle-round') return
          expect(roundObligations(see(after))).toEqual(roundObligations(see(before)))
        })
      }),
      { numRuns: 40 },
    )
  })

  it('a session decides as execute does, and old states stay what they were', () => {
    fc.assert(
      fc.property(lives, fc.nat(), (life, pick) => {
        const session = begin(system, settled())
        const states: (readonly [State, string])[] = []
        const last = live(life, (before, after, command) => {
          states.push([before, digest(system, before)])
          expect(session.execute(command)).toMatchObject({ status: 'accepted', sequence: after.sequence })
        })
        expect(digest(system, session.state())).toBe(digest(system, last))
        const visited = states[states.length === 0 ? 0 : pick % states.length]
        if (visited !== undefined) expect(digest(system, visited[0])).toBe(visited[1])
      }),
      { numRuns: 40 },
    )
  })
})
