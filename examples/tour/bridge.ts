import { type Journal, open } from '@symbolon/adapters'
import { available, execute, genesis, type State, seal, view } from '@symbolon/core'
import { convertible, effectiveLiquidity } from '@symbolon/core/bridge'
import { fail } from './failure.js'
import { journalNote } from './journal-note.js'
import type { Planned } from './planned.js'
import { SCENARIO, type ScenarioRow } from './scenario.js'
import { sendOne } from './send.js'
import { bridgeSystem, DAY, GOVERNANCE, HOLDER, TOKEN } from './systems.js'
import type { BridgeResult, BridgeRow, RequestState } from './tour-result.js'

const STREAM = 'bridge'

/** Record time of a day of the table, whose first is day −1. */
const timeOf = (day: number): number => (day + 1) * DAY

/** Requests are kept by epoch, a day each from time 0 on. */
const epochOf = (day: number): number => day + 1

/** A row's commands: what governance sets before it, and its call. */
interface RowCommands {
  readonly row: ScenarioRow
  readonly setting?: Planned
  readonly call?: Planned
}

/**
 * Runs the bridge's scenario table through the runtime, row by row, and then shows what the journal has of it: each
 * command executed again, each record compared, and after each row what the table says beside what is.
 */
export async function runBridge(journal: Journal): Promise<BridgeResult> {
  const rows = commandsOfRows()
  const commands = rows.flatMap(({ setting, call }) => [setting, call].filter((command) => command !== undefined))
  const complete = 1 + commands.filter(({ hopeless }) => hopeless !== true).length
  const { sequence: found } = await journal.head(STREAM)
  const started = performance.now()
  let written = 0
  if (found < complete) {
    // Opening a stream writes its first record.
    written = found === 0 ? 1 : 0
    const app = await open({ system: bridgeSystem, journal, stream: STREAM, now: () => 0, snapshotEvery: 0 })
    // Few enough to be sent from the first one in every case: what is stored is answered with its record.
    for (const command of commands) written += await sendOne(app, command)
    await app.close()
  }
  const seconds = (performance.now() - started) / 1000
  const replayed = await replay(journal, rows)
  const { sequence, hash } = await journal.head(STREAM)
  if (sequence !== replayed.sequence) fail(`stream ${STREAM} has ${sequence} records where ${complete} are expected`)
  const verifySeconds = (performance.now() - started) / 1000 - seconds
  const brought = { found, written, seconds }
  return { rows: replayed.rows, journal: journalNote(STREAM, brought, { records: sequence, hash, verifySeconds }) }
}

function commandsOfRows(): readonly RowCommands[] {
  let liquidity = 0
  return SCENARIO.map((row, index) => {
    const at = timeOf(row.day)
    const changed = row.liquidity !== liquidity
    liquidity = row.liquidity
    const input = { liquidity: row.liquidity * 100 }
    const setting = { id: `row-${index + 1}-liquidity`, by: GOVERNANCE, at, type: 'bridge.configure' as const, input }
    return { row, ...(changed ? { setting } : {}), ...callOf(row, index, at) }
  })
}

function callOf({ call, expected }: ScenarioRow, index: number, at: number): { readonly call?: Planned } {
  if (call === undefined) return {}
  const origin = {
    id: `row-${index + 1}`,
    by: HOLDER,
    at,
    ...(expected === 'reject' ? { hopeless: true as const } : {}),
  }
  if ('request' in call)
    return { call: { ...origin, type: 'bridge.request' as const, input: { amount: call.request * TOKEN } } }
  const input = { epoch: epochOf(call.of), amount: call.convert * TOKEN }
  return { call: { ...origin, type: 'bridge.convert', input } }
}

