import { correlation } from '../graph/index.js'
import { type Random, seededRandom } from './random.js'

/** How much the two networks issue to each other every epoch. */
export interface MutualIssuance {
  /**
   * `fixed`: rate × the supply at the start, every epoch. `supply-share`: rate × the supply then. `priced`: tokens worth
   * rate × the value of a network at the start, at an oracle's price, as an agreement over a total value does.
   */
  readonly kind: 'fixed' | 'supply-share' | 'priced'
  /** ≥ 0; zero is no mutual issuance at all. */
  readonly rate: number
  /** How many epochs older than that at the epoch's start the oracle's price is, ≥ 0. Matters where issuance is priced. */
  readonly lag: number
}

/**
 * Two networks A and B, and contributors who hold the token of one of them and divide their effort, every epoch, between
 * work that helps A only, B only, or a public good that helps both. Everything the answer depends on is stated here.
 */
export interface AlignmentScenario {
  /** Half of them hold A, half B; an even number ≥ 2. */
  readonly contributors: number
  /** ≥ 3, or returns have no correlation. */
  readonly epochs: number
  /** What a unit of work adds to the value of a network that is worth 1 at the start, per contributor. */
  readonly productivity: number
  /**
   * How value reacts to effort: in proportion, with diminishing returns (the square root, as productive for the first
   * contributors' work), or not at all, so that whatever else changes isn't due to work.
   */
  readonly response: 'linear' | 'root' | 'none'
  /** What of a unit of public-good work reaches each network, beside 1 for work that helps one only. 0: nothing. */
  readonly uplift: number
  /** How decidedly effort follows gain: shares are in proportion to gains to this power, 0 … 16. 0: it doesn't follow. */
  readonly sensitivity: number
  /** Abilities for each kind of work are between 1 − spread and 1 + spread, drawn anew every epoch; 0 ≤ spread < 1. */
  readonly spread: number
  /** How much contributors regard what their network's reserve holds as their own, 0 … 1. 0: not at all. */
  readonly regard: number
  /** Standard deviation of the returns that are no work, per epoch, 10^-12 … 0.15: without any, nothing correlates. */
  readonly volatility: number
  /** The part of their variance that the networks share, 0 … 1. */
  readonly common: number
  readonly issuance: MutualIssuance
}

/** What a run measures. */
export interface AlignmentRun {
  /** The share of all effort that went to the public good, over all epochs. */
  readonly publicShare: number
  /** At the end, the part of what holders own in the end that is value of the other network; the mean of both sides. */
  readonly exposure: number
  /** At the end, the part of supply that was issued to the other network; the mean of both sides. */
  readonly dilution: number
  /** Correlation of the returns of the two tokens, from epoch to epoch. */
  readonly correlation: number
  /** What both networks are worth at the end, of what they were worth at the start. */
  readonly value: number
}

/**
 * A scenario to start from: two hundred contributors over a year of weeks, work that matters about as much as chance.
 * None of its numbers is an estimate of anything; see how results change with them.
 */
export const ALIGNMENT_SCENARIO: AlignmentScenario = {
  contributors: 200,
  epochs: 52,
  productivity: 0.01,
  response: 'linear',
  uplift: 0.7,
  sensitivity: 4,
  spread: 0.5,
  regard: 1,
  volatility: 0.02,
  common: 0.25,
  issuance: { kind: 'priced', rate: 0.005, lag: 1 },
}

/**
 * Runs a scenario once. Two runs with the same seed meet the same chances, whatever they decide: compare them in pairs.
 *
 * Holders gain by what their token is worth in the end, transitive ownership of what both networks are worth. Effort
 * goes to each kind of work in proportion to (ability × gain to the contributor of one more unit)^sensitivity.
 * Source: the question is one reader's of the proposal for mutual network credit; ownership by Elliott, Golub, Jackson
 * (2014), choice by Luce (1959). How value reacts to effort is an assumption of the scenario's.
 * @param scenario - What is assumed.
 * @param seed - A whole number from 0 to 2^32 − 1.
 * @returns The measures of this run, the same on every engine.
 * @throws {RangeError} when the scenario or the seed is out of range, or returns are too even to correlate.
 * @example simulateAlignment({ ...ALIGNMENT_SCENARIO, uplift: 0 }, 1).publicShare // 0
 */
