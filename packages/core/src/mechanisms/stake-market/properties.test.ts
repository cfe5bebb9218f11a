/** What holds whatever agents do, in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AGENTS,
  claim,
  LENGTH,
  marketOf,
  OPERATOR,
  opened,
  rich,
  say,
  tell,
  valued,
} from '../../../test/stake-agents.js'
import { clear } from '../../clearing/index.js'
import { type AnyCommand, audit, begin, digest, execute, type State, type System } from '../../kernel/index.js'
import { proposeDecay } from './decay-solver.js'
import { type StakeMarketView, stakeRound, stakeWants } from './index.js'
import { proposeStakeRound } from './propose-round.js'
import { creditOf, openStakeRound, relinquished, stakeOf } from './queries.js'

/** What somebody wants to do next, and how much time goes by before. */
interface Wish {
  readonly wait: number
  readonly by: string
  readonly name: string
  /** The input, or how to make one of what stands. */
  readonly input: object | ((view: StakeMarketView) => object)
}
const agent = fc.constantFrom(...AGENTS)
const proposition = fc.constantFrom('p', 'q', 'r')
const place = (name: string, weight: number, arbitrary: fc.Arbitrary<{ by: string; input: Wish['input'] }>) => ({
  name,
  weight,
  arbitrary: arbitrary.map((wish) => ({ ...wish, name })),
})
const by = (party: fc.Arbitrary<string>, input: fc.Arbitrary<Wish['input']>) => fc.record({ by: party, input })

/** An order for stake that wants what is there, and unwinds lots that the agent has. */
const orders = fc
  .record({
    by: agent,
    units: fc.bigInt(0n, 30n),
    keep: fc.bigInt(0n, 60n),
    wanted: fc.uniqueArray(fc.tuple(agent, proposition, fc.bigInt(1n, 20n)), {
      maxLength: 4,
      selector: ([issuer, name]: readonly [string, string, bigint]) => `${issuer}/${name}`,
    }),
    how: fc.constantFrom('weight', 'limit'),
    lots: fc.array(fc.tuple(fc.nat(), fc.bigInt(1n, 30n)), { maxLength: 3 }),
    credit: fc.constantFrom(0n, 0n, 8n),
    until: fc.constantFrom(null, null, null, 60, 400),
  })
  .map(({ by: party, wanted, how, lots, units, keep, credit, until }) => ({
    by: party,
    input: (view: StakeMarketView) => {
      const value = view.config.value !== undefined
      const wants = wanted
        .filter(([issuer]) => issuer !== party)
        .map(([issuer, name, amount]) => ({ issuer, proposition: name, [value ? 'weight' : how]: amount }))
      const own = [...view.tables.lots.under({ holder: party })]
      const issuers = new Set<string>(wants.map(({ issuer }) => issuer))
      const chosen = new Map(
        lots.flatMap(([pick, most]) => {
          const lot = own[pick % Math.max(own.length, 1)]
          if (lot === undefined || issuers.has(lot.key.issuer)) return []
          const { holder: _, ...key } = lot.key
          return [[JSON.stringify(key), { ...key, units: (most % lot.row.units) + 1n }] as const]
        }),
      )
      const unwinds = value ? [] : [...chosen.values()]
      return { units, keep, wants, unwinds, until, ...(value || credit === 0n ? {} : { credit }) }
    },
  }))

const bestRound = (view: StakeMarketView): object => proposeStakeRound(view, clear)
const bestDecay = (view: StakeMarketView): object => proposeDecay(view, clear)
type Key = { readonly issuer: string; readonly proposition: string }
/** A claim for which something holds, if there is one. */
const claimWhere =
  (pick: number, holds: (view: StakeMarketView, key: Key) => boolean) =>
  (view: StakeMarketView): object => {
    const keys = [...view.tables.propositions.under({})].map(({ key }) => key)
    const fit = keys.filter((key) => holds(view, key))
    return fit[pick % Math.max(fit.length, 1)] ?? { issuer: 'a', proposition: 'p' }
  }
