/** The cheapest cover of a request over many nodes. Spec: resource-reserve.md#cover. */
import { least } from '../../arithmetic/index.js'
import { containerFor, isSilent } from './liveness.js'
import { withinHours } from './rulebooks.js'
import type { OfBook, ReserveNode, ResourceReserveView, Rulebook } from './tables.js'
import { freeUntil } from './valuation.js'

/** What a project asks for. */
export interface CoverAsked {
  readonly project: string
  /** Base units. */
  readonly amount: bigint
  /** Seconds. */
  readonly duration: number
  /** Highest rate, billionths of the amount a day. */
  readonly rate: number
  /** Highest rate on settled volume, billionths. */
  readonly volumeRate: number
}
/** A node's part of a cover. */
export interface CoverPart {
  readonly node: string
  readonly rate: number
  readonly amount: bigint
  readonly lender: string
  readonly book: string
  readonly rules: Rulebook
}
/** As much of a request as there is to be had. */
export interface Cover {
  readonly parts: readonly CoverPart[]
  /** Σ of the parts, base units ≤ the amount asked for. */
  readonly amount: bigint
}

/** Most nodes that one quote takes of. */
export const MOST_PARTS = 64

/** A rulebook that admits a request, and what its caps leave for the project. */
interface Admitting {
  readonly rules: Rulebook
  left: bigint | null
}

/**
 * The cheapest cover of a request: offers by (rate, node), of each as much as is needed, free and within its owner's
 * caps, until the request is covered. Since caps are nested — a node's within its rulebook's for the project within its
 * rulebook's in total — taking the cheapest first is optimal.
 * Spec: resource-reserve.md#cover.
 * @param view - Of the reserve, at the time of the request.
 * @param asked - The request.
 * @param end - Latest time at which a certificate of it would end, whole seconds.
 * @returns The parts in order of (rate, node); less than was asked for where there is no more, within `params.looks`
 * offers and 64 parts.
 * @example coverOf(reserve, { project: 'shop', amount: 500n, duration: 86_400, rate: 50_000, volumeRate: 0 }, end).amount
 */
export function coverOf(view: ResourceReserveView, asked: CoverAsked, end: number): Cover {
  const { params, tables } = view
  // by owner and book, not by both in one text: where nobody admits, the walk is made of this
  const owners = new Map<string, Map<string, Admitting | null>>()
  const parts: CoverPart[] = []
  let need = asked.amount
  let looks = params.looks
  for (const { key, row } of tables.offers.under({}, { to: asked.rate + 1 })) {
    if (need === 0n || looks === 0 || parts.length === MOST_PARTS) break
    looks -= 1
    let books = owners.get(row.owner)
    if (books === undefined) {
      books = new Map()
      owners.set(row.owner, books)
    }
    let admitting = books.get(row.book)
    if (admitting === undefined) {
      admitting = admitted(view, row, asked)
      books.set(row.book, admitting)
    }
    if (admitting === null || admitting.left === 0n || key.rate < admitting.rules.rate) continue
    const node = tables.nodes.get({ node: key.node })
    if (node === undefined || !mayIssue(view, node)) continue
    if (containerFor(view, key.node, asked.project, end) === undefined) continue
    const free = freeUntil(view, node, view.now, end)
    const can = admitting.left === null ? free : least(free, admitting.left)
    if (can === 0n || (can < params.leastPart && can < need)) continue
    const amount = least(need, can)
    if (admitting.left !== null) admitting.left -= amount
    need -= amount
    const { rules } = admitting
    parts.push({ node: key.node, rate: key.rate, amount, lender: row.owner, book: row.book, rules })
  }
  return { parts, amount: asked.amount - need }
}

/** Whether a node may issue at all: appraised lately, neither silent nor recalled. */
export function mayIssue(view: Pick<ResourceReserveView, 'now' | 'params'>, node: ReserveNode): boolean {
  const { appraisal, noticed, retired } = node
  return (
    !retired &&
    noticed === null &&
    appraisal !== null &&
    view.now - appraisal.at < view.params.appraisalAge &&
    !isSilent(view, node)
  )
}

/** The rulebook, if quotes may take by it and it admits the request as a whole, with what its caps leave. */
function admitted(view: ResourceReserveView, book: OfBook, asked: CoverAsked): Admitting | null {
  const rules = view.tables.rulebooks.get({ owner: book.owner, book: book.book })
  if (rules === undefined || !rules.automatic || !admits(view, book, rules, asked)) return null
  return { rules, left: capsLeft(view, book, rules, asked.project) }
}

/** Whether a rulebook admits a request, whatever its caps. */
export function admits(view: ResourceReserveView, book: OfBook, rules: Rulebook, asked: CoverAsked): boolean {
  const { amount, duration, project, volumeRate } = asked
  return (
    admitsProject(view, book, rules, project) &&
    rules.least <= amount &&
    rules.shortest <= duration &&
    duration <= rules.longest &&
    rules.volumeRate <= volumeRate &&
    withinHours(rules.hours, view.now)
  )
}

/** Whether a project is on the right lists: the blocklist wins. */
export function admitsProject(
  { tables }: ResourceReserveView,
  { owner, book }: OfBook,
  { open }: Rulebook,
  project: string,
): boolean {
  const listed = tables.admissions.get({ owner, book, project })
  return listed === undefined ? open : !listed.blocked && (open || listed.allowed)
}

/** What the caps of a rulebook leave for a project; null: no cap. */
export function capsLeft(
  { tables }: ResourceReserveView,
  { owner, book }: OfBook,
  { cap, projectCap }: Rulebook,
  project: string,
): bigint | null {
  const left = (most: bigint | null, used: bigint): bigint | null =>
    most === null ? null : most > used ? most - used : 0n
  const total = left(cap, tables.lent.get({ owner, book })?.amount ?? 0n)
  const its = left(projectCap, tables.exposures.get({ owner, book, project })?.amount ?? 0n)
  if (total === null || its === null) return total ?? its
  return least(total, its)
}
