/** Quotes: value held for a short time, taken in one record or given back. Spec: resource-reserve.md#quote. */
import { Amount, Count, Duration, Id, Party, struct, Text } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { type CoverPart, coverOf, mayIssue } from './cover.js'
import { earnedByProject, feeOf } from './fees.js'
import { countUse, issue } from './leases.js'
import { containerFor } from './liveness.js'
import { countEnd, escrowAccount, later, moveToken, nodeOf, putNode } from './nodes.js'
import { payReturns, refund } from './returns.js'
import type { QuoteKey, QuoteLine, ReserveQuote, ResourceReserveScope } from './tables.js'
import { worthAt } from './valuation.js'

/** What `resource-reserve.quote` takes. */
export interface AskQuote {
  /** The project's name for it. */
  readonly quote: string
  /** Base units. */
  readonly amount: bigint
  /** Seconds. */
  readonly duration: number
  /** Highest rate, billionths of the amount a day. */
  readonly rate: number
  /** Highest rate on settled volume, billionths. */
  readonly volumeRate: number
  readonly purpose: string
}
/** What `resource-reserve.take` takes. */
export interface TakeQuote {
  readonly quote: string
}

export const quote: Command<AskQuote, ResourceReserveScope> = {
  input: struct<AskQuote>({
    quote: Id,
    amount: Amount,
    duration: Duration,
    rate: Count,
    volumeRate: Count,
    purpose: Text,
  }),
  apply(scope, { quote: name, amount, duration, rate, volumeRate, purpose }) {
    const { by: project, config, now, params, tables, emit, reject, transfer } = scope
    const key = { project, quote: name }
    if (tables.quotes.has(key)) reject('RESERVE_QUOTE_TAKEN', key)
    if (duration > params.longestLease) reject('RESERVE_DURATION_REFUSED', { longest: params.longestLease })
    const until = later(scope, params.hold)
    const end = later(scope, params.hold + duration)
    const { parts, amount: covered } = coverOf(scope, { project, amount, duration, rate, volumeRate }, end)
    if (covered < amount) reject('RESERVE_NOT_COVERED', { covered })
    let fee = 0n
    for (const part of parts) fee += hold(scope, key, part, { duration, end })
    if (fee > 0n) transfer({ from: available(project, config.asset), to: escrowAccount(scope), amount: fee })
    tables.quotes.put(key, { amount, duration, purpose, at: now, until })
    emit('quoted', { amount, fee, nodes: parts.length, until })
  },
}

/** Holds a node's part. @returns its fee. */
function hold(
  scope: ResourceReserveScope,
  key: QuoteKey,
  { node, rate, amount, lender, book, rules }: CoverPart,
  { duration, end }: { readonly duration: number; readonly end: number },
): bigint {
  const { volumeRate, shortest } = rules
  const fee = feeOf({ amount, rate, duration })
  scope.tables.lines.put({ ...key, node }, { amount, rate, volumeRate, shortest, lender, book, fee })
  countUse(scope, { owner: lender, book }, key.project, amount)
  const row = nodeOf(scope, node)
  // what its value has come to since it was last looked at is bound or burned before anything of it is held
  putNode(scope, node, row)
  moveToken(scope, node, { from: 'bound', to: 'held', amount })
  countEnd(scope, node, end, 1)
  putNode(scope, node, { ...row, held: row.held + amount })
  return fee
}

export const take: Command<TakeQuote, ResourceReserveScope> = {
  input: struct<TakeQuote>({ quote: Id }),
  apply(scope, { quote: name }) {
    const { by: project, now, tables, reject } = scope
    const key = { project, quote: name }
    const row = tables.quotes.get(key) ?? reject('RESERVE_QUOTE_UNKNOWN', key)
    if (now >= row.until) reject('RESERVE_QUOTE_OVER', { until: row.until })
    const { duration, purpose } = row
    for (const { key: line, row: terms } of linesOf(scope, key)) {
      checkStillBacked(scope, project, line.node, duration)
      tables.lines.delete(line)
      countEnd(scope, line.node, row.until + duration, -1)
      issue(scope, { node: line.node, project, terms, fee: terms.fee, duration, purpose, from: 'held' })
    }
    tables.quotes.delete(key)
  },
}

/** What was held may have lost its value since, or its node its voice. */
function checkStillBacked(scope: ResourceReserveScope, project: string, node: string, duration: number): void {
  const { now, reject } = scope
  const row = nodeOf(scope, node)
  const out = row.outstanding + row.held
  const end = now + duration
  if (
    !mayIssue(scope, row) ||
    worthAt(scope, row, now) < out ||
    worthAt(scope, row, end) < out ||
    containerFor(scope, node, project, end) === undefined
  ) {
    reject('RESERVE_NOT_COVERED', { node })
  }
}

/** What `resource-reserve.lapse` takes. */
export interface LapseQuote extends QuoteKey {}

export const lapse: Command<LapseQuote, ResourceReserveScope> = {
  input: struct<LapseQuote>({ project: Party, quote: Id }),
  apply(scope, key) {
    const { by, now, tables, reject } = scope
    const row = tables.quotes.get(key) ?? reject('RESERVE_QUOTE_UNKNOWN', key)
    if (by !== key.project && now < row.until) reject('RESERVE_QUOTE_NOT_OVER', { until: row.until })
    for (const { key: line, row: terms } of linesOf(scope, key)) {
      tables.lines.delete(line)
      giveBack(scope, line.node, key.project, row, terms)
    }
    tables.quotes.delete(key)
  },
}

/** A quote that isn't taken costs the time that it held, rounded up. */
function giveBack(
  scope: ResourceReserveScope,
  node: string,
  project: string,
  row: ReserveQuote,
  terms: QuoteLine,
): void {
  const { amount, fee, lender, book } = terms
  const elapsed = Math.min(scope.now, row.until) - row.at
  const earned = earnedByProject({ escrow: fee, elapsed, duration: row.duration }, 1)
  const was = nodeOf(scope, node)
  countUse(scope, { owner: lender, book }, project, -amount)
  countEnd(scope, node, row.until + row.duration, -1)
  moveToken(scope, node, { from: 'held', to: 'bound', amount })
  const back = { ...was, held: was.held - amount }
  const paid = payReturns(scope, node, back, { from: escrowAccount(scope), amount: earned, lender, book })
  refund(scope, project, fee - earned)
  putNode(scope, node, paid)
  scope.emit('earned', { node, earned, refund: fee - earned })
}

const linesOf = ({ tables }: ResourceReserveScope, key: QuoteKey) => [...tables.lines.under(key)]
