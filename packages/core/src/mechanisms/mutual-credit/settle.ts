/** Epochs are settled by anyone, in order, page by page, each exactly once. Spec: mutual-credit.md#settling. */
import { Epoch, Id, nullable, oneOf, Sequence, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import type { Page } from './agreement-tables.js'
import { payDividend, shareFees } from './dividends.js'
import { epochAt } from './epochs.js'
import { flow, type Minted } from './flows.js'
import { knownAgreement, termsOf } from './guards.js'
import { reservesOf, retire } from './live.js'
import { prunePauses } from './pauses.js'
import { releaseEpoch } from './pots.js'
import { nextEpoch, spanAt } from './queries.js'
import { unlock } from './reserves.js'
import { pruneSpans } from './spans.js'
import { noteMinted } from './supply.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.settle` takes: the page that is next, and how many rows of it. */
export interface SettleEpoch extends Page {
  readonly epoch: number
  /** Most networks and agreements to go through, ≥ 1. */
  readonly limit: number
}

export const settle: Command<SettleEpoch, MutualCreditScope> = {
  input: struct<SettleEpoch>({ epoch: Epoch, part: oneOf('fees', 'flows'), after: nullable(Id), limit: Sequence }),
  apply(scope, { epoch, part, after, limit }) {
    const { now, config, tables, emit, reject } = scope
    const next = nextEpoch(scope) ?? reject('MUTUAL_NOTHING_TO_SETTLE')
    const asked = next.key.epoch === epoch && next.row.part === part && next.row.after === after
    if (!asked) reject('MUTUAL_PAGE_OUT_OF_ORDER', { epoch: next.key.epoch, ...next.row })
    if ((epochAt(config, now) ?? 0) <= epoch) reject('MUTUAL_EPOCH_NOT_OVER', { epoch })
    const minted: Minted = new Map()
    const page = goOn(scope, epoch, next.row, limit, minted)
    for (const [asset, amount] of minted) noteMinted(scope, asset, epoch, amount)
    if (page !== undefined) tables.epochs.put({ epoch }, page)
    else {
      tables.epochs.delete({ epoch })
      tables.epochs.put({ epoch: epoch + 1 }, { part: 'fees', after: null })
    }
    emit('settled', page === undefined ? { epoch: epoch + 1, after: null } : { epoch, after: page.after })
  },
}

/** Goes through so many rows. @returns where to go on; nothing when the epoch is settled whole. */
function goOn(scope: MutualCreditScope, epoch: number, page: Page, limit: number, minted: Minted): Page | undefined {
  const { tables } = scope
  let left = limit
  let { part, after } = page
  if (part === 'fees') {
    const range = after === null ? {} : { from: after }
    const rows = epoch === 0 ? [] : tables.fees.under({ epoch: epoch - 1 }, range)
    for (const { key, row } of rows) {
      if (left === 0) return { part, after }
      shareFees(scope, key.network, epoch, row)
      after = key.network
      left -= 1
    }
    part = 'flows'
    after = null
  }
  for (const { key } of tables.live.under({}, after === null ? {} : { from: after })) {
    if (key.agreement === after) continue
    if (left === 0) return { part, after }
    settleAgreement(scope, key.agreement, epoch, minted)
    after = key.agreement
    left -= 1
  }
  return undefined
}

/** What was there before comes first: releases, then what opens, then what comes in. */
function settleAgreement(scope: MutualCreditScope, agreement: string, epoch: number, minted: Minted): void {
  const row = knownAgreement(scope, agreement)
  const reserves = reservesOf(scope, agreement, row)
  const span = spanAt(scope, agreement, epoch)
  // what is agreed after the epoch says nothing of how it is settled, however late that is
  const lock = span === undefined ? row.lock : termsOf(scope, agreement, span.row.revision).lock
  if (lock !== row.lock) scope.tables.agreements.put({ agreement }, { ...row, lock })
  for (const key of reserves) releaseEpoch(scope, key, epoch)
  for (const key of reserves) payDividend(scope, key, epoch, lock)
  for (const key of reserves) unlock(scope, key, epoch)
  if (span !== undefined) flow(scope, agreement, row, span.row.revision, epoch, minted)
  prunePauses(scope, agreement, row.first, epoch)
  prunePauses(scope, agreement, row.second, epoch)
  // a span that goes on is the first there is: those before it were forgotten when they ended
  if (span !== undefined && (span.row.until === null || span.row.until > epoch + 1)) return
  pruneSpans(scope, agreement, epoch)
  retire(scope, agreement, row)
}
