import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** What a person asked the tour for. Paths are absolute. */
export interface TourOptions {
  readonly trade?: string
  readonly lines?: string
  readonly folder: string
  readonly seed: number
  readonly help: boolean
}

/** Arguments that can't be understood; the message is for the person who typed them. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError'
  readonly code = 'OPTIONS_INVALID'
}

/** The seed when none is given: an economy whose total is close to the real one's. */
const SEED = 3

export const HELP = `Usage: npm start -- [options]

Records trade between networks as debts, clears what is owed in circles, settles it, and verifies
every record. Draws a report. Run it again: it continues from what is stored.

  --trade FILE   your own trade: CSV with the header importer,exporter,usd (plain or gzip);
                 without it an economy is made from a seed
  --lines FILE   credit lines as well: "u v lowest present highest" a line (plain or gzip)
  --folder DIR   where the journal and the report are kept (default: .symbolon in the clone)
  --seed N       another economy, 0 to 4294967295 (default: ${SEED})
  --help         this text
`

/**
 * Reads the command line.
 * @param args - Arguments after the program's name.
 * @param from - Folder that relative paths are meant from.
 * @param home - Folder for the journal when none is given.
 * @throws {OptionsError} for an unknown option, a missing value, a value that is no seed.
 */
export function readOptions(args: readonly string[], from: string, home: string): TourOptions {
  const values = parse(args)
  const { trade, lines, folder } = values
  if (values.seed !== undefined && trade !== undefined) {
    throw new OptionsError('--seed makes an economy and --trade brings one: give one of them')
  }
  for (const name of ['trade', 'lines', 'folder'] as const) {
    if (values[name] === '') throw new OptionsError(`--${name} needs a path`)
  }
  return {
    ...(trade === undefined ? {} : { trade: resolve(from, trade) }),
    ...(lines === undefined ? {} : { lines: resolve(from, lines) }),
    folder: folder === undefined ? home : resolve(from, folder),
    seed: values.seed === undefined ? SEED : readSeed(values.seed),
    help: values.help === true,
  }
}

function parse(args: readonly string[]) {
  const path = { type: 'string' } as const
  try {
    const options = {
      trade: path,
      lines: path,
      folder: path,
      seed: path,
      help: { type: 'boolean', short: 'h' },
    } as const
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    throw new OptionsError(error instanceof Error ? error.message : String(error))
  }
}

function readSeed(text: string): number {
  const seed = /^(0|[1-9][0-9]{0,9})$/.test(text) ? Number(text) : Number.NaN
  if (!(seed < 2 ** 32))
    throw new OptionsError(`--seed is a whole number from 0 to 4294967295, not ${JSON.stringify(text)}`)
  return seed
}