const isDue = (view: StakeMarketView, key: Key): boolean => {
  const budget = view.tables.budgets.get(key)
  return budget !== undefined && (budget.waiting > 0n || budget.released < budget.earned)
}
const isUndecided = (view: StakeMarketView, key: Key): boolean => {
  const claimed = view.tables.propositions.get(key)
  return claimed?.status === 'open' && claimed.deadline <= view.now
}

const wishes = [
  place('order', 40, orders),
  place('cancel', 4, by(agent, fc.constant({}))),
  place('open-round', 10, fc.constant({ by: OPERATOR, input: {} })),
  place('settle-round', 14, fc.constant({ by: OPERATOR, input: bestRound })),
  place(
    'settle-round',
    1,
    by(
      fc.constant(OPERATOR),
      fc.array(fc.bigInt(0n, 3n), { maxLength: 4 }).map((flow) => ({ flow, potential: [flow] })),
    ),
  ),
  place('lapse-round', 5, by(fc.constantFrom(OPERATOR, 'x'), fc.constant({}))),
  place(
    'propose',
    4,
    by(
      agent,
      fc.constantFrom('r', 's', 't').map((name) => ({ now }: StakeMarketView) => ({
        ...claim(name),
        deadline: now + 6,
      })),
    ),
  ),
  place(
    'attest',
    4,
    by(
      fc.constantFrom('vera', 'viktor', 'a'),
      fc.record({ issuer: agent, proposition, met: fc.constantFrom(true, false, false) }),
    ),
  ),
  place(
    'conclude',
    5,
    fc.nat().map((pick) => ({ by: 'x', input: claimWhere(pick, isUndecided) })),
  ),
  place(
    'fund',
    4,
    by(agent, fc.record({ proposition, asset: fc.constantFrom('USD', 'USD', 'EUR'), budget: fc.bigInt(1n, 60n) })),
  ),
  place(
    'draw',
    8,
    fc.nat().map((pick) => ({ by: 'x', input: claimWhere(pick, isDue) })),
  ),
  place('distribute', 8, by(agent, fc.record({ asset: fc.constantFrom('USD', 'EUR'), amount: fc.bigInt(1n, 999n) }))),
  place(
    'collect',
    6,
    by(
      agent,
      fc.record({ asset: fc.constantFrom('USD', 'EUR'), issuers: fc.constant([...AGENTS]), commons: fc.boolean() }),
    ),
  ),
  place('decay', 4, fc.constant({ by: OPERATOR, input: bestDecay })),
  place(
    'vouch',
    5,
    by(
      fc.constantFrom('club', 'guild'),
      fc.record({ agent: fc.constantFrom('g', 'g', 'a'), stands: fc.constantFrom(true, true, true, false) }),
    ),
  ),
  place('join', 4, by(fc.constantFrom('g', 'g', 'a'), fc.constant({}))),
  place(
    'admit',
    1,
    by(
      fc.constant(OPERATOR),
      fc.constantFrom('h', '@stake-market', '@council').map((name) => ({ agent: name })),
    ),
  ),
]
const wish: fc.Arbitrary<Wish> = fc
  .tuple(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 5, 10, LENGTH), fc.oneof(...wishes))
  .map(([wait, rest]) => ({ wait, ...rest }))
/** Without bias: small values first would make lives in which hardly anything happens. */
const lives = fc.noBias(fc.array(wish, { minLength: 60, maxLength: 160, size: 'max' }))

/** Half of the agents have budgets, two of them have placed stake, the commons has something, and one more agent needs but one attestor. */
function begun(system: System): State {
  const commands = ['a', 'b', 'c'].flatMap((one) => [
    say(one, 0, 'fund', { proposition: 'p', asset: 'USD', budget: 40n }),
    say(one, 0, 'distribute', { asset: 'USD', amount: 200n }),
  ])
  const swap = (one: string, other: string) =>
    say(one, 0, 'order', { units: 9n, keep: 0n, wants: [{ issuer: other, proposition: 'p', weight: 1n }], unwinds: [] })
  const vouched = say('guild', 0, 'vouch', { agent: 'g', stands: true })
  const open = say(OPERATOR, 0, 'open-round', {})
  const { state } = tell(system, opened(system), ...commands, vouched, swap('a', 'b'), swap('b', 'a'), open)
  return tell(system, state, say(OPERATOR, 0, 'settle-round', bestRound(marketOf(system, state)))).state
}