async function replay(
  journal: Journal,
  rows: readonly RowCommands[],
): Promise<{ rows: BridgeRow[]; sequence: number }> {
  const records = await journal.read(STREAM, 0, 1000)
  const options = journal.hash === undefined ? {} : { hash: journal.hash }
  const first = genesis(bridgeSystem, { at: 0, stream: STREAM })
  let state: State = first.state
  let { hash } = compare(seal(first.decision, '0'.repeat(64), options))

  function compare<Sealed extends { readonly sequence: number; readonly hash: string }>(sealed: Sealed): Sealed {
    const stored = records[sealed.sequence - 1]?.hash
    if (stored !== sealed.hash) fail(`record ${sealed.sequence} of stream ${STREAM} is not what its command leads to`)
    return sealed
  }
  function run({ hopeless: _, ...command }: Planned): string {
    const outcome = execute(bridgeSystem, state, command as never)
    if (outcome.status === 'rejected') return `refused: ${outcome.code}`
    state = outcome.state
    hash = compare(seal(outcome.decision, hash, options)).hash
    return 'accepted'
  }

  const done = rows.map(({ row, setting, call }): BridgeRow => {
    if (setting !== undefined) run(setting)
    const before = stateOf(state, row)
    const outcome = call === undefined ? undefined : run(call)
    const after = stateOf(state, row)
    const differences = differencesOf(row, before, outcome, after)
    return {
      day: row.day,
      call:
        [setting === undefined ? '' : `liquidity ${row.liquidity} %`, callText(row)].filter(Boolean).join(', ') || '–',
      expected: expectedText(row),
      actual: [outcome ?? '', ...differences].filter(Boolean).join('; ') || 'as the table says',
      agrees: differences.length === 0,
      holds: after.holds,
      liquidity: row.liquidity,
      requests: after.requests,
    }
  })
  return { rows: done, sequence: state.sequence }
}

interface Standing {
  readonly holds: bigint
  /** Of the request of day 0, per cent. */
  readonly effective: number | undefined
  readonly requests: readonly RequestState[]
}

/** What the table's columns show, read from the state. */
function stateOf(state: State, { day }: ScenarioRow): Standing {
  const reads = view(bridgeSystem, state, timeOf(day))
  const { bridge } = reads.mechanisms
  const requests = [0, 30].flatMap((requested): RequestState[] => {
    const key = { party: HOLDER, epoch: epochOf(requested) }
    const request = bridge.tables.requests.get(key)
    if (request === undefined) return []
    const { amount, converted } = request
    return [
      {
        day: requested,
        amount: amount / TOKEN,
        converted: converted / TOKEN,
        convertible: convertible(bridge, key) / TOKEN,
      },
    ]
  })
  const first = bridge.tables.requests.get({ party: HOLDER, epoch: epochOf(0) })
  return {
    holds: reads.balance(available(HOLDER, 'MPOND')) / TOKEN,
    effective: first === undefined ? undefined : effectiveLiquidity(first, bridge.params.liquidity, bridge.now) / 100,
    requests,
  }
}

/** Where the row went otherwise than the table says, in words. */
function differencesOf(
  row: ScenarioRow,
  before: Standing,
  outcome: string | undefined,
  after: Standing,
): readonly string[] {
  const differences: string[] = []
  const accepted = outcome === undefined ? undefined : outcome === 'accepted' ? 'accept' : 'reject'
  if (row.expected !== accepted) differences.push(`${accepted} instead of ${row.expected}`)
  if (row.holds !== undefined && before.holds !== row.holds) differences.push(`holds ${before.holds}`)
  if (row.effective !== undefined && before.effective !== row.effective)
    differences.push(`effective ${before.effective} %`)
  const text = (entries: Iterable<readonly [number, bigint]>): string =>
    [...entries].map(([day, amount]) => `${day}: ${amount}`).join(', ')
  const requested = text(after.requests.map(({ day, amount }) => [day, amount] as const))
  if (requested !== text(row.requested)) differences.push(`requested {${requested}}`)
  const used = text(before.requests.map(({ day, converted }) => [day, converted] as const))
  // The table's first acceptance lists its request in both columns.
  const newly = row.used !== undefined && before.requests.length < row.used.size
  const now = newly ? text(after.requests.map(({ day, converted }) => [day, converted] as const)) : used
  if (row.used !== undefined && now !== text(row.used)) differences.push(`converted {${now}}`)
  return differences
}

function callText({ call }: ScenarioRow): string {
  if (call === undefined) return ''
  return 'request' in call ? `request ${call.request}` : `convert ${call.convert} of day ${call.of}`
}

function expectedText({ expected, effective, holds }: ScenarioRow): string {
  return [
    expected ?? '',
    effective === undefined ? '' : `effective ${effective} %`,
    expected === undefined && effective === undefined && holds !== undefined ? `holds ${holds}` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
