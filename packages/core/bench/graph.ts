import { DirectedGraph } from 'graphology'
import eigenvector from 'graphology-metrics/centrality/eigenvector.js'
import type { Row } from '../../../scripts/bench-row.js'
import {
  crossHoldings,
  dampedCentrality,
  eigenvectorCentrality,
  type Holdings,
  herfindahl,
  momentum,
  type PackedMatrix,
  type SparseMatrix,
  sparseMatrix,
  ultimateHoldings,
  ultimateValues,
} from '../src/graph/index.js'
import { advance, begin, pack, pass, resultAt, vectorAt, type Workspace } from '../src/graph/packed-matrix.js'
import { apportionWants, solvePrices, verifyPrices } from '../src/mechanisms/stake-market/index.js'
import { type Family, modular, scaleFree } from './clearing-graphs.js'
import { compilePowerIteration, removePowerIteration, runPowerIteration } from './power-iteration.js'

const LINKS = 10 ** 6
const PASSES = 48
const families: Readonly<Record<string, Family>> = { 'scale-free': scaleFree, modular }

/** The package declares its CommonJS form, in which the function is one `default` deeper than in the module loaded. */
const theirs = eigenvector as unknown as typeof eigenvector.default

interface WeightedLinks {
  readonly agents: number
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weight: Float64Array
}

/** The signals of a network of 10^5 agents and 10^6 holdings, beside C and a library of graphs, and beside each other. */
export async function bench(): Promise<Row[]> {
  const rows: Row[] = []
  for (const [name, family] of Object.entries(families)) {
    const links = linksOf(family, LINKS)
    rows.push(passRow(name, links, family), libraryRow(name, links))
  }
  const links = linksOf(scaleFree, LINKS)
  return [...rows, ...signalRows(links), ...priceRows(links)]
}

function linksOf(family: Family, links: number): WeightedLinks {
  const { parties, debtor, creditor, amount } = family(links, 1)
  return { agents: parties, from: debtor, to: creditor, weight: Float64Array.from(amount, (a) => 1 + Number(a % 9n)) }
}

/** One pass over the links, with what belongs to it, measured in turns with the program in C. */
function passRow(name: string, links: WeightedLinks, family: Family): Row {
  const row = { name: `eigenvector, ${name}, a pass over 10^6 links`, unit: 'ms' }
  const matrix = received(links)
  const packed = pack(matrix)
  const compiled = compilePowerIteration(matrix)
  if (compiled === undefined) {
    const smaller = pack(received(linksOf(family, LINKS / 10)))
    const [tenth, value] = [smaller, packed].map((each) => millisecondsOfAPass(each, 12))
    return { ...row, value: value!, reference: 'ten times itself at 10^5', ratio: value! / (10 * tenth!) }
  }
  const first = eigenvectorCentrality(links)[0]!
  let [value, reference] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let turn = 0; turn < 8; turn++) {
    const theirs = runPowerIteration(compiled, PASSES)
    if (!(Math.abs(first / theirs.first - 1) < 1e-4))
      throw new Error(`C finds ${theirs.first} in ${name}, not ${first}`)
    reference = Math.min(reference, theirs.milliseconds)
    value = Math.min(value, millisecondsOfAPass(packed, 4))
  }
  removePowerIteration(compiled)
  return { ...row, value, reference: 'C at -O2, compressed rows', ratio: value / reference, note: 'goal ≤ 1.2' }
}

function received({ agents, from, to, weight }: WeightedLinks): SparseMatrix {
  return sparseMatrix({ rows: agents, columns: agents, row: to, column: from, value: weight })
}

/** The fastest of several runs, each from equal parts in memory of its own. */
function millisecondsOfAPass(matrix: PackedMatrix, repetitions: number): number {
  const size = matrix.order.length
  let best = Number.POSITIVE_INFINITY
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const work = begin(matrix, new Float64Array(size).fill(1 / size))
    best = Math.min(best, milliseconds(() => iterate(work), 1) / PASSES)
  }
  return best
}

/** Power iteration as `eigenvectorCentrality` does it, without an end. */
function iterate(work: Workspace): number {
  const size = work.matrix.order.length
  let total = 1
  let change = 0
  for (let made = 1; made <= PASSES; made++) {
    const before = 1 / total
    total = pass(work, 'vector', before)
    const after = 1 / total
    if (made % 4 === 0) {
      change = 0
      for (let at = 0; at < size; at++) change += Math.abs(resultAt(work, at) * after - vectorAt(work, at) * before)
    }
    advance(work)
  }
  return change
}

