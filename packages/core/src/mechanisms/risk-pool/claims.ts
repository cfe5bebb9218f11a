/** What happened, who claims for it, and what is paid. Spec: risk-pool.md#claims. */
import { Amount, Flag, Id, Sequence, struct, Text, Time } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { partOf } from './slices.js'
import type { Cover, RiskEvent, RiskPoolScope, RiskTerm } from './tables.js'
import { knownTerm, poolAccount } from './terms.js'

/** What `risk-pool.declare` takes. */
export interface DeclareEvent {
  readonly term: string
  /** When it happened, whole seconds. */
  readonly occurred: number
  readonly about: string
}
/** What `risk-pool.claim` takes. */
export interface MakeClaim {
  readonly term: string
  /** Name of the claim, unique in its term. */
  readonly claim: string
  readonly cover: string
  /** Number of the event. */
  readonly event: number
  readonly amount: bigint
  readonly evidence: string
}
/** What `risk-pool.assess` takes. */
export interface Assess {
  readonly term: string
  readonly claim: string
  readonly approve: boolean
}
/** What `risk-pool.settle` takes: settles the earliest events that aren't, as far as they are over. */
export interface SettleEvent {
  readonly term: string
}
/** What `risk-pool.collect` takes: what is paid for a claim, or, if it lapsed, its cover free again. */
export interface Collect {
  readonly term: string
  readonly claim: string
}

/** Events that one command settles at most: whoever declares many idle ones delays nobody. */
const MOST_AT_ONCE = 64

export const declare: Command<DeclareEvent, RiskPoolScope> = {
  input: struct<DeclareEvent>({ term: Id, occurred: Time, about: Text }),
  apply(scope, { term, occurred, about }) {
    const { by, now, tables, emit, reject } = scope
    const row = knownTerm(scope, term)
    if (now >= row.ends + row.window) reject('RISK_TERM_OVER', { ends: row.ends })
    if (!row.assessors.includes(by)) reject('RISK_NOT_ASSESSOR', { by })
    if (occurred > now || occurred < row.begins || occurred >= row.ends) reject('RISK_EVENT_REFUSED', { occurred })
    const event = row.events + 1
    tables.events.put({ term, event }, { occurred, about, declared: now, approved: 0n, pending: 0, pot: null })
    tables.terms.put({ term }, { ...row, events: event })
    emit('declared', { event, closes: now + row.window })
  },
}

export const claim: Command<MakeClaim, RiskPoolScope> = {
  input: struct<MakeClaim>({ term: Id, claim: Id, cover: Id, event: Sequence, amount: Amount, evidence: Text }),
  apply(scope, { term, claim: name, cover, event, amount, evidence }) {
    const { by, now, tables, reject } = scope
    const { window } = knownTerm(scope, term)
    if (tables.claims.has({ term, claim: name })) reject('RISK_CLAIM_TAKEN', { claim: name })
    const covered = tables.covers.get({ term, cover }) ?? reject('RISK_COVER_UNKNOWN', { cover })
    const happened = tables.events.get({ term, event })
    if (happened === undefined) return reject('RISK_EVENT_UNKNOWN', { event })
    if (happened.pot !== null || now >= happened.declared + window) reject('RISK_EVENT_OVER', { event })
    const { member, from } = covered
    if (by !== member || happened.occurred < from) reject('RISK_NOT_COVERED', { member, from })
    const claimed = covered.claimed + amount
    if (claimed > covered.amount) reject('RISK_COVER_EXCEEDED', { left: covered.amount - covered.claimed })
    tables.covers.put({ term, cover }, { ...covered, claimed })
    tables.events.put({ term, event }, { ...happened, pending: happened.pending + 1 })
    const none = { approvals: 0, denials: 0, status: 'pending', from: 0n } as const
    tables.claims.put({ term, claim: name }, { cover, event, amount, evidence, ...none })
  },
}

