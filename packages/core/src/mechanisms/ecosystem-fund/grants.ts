/** Grants from their proposal to the last milestone. Spec: ecosystem-fund.md#grants. */
import { Count, Id, Party, struct, Text } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import {
  type FundScope,
  type Grant,
  type Milestone,
  type MilestoneKey,
  type MilestoneTerms,
  milestoneList,
  type OfBoth,
} from './tables.js'
import { endOf, promise, sideOf, sides, treasuryAccount } from './treasury.js'

/** What `ecosystem-fund.propose` takes. */
export interface ProposeGrant {
  /** Name of the grant, never used again. */
  readonly grant: string
  readonly recipient: string
  readonly about: string
  readonly milestones: readonly MilestoneTerms[]
}
/** What `ecosystem-fund.approve` takes. */
export interface ApproveGrant {
  readonly grant: string
  /** Who attests for this side that the work integrates both networks. */
  readonly attestor: string
}
/** What `ecosystem-fund.withdraw` and `ecosystem-fund.stop` take. */
export interface EndGrant {
  readonly grant: string
}
/** What `ecosystem-fund.attest` takes. */
export interface AttestMilestone extends MilestoneKey {
  readonly evidence: string
}
/** What `ecosystem-fund.lapse` takes. */
export interface LapseMilestone extends MilestoneKey {}

const NOBODY: OfBoth<null> = { first: null, second: null }

export const propose: Command<ProposeGrant, FundScope> = {
  input: struct<ProposeGrant>({ grant: Id, recipient: Party, about: Text, milestones: milestoneList }),
  apply(scope, { grant, recipient, about, milestones }) {
    const { by, now, tables, reject } = scope
    const end = endOf(scope)
    if (end !== undefined) reject('FUND_ENDING', { end })
    if (tables.grants.has({ grant })) reject('FUND_GRANT_TAKEN', { grant })
    const sound = milestones.every(({ due, pay }) => due > now && pay.first + pay.second > 0n)
    if (milestones.length === 0 || !sound) reject('FUND_GRANT_REFUSED', { milestones: milestones.length })
    const row = { proposer: by, recipient, about, milestones: milestones.length, attestors: NOBODY }
    tables.grants.put({ grant }, { ...row, status: 'proposed' })
    for (const [milestone, terms] of milestones.entries()) {
      tables.milestones.put(
        { grant, milestone },
        { ...terms, attested: { first: false, second: false }, status: 'open' },
      )
    }
  },
}

export const approve: Command<ApproveGrant, FundScope> = {
  input: struct<ApproveGrant>({ grant: Id, attestor: Party }),
  apply(scope, { grant, attestor }) {
    const { tables, emit, reject } = scope
    const side = sideOf(scope)
    const end = endOf(scope)
    if (end !== undefined) reject('FUND_ENDING', { end })
    const row = known(scope, grant)
    if (row.status === 'stopped') reject('FUND_GRANT_OVER', { grant })
    if (row.attestors[side] !== null) reject('FUND_APPROVED_ALREADY', { side })
    // an attestation from each: one party for both would be one attestation
    if (attestor === row.recipient || sides.some((name) => row.attestors[name] === attestor)) {
      reject('FUND_ATTESTOR_REFUSED', { attestor })
    }
    const attestors = { ...row.attestors, [side]: attestor }
    if (attestors.first === null || attestors.second === null) {
      tables.grants.put({ grant }, { ...row, attestors })
      return
    }
    const sum = total(open(scope, grant, row))
    promise(scope, sum, -1n, 1n)
    tables.grants.put({ grant }, { ...row, attestors, status: 'running' })
    emit('promised', sum)
  },
}

export const withdraw: Command<EndGrant, FundScope> = {
  input: struct<EndGrant>({ grant: Id }),
  apply(scope, { grant }) {
    const { by, tables, reject } = scope
    const row = known(scope, grant)
    if (by !== row.proposer) reject('FUND_NOT_PROPOSER', { proposer: row.proposer })
    if (row.status !== 'proposed') reject('FUND_GRANT_OVER', { status: row.status })
    tables.grants.put({ grant }, { ...row, status: 'stopped' })
  },
}

