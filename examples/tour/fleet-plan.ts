import { execute, genesis, type State, view } from '@symbolon/core'
import {
  backingOf,
  feesOf,
  fleetOf,
  type Rulebook,
  reserveTree,
  verifyReserveProof,
} from '@symbolon/core/resource-reserve'
import { fail } from './failure.js'
import { CENTS, fleetSystem } from './fleet-system.js'
import { type Planned, RECORDED_AT } from './planned.js'
import { type Random, random } from './random.js'
import { DAY } from './systems.js'
import type { FleetResult, FleetRow } from './tour-result.js'

/** A fleet lived through: its commands, what they tell, and where it ends. */
export interface FleetPlan extends Omit<FleetResult, 'journal'> {
  readonly commands: readonly Planned[]
  readonly last: State
}

const NODES = [
  { node: 'aspen', owner: 'nora', cost: 90_000n, rate: 200_000 },
  { node: 'birch', owner: 'nora', cost: 60_000n, rate: 300_000 },
  { node: 'cedar', owner: 'otto', cost: 80_000n, rate: 250_000 },
] as const
type Node = (typeof NODES)[number]
const APPRAISERS = ['ada', 'bob', 'cyd'] as const
/** Billionths of the amount a day that the application would pay at most. */
const DEAREST = 500_000
const USUAL = 40_000n * CENTS
const SPIKE = 100_000n * CENTS

const rules: Rulebook = {
  open: true,
  cap: null,
  projectCap: null,
  rate: 100_000,
  volumeRate: 0,
  least: 1_000n * CENTS,
  shortest: DAY,
  longest: 120 * DAY,
  hours: [],
  automatic: true,
  mobile: false,
  returns: { restake: 500, pass: [] },
}
const schedule = {
  method: 'straight-line',
  periods: 60,
  factor: 0,
  switching: false,
  units: 0n,
  pace: 0n,
  years: 0,
} as const

/**
 * Lives through the fleet's time. Hardware is appraised every month from a market that drifts; an application holds
 * some backing all the time, needs more than three times as much for two weeks of its first winter, and gives it back; in the
 * second year one node falls silent and is recalled.
 * @param seed - Whole number, 0 ≤ seed < 2^32: the same life on every machine.
 * @param days - How long; two years show all of it.
 */