export const assess: Command<Assess, RiskPoolScope> = {
  input: struct<Assess>({ term: Id, claim: Id, approve: Flag }),
  apply(scope, { term, claim: name, approve }) {
    const { by, tables, emit, reject } = scope
    const { assessors, threshold, ...row } = knownTerm(scope, term)
    if (!assessors.includes(by)) reject('RISK_NOT_ASSESSOR', { by })
    const key = { term, claim: name }
    const made = tables.claims.get(key) ?? reject('RISK_CLAIM_UNKNOWN', key)
    const { member } = coverOf(scope, term, made.cover)
    if (by === member) reject('RISK_CLAIM_OWN', { by })
    const event = { term, event: made.event }
    const happened = tables.events.get(event) as RiskEvent
    if (happened.pot !== null || scope.now >= happened.declared + 2 * row.window) reject('RISK_EVENT_OVER', event)
    if (made.status !== 'pending') reject('RISK_CLAIM_DECIDED', { status: made.status })
    if (tables.assessments.has({ ...key, assessor: by })) reject('RISK_ASSESSED_ALREADY', { by })
    tables.assessments.put({ ...key, assessor: by }, { approve })
    const approvals = made.approvals + (approve ? 1 : 0)
    const denials = made.denials + (approve ? 0 : 1)
    const approved = approvals === threshold
    const others = assessors.length - (assessors.includes(member) ? 1 : 0)
    const denied = denials > others - threshold
    if (!approved && !denied) {
      tables.claims.put(key, { ...made, approvals, denials })
      return
    }
    const status = approved ? 'approved' : 'denied'
    tables.claims.put(key, { ...made, approvals, denials, status, from: approved ? happened.approved : 0n })
    const sum = happened.approved + (approved ? made.amount : 0n)
    tables.events.put(event, { ...happened, pending: happened.pending - 1, approved: sum })
    if (denied) free(scope, term, made.cover, made.amount)
    emit('decided', { approved })
  },
}

/** What is denied or has lapsed may be claimed again. */
function free(scope: RiskPoolScope, term: string, cover: string, amount: bigint): void {
  const covered = coverOf(scope, term, cover)
  scope.tables.covers.put({ term, cover }, { ...covered, claimed: covered.claimed - amount })
}

function coverOf({ tables }: RiskPoolScope, term: string, cover: string): Cover {
  const covered = tables.covers.get({ term, cover })
  if (covered === undefined) throw new Error(`cover ${cover} is there as long as its claims`)
  return covered
}

export const settle: Command<SettleEvent, RiskPoolScope> = {
  input: struct<SettleEvent>({ term: Id }),
  apply(scope, { term }) {
    const { now, tables, emit, reject } = scope
    let row = knownTerm(scope, term)
    const last = row.settled + MOST_AT_ONCE
    const first = tables.events.get({ term, event: row.settled + 1 }) ?? reject('RISK_EVENT_UNKNOWN', { term })
    if (now < overAt(row, first)) reject('RISK_EVENT_NOT_OVER', { over: overAt(row, first) })
    for (let event = row.settled + 1; event <= last; event++) {
      const happened = tables.events.get({ term, event })
      if (happened === undefined || now < overAt(row, happened)) break
      const pot = potOf(row, happened)
      tables.events.put({ term, event }, { ...happened, pot })
      row = { ...row, left: row.left - pot, settled: event }
      emit('settled', { event, pot })
    }
    tables.terms.put({ term }, row)
  },
}

/** From when on no claim can be made for an event, and all are decided or have lapsed. */
const overAt = ({ window }: RiskTerm, { declared, pending }: RiskEvent): number =>
  declared + (pending === 0 ? window : 2 * window)

/** What is paid for an event: what was approved, at most the cap, at most what is left. */
function potOf({ cap, left }: RiskTerm, { approved }: RiskEvent): bigint {
  const capped = approved < cap ? approved : cap
  return left < capped ? left : capped
}

export const collect: Command<Collect, RiskPoolScope> = {
  input: struct<Collect>({ term: Id, claim: Id }),
  apply(scope, { term, claim: name }) {
    const { config, tables, transfer, emit, reject } = scope
    knownTerm(scope, term)
    const key = { term, claim: name }
    const made = tables.claims.get(key) ?? reject('RISK_CLAIM_UNKNOWN', key)
    const event = { term, event: made.event }
    const happened = tables.events.get(event) as RiskEvent
    const { pot, approved } = happened
    if (made.status === 'pending' && pot !== null) {
      tables.claims.put(key, { ...made, status: 'lapsed' })
      tables.events.put(event, { ...happened, pending: happened.pending - 1 })
      free(scope, term, made.cover, made.amount)
      emit('lapsed', { amount: made.amount })
      return
    }
    if (made.status !== 'approved' || pot === null) return reject('RISK_CLAIM_NOT_DUE', { status: made.status })
    const { member } = coverOf(scope, term, made.cover)
    const amount = partOf(made, pot, approved)
    if (amount > 0n) transfer({ from: poolAccount(scope), to: available(member, config.asset), amount })
    tables.claims.put(key, { ...made, status: 'paid' })
    emit('paid', { amount })
  },
}
