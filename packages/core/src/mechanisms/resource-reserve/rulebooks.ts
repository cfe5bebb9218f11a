/** On which terms owners let value out, and to whom. Spec: resource-reserve.md#rulebooks. */
import { Count, Flag, Id, Party, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { WHOLE } from './config.js'
import { ownNode, putNode } from './nodes.js'
import { isPayable } from './returns.js'
import { type Hours, type OfNode, type ResourceReserveScope, type Rulebook, ruleFields } from './tables.js'

/** What `resource-reserve.rulebook` takes. */
export interface SetRulebook extends Rulebook {
  readonly book: string
}
/** What `resource-reserve.admit` takes: neither allowed nor blocked takes a project off both lists. */
export interface AdmitProject {
  readonly book: string
  readonly project: string
  readonly allowed: boolean
  readonly blocked: boolean
}
/** What `resource-reserve.offer` takes. */
export interface OfferNode {
  readonly node: string
  readonly book: string
  /** Billionths of the amount a day. */
  readonly rate: number
}

const WEEK = 604_800
/** Rates of a thousand times the amount a day are no rates. */
const MOST_RATE = 1_000_000_000_000

export const rulebook: Command<SetRulebook, ResourceReserveScope> = {
  input: struct<SetRulebook>({ book: Id, ...ruleFields }),
  apply({ by, params, tables, reject }, { book, ...rules }) {
    const { hours, longest, rate, returns, shortest, volumeRate } = rules
    if (longest < shortest || longest > params.longestLease) reject('RESERVE_RULES_REFUSED', { shortest, longest })
    if (rate > MOST_RATE || volumeRate > MOST_RATE) reject('RESERVE_RULES_REFUSED', { rate, volumeRate })
    if (!hours.every(({ from, to }) => from < to && to <= WEEK)) reject('RESERVE_RULES_REFUSED', { reason: 'hours' })
    const shared = returns.pass.reduce((sum, { share }) => sum + share, returns.restake)
    if (BigInt(shared) > WHOLE) reject('RESERVE_RULES_REFUSED', { reason: 'more is returned than earned' })
    // nobody could end a certificate of whose fees a part can't be paid
    if (!returns.pass.every(({ party }) => isPayable(party))) reject('RESERVE_RULES_REFUSED', { reason: 'payee' })
    tables.rulebooks.put({ owner: by, book }, rules)
  },
}

export const admit: Command<AdmitProject, ResourceReserveScope> = {
  input: struct<AdmitProject>({ book: Id, project: Party, allowed: Flag, blocked: Flag }),
  apply({ by: owner, tables, reject }, { book, project, allowed, blocked }) {
    if (!tables.rulebooks.has({ owner, book })) reject('RESERVE_RULES_UNKNOWN', { book })
    const key = { owner, book, project }
    if (allowed || blocked) tables.admissions.put(key, { allowed, blocked })
    else if (tables.admissions.has(key)) tables.admissions.delete(key)
  },
}

export const offer: Command<OfferNode, ResourceReserveScope> = {
  input: struct<OfferNode>({ node: Id, book: Id, rate: Count }),
  apply(scope, { node, book, rate }) {
    const { by: owner, tables, reject } = scope
    const row = ownNode(scope, node)
    if (rate > MOST_RATE) reject('RESERVE_RULES_REFUSED', { rate })
    const rules = tables.rulebooks.get({ owner, book }) ?? reject('RESERVE_RULES_UNKNOWN', { book })
    if (rate < rules.rate) reject('RESERVE_RATE_LOW', { rate: rules.rate })
    putNode(scope, node, { ...row, offer: { book, rate } })
  },
}

export const withhold: Command<OfNode, ResourceReserveScope> = {
  input: struct<OfNode>({ node: Id }),
  apply(scope, { node }) {
    const row = ownNode(scope, node)
    if (row.offer === null) scope.reject('RESERVE_NOT_OFFERED', { node })
    putNode(scope, node, { ...row, offer: null })
  },
}

/** Whether a time is within some of the hours of the week; always, where there are none. */
export function withinHours(hours: readonly Hours[], time: number): boolean {
  const second = time % WEEK
  return hours.length === 0 || hours.some(({ from, to }) => from <= second && second < to)
}