/** Runs the wishes and tells of every state before and after an accepted command. */
function live(
  system: System,
  life: readonly Wish[],
  told: (before: State, after: State, command: AnyCommand) => void,
): State {
  let state = begun(system)
  let at = 0
  for (const [index, { wait, by: party, name, input }] of life.entries()) {
    at += wait
    const made = typeof input === 'function' ? input(marketOf(system, state)) : input
    const command = { id: `w${index}`, by: party, at, type: `stake-market.${name}`, input: made }
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'rejected') continue
    told(state, outcome.state, command)
    state = outcome.state
  }
  return state
}
const agentsOf = (view: StakeMarketView): readonly string[] =>
  [...view.tables.agents.under({})].map(({ key }) => key.agent)
/** What an agent holds of all others. */
function heldOfOthers(view: StakeMarketView, holder: string): bigint {
  return agentsOf(view).reduce((sum, issuer) => sum + (issuer === holder ? 0n : stakeOf(view, holder, issuer)), 0n)
}

describe.each([
  ['parity', rich],
  ['value', valued],
] as const)('over random lives of a market of %s rounds', (kind, system) => {
  it('every audit holds after every command, and every command is accepted at least once', () => {
    const accepted = new Set<string>()
    fc.assert(
      fc.property(lives, (life) => {
        live(system, life, (_, after, { type }) => {
          accepted.add(type.replace('stake-market.', ''))
          expect(audit(system, after)).toEqual([])
        })
      }),
      { numRuns: 12 },
    )
    const all = new Set(wishes.map(({ name }) => name))
    if (kind === 'value') all.delete('decay')
    expect(
      [...all].filter((name) => !accepted.has(name)),
      'commands never accepted',
    ).toEqual([])
  })
})

describe('reciprocity', () => {
  it('what an agent holds of others and of credit is what it has relinquished of itself, after every command', () => {
    let moved = 0
    fc.assert(
      fc.property(lives, (life) => {
        live(rich, life, (before, after, { type }) => {
          const view = marketOf(rich, after)
          for (const one of agentsOf(view)) {
            expect(heldOfOthers(view, one) + creditOf(view, one)).toBe(relinquished(view, one))
          }
          if (
            type === 'stake-market.settle-round' &&
            heldOfOthers(view, 'a') !== heldOfOthers(marketOf(rich, before), 'a')
          )
            moved += 1
        })
      }),
      { numRuns: 20 },
    )
    expect(moved, 'rounds that moved stake of one agent').toBeGreaterThan(0)
  })

  it('no asset but its own stake ever paid for stake: only rounds and decay move it, and never with money', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom(rich, valued), (life, system) => {
        live(system, life, (before, after, { type }) => {
          const [earlier, later] = [marketOf(system, before), marketOf(system, after)]
          const name = type.replace('stake-market.', '')
          const moves = name === 'settle-round' || name === 'decay'
          for (const holder of agentsOf(earlier)) {
            for (const asset of moves ? ['USD', 'EUR'] : []) {
              expect(later.balance({ party: holder, asset, purpose: 'available' })).toBe(
                earlier.balance({ party: holder, asset, purpose: 'available' }),
              )
            }
            if (!moves) expect(heldOfOthers(later, holder)).toBe(heldOfOthers(earlier, holder))
          }
        })
      }),
      { numRuns: 12 },
    )
  })

  it('a settled parity round leaves nothing that could be matched', () => {
    fc.assert(
      fc.property(lives, (life) => {
        live(rich, life, (before, after, { type }) => {
          const round = openStakeRound(marketOf(rich, before))
          if (type !== 'stake-market.settle-round' || round === undefined) return
          // as the market stood when the round was opened: claims may have been decided since
          const { edges } = stakeRound(marketOf(rich, after))
          const matches = edges.filter(({ flow }) => flow.kind === 'give' || flow.kind === 'acquire')
          expect(clear(matches).flow.every((units, k) => units === 0n || matches[k]?.flow.kind === 'give')).toBe(true)
        })
      }),
      { numRuns: 15 },
    )
  })
})