export function planFleet(seed: number, days = 730): FleetPlan {
  const draw = random(seed)
  const commands: Planned[] = []
  const rows: FleetRow[] = []
  const [worth, out]: [number[], number[]] = [[], []]
  const fees = new Map<string, bigint>()
  const market = new Map<string, bigint>(NODES.map(({ node, cost }) => [node, (cost * CENTS * 95n) / 100n]))
  let { state } = genesis(fleetSystem, { at: RECORDED_AT, stream: 'plan' })
  let day = 0
  const at = () => RECORDED_AT + day * DAY
  const seen = () => view(fleetSystem, state, at()).mechanisms['resource-reserve']
  const fleet = (owner: string) => fleetOf([{ system: 'fleet', view: seen() }], owner)
  const dollars = (amount: bigint): number => Number(amount / CENTS)

  function show(says: string, outcome = 'accepted'): void {
    const [nora, otto] = [fleet('nora'), fleet('otto')]
    const standing = [nora.worth + otto.worth, nora.outstanding + otto.outstanding, nora.free + otto.free] as const
    rows.push({ day, says, outcome, standing: [...standing.map((amount) => amount / CENTS)] as never })
  }
  function tell(by: string, name: string, input: Planned['input'], says?: string, refused?: string): void {
    const type = `resource-reserve.${name}` as const
    const command = { id: `step-${commands.length + 1}`, by, at: at(), type, input }
    const outcome = execute(fleetSystem, state, command as never)
    const code = outcome.status === 'accepted' ? undefined : outcome.code
    if (code !== refused) fail(`${command.id} (${type}) was ${code ?? 'accepted'} on day ${day}`)
    if (outcome.status === 'accepted') {
      state = outcome.state
      for (const [node, earned] of feesOf(outcome.events, 'resource-reserve')) {
        fees.set(node, (fees.get(node) ?? 0n) + earned)
      }
    }
    commands.push(refused === undefined ? command : { ...command, hopeless: true })
    if (says !== undefined) show(says, code)
  }
  const bazaar = (name: string, input: Planned['input'], says?: string, refused?: string) =>
    tell('bazaar', name, input, says, refused)
  function ask(quote: string, amount: bigint, duration: number, says?: string, refused?: string): void {
    bazaar('quote', { quote, amount, duration, rate: DEAREST, volumeRate: 0, purpose: quote }, says, refused)
  }
  /** What is out and over goes back. */
  function expireAll(says?: string): void {
    for (const { key, row } of seen().tables.certificates.entries()) {
      const pane = backingOf([{ system: 'fleet', view: seen() }], row.project)
      const mine = pane.certificates.find((one) => one.node === key.node && one.certificate === key.certificate)
      if (mine?.over) tell('anybody', 'expire', { node: key.node, certificates: [key.certificate] }, says)
    }
  }
  function appraise(node: Node): void {
    for (const by of APPRAISERS) {
      const quote = ((market.get(node.node) as bigint) * BigInt(9_950 + draw.below(101))) / 10_000n
      const work = BigInt(92 + draw.below(16))
      tell(by, 'report', { node: node.node, quote, work, produced: 0n, observed: at(), signed: null })
    }
    tell('anybody', 'appraise', { node: node.node })
  }
  /** How an application shows what backs it: by the root that was published last, and a proof. */
  function prove(): void {
    const tree = reserveTree(seen())
    const { certificates } = backingOf([{ system: 'fleet', view: seen() }], 'bazaar')
    const [first] = certificates
    const proof = first === undefined ? undefined : tree.prove(first.node, first.certificate)
    const published = seen().tables.roots.get({ depth: 0, index: 0 })
    if (proof?.certificate == null || published === undefined) return fail('the application is backed')
    const root = { hash: published.hash, sums: [published.value, published.outstanding] }
    const verdict = verifyReserveProof(root, proof)
    show('a customer checks a certificate against the root', verdict.status)
    const { terms, proof: shown } = proof.certificate
    const more = { ...proof, certificate: { terms: { ...terms, amount: 2n * terms.amount }, proof: shown } }
    const caught = verifyReserveProof(root, more)
    if (caught.status === 'verified') return fail('a proof of twice as much was believed')
    show('the same, with twice the amount written in', caught.code)
  }

  const open = new Set<string>(NODES.map(({ node }) => node))
  for (const owner of ['nora', 'otto']) tell(owner, 'rulebook', { book: 'open', ...rules })
  NODES.forEach((one, i) => {
    const { node, owner, cost } = one
    tell(owner, 'register', {
      node,
      hardware: 'a rack of storage',
      software: [],
      evidence: [String(i + 1).padStart(64, '0')],
      model: null,
      metrics: [{ name: 'terabytes', amount: 400n }],
      tax: null,
      cost: cost * CENTS,
      salvage: 0n,
      serviced: RECORDED_AT,
      schedule,
    })
    appraise(one)
    tell(owner, 'mint', { node })
    tell(owner, 'offer', { node, book: 'open', rate: one.rate })
  })
  show('three nodes of two owners are appraised, minted and offered')

  for (; day < days; day += 1) {
    if (day > 0 && day % 7 === 0) {
      for (const { node, owner } of NODES) {
        if (!open.has(node)) continue
        tell(owner, 'attest', { node, containers: [], metrics: [{ name: 'terabytes', amount: 400n }] })
      }
    }
    if (day > 0 && day % 30 === 0) {
      for (const node of NODES) {
        drift(market, node.node, draw)
        if (open.has(node.node)) appraise(node)
      }
      tell('anybody', 'publish', { depth: 0, index: 0 })
    }
    expireAll(day > 500 && day < 540 ? 'otto’s certificates end, and their fees with them' : undefined)
    if (day % 90 === 0) {
      const quote = `quarter-${day / 90 + 1}`
      ask(quote, USUAL, 90 * DAY)
      bazaar('take', { quote }, day === 0 ? 'bazaar takes $40,000 for a quarter, of the cheapest node' : undefined)
    }
    if (day === 345) {
      ask('too-much', 400_000n * CENTS, 14 * DAY, 'winter sales: more than all nodes have', 'RESERVE_NOT_COVERED')
      ask('winter', SPIKE, 14 * DAY, 'winter sales: $100,000 are found over three nodes, and held')
      bazaar('take', { quote: 'winter' }, 'bazaar takes them, just in time')
      tell('anybody', 'publish', { depth: 0, index: 0 }, 'the root over all nodes is published')
      prove()
    }
    if (day === 354) {
      const { certificates } = backingOf([{ system: 'fleet', view: seen() }], 'bazaar')
      for (const { node, certificate, purpose } of certificates) {
        if (purpose === 'winter') bazaar('end', { node, certificate })
      }
      show('the sales are over early: given back, and paid for nine days of fourteen')
    }
    if (day === 495) {
      ask('of-cedar', 60_000n * CENTS, 100 * DAY)
      bazaar('take', { quote: 'of-cedar' }, 'bazaar wants more for a season, some of it on cedar')
      open.delete('cedar')
    }
    if (day === 503)
      tell('anybody', 'recall', { node: 'cedar', container: null }, 'cedar is quiet', 'RESERVE_NOT_SILENT')
    if (day === 505) tell('anybody', 'recall', { node: 'cedar', container: null }, 'and still is: it is recalled')
    worth.push(dollars(fleet('nora').worth + fleet('otto').worth))
    out.push(dollars(fleet('nora').outstanding + fleet('otto').outstanding))
  }
  if (days >= 730) show('two years later')
  const earned = [...fees].map(([node, amount]) => [node, dollars(amount)] as const)
  return { days, rows, worth, out, earned, commands, last: state }
}

/** Used hardware gets cheaper, by a fortieth a month or so. */
function drift(market: Map<string, bigint>, node: string, draw: Random): void {
  const quote = market.get(node) as bigint
  market.set(node, (quote * BigInt(9_650 + draw.below(201))) / 10_000n)
}