export function simulateAlignment(scenario: AlignmentScenario, seed: number): AlignmentRun {
  checkScenario(scenario)
  const random = seededRandom(seed)
  const { contributors, epochs, issuance } = scenario
  const networks: readonly [Network, Network] = [start(), start()]
  const work = { first: 1, second: 1 }
  let publicEffort = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    const owned = ownership(networks)
    const done = workOfEpoch(scenario, random, owned, work)
    publicEffort += done.publicEffort
    work.first = done.first
    work.second = done.second
    const shared = random.normal()
    for (const [k, network] of networks.entries()) {
      const shock = Math.sqrt(scenario.common) * shared + Math.sqrt(1 - scenario.common) * random.normal()
      const made = scenario.productivity * reaction(scenario, k === 0 ? done.first : done.second)
      network.value = network.value * (1 + scenario.volatility * shock) + made
    }
    issue(networks, issuance)
    for (const [k, price] of prices(networks).entries()) networks[k]!.prices.push(price)
  }
  const [first, second] = networks
  const related = correlation(returnsOf(first.prices), returnsOf(second.prices))
  if (related === undefined) throw new RangeError('returns are too even to correlate')
  return {
    publicShare: publicEffort / (contributors * epochs),
    exposure: exposure(networks),
    dilution: (first.issued / first.supply + second.issued / second.supply) / 2,
    correlation: related,
    value: (first.value + second.value) / 2,
  }
}

/** A network: worth 1 at the start, without what it holds of the other, in one token. */
interface Network {
  value: number
  supply: number
  /** Tokens issued to the other network, which holds them. */
  issued: number
  /** Of its token, by epoch, the start included. */
  readonly prices: number[]
}

function start(): Network {
  return { value: 1, supply: 1, issued: 0, prices: [1] }
}

/** What those who hold a network's token own in the end: of their own network, and of the other. */
interface Owned {
  readonly own: number
  readonly other: number
}

/** Transitive ownership of two networks, `Ĉ(I − C)⁻¹` written out: first the holders of the first network. */
function ownership([first, second]: readonly [Network, Network]): readonly [Owned, Owned] {
  const [x, y] = [second.issued / second.supply, first.issued / first.supply]
  const rest = 1 - x * y
  return [
    { own: (1 - y) / rest, other: ((1 - y) * x) / rest },
    { own: (1 - x) / rest, other: ((1 - x) * y) / rest },
  ]
}

/** A token is worth its part of the network's value and of what the network holds: `(I − C)⁻¹ · values` by supply. */
function prices([first, second]: readonly [Network, Network]): readonly [number, number] {
  const [x, y] = [second.issued / second.supply, first.issued / first.supply]
  const rest = 1 - x * y
  return [
    (first.value + x * second.value) / rest / first.supply,
    (second.value + y * first.value) / rest / second.supply,
  ]
}

/** Effort of one epoch: its public part, and the work that reaches each network, per contributor. */
function workOfEpoch(
  scenario: AlignmentScenario,
  random: Random,
  owned: readonly [Owned, Owned],
  before: { readonly first: number; readonly second: number },
): { readonly publicEffort: number; readonly first: number; readonly second: number } {
  const { contributors, uplift, regard, spread } = scenario
  const [atFirst, atSecond] = [marginal(scenario, before.first), marginal(scenario, before.second)]
  let [first, second, publicEffort] = [0, 0, 0]
  for (let i = 0; i < contributors; i++) {
    const holdsFirst = i % 2 === 0
    const { own, other } = owned[holdsFirst ? 0 : 1]
    const toFirst = (holdsFirst ? own : regard * other) * atFirst
    const toSecond = (holdsFirst ? regard * other : own) * atSecond
    const ability = (): number => 1 + spread * (2 * random.uniform() - 1)
    const [a, b, g] = [ability(), ability(), ability()]
    const [effortA, effortB, effortG] = split(
      scenario.sensitivity,
      [a, b, g],
      [toFirst, toSecond, uplift * (toFirst + toSecond)],
    )
    first += effortA * a + uplift * effortG * g
    second += effortB * b + uplift * effortG * g
    publicEffort += effortG
  }
  return { publicEffort, first: first / contributors, second: second / contributors }
}

