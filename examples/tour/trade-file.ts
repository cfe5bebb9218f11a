import type { Flow, Skipped, TradeData } from './flow.js'
import { malformed, quoted, readLines } from './text-file.js'

/** Every amount, and all of them together, stay below this: then no balance can ever pass what the core allows. */
const BOUND = 2n ** 127n

const HEADER = 'importer,exporter,usd'
const CODE = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/

/**
 * Reads a trade file: CSV with the header `importer,exporter,usd`, amounts in whole US dollars, no quotes.
 *
 * A row of another form refuses the whole file with its line number. A well-formed row that is no trade is left out
 * and listed: a flow of a network to itself, an amount of zero, an amount with which the file's total would reach
 * 2^127. The same pair may occur any number of times: each row is a trade of its own.
 * @param file - Path; plain or gzip.
 * @throws {FileError} `FILE_UNREADABLE`, `FILE_MALFORMED`.
 */
export function readTradeFile(file: string): TradeData {
  const [header, ...rows] = readLines(file)
  if (header?.text !== HEADER) malformed(file, header?.line ?? 1, `the header is to be ${HEADER}`)
  const flows: Flow[] = []
  const skipped: Skipped[] = []
  let total = 0n
  for (const { line, text } of rows) {
    const [importer = '', exporter = '', usd = '', ...more] = text.split(',')
    if (usd === '' || more.length > 0) malformed(file, line, 'three fields are expected: importer,exporter,usd')
    for (const code of [importer, exporter])
      if (!CODE.test(code)) malformed(file, line, `${quoted(code)} is not a code`)
    if (!/^[0-9]{1,100}$/.test(usd)) malformed(file, line, `${quoted(usd)} is not a whole number of dollars`)
    const amount = BigInt(usd)
    if (importer === exporter) skipped.push({ line, reason: `${importer} to itself` })
    else if (amount === 0n) skipped.push({ line, reason: 'nothing is traded' })
    else if (total + amount >= BOUND) skipped.push({ line, reason: 'brings the total to 2^127' })
    else {
      total += amount
      flows.push({ line, importer, exporter, amount })
    }
  }
  if (flows.length === 0) malformed(file, header.line, 'holds no trade')
  return { flows, skipped }
}