export const stop: Command<EndGrant, FundScope> = {
  input: struct<EndGrant>({ grant: Id }),
  apply(scope, { grant }) {
    const { tables, emit, reject } = scope
    sideOf(scope)
    const row = known(scope, grant)
    if (row.status === 'stopped') reject('FUND_GRANT_OVER', { grant })
    tables.grants.put({ grant }, { ...row, status: 'stopped' })
    if (row.status !== 'running') return
    const sum = total(open(scope, grant, row))
    promise(scope, sum, 1n, -1n)
    emit('freed', sum)
  },
}

export const attest: Command<AttestMilestone, FundScope> = {
  input: struct<AttestMilestone>({ grant: Id, milestone: Count, evidence: Text }),
  apply(scope, { grant, milestone }) {
    const { by, config, now, tables, transfer, emit, reject } = scope
    const { row, part, key } = runningPart(scope, { grant, milestone })
    const side = sides.find((name) => row.attestors[name] === by) ?? reject('FUND_NOT_ATTESTOR', { by })
    if (part.status !== 'open') reject('FUND_MILESTONE_OVER', { status: part.status })
    if (part.attested[side]) reject('FUND_ATTESTED_ALREADY', { side })
    if (now >= part.due) reject('FUND_MILESTONE_LATE', { due: part.due })
    const attested = { ...part.attested, [side]: true }
    const both = attested.first && attested.second
    tables.milestones.put(key, { ...part, attested, status: both ? 'paid' : 'open' })
    if (!both) return
    promise(scope, part.pay, 0n, -1n)
    for (const name of sides) {
      const { asset } = config[name]
      const amount = part.pay[name]
      if (amount > 0n) transfer({ from: treasuryAccount(scope, asset), to: available(row.recipient, asset), amount })
    }
    emit('paid', { milestone, ...part.pay })
  },
}

export const lapse: Command<LapseMilestone, FundScope> = {
  input: struct<LapseMilestone>({ grant: Id, milestone: Count }),
  apply(scope, { grant, milestone }) {
    const { now, tables, emit, reject } = scope
    const { part, key } = runningPart(scope, { grant, milestone })
    if (part.status !== 'open') reject('FUND_MILESTONE_OVER', { status: part.status })
    if (now < part.due) reject('FUND_MILESTONE_NOT_LATE', { due: part.due })
    tables.milestones.put(key, { ...part, status: 'lapsed' })
    promise(scope, part.pay, 1n, -1n)
    emit('freed', part.pay)
  },
}

function known({ tables, reject }: FundScope, grant: string): Grant {
  return tables.grants.get({ grant }) ?? reject('FUND_GRANT_UNKNOWN', { grant })
}

/** A milestone of a grant that is running. */
function runningPart(
  scope: FundScope,
  key: MilestoneKey,
): { readonly row: Grant; readonly part: Milestone; readonly key: MilestoneKey } {
  const { tables, reject } = scope
  const row = known(scope, key.grant)
  if (row.status !== 'running') reject('FUND_GRANT_NOT_RUNNING', { status: row.status })
  const part = tables.milestones.get(key) ?? reject('FUND_MILESTONE_UNKNOWN', key)
  return { row, part, key }
}

/** What is neither paid nor lapsed of a grant: at most 32 milestones. */
function open({ tables }: FundScope, grant: string, { milestones }: Grant): readonly Milestone[] {
  const parts = Array.from({ length: milestones }, (_, milestone) => tables.milestones.get({ grant, milestone }))
  return parts.filter((part): part is Milestone => part?.status === 'open')
}
const total = (parts: readonly Milestone[]): OfBoth<bigint> => ({
  first: parts.reduce((sum, { pay }) => sum + pay.first, 0n),
  second: parts.reduce((sum, { pay }) => sum + pay.second, 0n),
})
