/** A network lends on to holders of its own asset, which secures the loan. Spec: mutual-credit.md#loans. */
import { least, mulDiv } from '../../arithmetic/index.js'
import { Amount, Asset, BasisPoints, Duration, Id, nullable, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { later } from './epochs.js'
import { knownNetwork, openEpoch, operatedBy } from './guards.js'
import type { HolderLoan, LoanTerms } from './loan-tables.js'
import { securityAccount, treasuryAccount } from './queries.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.lend` takes. */
export interface LendOn {
  readonly network: string
  readonly asset: string
  /** Null: no new loans. */
  readonly terms: LoanTerms | null
}
/** What `mutual-credit.draw` takes. */
export interface DrawLoan {
  readonly network: string
  readonly asset: string
  /** Base units of what is lent. */
  readonly amount: bigint
  /** The terms that the borrower agrees to: no others can be put in between. */
  readonly terms: LoanTerms
}
/** What `mutual-credit.pay-back` takes: anyone may pay. */
export interface PayBackLoan {
  readonly network: string
  readonly asset: string
  /** Base units of what was lent. */
  readonly amount: bigint
  readonly borrower: string
}
/** What `mutual-credit.foreclose` takes. */
export interface ForecloseLoan {
  readonly network: string
  readonly asset: string
  readonly borrower: string
}

const place = { network: Id, asset: Asset }
const loanTerms = struct<LoanTerms>({ amount: Amount, against: Amount, rate: BasisPoints, term: Duration })

export const lend: Command<LendOn, MutualCreditScope> = {
  input: struct<LendOn>({
    ...place,
    terms: nullable(loanTerms),
  }),
  apply(scope, { network, asset, terms }) {
    operatedBy(scope, network)
    if (terms === null) scope.tables.terms.delete({ network, asset })
    else scope.tables.terms.put({ network, asset }, terms)
  },
}

export const draw: Command<DrawLoan, MutualCreditScope> = {
  input: struct<DrawLoan>({ ...place, amount: Amount, terms: loanTerms }),
  apply(scope, { network, asset, amount, terms: agreed }) {
    const { by, tables, transfer, reject } = scope
    const since = openEpoch(scope)
    const { asset: own } = knownNetwork(scope, network)
    const terms = tables.terms.get({ network, asset }) ?? reject('MUTUAL_LOANS_NONE', { network, asset })
    const key = { network, asset, borrower: by }
    if (tables.loans.has(key)) reject('MUTUAL_LOAN_OPEN', key)
    if (!sameTerms(terms, agreed)) reject('MUTUAL_LOAN_TERMS_DIFFER', { ...terms })
    const security = mulDiv(amount, terms.against, terms.amount, 'up')
    transfer({ from: available(by, own), to: securityAccount(scope, by, own, network), amount: security })
    transfer({ from: treasuryAccount(scope, network, asset), to: available(by, asset), amount })
    const { rate, term } = terms
    tables.loans.put(key, { principal: amount, interest: 0n, security, since, until: later(since, term), rate })
  },
}

export const payBack: Command<PayBackLoan, MutualCreditScope> = {
  input: struct<PayBackLoan>({ ...place, amount: Amount, borrower: Party }),
  apply(scope, { network, asset, amount, borrower }) {
    const { by, tables, transfer, emit } = scope
    const epoch = openEpoch(scope)
    const { asset: own } = knownNetwork(scope, network)
    const key = { network, asset, borrower }
    const loan = knownLoan(scope, key)
    const owed = owedOf(loan, epoch)
    const paid = least(amount, owed)
    transfer({ from: available(by, asset), to: treasuryAccount(scope, network, asset), amount: paid })
    if (paid < owed) {
      // interest is paid first: whoever pays a little can't have interest borne by interest
      const interest = owed - loan.principal
      const left = paid < interest ? interest - paid : 0n
      tables.loans.put(key, { ...loan, principal: owed - paid - left, interest: left, since: later(epoch, 1) })
    } else {
      const from = securityAccount(scope, borrower, own, network)
      transfer({ from, to: available(borrower, own), amount: loan.security })
      tables.loans.delete(key)
    }
    emit('paid', { amount: paid })
  },
}

export const foreclose: Command<ForecloseLoan, MutualCreditScope> = {
  input: struct<ForecloseLoan>({ ...place, borrower: Party }),
  apply(scope, { network, asset, borrower }) {
    const { tables, seize, reject } = scope
    const epoch = openEpoch(scope)
    const { asset: own } = knownNetwork(scope, network)
    const key = { network, asset, borrower }
    const { security, until } = knownLoan(scope, key)
    if (epoch < until) reject('MUTUAL_LOAN_NOT_DUE', { until })
    const from = securityAccount(scope, borrower, own, network)
    seize({ from, to: treasuryAccount(scope, network, own), amount: security })
    tables.loans.delete(key)
  },
}

/**
 * What is owed of a loan: its principal, interest that was left unpaid, and interest of the principal for every epoch
 * begun since, rounded up; the present one counts whole.
 * Spec: mutual-credit.md#loans.
 * @param loan - Principal, interest left, rate and the first epoch that interest is counted for.
 * @param epoch - The present epoch, at most one before that.
 * @returns Base units of what was lent.
 * @example owedOf({ principal: 1000n, interest: 0n, rate: 25, since: 3 }, 5) // 1008n
 */
export function owedOf(
  { principal, interest, rate, since }: Pick<HolderLoan, 'principal' | 'interest' | 'rate' | 'since'>,
  epoch: number,
): bigint {
  return principal + interest + mulDiv(principal, BigInt(rate) * BigInt(epoch - since + 1), 10_000n, 'up')
}

const sameTerms = (a: LoanTerms, b: LoanTerms): boolean =>
  a.amount === b.amount && a.against === b.against && a.rate === b.rate && a.term === b.term

function knownLoan({ tables, reject }: MutualCreditScope, key: ForecloseLoan): Readonly<HolderLoan> {
  return tables.loans.get(key) ?? reject('MUTUAL_LOAN_NONE', key)
}
