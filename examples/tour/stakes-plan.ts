import { type AnyCommand, createSystem, execute, genesis, type State, view } from '@symbolon/core'
import { clear } from '@symbolon/core/clearing'
import { type LotKey, proposeStakeRound, type StakeMarketView, stakeMarket } from '@symbolon/core/stake-market'
import { fail } from './failure.js'
import { type Planned, RECORDED_AT } from './planned.js'
import { type Random, random } from './random.js'
import { DAY } from './systems.js'

/** How many agents there are, and over how many rounds they stake. */
export interface StakesSize {
  readonly agents: number
  readonly rounds: number
}
/** A market of stake lived through from a seed: its commands, and how it stood after each round. */
export interface StakesPlan {
  readonly commands: readonly Planned[]
  /** Before the first round and after every one. */
  readonly states: readonly State[]
  /** Orders, of which some were placed in vain. */
  readonly orders: number
}

export const DIMENSIONS = ['care', 'food', 'energy', 'housing', 'research', 'art'] as const
type Dimension = (typeof DIMENSIONS)[number]

const OPERATOR = 'operator'
const VERIFIER = 'verifier'
const MONTH = 30 * DAY
const UNITS = 1000n
const KEPT = 300n

/** Unit for unit; what has no match yet may be bridged by a little credit. */
export const stakesSystem = createSystem({
  spec: '1.0',
  mechanisms: [
    stakeMarket.with({
      units: UNITS,
      credit: 'MATCH',
      mediation: 20n,
      roundLength: DAY,
      orders: 10_000,
      attestors: [],
      vouches: 1,
      authority: OPERATOR,
    }),
  ],
})
export const stakesView = (state: State): StakeMarketView => view(stakesSystem, state).mechanisms['stake-market']

interface Claim {
  readonly issuer: string
  readonly proposition: string
  readonly dimension: Dimension
  /** How much it convinces, 1 to 20. */
  readonly quality: number
}

/**
 * Lives through a market of stake. What seems to create value shifts: every month each dimension gains or loses some
 * appeal, verifiers find that some claims have come true and others failed, and agents stake on what convinces them and
 * give back what doesn't any more.
 * @param seed - Whole number, 0 ≤ seed < 2^32: the same life on every machine.
 */
export function planStakes(seed: number, { agents, rounds }: StakesSize): StakesPlan {
  const chance = random(seed)
  const names = Array.from({ length: agents }, (_, i) => `agent-${String(i + 1).padStart(3, '0')}`)
  const taste = new Map(names.map((name) => [name, DIMENSIONS.map(() => 1 + chance.below(10))]))
  const appeal = DIMENSIONS.map(() => 30 + chance.below(40))
  const commands: Planned[] = []
  let { state } = genesis(stakesSystem, { at: RECORDED_AT, stream: 'plan' })
  let at = RECORDED_AT
  const run = (by: string, name: string, input: Planned['input']): void => {
    const command: Planned = { id: `s${commands.length + 1}`, by, at, type: `stake-market.${name}`, input }
    const outcome = execute(stakesSystem, state, command as AnyCommand as never)
    if (outcome.status === 'rejected') fail(`${command.id} (${command.type}) was refused with ${outcome.code}`)
    else state = outcome.state
    commands.push(command)
  }
  const publish = (issuer: string, number: number, dimension: Dimension): Claim => {
    run(issuer, 'propose', claimOf(`claim-${number}`, dimension, at))
    return { issuer, proposition: `claim-${number}`, dimension, quality: 1 + chance.below(20) }
  }

  for (const agent of names) run(OPERATOR, 'admit', { agent })
  let open = names.map((name) => publish(name, 1, DIMENSIONS[chance.below(DIMENSIONS.length)] as Dimension))
  const published = new Map(names.map((name) => [name, 1]))
  const states = [state]
  let orders = 0
  for (let round = 1; round <= rounds; round++) {
    at = RECORDED_AT + round * MONTH
    shift(appeal, chance)
    if (round % 4 === 0) open = judge(open, chance, run)
    for (const name of names) {
      if (open.some(({ issuer }) => issuer === name) || chance.below(3) > 0) continue
      const number = (published.get(name) as number) + 1
      published.set(name, number)
      open.push(publish(name, number, DIMENSIONS[drawn(appeal, chance)] as Dimension))
    }
    for (const name of names) {
      if (chance.below(5) < 2) continue
      const order = orderOf(name, stakesView(state), open, appeal, taste.get(name) as readonly number[], chance)
      if (order === undefined) continue
      run(name, 'order', { ...order, until: at + 2 * MONTH })
      orders += 1
    }
    run(OPERATOR, 'open-round', {})
    run(OPERATOR, 'settle-round', { ...proposeStakeRound(stakesView(state), clear) })
    states.push(state)
  }
  return { commands, states, orders }
}