/** A contributor's effort by kind of work, one in all; where nothing brings any gain, by ability alone. */
function split(
  sensitivity: number,
  abilities: readonly [number, number, number],
  gains: readonly [number, number, number],
): readonly [number, number, number] {
  const a = power(abilities[0] * gains[0], sensitivity)
  const b = power(abilities[1] * gains[1], sensitivity)
  const c = power(abilities[2] * gains[2], sensitivity)
  const sum = a + b + c
  return sum > 0 ? [a / sum, b / sum, c / sum] : split(1, abilities, [1, 1, 1])
}

function power(base: number, exponent: number): number {
  let product = 1
  for (let k = 0; k < exponent; k++) product *= base
  return product
}

/** What an epoch's work per contributor adds to a network, before productivity. */
function reaction({ response }: AlignmentScenario, work: number): number {
  if (response === 'none') return 0
  return response === 'linear' ? work : Math.sqrt(work)
}

/** What one more unit of work would add, judged by the work of the epoch before. */
function marginal({ response }: AlignmentScenario, work: number): number {
  if (response === 'none') return 0
  return response === 'linear' ? 1 : 0.5 / Math.sqrt(Math.max(work, 1e-6))
}

/** Each network issues to the other, at prices before either did. */
function issue(networks: readonly [Network, Network], { kind, rate, lag }: MutualIssuance): void {
  for (const network of networks) {
    const price = network.prices[Math.max(0, network.prices.length - 1 - lag)]!
    const tokens = kind === 'fixed' ? rate : kind === 'supply-share' ? rate * network.supply : rate / price
    network.supply += tokens
    network.issued += tokens
  }
}

function exposure(networks: readonly [Network, Network]): number {
  const parts = ownership(networks).map(({ own, other }, k) => {
    const [mine, theirs] = [own * networks[k]!.value, other * networks[1 - k]!.value]
    return theirs / (mine + theirs)
  })
  return (parts[0]! + parts[1]!) / 2
}

function returnsOf(prices: readonly number[]): readonly number[] {
  return prices.slice(1).map((price, k) => price / prices[k]! - 1)
}

/** Refuses a scenario out of range. */
function checkScenario(scenario: AlignmentScenario): void {
  const within = (name: string, value: number, low: number, high: number, whole = false): void => {
    if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
      throw new RangeError(`${name} is ${whole ? 'a whole number ' : ''}from ${low} to ${high}`)
    }
  }
  within('half of the contributors', scenario.contributors / 2, 1, 10 ** 6, true)
  within('epochs', scenario.epochs, 3, 10 ** 6, true)
  within('productivity', scenario.productivity, 0, 1)
  within('uplift', scenario.uplift, 0, 10)
  within('sensitivity', scenario.sensitivity, 0, 16, true)
  within('spread', scenario.spread, 0, 1 - 2 ** -20)
  within('regard', scenario.regard, 0, 1)
  within('volatility', scenario.volatility, 1e-12, 0.15)
  within('common', scenario.common, 0, 1)
  within('rate', scenario.issuance.rate, 0, 1)
  within('lag', scenario.issuance.lag, 0, scenario.epochs, true)
  if (!['linear', 'root', 'none'].includes(scenario.response)) throw new RangeError('there is no such response')
  if (!['fixed', 'supply-share', 'priced'].includes(scenario.issuance.kind)) {
    throw new RangeError('there is no such kind of issuance')
  }
}
