/** Requests that an owner grants by hand. Spec: resource-reserve.md#request. */
import { Amount, Count, Duration, Id, Party, struct, Text, Time } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { admits, type CoverAsked, capsLeft, mayIssue } from './cover.js'
import { feeOf } from './fees.js'
import { countUse, issue } from './leases.js'
import { containerFor } from './liveness.js'
import { escrowAccount, knownNode, later, nodeOf, putNode } from './nodes.js'
import { refund } from './returns.js'
import type { OfBook, ReserveNode, ReserveRequest, ResourceReserveScope, Rulebook } from './tables.js'
import { freeUntil } from './valuation.js'

/** What `resource-reserve.request` takes. */
export interface AskOwner {
  /** The project's name for it. */
  readonly request: string
  readonly node: string
  /** Base units. */
  readonly amount: bigint
  /** Seconds. */
  readonly duration: number
  /** Highest rate, billionths of the amount a day. */
  readonly rate: number
  /** Highest rate on settled volume, billionths. */
  readonly volumeRate: number
  readonly purpose: string
  /** It may be granted before this time. */
  readonly until: number
}
/** What `resource-reserve.grant` and `.decline` take. */
export interface RequestName {
  readonly project: string
  readonly request: string
}
const requestName = struct<RequestName>({ project: Party, request: Id })

export const request: Command<AskOwner, ResourceReserveScope> = {
  input: struct<AskOwner>({
    request: Id,
    node: Id,
    amount: Amount,
    duration: Duration,
    rate: Count,
    volumeRate: Count,
    purpose: Text,
    until: Time,
  }),
  apply(scope, { request: name, node, amount, duration, rate, volumeRate, purpose, until }) {
    const { by: project, config, now, params, tables, reject, transfer } = scope
    const row = knownNode(scope, node)
    if (row.offer === null) return reject('RESERVE_NOT_OFFERED', { node })
    const key = { project, request: name }
    if (tables.requests.has(key)) reject('RESERVE_REQUEST_TAKEN', key)
    if (until <= now) reject('RESERVE_REQUEST_OVER', { until })
    if (duration > params.longestLease) reject('RESERVE_DURATION_REFUSED', { longest: params.longestLease })
    const { book, rate: offered } = row.offer
    const lender = row.owner
    const asked = { project, amount, duration, rate, volumeRate }
    const { shortest, volumeRate: charged } = admitting(scope, { owner: lender, book }, asked)
    if (offered > rate) reject('RESERVE_NOT_ADMITTED', { rate: offered })
    const fee = feeOf({ amount, rate: offered, duration })
    if (fee > 0n) transfer({ from: available(project, config.asset), to: escrowAccount(scope), amount: fee })
    const terms = { amount, rate: offered, volumeRate: charged, shortest, lender, book }
    tables.requests.put(key, { ...terms, node, duration, purpose, fee, until })
  },
}

export const grant: Command<RequestName, ResourceReserveScope> = {
  input: requestName,
  apply(scope, key) {
    const { by, now, tables, reject } = scope
    const row = tables.requests.get(key) ?? reject('RESERVE_REQUEST_UNKNOWN', key)
    const node = nodeOf(scope, row.node)
    if (by !== node.owner || by !== row.lender) reject('RESERVE_NOT_OWNER', { owner: node.owner })
    if (now >= row.until) reject('RESERVE_REQUEST_OVER', { until: row.until })
    const { project } = key
    const { amount, duration, purpose, fee, lender, book } = row
    const owned = { owner: lender, book }
    const rules = admitting(scope, owned, { ...row, project })
    checkFree(scope, project, row, { node, left: capsLeft(scope, owned, rules, project) })
    countUse(scope, owned, project, amount)
    putNode(scope, row.node, node)
    tables.requests.delete(key)
    issue(scope, { node: row.node, project, terms: row, fee, duration, purpose, from: 'bound' })
  },
}

export const decline: Command<RequestName, ResourceReserveScope> = {
  input: requestName,
  apply(scope, key) {
    const { by, now, tables, reject } = scope
    const row = tables.requests.get(key) ?? reject('RESERVE_REQUEST_UNKNOWN', key)
    const { owner } = nodeOf(scope, row.node)
    if (by !== key.project && by !== owner && now < row.until) reject('RESERVE_REQUEST_NOT_OVER', { until: row.until })
    tables.requests.delete(key)
    refund(scope, key.project, row.fee)
  },
}

/** The rules, if they admit the request; what is asked by hand needn't be automatic. */
function admitting(scope: ResourceReserveScope, book: OfBook, asked: CoverAsked): Rulebook {
  const rules = scope.tables.rulebooks.get({ owner: book.owner, book: book.book })
  if (rules === undefined || !admits(scope, book, rules, asked))
    return scope.reject('RESERVE_NOT_ADMITTED', { ...book })
  return rules
}

function checkFree(
  scope: ResourceReserveScope,
  project: string,
  { node: name, amount, duration }: ReserveRequest,
  { node, left }: { readonly node: ReserveNode; readonly left: bigint | null },
): void {
  const { now, reject } = scope
  const end = later(scope, duration)
  if (left !== null && left < amount) reject('RESERVE_NOT_COVERED', { left })
  const free = freeUntil(scope, node, now, end)
  if (!mayIssue(scope, node) || free < amount || containerFor(scope, name, project, end) === undefined) {
    reject('RESERVE_NOT_COVERED', { free })
  }
}
