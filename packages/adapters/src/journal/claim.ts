import { JournalError } from './error.js'
import type { BalanceChange, Claim, JournalLimits, RowChange } from './journal.js'

/** Characters that stores drop, refuse or cut at (NUL), and the one that parts values on the way to SQL. */
const FORBIDDEN = /[\0\n]/

/**
 * Checks claims before anything is sent, so that a bad one fails alone and in every backend alike.
 * @throws {JournalError} `CLAIM_INVALID` or `RECORD_TOO_LARGE`.
 */
export function checkClaims(claims: readonly Claim[], limits: JournalLimits): void {
  const streams = new Set<string>()
  for (const claim of claims) {
    if (streams.has(claim.stream)) throw invalid(claim, 'a second claim on one stream in one append')
    streams.add(claim.stream)
    checkClaim(claim, limits)
  }
}

function checkClaim(claim: Claim, limits: JournalLimits): void {
  if (claim.records.length === 0) throw invalid(claim, 'no records')
  checkText(claim, claim.stream)
  let sequence = claim.expected.sequence
  for (const record of claim.records) {
    sequence += 1
    if (record.sequence !== sequence) throw invalid(claim, `record ${record.sequence} where ${sequence} comes next`)
    for (const text of [record.command, record.hash, record.body]) checkText(claim, text)
    if (exceeds(record.body, limits.maxRecordBytes)) {
      const message = `record ${sequence} of stream ${claim.stream} is longer than ${limits.maxRecordBytes} bytes`
      throw new JournalError('RECORD_TOO_LARGE', message)
    }
  }
  if (limits.maxClaimBytes !== undefined && weight(claim) > limits.maxClaimBytes)
    throw new JournalError(
      'RECORD_TOO_LARGE',
      `a claim on stream ${claim.stream} weighs more than ${limits.maxClaimBytes}`,
    )
  for (const { party, asset, purpose } of claim.balances ?? []) {
    for (const text of [party, asset, purpose]) checkText(claim, text)
  }
  for (const { table, key, row } of claim.rows ?? []) {
    for (const text of [table, key, row ?? 'null']) checkText(claim, text)
  }
}

function checkText(claim: Claim, text: string): void {
  if (text === '') throw invalid(claim, 'an empty text')
  if (FORBIDDEN.test(text)) throw invalid(claim, 'a text with NUL or a line feed')
  if (!text.isWellFormed()) throw invalid(claim, 'a text with a lone surrogate')
}

function invalid(claim: Claim, what: string): JournalError {
  return new JournalError('CLAIM_INVALID', `claim on stream ${JSON.stringify(claim.stream)}: ${what}`)
}

/** Whether a text is longer than so many UTF-8 bytes; counts only where the number of characters leaves it open. */
export function exceeds(text: string, bytes: number): boolean {
  if (text.length * 3 <= bytes) return false
  return text.length > bytes || new TextEncoder().encode(text).length > bytes
}

/** What a record counts against `maxClaimBytes`. */
export function weightOf(body: string): number {
  return new TextEncoder().encode(body).length + 128
}

function weight({ records }: Claim): number {
  return records.reduce((sum, { body }) => sum + weightOf(body), 0)
}

/** The last change of each account. */
export function lastBalances(balances: readonly BalanceChange[]): readonly BalanceChange[] {
  if (balances.length < 2) return balances
  const last = new Map<string, BalanceChange>()
  for (const balance of balances) last.set(`${balance.party}\n${balance.asset}\n${balance.purpose}`, balance)
  return last.size === balances.length ? balances : [...last.values()]
}

/** The last change of each row. */
export function lastRows(rows: readonly RowChange[]): readonly RowChange[] {
  if (rows.length < 2) return rows
  const last = new Map<string, RowChange>()
  for (const row of rows) last.set(`${row.table}\n${row.key}`, row)
  return last.size === rows.length ? rows : [...last.values()]
}