/** From a list of links to centralities, both to the same accuracy. */
function libraryRow(name: string, links: WeightedLinks): Row {
  const value = milliseconds(() => eigenvectorCentrality(links), 5)
  const found = eigenvectorCentrality(links)
  const graph = new DirectedGraph<object, { weight?: number }>()
  const build = (): void => {
    for (let agent = 0; agent < links.agents; agent++) graph.addNode(agent)
    for (let k = 0; k < links.from.length; k++) {
      const weight = links.weight[k]!
      graph.updateDirectedEdge(links.from[k], links.to[k], (held) => ({ weight: (held.weight ?? 0) + weight }))
    }
  }
  const length = Math.sqrt(found.reduce((sum, part) => sum + part * part, 0))
  const tolerance = 1e-10 / length / links.agents
  let other: Readonly<Record<string, number>> = {}
  const solve = (): void => {
    other = theirs(graph, { tolerance, maxIterations: 1000 })
  }
  const reference = milliseconds(build, 1) + milliseconds(solve, 2)
  for (let agent = 0; agent < links.agents; agent += 997) {
    const apart = Math.abs(other[agent]! * length - found[agent]!)
    if (!(apart < 1e-8)) throw new Error(`graphology finds another centrality of agent ${agent}: ${apart} apart`)
  }
  return {
    name: `eigenvectorCentrality, ${name}, from 10^6 links`,
    value,
    unit: 'ms',
    reference: 'graphology-metrics, with its graph built',
    ratio: value / reference,
    note: `${(reference / value).toFixed(0)} times as fast (goal ≥ 10), same centralities`,
  }
}

function signalRows(links: WeightedLinks): readonly Row[] {
  const holdings = holdingsOf(links)
  const cross = crossHoldings(holdings, 'refuse')
  const values = Float64Array.from({ length: links.agents }, (_, i) => 1 + (i % 10))
  const staked = holdings.supply
  const reference = milliseconds(() => eigenvectorCentrality(links), 5)
  const row = (name: string, run: () => unknown, note?: string): Row => {
    const value = milliseconds(run, 5)
    const compared = {
      name,
      value,
      unit: 'ms',
      reference: 'eigenvectorCentrality on as many',
      ratio: value / reference,
    }
    return note === undefined ? compared : { ...compared, note }
  }
  return [
    row('dampedCentrality, 10^6 links', () => dampedCentrality(links, 0.15)),
    row('crossHoldings, 10^5 agents, 10^6 holdings', () => crossHoldings(holdings, 'refuse'), 'sums in integers'),
    row('ultimateHoldings of one agent', () => ultimateHoldings(cross, 5), 'short by ≤ 10^-10'),
    row('ultimateValues of all agents', () => ultimateValues(cross, values), 'short by ≤ 10^-10'),
    row('momentum and herfindahl, 10^5 agents', () => [momentum(staked, staked), herfindahl(staked)]),
  ]
}

/** Others hold half of an agent, at most. */
function holdingsOf({ agents, from, to, weight }: WeightedLinks): Holdings {
  const amount = Array.from(weight, (units) => BigInt(units) * 10n ** 15n)
  const supply = new Array<bigint>(agents).fill(10n ** 18n)
  for (const [k, issuer] of to.entries()) supply[issuer]! += 2n * amount[k]!
  return { agents, holder: from, issuer: to, amount, supply }
}

/** Unit prices of a value round in which every agent has an order. */
function priceRows({ agents, from, to, weight }: WeightedLinks): readonly Row[] {
  const orders = Array.from({ length: agents }, (_, i) => ({
    agent: `agent-${i}`,
    wants: [{ agent: `agent-${(i + 1) % agents}`, weight: 1n }],
  }))
  for (const [k, i] of from.entries()) {
    orders[i]!.wants.push({ agent: `agent-${to[k]}`, weight: BigInt(weight[k]!) })
  }
  const wants = apportionWants(orders, 10_000)
  const damping = [3, 20] as const
  const prices = solvePrices(wants, damping)
  const solving = milliseconds(() => solvePrices(wants, damping), 2)
  const verifying = milliseconds(() => verifyPrices(wants, damping, prices), 4)
  if (verifyPrices(wants, damping, prices).status !== 'verified') throw new Error('the solver proposes no prices')
  const reference = milliseconds(() => dampedCentrality(wants, 0.15), 3)
  return [
    {
      name: `solvePrices, 10^5 agents, ${wants.from.length} wants`,
      value: solving,
      unit: 'ms',
      reference: 'dampedCentrality, in floating point',
      ratio: solving / reference,
      note: 'exact to 2^-32 of a unit',
    },
    {
      name: 'verifyPrices of the same',
      value: verifying,
      unit: 'ms',
      reference: 'solvePrices',
      ratio: verifying / solving,
    },
  ]
}

/** Of several runs the one that took the processor the least time: what else goes on in the machine only ever adds. */
function milliseconds(run: () => unknown, repetitions: number): number {
  let best = Number.POSITIVE_INFINITY
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const began = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(began)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}