describe('value rounds', () => {
  it('give nobody more value than it gives, keep what is to be kept, and make one unit buy one unit’s worth', () => {
    let rounds = 0
    fc.assert(
      fc.property(lives, (life) => {
        live(valued, life, (before, after, { type, input }) => {
          if (type !== 'stake-market.settle-round') return
          const [earlier, later] = [marketOf(valued, before), marketOf(valued, after)]
          const { prices } = input as { readonly prices: readonly bigint[] }
          const { names, offered } = stakeWants(earlier) as NonNullable<ReturnType<typeof stakeWants>>
          const price = new Map(names.map((name, i) => [name, prices[i] as bigint]))
          for (const [i, name] of names.entries()) {
            const given = stakeOf(earlier, name, name) - stakeOf(later, name, name)
            expect(given).toBeLessThanOrEqual(offered[i] as bigint)
            const received = agentsOf(later).reduce(
              (sum, issuer) =>
                issuer === name
                  ? sum
                  : sum + (stakeOf(later, name, issuer) - stakeOf(earlier, name, issuer)) * (price.get(issuer) ?? 0n),
              0n,
            )
            const own = price.get(name) as bigint
            expect(received).toBeLessThanOrEqual(given * own)
            const excess = stakeOf(later, later.self, name) - stakeOf(earlier, later.self, name)
            // rounding up costs less than one unit, or else others have asked for all of it
            if (excess > 0n) expect(given * own - received).toBeLessThan(own)
            if (received > 0n) rounds += 1
          }
        })
      }),
      { numRuns: 20 },
    )
    expect(rounds, 'agents that acquired something').toBeGreaterThan(0)
  })
})

describe('over random lives', () => {
  it('what a round is about stays the same while it is open', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom(rich, valued), (life, system) => {
        live(system, life, (before, after, { type }) => {
          const [earlier, later] = [marketOf(system, before), marketOf(system, after)]
          const round = openStakeRound(earlier)
          if (round === undefined || round.row.until <= after.at || /settle|lapse/.test(type)) return
          if (system === rich) expect(stakeRound(later)).toEqual(stakeRound(earlier))
          else expect(stakeWants(later)).toEqual(stakeWants(earlier))
        })
      }),
      { numRuns: 12 },
    )
  })

  it('nobody gives what it keeps', () => {
    fc.assert(
      fc.property(lives, (life) => {
        live(rich, life, (before, after, { type }) => {
          if (type !== 'stake-market.settle-round') return
          const [earlier, later] = [marketOf(rich, before), marketOf(rich, after)]
          for (const { key, row } of earlier.tables.orders.under({})) {
            const [was, is] = [stakeOf(earlier, key.agent, key.agent), stakeOf(later, key.agent, key.agent)]
            if (is < was) expect(is).toBeGreaterThanOrEqual(row.keep)
            expect(was - is).toBeLessThanOrEqual(row.units)
          }
        })
      }),
      { numRuns: 12 },
    )
  })

  it('a session decides as execute does, and old states stay what they were', () => {
    fc.assert(
      fc.property(lives, fc.nat(), fc.constantFrom(rich, valued), (life, pick, system) => {
        const session = begin(system, begun(system))
        const states: (readonly [State, string])[] = []
        const last = live(system, life, (before, after, command) => {
          states.push([before, digest(system, before)])
          expect(session.execute(command)).toMatchObject({ status: 'accepted', sequence: after.sequence })
        })
        expect(digest(system, session.state())).toBe(digest(system, last))
        const visited = states[states.length === 0 ? 0 : pick % states.length]
        if (visited !== undefined) expect(digest(system, visited[0])).toBe(visited[1])
      }),
      { numRuns: 8 },
    )
  })
})
