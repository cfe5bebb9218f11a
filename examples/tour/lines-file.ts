import { type ScaledDecimal, scaledDecimal } from './decimal.js'
import type { Skipped } from './flow.js'
import { malformed, quoted, readLines } from './text-file.js'

/** Decimal places of a base unit: amounts of credit lines are millionths of the ledger's unit of account. */
export const LINE_SCALE = 6

const BOUND = 2n ** 127n
const PARTY = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/

/** A credit line between two parties, seen from `u`: a balance below zero is what u owes v. Base units. */
export interface CreditLine {
  /** Line of the file it stands on, counted from 1. */
  readonly line: number
  readonly u: string
  readonly v: string
  /** ≤ 0n: u may owe v as much as −lowest. */
  readonly lowest: bigint
  /** lowest ≤ present ≤ highest. */
  readonly present: bigint
  /** ≥ 0n: v may owe u as much. */
  readonly highest: bigint
}

/** What a file of credit lines holds. */
export interface LinesData {
  readonly lines: readonly CreditLine[]
  readonly skipped: readonly Skipped[]
  /** How many values were finer than a base unit and cut off toward zero. */
  readonly truncated: number
}

/**
 * Reads a file of credit lines: `u v lowest present highest` a line, separated by spaces or tabs, numbers with or
 * without exponent, read exactly at scale 6 and truncated toward zero.
 *
 * A line of another form refuses the whole file with its line number. A well-formed line that can't be an account is
 * left out and listed: a value that reaches 2^127 base units, a party's line to itself, a pair that occurred before,
 * limits on the wrong side of zero, a balance outside its limits, a balance with which what is owed in the file would
 * reach 2^127.
 * @param file - Path; plain or gzip.
 * @throws {FileError} `FILE_UNREADABLE`, `FILE_MALFORMED`.
 */
export function readLinesFile(file: string): LinesData {
  const lines: CreditLine[] = []
  const skipped: Skipped[] = []
  const first = new Map<string, number>()
  let truncated = 0
  let owed = 0n
  for (const { line, text } of readLines(file)) {
    const { u, v, values } = readRow(file, line, text)
    truncated += values.filter(({ status }) => status === 'truncated').length
    const [lowest, present, highest] = values.map((value) => ('value' in value ? value.value : undefined))
    if (lowest === undefined || present === undefined || highest === undefined) {
      skipped.push({ line, reason: 'a value reaches 2^127 base units' })
      continue
    }
    const found = { line, u, v, lowest, present, highest }
    const pair = u < v ? `${u} ${v}` : `${v} ${u}`
    const size = present < 0n ? -present : present
    const reason = unusable(found, first.get(pair), owed + size)
    if (reason !== undefined) {
      skipped.push({ line, reason })
      continue
    }
    owed += size
    first.set(pair, line)
    lines.push(found)
  }
  if (lines.length === 0) malformed(file, 0, 'holds no credit line')
  return { lines, skipped, truncated }
}

interface Row {
  readonly u: string
  readonly v: string
  readonly values: readonly ScaledDecimal[]
}

function readRow(file: string, line: number, text: string): Row {
  const fields = text.trim().split(/[ \t]+/)
  const [u = '', v = '', ...numbers] = fields
  if (fields.length !== 5) {
    malformed(file, line, `five fields are expected: u v lowest present highest; found ${fields.length}`)
  }
  for (const party of [u, v]) if (!PARTY.test(party)) malformed(file, line, `${quoted(party)} is not a party`)
  const values = numbers.map((field) => {
    const value = scaledDecimal(field, LINE_SCALE, BOUND)
    return value.status === 'malformed' ? malformed(file, line, `${quoted(field)} is not a number`) : value
  })
  return { u, v, values }
}

/** Why a well-formed line can't be an account. */
function unusable(found: CreditLine, before: number | undefined, owed: bigint): string | undefined {
  const { u, v, lowest, present, highest } = found
  if (u === v) return `${u} to itself`
  if (before !== undefined) return `the same pair as line ${before}`
  if (lowest > 0n || highest < 0n) return 'its limits are on one side of zero'
  if (present < lowest || present > highest) return 'its balance is outside its limits'
  if (owed >= BOUND) return 'brings what is owed to 2^127 base units'
  return undefined
}
