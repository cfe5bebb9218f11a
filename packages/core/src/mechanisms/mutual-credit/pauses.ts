/** Either side pauses at once, and goes on from a boundary. Spec: mutual-credit.md#pauses. */
import { Id, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { later } from './epochs.js'
import { asSide, openEpoch } from './guards.js'
import { presentSpan } from './spans.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.pause` takes. */
export interface PauseAgreement {
  readonly agreement: string
  /** The side that pauses. */
  readonly network: string
}
/** What `mutual-credit.resume` takes. */
export interface ResumeAgreement extends PauseAgreement {}

const fields = struct<PauseAgreement>({ agreement: Id, network: Id })

export const pause: Command<PauseAgreement, MutualCreditScope> = {
  input: fields,
  apply(scope, { agreement, network }) {
    const present = openEpoch(scope)
    asSide(scope, agreement, network)
    presentSpan(scope, agreement, present)
    pauseFrom(scope, agreement, network, present)
  },
}

export const resume: Command<ResumeAgreement, MutualCreditScope> = {
  input: fields,
  apply(scope, { agreement, network }) {
    const present = openEpoch(scope)
    asSide(scope, agreement, network)
    presentSpan(scope, agreement, present)
    goOnFrom(scope, agreement, network, later(present, 1), present)
  },
}

/**
 * Pauses a side from this epoch on, whatever was said until then about later ones. What was said after it stands, whenever
 * the pause is found out.
 */
export function pauseFrom({ tables }: MutualCreditScope, agreement: string, network: string, epoch: number): void {
  const side = { agreement, network }
  tables.pauses.put({ ...side, epoch }, { paused: true, said: epoch })
  for (const { key, row } of [...tables.pauses.under(side, { from: later(epoch, 1) })]) {
    if (row.said <= epoch) tables.pauses.delete(key)
  }
}

/** A side doesn't pause from this epoch on. */
export function goOnFrom(
  { tables }: MutualCreditScope,
  agreement: string,
  network: string,
  epoch: number,
  said: number,
): void {
  tables.pauses.put({ agreement, network, epoch }, { paused: false, said })
}

export function isPaused({ tables }: MutualCreditScope, agreement: string, network: string, epoch: number): boolean {
  return tables.pauses.before({ agreement, network }, epoch + 1)?.row.paused ?? false
}

/** Forgets what says nothing about epochs after this one. */
export function prunePauses({ tables }: MutualCreditScope, agreement: string, network: string, epoch: number): void {
  const prefix = { agreement, network }
  const last = tables.pauses.before(prefix, epoch + 2)
  if (last === undefined) return
  for (const { key } of [...tables.pauses.under(prefix, { to: last.key.epoch })]) tables.pauses.delete(key)
  if (!last.row.paused) tables.pauses.delete(last.key)
}

/** Forgets all of it, of an agreement that is over. */
export function dropPauses({ tables }: MutualCreditScope, agreement: string, network: string): void {
  for (const { key } of [...tables.pauses.under({ agreement, network })]) tables.pauses.delete(key)
}
