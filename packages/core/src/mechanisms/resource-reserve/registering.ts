/** Nodes come and go. Spec: resource-reserve.md#register. */
import { isQuantity } from '../../arithmetic/index.js'
import { Id, nullable, Quantity, struct, Text, Time } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { leafPlace } from '../../merkle/index.js'
import { countGenesis, knownNode, ownNode, putNode, stakeAccount } from './nodes.js'
import { bookAt, lifeOf, methodOf, periodsSince, producedAt, type Schedule, ScheduleFields } from './schedules.js'
import {
  type Evidenced,
  evidenceFields,
  type Metric,
  type Model,
  metricFields,
  modelFields,
  type OfNode,
  type ReserveNode,
  type ResourceReserveScope,
  type Software,
  softwareFields,
} from './tables.js'
import { worthAt } from './valuation.js'

/** What a node is made of, what it cost, and how it is written off. */
export interface Hardware {
  readonly hardware: string
  readonly software: readonly Software[]
  /** Hashes of receipts and the like, 1 to 16. */
  readonly evidence: readonly string[]
  readonly model: Model | null
  /** Of the hardware, base units; the software's list prices are added. */
  readonly cost: bigint
  readonly salvage: bigint
  /** When it was put into service. */
  readonly serviced: number
  readonly schedule: Schedule
}
/** What `resource-reserve.register` takes. */
export interface RegisterNode extends Hardware {
  readonly node: string
  readonly metrics: readonly Metric[]
  readonly tax: Schedule | null
}
/** What `resource-reserve.upgrade` takes. */
export interface UpgradeNode extends Hardware {
  readonly node: string
}
/** What `resource-reserve.reschedule` takes. */
export interface Reschedule {
  readonly node: string
  readonly schedule: Schedule
  readonly salvage: bigint
  readonly tax: Schedule | null
}

const hardwareFields = {
  hardware: Text,
  software: softwareFields,
  evidence: evidenceFields,
  model: modelFields,
  cost: Quantity,
  salvage: Quantity,
  serviced: Time,
  schedule: ScheduleFields,
}
const tax = nullable(ScheduleFields)

export const register: Command<RegisterNode, ResourceReserveScope> = {
  input: struct<RegisterNode>({ node: Id, ...hardwareFields, metrics: metricFields, tax }),
  apply(scope, { node, metrics, tax: written, ...thing }) {
    const { by, now, tables, reject } = scope
    if (tables.nodes.has({ node })) reject('RESERVE_NODE_TAKEN', { node })
    const cost = costOf(scope, thing)
    checkLife(scope, thing.schedule, thing.serviced, thing.serviced)
    if (written !== null && methodOf(written) === undefined) reject('RESERVE_SCHEDULE_REFUSED', { reason: 'tax' })
    takeEvidence(scope, { kind: 'node', item: node }, thing.evidence)
    const { hardware, software, evidence, model, salvage, serviced, schedule } = thing
    tables.descriptions.put({ node }, { hardware, software, evidence, model, metrics, tax: written })
    tables.fleets.put({ owner: by, node }, { since: now })
    tables.nodes.put(
      { node },
      {
        owner: by,
        retired: false,
        book: { cost, salvage, from: serviced, made: 0n, schedule },
        serviced,
        described: now,
        scheduled: now,
        produced: { units: 0n, at: serviced },
        appraisal: null,
        minting: 'appraise',
        genesis: 0n,
        outstanding: 0n,
        held: 0n,
        stake: 0n,
        lastEnd: 0,
        certificates: 0,
        out: 0,
        attested: now,
        noticed: null,
        offer: null,
      },
    )
  },
}

export const upgrade: Command<UpgradeNode, ResourceReserveScope> = {
  authority: true,
  input: struct<UpgradeNode>({ node: Id, ...hardwareFields }),
  apply(scope, { node, ...thing }) {
    const { now, tables } = scope
    const row = knownNode(scope, node)
    const cost = costOf(scope, thing)
    checkLife(scope, thing.schedule, thing.serviced, thing.serviced)
    const { hardware, software, evidence, model, salvage, serviced, schedule } = thing
    const described = tables.descriptions.get({ node })
    if (described === undefined) throw new Error(`node ${node} has a description`)
    takeEvidence(scope, { kind: 'node', item: node }, evidence)
    const next: ReserveNode = {
      ...row,
      book: { cost, salvage, from: serviced, made: 0n, schedule },
      serviced,
      described: now,
      scheduled: now,
      produced: { units: 0n, at: serviced },
      minting: 'appraise',
    }
    checkBacked(scope, next, row)
    tables.descriptions.put({ node }, { ...described, hardware, software, evidence, model })
    putNode(scope, node, next)
  },
}

