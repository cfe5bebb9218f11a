/** Nodes and containers attest that they live; silent ones are recalled. Spec: resource-reserve.md#liveness. */
import { Id, list, nullable, Party, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { knownNode, later, ownNode } from './nodes.js'
import {
  type Certificate,
  type Container,
  type Metric,
  metricFields,
  type ReserveNode,
  type ResourceReserveScope,
  type ResourceReserveView,
} from './tables.js'

/** What `resource-reserve.attest` takes. */
export interface Attest {
  readonly node: string
  /** Of the node that live too, at most 32. */
  readonly containers: readonly string[]
  /** Of the node's resources now. */
  readonly metrics: readonly Metric[]
}
/** What `resource-reserve.host` takes. */
export interface HostContainer {
  readonly container: string
  readonly node: string
  /** Who rents it. */
  readonly project: string
  /** How long, whole seconds. */
  readonly until: number
}
/** What `resource-reserve.recall` takes. */
export interface Recall {
  readonly node: string
  /** The container that is silent; null: the node. */
  readonly container: string | null
}

const MOST_CONTAINERS = 32

export const attest: Command<Attest, ResourceReserveScope> = {
  input: struct<Attest>({ node: Id, containers: list(Id, MOST_CONTAINERS), metrics: metricFields }),
  apply(scope, { node, containers, metrics }) {
    const { now, tables, reject } = scope
    const row = ownNode(scope, node)
    for (const container of containers) {
      const known = tables.containers.get({ container })
      if (known === undefined || known.node !== node) return reject('RESERVE_CONTAINER_UNKNOWN', { container })
      tables.containers.put({ container }, { ...known, attested: now, noticed: cured(known, known.certificates, now) })
    }
    const described = tables.descriptions.get({ node })
    if (described !== undefined) tables.descriptions.put({ node }, { ...described, metrics })
    tables.nodes.put({ node }, { ...row, attested: now, noticed: cured(row, row.out, now) })
  },
}

export const host: Command<HostContainer, ResourceReserveScope> = {
  input: struct<HostContainer>({ container: Id, node: Id, project: Party, until: Time }),
  apply(scope, { container, node, project, until }) {
    const { now, tables, reject } = scope
    ownNode(scope, node)
    if (tables.containers.has({ container })) reject('RESERVE_CONTAINER_TAKEN', { container })
    const tenancy = tables.tenancies.get({ node, project })
    if (tenancy !== undefined) {
      const old = tables.containers.get(tenancy) as Container
      if (old.certificates > 0 || now < endOf(old)) reject('RESERVE_CONTAINER_TAKEN', tenancy)
      tables.containers.delete(tenancy)
    }
    if (until <= now) reject('RESERVE_CONTAINER_REFUSED', { until })
    tables.containers.put({ container }, { node, project, until, attested: now, noticed: null, certificates: 0 })
    tables.tenancies.put({ node, project }, { container })
  },
}

export const recall: Command<Recall, ResourceReserveScope> = {
  input: struct<Recall>({ node: Id, container: nullable(Id) }),
  apply(scope, { node, container }) {
    const { params, tables, emit, reject } = scope
    const row = knownNode(scope, node)
    const known = container === null ? null : tables.containers.get({ container })
    if (known === undefined || (known !== null && known.node !== node)) {
      return reject('RESERVE_CONTAINER_UNKNOWN', { container })
    }
    const silent = known ?? row
    if (silent.noticed !== null) reject('RESERVE_NOTICE_GIVEN', { ends: silent.noticed })
    if (!isSilent(scope, silent)) reject('RESERVE_NOT_SILENT', { attested: silent.attested })
    const noticed = later(scope, params.notice)
    if (known === null) tables.nodes.put({ node }, { ...row, noticed })
    else tables.containers.put({ container: container as string }, { ...known, noticed })
    emit('noticed', { ends: noticed })
  },
}

/** Whether what attests has been silent for longer than the grace. */
export const isSilent = (
  { now, params }: Pick<ResourceReserveView, 'now' | 'params'>,
  { attested }: Pick<ReserveNode, 'attested'>,
): boolean => now - attested > params.grace

/** Who speaks again before the notice is over, or when nothing is left of what it ended, is as if never silent. */
function cured({ noticed }: Pick<ReserveNode, 'noticed'>, out: number, now: number): number | null {
  return noticed === null || now < noticed || out === 0 ? null : noticed
}

const endOf = ({ until, noticed }: Container): number => (noticed === null || until < noticed ? until : noticed)

/**
 * The container on a node to which a project's certificates are bound.
 * @returns null where there is none, undefined where there is one that doesn't carry a certificate until `end`.
 */
export function containerFor(
  view: ResourceReserveView,
  node: string,
  project: string,
  end: number,
): string | null | undefined {
  const tenancy = view.tables.tenancies.get({ node, project })
  if (tenancy === undefined) return null
  const row = view.tables.containers.get(tenancy) as Container
  if (row.certificates === 0 && view.now >= endOf(row)) return null
  return row.until < end || row.noticed !== null || isSilent(view, row) ? undefined : tenancy.container
}

/**
 * When a certificate ends: at its end, or earlier by a notice to it, its node or its container.
 * Spec: resource-reserve.md#liveness.
 * @param view - Of the reserve.
 * @param node - The certificate's node, as its row is.
 * @param certificate - The row.
 * @returns Whole seconds; from then on anyone may end it, and it backs nothing.
 * @example endsAt(reserve, node, certificate) <= reserve.now
 */
export function endsAt(view: ResourceReserveView, node: ReserveNode, certificate: Certificate): number {
  const { container, end, noticed } = certificate
  const bound = container === null ? undefined : view.tables.containers.get({ container })
  const ends = [end, noticed, node.noticed, bound?.until, bound?.noticed]
  return ends.reduce((first: number, time) => (time == null || time > first ? first : time), end)
}
