/** Which revision is in force when: notice, review, the end. Spec: mutual-credit.md#in-force. */
import { Id, struct } from '../../codec/index.js'
import type { Command, Entry } from '../../kernel/index.js'
import type { Span } from './agreement-tables.js'
import { usePrices } from './epoch-prices.js'
import { epochAfter, later } from './epochs.js'
import { asSide, openEpoch, termsOf } from './guards.js'
import { promise } from './promises.js'
import { spanAt } from './queries.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.notice` takes. */
export interface GiveNotice {
  readonly agreement: string
  /** The side that gives it. */
  readonly network: string
}
/** What `mutual-credit.renew` takes. */
export interface RenewAgreement extends GiveNotice {}

export type SpanEntry = Entry<{ readonly agreement: string; readonly from: number }, Readonly<Span>>

const fields = struct<GiveNotice>({ agreement: Id, network: Id })

export const notice: Command<GiveNotice, MutualCreditScope> = {
  input: fields,
  apply(scope, { agreement, network }) {
    const { now, config } = scope
    const present = openEpoch(scope)
    asSide(scope, agreement, network)
    const span = presentSpan(scope, agreement, present)
    const { notice: period } = termsOf(scope, agreement, span.row.revision)
    const epoch = Math.max(later(present, 1), epochAfter(config, now, period))
    curtail(scope, agreement, epoch)
    promise(scope, agreement)
    scope.emit('ends', { agreement, epoch })
  },
}

export const renew: Command<RenewAgreement, MutualCreditScope> = {
  input: fields,
  apply(scope, { agreement, network }) {
    const present = openEpoch(scope)
    const sides = asSide(scope, agreement, network)
    const { key, row } = spanAt(scope, agreement, present) ?? scope.reject('MUTUAL_NOT_IN_FORCE', { agreement })
    const { review } = termsOf(scope, agreement, row.revision)
    if (row.lapse === null || review === undefined) return scope.reject('MUTUAL_REVIEW_NONE', { agreement })
    const side = network === sides.first ? 'first' : 'second'
    // both have renewed: the next review begins when this one would have lapsed
    if (row[side] || present < row.lapse - review) scope.reject('MUTUAL_RENEWED', { lapse: row.lapse })
    const other = side === 'first' ? row.second : row.first
    const lapse = other ? later(row.lapse, review) : row.lapse
    const flags = other ? { first: false, second: false } : { first: row.first, second: row.second, [side]: true }
    scope.tables.spans.put(key, { ...row, ...flags, lapse, until: least(row.limit, lapse) })
    scope.emit('renewed', { agreement, epoch: lapse })
  },
}

/** The span in force, or the next one to come. */
export function presentSpan(scope: MutualCreditScope, agreement: string, present: number): SpanEntry {
  for (const span of scope.tables.spans.under({ agreement })) {
    if (span.row.until === null || span.row.until > present) return span
  }
  return scope.reject('MUTUAL_NOT_IN_FORCE', { agreement })
}

/** The earlier of two epochs, null being never. */
export const least = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b)

/** From this epoch on nothing that was agreed before is in force. */
export function curtail(scope: MutualCreditScope, agreement: string, epoch: number): void {
  for (const span of [...scope.tables.spans.under({ agreement })]) {
    const { key, row } = span
    if (key.from >= epoch) dropSpan(scope, span)
    else if (row.until === null || row.until > epoch) {
      const limit = least(row.limit, epoch)
      scope.tables.spans.put(key, { ...row, limit, until: least(limit, row.lapse) })
    }
  }
}

/** Forgets spans that are settled whole. */
export function pruneSpans(scope: MutualCreditScope, agreement: string, settled: number): void {
  const over: SpanEntry[] = []
  for (const span of scope.tables.spans.under({ agreement })) {
    if (span.row.until === null || span.row.until > settled + 1) break
    over.push(span)
  }
  for (const span of over) dropSpan(scope, span)
  if (over.length > 0) promise(scope, agreement)
}

function dropSpan(scope: MutualCreditScope, { key, row }: SpanEntry): void {
  const { agreement } = key
  usePrices(scope, agreement, termsOf(scope, agreement, row.revision), -1)
  dropRevision(scope, agreement, row.revision)
  scope.tables.spans.delete(key)
}

/** Forgets terms, and what was said of their conditions. */
export function dropRevision({ tables }: MutualCreditScope, agreement: string, revision: number): void {
  const { conditions = [] } = tables.revisions.get({ agreement, revision }) ?? {}
  if (tables.held.get({ agreement })?.revision === revision) tables.held.delete({ agreement })
  if (tables.used.get({ agreement })?.revision === revision) tables.used.delete({ agreement })
  for (const { condition, attestors } of conditions) {
    const key = { agreement, revision, condition }
    tables.outcomes.delete(key)
    for (const attestor of attestors) tables.attestations.delete({ ...key, attestor })
  }
  tables.revisions.delete({ agreement, revision })
}
