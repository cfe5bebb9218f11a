import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { sqliteJournal } from '@symbolon/adapters/sqlite'
import { runAlliance } from './alliance-run.js'
import { runBridge } from './bridge.js'
import { generateEconomy } from './economy.js'
import { runEconomy } from './economy-run.js'
import { fail } from './failure.js'
import { runFleet } from './fleet-run.js'
import { readLinesFile } from './lines-file.js'
import { runLines } from './lines-run.js'
import { runMarket } from './market.js'
import { runNetwork } from './network-run.js'
import { HELP, readOptions, type TourOptions } from './options.js'
import { renderReport } from './report.js'
import { runStakes } from './stakes-run.js'
import {
  tellAlliance,
  tellBridge,
  tellEconomy,
  tellFleet,
  tellLines,
  tellMarket,
  tellNetwork,
  tellNumbers,
  tellStakes,
} from './summary.js'
import { type Terminal, terminal } from './terminal.js'
import type { TourResult } from './tour-result.js'
import { readTradeFile } from './trade-file.js'

const HOME = resolve(import.meta.dirname, '../../.symbolon')

async function tour(options: TourOptions, out: Terminal): Promise<void> {
  // Files are read to their last row before anything is opened: a malformed one leaves nothing behind.
  const trade = options.trade === undefined ? generateEconomy(options.seed) : readTradeFile(options.trade)
  const lines = options.lines === undefined ? undefined : readLinesFile(options.lines)
  out.line(opening(options))
  mkdirSync(options.folder, { recursive: true })
  const file = join(options.folder, 'tour.db')
  const journal = sqliteJournal({ file })
  out.line(`Journal: ${file} (SQLite, synced at every commit).`)
  try {
    const bridge = await runBridge(journal)
    tellBridge(out, bridge)
    const source = options.trade === undefined ? `an economy made from seed ${options.seed}` : basename(options.trade)
    const economy = await runEconomy(journal, trade, source)
    tellEconomy(out, economy)
    const market = await runMarket(journal)
    tellMarket(out, market)
    const alliance = await runAlliance(journal, options.seed)
    tellAlliance(out, alliance)
    const stakes = await runStakes(journal, options.seed)
    tellStakes(out, stakes)
    const network = await runNetwork(journal, options.seed)
    tellNetwork(out, network)
    const fleet = await runFleet(journal, options.seed)
    tellFleet(out, fleet)
    const result: TourResult = { bridge, economy, market, alliance, stakes, network, fleet }
    if (lines !== undefined && options.lines !== undefined) {
      const loaded = await runLines(journal, lines, basename(options.lines))
      tellLines(out, loaded)
      finish(options, { ...result, lines: loaded }, out)
    } else finish(options, result, out)
  } finally {
    await journal.close()
  }
}

/** The first line: what is real here and what isn't. */
function opening({ trade, lines, seed }: TourOptions): string {
  const economy =
    trade === undefined
      ? `This economy is made from seed ${seed}, in the shape and size of a real one`
      : `Trade is from ${basename(trade)}`
  const credit = lines === undefined ? '' : `, credit lines are from ${basename(lines)}`
  return `${economy}${credit}; the bridge’s scenario table is the real one.`
}

function finish(options: TourOptions, result: TourResult, out: Terminal): void {
  tellNumbers(out, result)
  const report = join(options.folder, 'report.html')
  // Whoever has the report open sees the old one or the new one, never half of one.
  writeFileSync(`${report}.part`, renderReport(result))
  renameSync(`${report}.part`, report)
  out.line(`\nReport: ${report}`)
  const wrong = result.bridge.rows.filter(({ agrees }) => !agrees).length
  if (wrong > 0) fail(`${wrong} rows of the bridge’s table went otherwise`)
}

/** 2 for what the person can mend (options, files, folder), 1 for what must not happen. */
function exitCodeOf(error: unknown): 1 | 2 {
  const { code, syscall } = error as { readonly code?: unknown; readonly syscall?: unknown }
  const mendable = ['OPTIONS_INVALID', 'FILE_UNREADABLE', 'FILE_MALFORMED', 'STREAM_COMPOSITION']
  return syscall !== undefined || mendable.includes(String(code)) || String(code).startsWith('SQLITE_') ? 2 : 1
}

try {
  const options = readOptions(process.argv.slice(2), process.cwd(), HOME)
  if (options.help) process.stdout.write(HELP)
  else await tour(options, terminal(process.stdout, process.env))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = exitCodeOf(error)
}
