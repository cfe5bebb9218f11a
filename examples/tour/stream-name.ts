import { createHash } from 'node:crypto'
import type { Flow } from './flow.js'
import type { CreditLine } from './lines-file.js'
import type { Planned } from './planned.js'

/** Every data set has a stream of its own: its name carries a hash of what was read, not of the file's form. */
function streamOf(kind: string, rows: Iterable<string>): string {
  const hash = createHash('sha256')
  for (const row of rows) hash.update(row).update('\n')
  return `${kind}-${hash.digest('hex').slice(0, 16)}`
}

/** Stream of an economy, as in `economy-0123456789abcdef`. */
export function economyStream(flows: readonly Flow[]): string {
  return streamOf(
    'economy',
    (function* () {
      for (const { line, importer, exporter, amount } of flows) yield `${line},${importer},${exporter},${amount}`
    })(),
  )
}

/** Stream of a set of credit lines. */
export function linesStream(lines: readonly CreditLine[]): string {
  return streamOf(
    'lines',
    (function* () {
      for (const { line, u, v, lowest, present, highest } of lines)
        yield [line, u, v, lowest, present, highest].join(' ')
    })(),
  )
}

/** Stream of a market of stake: another seed, another life, and so is one for which a solver has proposed otherwise. */
export const stakesStream = (commands: readonly Planned[]): string => streamOf('stakes', told(commands))

/** Stream of two networks' year: another seed, other prices. */
export const allianceStream = (commands: readonly Planned[]): string => streamOf('alliance', told(commands))

/**
 * Stream of a bonded network's month. What is signed in it names it, so its name can't be made from what is signed: it is
 * made from what the commands are made from.
 */
export const networkStream = (composition: string, seed: number, days: number): string =>
  streamOf('network', [composition, String(seed), String(days)])

/** Stream of a fleet: another seed, another market. */
export const fleetStream = (commands: readonly Planned[]): string => streamOf('fleet', told(commands))

function* told(commands: readonly Planned[]): Iterable<string> {
  const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value)
  for (const command of commands) yield JSON.stringify(command, plain)
}