export const reschedule: Command<Reschedule, ResourceReserveScope> = {
  input: struct<Reschedule>({ node: Id, schedule: ScheduleFields, salvage: Quantity, tax }),
  apply(scope, { node, schedule, salvage, tax: written }) {
    const { config, now, params, tables, reject } = scope
    const row = ownNode(scope, node)
    const { book, produced } = row
    // the period that has begun counts for the new schedule too: none is ever skipped
    const from = book.from + periodsSince(book, config.period, now) * config.period
    checkLife(scope, schedule, row.serviced, from)
    if (salvage > book.salvage) reject('RESERVE_SCHEDULE_REFUSED', { reason: 'a salvage doesn’t rise' })
    if (written !== null && methodOf(written) === undefined) reject('RESERVE_SCHEDULE_REFUSED', { reason: 'tax' })
    if (tables.sales.has({ kind: 'node', item: node })) reject('RESERVE_ON_SALE', { node })
    const next = row.scheduled + params.scheduleInterval
    if (now < next) reject('RESERVE_SCHEDULE_EARLY', { next })
    const cost = bookAt(book, produced, config.period, now)
    // what counts as produced for the old schedule doesn't count again for the new one
    const made = producedAt(book, produced, config.period, now)
    const changed = {
      ...row,
      book: { cost, salvage, from, made, schedule },
      scheduled: now,
      produced: { units: made, at: now },
    }
    checkBacked(scope, changed)
    const described = tables.descriptions.get({ node })
    if (described !== undefined) tables.descriptions.put({ node }, { ...described, tax: written })
    putNode(scope, node, changed)
  },
}

export const retire: Command<OfNode, ResourceReserveScope> = {
  input: struct<OfNode>({ node: Id }),
  apply(scope, { node }) {
    const { by, config, tables, transfer, reject } = scope
    const row = ownNode(scope, node)
    if (tables.sales.has({ kind: 'node', item: node })) reject('RESERVE_ON_SALE', { node })
    if (row.outstanding + row.held > 0n) reject('RESERVE_VALUE_OUT', { out: row.outstanding, held: row.held })
    if (row.stake > 0n)
      transfer({ from: stakeAccount(scope, node), to: available(by, config.asset), amount: row.stake })
    // hardware that was never minted may be registered again, minted hardware never
    if (row.genesis === 0n) {
      for (const hash of tables.descriptions.get({ node })?.evidence ?? []) tables.evidence.delete({ hash })
    }
    tables.fleets.delete({ owner: by, node })
    if (row.genesis > 0n) {
      countGenesis(scope, -row.genesis)
      tables.places.delete({ place: leafPlace(node) })
    }
    putNode(scope, node, { ...row, retired: true, appraisal: null, stake: 0n, offer: null })
  },
}

/** Cost of hardware and software together. */
function costOf(
  { now, reject }: ResourceReserveScope,
  { software, evidence, salvage, serviced, ...thing }: Hardware,
): bigint {
  let { cost } = thing
  for (const { listPrice } of software) cost += listPrice ?? 0n
  if (!isQuantity(cost)) reject('RESERVE_NODE_REFUSED', { reason: 'the cost is too great' })
  if (salvage > cost) reject('RESERVE_NODE_REFUSED', { reason: 'the salvage is above the cost' })
  if (serviced > now) reject('RESERVE_NODE_REFUSED', { reason: 'it isn’t in service yet' })
  if (evidence.length === 0) reject('RESERVE_NODE_REFUSED', { reason: 'there is no evidence' })
  return cost
}

/** A reserve rests on a schedule that writes everything off by the longest life. */
function checkLife(scope: ResourceReserveScope, schedule: Schedule, serviced: number, from: number): void {
  const { config, params, reject } = scope
  const life = lifeOf(schedule)
  if (life === undefined) return reject('RESERVE_SCHEDULE_REFUSED', { reason: 'it is none for a reserve' })
  const ends = BigInt(from) + life * BigInt(config.period)
  if (ends > BigInt(serviced) + BigInt(params.longestLife)) {
    reject('RESERVE_SCHEDULE_REFUSED', { reason: 'its life is too long' })
  }
}

/** Hardware is minted for once: each piece of evidence belongs to one node or thing. */
export function takeEvidence(
  { tables, reject }: ResourceReserveScope,
  of: Evidenced,
  evidence: readonly string[],
): void {
  for (const [nth, hash] of evidence.entries()) {
    const known = tables.evidence.get({ hash })
    const its = known === undefined || (known.kind === of.kind && known.item === of.item)
    if (!its || evidence.indexOf(hash) !== nth) reject('RESERVE_EVIDENCE_TAKEN', { hash })
  }
  for (const hash of evidence) tables.evidence.put({ hash }, of)
}

/**
 * What an owner does must leave what is out and held backed to the last end of it, for value only falls until then;
 * an upgrade, which is governed, may leave less, if no less than there was.
 */
export function checkBacked(scope: ResourceReserveScope, row: ReserveNode, was?: ReserveNode): void {
  const { now, reject } = scope
  const out = row.outstanding + row.held
  const end = Math.max(row.lastEnd, now)
  const worth = worthAt(scope, row, end)
  const kept =
    was !== undefined && worth >= worthAt(scope, was, end) && worthAt(scope, row, now) >= worthAt(scope, was, now)
  if (worth < out && !kept) reject('RESERVE_UNBACKED', { worth, out })
}
