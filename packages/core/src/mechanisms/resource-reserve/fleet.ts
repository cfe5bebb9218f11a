/** One pane of glass: an owner's nodes over any number of systems. Spec: reserve-proofs.md#views. */
import { mayIssue } from './cover.js'
import { earnedByOwner } from './fees.js'
import { endsAt } from './liveness.js'
import { nodeOf } from './nodes.js'
import { type Standing, standingOf } from './queries.js'
import { bookAt } from './schedules.js'
import type { Certificate, CertificateKey, Offered, ReserveNode, ResourceReserveView } from './tables.js'
import { freeUntil, worthAt } from './valuation.js'

/** A reserve, under the name that its reader has for its system. */
export interface NamedReserve {
  readonly system: string
  readonly view: ResourceReserveView
}
/** What is to be seen. */
export interface FleetSight {
  /** For which times values are foreseen, whole seconds, each from now on. Default: none. */
  readonly times?: readonly number[]
  /** For how long free value is to be let out, seconds. Default: until now, for no time at all. */
  readonly lease?: number
  /** How far ahead one is warned, seconds. Default 0: of what is so already. */
  readonly ahead?: number
}
/** What a node is worth at a time as far as is known. Base units. */
export interface ValuePoint {
  readonly time: number
  /** Depreciated cost. */
  readonly book: bigint
  /** Value and stake. */
  readonly worth: bigint
  /** What could be let out until then. */
  readonly free: bigint
}
/** A certificate as the owner of its node sees it. */
export interface LeasePane
  extends Pick<Certificate, 'project' | 'amount' | 'assigned' | 'escrow' | 'purpose' | 'start'> {
  readonly certificate: number
  /** When it ends, by a notice perhaps. */
  readonly ends: number
  /** What of the escrow it has earned by now. */
  readonly earned: bigint
}
/**
 * - `minting`: it was never minted, or not since its upgrade; `offer`: something is free, and it isn't offered;
 * - `appraisal`: its appraisal is over, or will be at that time; `attestation`: it is silent, or will be;
 * - `recall`: its certificates end at that time, since it was silent;
 * - `under-reserved`: it backs more than it is worth;
 * - `certificate`: one has ended and waits to be expired, or will end.
 */
export type AlertKind = 'minting' | 'offer' | 'appraisal' | 'attestation' | 'recall' | 'under-reserved' | 'certificate'
/** Something that an owner should see to. */
export interface Alert {
  readonly alert: AlertKind
  /** Since when, or from when on. */
  readonly at: number
}
/** A node as its owner sees it. */
export interface NodePane extends Standing {
  readonly system: string
  readonly node: string
  readonly stake: bigint
  /** What could be let out now for as long as was asked. */
  readonly free: bigint
  readonly offer: Offered | null
  /** Of what it backs, in their order. */
  readonly leases: readonly LeasePane[]
  readonly curve: readonly ValuePoint[]
  /** By time. */
  readonly alerts: readonly Alert[]
}
/** All that an owner has. Sums in base units of each reserve's asset: they mean something where these are the same. */
export interface FleetPane extends Standing {
  readonly nodes: readonly NodePane[]
  readonly stake: bigint
  readonly free: bigint
  /** Of what runs, earned by now. */
  readonly earned: bigint
  /** To be collected, by system. */
  readonly due: readonly { readonly system: string; readonly amount: bigint }[]
}

/**
 * An owner's nodes over any number of systems: values and their curves, what is out, held and free, what is earned, when
 * what ends, and what to see to.
 * Spec: reserve-proofs.md#views.
 * @param reserves - As many as the owner has nodes in; each seen at a time of its own.
 * @param owner - Of the nodes.
 * @param sight - Times of the curves, length of a lease, how far ahead to warn.
 * @returns By reserve and node, with sums.
 * @example fleetOf([{ system: 'home', view: view(system, state).mechanisms['resource-reserve'] }], 'ann').free
 */