function claimOf(proposition: string, dimension: Dimension, at: number): Planned['input'] {
  const measure = { care: 'hours', food: 'meals', energy: 'kWh', housing: 'homes', research: 'results', art: 'works' }
  return {
    proposition,
    dimension,
    // a real market keeps the hash of the statement's text
    statement: '0'.repeat(64),
    measure: measure[dimension],
    target: 'as published',
    verifiers: [VERIFIER],
    threshold: 1,
    deadline: at + 100 * MONTH,
  }
}

/** Appeal drifts, and now and then one dimension is suddenly on everybody's lips. */
function shift(appeal: number[], chance: Random): void {
  for (let d = 0; d < appeal.length; d++) {
    const moved = (appeal[d] as number) + chance.below(31) - 15
    appeal[d] = Math.min(150, Math.max(5, moved))
  }
  if (chance.below(4) === 0) appeal[chance.below(appeal.length)] = 150
}

/** One in ten claims is found to have failed, and one in ten to have come true; the less convincing fail more often. */
function judge(
  open: readonly Claim[],
  chance: Random,
  run: (by: string, name: string, input: Planned['input']) => void,
): Claim[] {
  return open.filter(({ issuer, proposition, quality }) => {
    const lot = chance.below(100)
    if (lot >= 20) return true
    run(VERIFIER, 'attest', { issuer, proposition, met: lot < quality })
    return false
  })
}

/** A place drawn in proportion to weights ≥ 0, of which one is above. */
function drawn(weights: readonly number[], chance: Random): number {
  let left = chance.below(weights.reduce((sum, weight) => sum + weight, 0))
  return weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
}

const MOST_WANTS = 5

/** What an agent wants and gives back: the claims that convince it, less those that have failed or lost their appeal. */
function orderOf(
  name: string,
  market: StakeMarketView,
  open: readonly Claim[],
  appeal: readonly number[],
  taste: readonly number[],
  chance: Random,
): Planned['input'] | undefined {
  const worth = (dimension: string): number => {
    const d = DIMENSIONS.indexOf(dimension as Dimension)
    return (appeal[d] as number) * (taste[d] as number)
  }
  const lots = [...market.tables.lots.under({ holder: name })]
  const given = lots.filter(({ key }) => {
    const claim = market.tables.propositions.get({ issuer: key.issuer, proposition: key.proposition })
    if (claim?.status === 'failed') return true
    return worth(claim?.dimension ?? '') < 220 && chance.below(2) === 0
  })
  const left = new Set([name, ...given.map(({ key }) => key.issuer)])
  const others = open.filter(({ issuer }) => !left.has(issuer))
  const wanted = new Map<string, Planned['input']>()
  const weights = others.map(({ dimension, quality }) => worth(dimension) * quality)
  for (let k = 0; k < MOST_WANTS && others.length > 0; k++) {
    const place = drawn(weights, chance)
    const { issuer, proposition } = others[place] as Claim
    wanted.set(`${issuer}/${proposition}`, { issuer, proposition, weight: BigInt(weights[place] as number) })
  }
  const unwinds = given.slice(0, 64).map(({ key, row }) => ({ ...unheld(key), units: row.units }))
  if (wanted.size === 0 && unwinds.length === 0) return undefined
  const units = BigInt(20 + chance.below(100))
  return { units, keep: KEPT, wants: [...wanted.values()], unwinds, credit: 10n }
}

const unheld = ({ holder: _, ...lot }: LotKey): Omit<LotKey, 'holder'> => lot
