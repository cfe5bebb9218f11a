/** Opening a term, admitting members, what they pay in and what returns to them. Spec: risk-pool.md#terms. */
import { mulDiv } from '../../arithmetic/index.js'
import { Amount, BasisPoints, Id, oneOf, Party, Sequence, struct, Text } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { partOf } from './slices.js'
import {
  type CoverKind,
  type RiskPoolScope,
  type RiskPoolView,
  type RiskTerm,
  ruleFields,
  type TermRules,
} from './tables.js'

/** What `risk-pool.open` takes. */
export interface OpenTerm extends TermRules {
  readonly term: string
}
/** What `risk-pool.admit` takes: a network with its risk weight, or a new weight for covers to come. */
export interface AdmitMember {
  readonly term: string
  readonly member: string
  /** What it pays for a cover, basis points of the amount. */
  readonly weight: number
}
/** What `risk-pool.register` takes. */
export interface RegisterCover {
  readonly term: string
  /** Name of the cover, unique in its term. */
  readonly cover: string
  readonly kind: CoverKind
  readonly subject: string
  /** Most that is paid for it, base units. */
  readonly amount: bigint
}
/** What `risk-pool.contribute` takes. */
export interface Contribute {
  readonly term: string
  readonly amount: bigint
}
/** What `risk-pool.close` takes. */
export interface CloseTerm {
  readonly term: string
}
/** What `risk-pool.refund` takes. */
export interface Refund {
  readonly term: string
  readonly contribution: number
}

const WHOLE = 10_000n

/** Where all that is paid in lies. */
export const poolAccount = (view: RiskPoolView): Account => view.purse(view.self, view.config.asset, 'pool')

export function knownTerm({ tables, reject }: RiskPoolScope, term: string): RiskTerm {
  return tables.terms.get({ term }) ?? reject('RISK_TERM_UNKNOWN', { term })
}
/** A term that hasn't ended. */
function running(scope: RiskPoolScope, term: string): RiskTerm {
  const row = knownTerm(scope, term)
  if (scope.now >= row.ends) scope.reject('RISK_TERM_OVER', { ends: row.ends })
  return row
}

export const open: Command<OpenTerm, RiskPoolScope> = {
  input: struct<OpenTerm>({ term: Id, ...ruleFields }),
  authority: true,
  apply({ now, tables, reject }, { term, ...rules }) {
    if (tables.terms.has({ term })) reject('RISK_TERM_TAKEN', { term })
    const { ends, wait, window, assessors, threshold } = rules
    const named = new Set(assessors).size === assessors.length && threshold >= 1 && threshold <= assessors.length
    // all of its times are ones that a row can hold
    const timely = ends > now && Number.isSafeInteger(ends + wait + 2 * window)
    if (!named || !timely) reject('RISK_TERM_REFUSED', rules)
    const none = { paid: 0n, left: 0n, contributions: 0, events: 0, settled: 0, closed: false }
    tables.terms.put({ term }, { ...rules, begins: now, ...none })
  },
}

export const admit: Command<AdmitMember, RiskPoolScope> = {
  input: struct<AdmitMember>({ term: Id, member: Party, weight: BasisPoints }),
  authority: true,
  apply(scope, { term, member, weight }) {
    running(scope, term)
    scope.tables.members.put({ term, member }, { weight })
  },
}

export const register: Command<RegisterCover, RiskPoolScope> = {
  input: struct<RegisterCover>({
    term: Id,
    cover: Id,
    kind: oneOf('transaction', 'holding', 'amount'),
    subject: Text,
    amount: Amount,
  }),
  apply(scope, { term, cover, kind, subject, amount }) {
    const { by, now, tables, emit, reject } = scope
    const row = running(scope, term)
    const from = now + row.wait
    if (from >= row.ends) reject('RISK_TERM_OVER', { from })
    const { weight } = tables.members.get({ term, member: by }) ?? reject('RISK_NOT_MEMBER', { term })
    if (weight === 0) reject('RISK_WEIGHT_NONE', { weight })
    if (tables.covers.has({ term, cover })) reject('RISK_COVER_TAKEN', { cover })
    pay(scope, term, row, mulDiv(amount, BigInt(weight), WHOLE, 'up'))
    tables.covers.put({ term, cover }, { member: by, kind, subject, amount, claimed: 0n, from })
    emit('registered', { from })
  },
}

export const contribute: Command<Contribute, RiskPoolScope> = {
  input: struct<Contribute>({ term: Id, amount: Amount }),
  apply(scope, { term, amount }) {
    const { by, tables, reject } = scope
    const row = running(scope, term)
    if (!tables.members.has({ term, member: by })) reject('RISK_NOT_MEMBER', { term })
    pay(scope, term, row, amount)
  },
}

function pay(scope: RiskPoolScope, term: string, row: RiskTerm, amount: bigint): void {
  const { by, config, tables, transfer, emit } = scope
  const contribution = row.contributions + 1
  transfer({ from: available(by, config.asset), to: poolAccount(scope), amount })
  tables.contributions.put({ term, contribution }, { member: by, from: row.paid, amount, returned: false })
  tables.terms.put({ term }, { ...row, contributions: contribution, paid: row.paid + amount, left: row.left + amount })
  emit('contributed', { contribution, amount })
}

export const close: Command<CloseTerm, RiskPoolScope> = {
  input: struct<CloseTerm>({ term: Id }),
  apply(scope, { term }) {
    const { now, tables, reject } = scope
    const row = knownTerm(scope, term)
    if (row.closed) reject('RISK_TERM_OVER', { term })
    const over = now >= row.ends + row.window && row.settled === row.events
    if (!over) reject('RISK_TERM_NOT_OVER', { ends: row.ends + row.window, unsettled: row.events - row.settled })
    tables.terms.put({ term }, { ...row, closed: true })
  },
}

export const refund: Command<Refund, RiskPoolScope> = {
  input: struct<Refund>({ term: Id, contribution: Sequence }),
  apply(scope, { term, contribution }) {
    const { config, tables, transfer, emit, reject } = scope
    const row = knownTerm(scope, term)
    if (!row.closed) reject('RISK_TERM_NOT_OVER', { term })
    const key = { term, contribution }
    const paid = tables.contributions.get(key) ?? reject('RISK_CONTRIBUTION_UNKNOWN', key)
    if (paid.returned) reject('RISK_CONTRIBUTION_RETURNED', key)
    const amount = partOf(paid, row.left, row.paid)
    if (amount > 0n) transfer({ from: poolAccount(scope), to: available(paid.member, config.asset), amount })
    tables.contributions.put(key, { ...paid, returned: true })
    emit('returned', { amount })
  },
}