export function fleetOf(reserves: readonly NamedReserve[], owner: string, sight: FleetSight = {}): FleetPane {
  const nodes = reserves.flatMap(({ system, view }) =>
    [...view.tables.fleets.under({ owner })].map(({ key: { node } }) => nodePane({ system, view }, node, sight)),
  )
  const sum = (part: (node: NodePane) => bigint): bigint => nodes.reduce((all, node) => all + part(node), 0n)
  return {
    nodes,
    worth: sum(({ worth }) => worth),
    genesis: sum(({ genesis }) => genesis),
    bound: sum(({ bound }) => bound),
    burned: sum(({ burned }) => burned),
    outstanding: sum(({ outstanding }) => outstanding),
    held: sum(({ held }) => held),
    stake: sum(({ stake }) => stake),
    free: sum(({ free }) => free),
    earned: sum(({ leases }) => leases.reduce((all, { earned }) => all + earned, 0n)),
    due: reserves.map(({ system, view }) => ({
      system,
      amount: view.balance(view.purse(owner, view.config.asset, 'due')),
    })),
  }
}

function nodePane(
  { system, view }: NamedReserve,
  node: string,
  { times = [], lease = 0, ahead = 0 }: FleetSight,
): NodePane {
  const row = nodeOf(view, node)
  const leases = [...view.tables.certificates.under({ node })].map(({ key, row: certificate }) =>
    leasePane(view, key, row, certificate),
  )
  const issues = mayIssue(view, row)
  const freeTo = (time: number): bigint => (issues ? freeUntil(view, row, view.now, time) : 0n)
  const free = freeTo(view.now + lease)
  return {
    system,
    node,
    ...(standingOf(view, node) as Standing),
    stake: row.stake,
    free,
    offer: row.offer,
    leases,
    curve: times.map((time) => ({
      time,
      book: bookAt(row.book, row.produced, view.config.period, time),
      worth: worthAt(view, row, time),
      free: freeTo(time),
    })),
    alerts: alertsOf(view, row, { free, leases }).filter(({ at }) => at <= view.now + ahead),
  }
}

function leasePane(view: ResourceReserveView, key: CertificateKey, node: ReserveNode, row: Certificate): LeasePane {
  const { project, amount, assigned, escrow, purpose, start } = row
  const ends = endsAt(view, node, row)
  const elapsed = Math.min(view.now, ends) - start
  const earned = earnedByOwner({ escrow, elapsed, duration: row.end - start })
  return { certificate: key.certificate, project, amount, assigned, escrow, purpose, start, ends, earned }
}

function alertsOf(
  view: ResourceReserveView,
  row: ReserveNode,
  { free, leases }: Pick<NodePane, 'free' | 'leases'>,
): readonly Alert[] {
  const { now, params } = view
  const alerts: Alert[] = leases.map(({ ends }) => ({ alert: 'certificate', at: ends }))
  if (row.minting !== 'done') alerts.push({ alert: 'minting', at: row.described })
  if (row.appraisal !== null) alerts.push({ alert: 'appraisal', at: row.appraisal.at + params.appraisalAge })
  if (row.offer === null && free > 0n) alerts.push({ alert: 'offer', at: now })
  // it is silent from the second after its grace
  alerts.push({ alert: 'attestation', at: row.attested + params.grace + 1 })
  if (row.noticed !== null) alerts.push({ alert: 'recall', at: row.noticed })
  if (row.outstanding + row.held > worthAt(view, row, now)) alerts.push({ alert: 'under-reserved', at: now })
  return alerts.sort((a, b) => a.at - b.at)
}

/** An event as a command tells it, or as a record keeps it. */
export interface ToldEvent {
  /** Instance and event. */
  readonly type: string
  readonly data: unknown
}

/**
 * Fees that nodes have earned over any stretch of records: of certificates that ended, quotes that lapsed, and volume.
 * Spec: reserve-proofs.md#views.
 * @param events - Of the stretch; those of other mechanisms are passed over.
 * @param instance - The reserve's name in its system.
 * @returns Base units by node, before its owner's returns are shared.
 * @example feesOf(outcome.events, 'resource-reserve').get('n1')
 */
export function feesOf(events: Iterable<ToldEvent>, instance: string): ReadonlyMap<string, bigint> {
  const fees = new Map<string, bigint>()
  for (const { type, data } of events) {
    if (type !== `${instance}.earned`) continue
    // amounts are integers in what a command tells, and their decimals in a record
    const { node, earned } = data as { readonly node: string; readonly earned: bigint | string }
    fees.set(node, (fees.get(node) ?? 0n) + BigInt(earned))
  }
  return fees
}
