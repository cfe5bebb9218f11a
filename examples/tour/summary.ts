import type { Skipped } from './flow.js'
import { type JournalNote, perSecond } from './journal-note.js'
import { DOLLAR } from './network-system.js'
import { count, counted, DOLLARS, exact, LINE_UNITS, share, short } from './report/format.js'
import type { Terminal } from './terminal.js'
import type {
  AllianceResult,
  BridgeResult,
  EconomyResult,
  FleetResult,
  LinesResult,
  MarketResult,
  NetworkResult,
  StakesResult,
  TourResult,
} from './tour-result.js'

/** The bridge's table, row by row. */
export function tellBridge(terminal: Terminal, { rows, journal }: BridgeResult): void {
  terminal.section('The bridge', 'the scenario table of the token design, row by row on the real mechanism')
  const body = rows.map(({ day, call, expected, actual, agrees, holds }) => [
    `day ${day}`,
    call,
    expected,
    agrees ? '✓' : '✗',
    actual,
    `${holds}`,
  ])
  terminal.table(
    ['right', 'left', 'left', 'left', 'left', 'right'],
    [['when', 'call', 'table says', '', 'mechanism did', 'MPOND after'], ...body],
  )
  terminal.line(
    `   ${rows.filter(({ agrees }) => agrees).length} of ${counted(rows.length, 'row')} went as the table says.`,
  )
  tellJournal(terminal, journal)
}

/** Trade and its clearing. */
export function tellEconomy(terminal: Terminal, economy: EconomyResult): void {
  const { networks, importers, trades, recordedTotals: recorded, roundTotals: round, cycles } = economy
  terminal.section(
    'Trade',
    'each flow is a debt of the importer’s network on an account that two networks keep together',
  )
  terminal.line(
    `   ${counted(networks, 'network')}, ${count(importers)} of them importing; ${counted(trades, 'trade')} for ${exact(recorded.gross, DOLLARS)}.`,
  )
  tellSkipped(terminal, economy.skipped, 'row', 'of the trade file')
  terminal.section('Clearing', 'what is owed in circles is taken out; everybody’s net position stays what it was')
  terminal.line(
    `   Set off where two owed each other:   ${short(recorded.gross - round.gross, DOLLARS)}; ${counted(economy.round.length, 'debt')} of ${short(round.gross, DOLLARS)} stood open.`,
  )
  terminal.line(
    `   Cleared around ${counted(cycles.length, 'circle')} in one round: ${short(round.cleared, DOLLARS)}; proved to be the most possible, then settled.`,
  )
  terminal.line(`   Left to pay:   ${short(round.gross - round.cleared, DOLLARS)}.`)
  tellJournal(terminal, economy.journal)
}

/** Members of networks with currencies of their own, step by step. */
export function tellMarket(terminal: Terminal, { rows, journal }: MarketResult): void {
  terminal.section('A market', 'members of three networks trade, each in the currency of its own')
  const head = ['step', 'outcome', 'ann EUR', 'bob CHF', 'ole NOK', 'alba owes', 'bern owes', 'oslo owes']
  const body = rows.map(({ says, outcome, members, owed }) => [says, outcome, ...[...members, ...owed].map(String)])
  terminal.table(['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'], [head, ...body])
  tellJournal(terminal, journal)
}

/** Two networks that issue to each other. */
export function tellAlliance(terminal: Terminal, { days, rows, worth, journal }: AllianceResult): void {
  terminal.section('An alliance', 'two networks issue to each other every day, and hold what they get')
  const body = rows.map(({ day, says, outcome, holds }) => [String(day), says, outcome, ...holds.map(String)])
  terminal.table(
    ['right', 'left', 'left', 'right', 'right'],
    [['day', 'step', 'outcome', 'oak’s IVY', 'ivy’s OAK'], ...body],
  )
  const [oak, ivy] = worth.at(-1) ?? [0, 0]
  terminal.line(
    `   After ${counted(days, 'day')} oak holds IVY for $${count(oak)}, what it has distributed left out, and ivy OAK for $${count(ivy)}.`,
  )
  tellJournal(terminal, journal)
}

/** A month of a network whose token is bonded. */
export function tellNetwork(terminal: Terminal, network: NetworkResult): void {
  const { days, rows, paid, traffic, earned, journal } = network
  terminal.section('A bonded network', 'stake behind relayers, rewards by work and stake, deposits against spam')
  const body = rows.map(({ day, says, outcome, standing }) => [String(day), says, outcome, ...standing.map(String)])
  const head = ['day', 'step', 'outcome', 'MPOND in harbour', 'ann’s POND', 'mallory’s deposit']
  terminal.table(['right', 'left', 'left', 'right', 'right', 'right'], [head, ...body])
  const dropped = [...traffic.dropped.values()].reduce((sum, number) => sum + number, 0)
  terminal.line(
    `   ${counted(traffic.admitted, 'message')} went through, ${count(dropped)} ${dropped === 1 ? 'was' : 'were'} dropped; over ${counted(days, 'day')} $${count(paid.at(-1) ?? 0)} and a subsidy were paid for relaying.`,
  )
  const shares = earned.map(([party, dollars]) => `${party} $${count(Number(dollars / DOLLAR))}`).join(', ')
  terminal.line(`   Of it to holders, by what they had behind whom: ${shares}.`)
  tellJournal(terminal, journal)
}

/** Two years of a fleet that backs an application. */
export function tellFleet(terminal: Terminal, { days, rows, earned, journal }: FleetResult): void {
  terminal.section(
    'A full reserve',
    'hardware is appraised, and backs what others do, one to one, for a time and a fee',
  )
  const body = rows.map(({ day, says, outcome, standing }) => [
    String(day),
    says,
    outcome,
    ...standing.map((amount) => `$${count(Number(amount))}`),
  ])
  const head = ['day', 'step', 'outcome', 'worth', 'out', 'free']
  terminal.table(['right', 'left', 'left', 'right', 'right', 'right'], [head, ...body])
  const fees = earned.map(([node, dollars]) => `${node} $${count(dollars)}`).join(', ')
  terminal.line(`   Fees earned over ${counted(days, 'day')}: ${fees}.`)
  tellJournal(terminal, journal)
}

/** Agents that stake on each other's claims. */
export function tellStakes(terminal: Terminal, stakes: StakesResult): void {
  terminal.section(
    'A market of stake',
    'stake in others is acquired by giving up stake in oneself, matched for all at once',
  )
  const placed = stakes.placed.at(-1) ?? 0n
  terminal.line(
    `   ${counted(stakes.agents, 'agent')}, ${counted(stakes.rounds, 'round')}, ${counted(stakes.orders, 'order')}; ${count(Number(placed))} of ${count(Number(stakes.issued))} units placed with others (${share(placed, stakes.issued)}), in ${counted(stakes.lots, 'lot')}.`,
  )
  terminal.line(
    `   ${counted(stakes.claims, 'claim')}, ${count(stakes.failed)} of them failed. Everybody holds as much of others as it has given of itself, after every round.`,
  )
  const head = ['', 'round 1', `round ${Math.ceil(stakes.rounds / 2)}`, `round ${stakes.rounds}`]
  const rows = stakes.dimensions.map(({ name, units }) => [
    name,
    ...[1, Math.ceil(stakes.rounds / 2), stakes.rounds].map((round) =>
      share(units[round] ?? 0n, stakes.placed[round] ?? 0n),
    ),
  ])
  terminal.table(['left', 'right', 'right', 'right'], [head, ...rows])
  tellJournal(terminal, stakes.journal)
}

/** Credit lines and payments across them. */
export function tellLines(terminal: Terminal, lines: LinesResult): void {
  const { payments, round } = lines
  terminal.section(
    'Credit lines',
    'each is an account with the limits and balance it had; payments go over them, up to the limit',
  )
  terminal.line(
    `   ${counted(lines.lines, 'line')} among ${counted(lines.parties, 'party', 'parties')}; ${counted(lines.truncated, 'value was', 'values were')} finer than a millionth and cut off toward zero.`,
  )
  tellSkipped(terminal, lines.skipped, 'line', 'of the file')
  terminal.line(`   Payments: ${count(payments.accepted)} recorded (${short(payments.moved, LINE_UNITS)}).`)
  for (const [code, number] of payments.refused) {
    terminal.line(`   Payments beyond the line: ${count(number)}, each refused with ${code}, leaving no record.`)
  }
  const { totals, debts, cycles, parties, both } = round
  terminal.line(
    `   One round over ${counted(debts.length, 'debt')} cleared ${short(totals.cleared, LINE_UNITS)} of ${short(totals.gross, LINE_UNITS)} around ${counted(cycles.length, 'circle')}.`,
  )
  terminal.line(`   ${count(both)} of the ${count(parties)} parties that owe or are owed do both, as a circle needs.`)
  tellJournal(terminal, lines.journal)
}

/** The closing table. */
export function tellNumbers(terminal: Terminal, result: TourResult): void {
  const { economy, bridge, market, stakes, network, fleet, lines } = result
  terminal.section(
    'In numbers',
    'gross is all that is owed, net what no netting can avoid, cleared what the round took out',
  )
  const row = (name: string, { gross, net, cleared }: EconomyResult['roundTotals'], unit: typeof DOLLARS) => [
    name,
    short(gross, unit),
    short(net, unit),
    short(cleared, unit),
    share(cleared, gross),
  ]
  const rows = [
    ['', 'gross', 'net', 'cleared', 'share'],
    row('trade, with set-off', economy.recordedTotals, DOLLARS),
    row('trade, the round alone', economy.roundTotals, DOLLARS),
  ]
  if (lines !== undefined) rows.push(row('credit lines, the round', lines.round.totals, LINE_UNITS))
  terminal.table(['left', 'right', 'right', 'right', 'right'], rows)
  terminal.line()
  const journals = [
    bridge.journal,
    economy.journal,
    market.journal,
    stakes.journal,
    network.journal,
    fleet.journal,
    ...(lines === undefined ? [] : [lines.journal]),
  ]
  terminal.table(
    ['left', 'right', 'right', 'right', 'right'],
    [
      ['stream', 'records', 'written now', 'records/s', 'verified/s'],
      ...journals.map(({ stream, records, written, seconds, verifySeconds }) => [
        stream,
        count(records),
        count(written),
        written === 0 ? '–' : count(perSecond(written, seconds)),
        count(perSecond(records, verifySeconds)),
      ]),
    ],
  )
}

function tellJournal(terminal: Terminal, { stream, records, found, written }: JournalNote): void {
  const stored =
    written === 0
      ? `${records === 1 ? 'the one record was' : `all ${counted(records, 'record')} were`} there already; none was written`
      : found === 0
        ? `${counted(written, 'record')} written`
        : `${counted(found, 'record was', 'records were')} there already; ${count(written)} more written`
  terminal.line(`   Stream ${stream}: ${stored}. Executed all again: every record is the same.`)
}

const SHOWN = 20

function tellSkipped(terminal: Terminal, skipped: readonly Skipped[], one: string, of: string): void {
  if (skipped.length === 0) return
  terminal.line(`   ${counted(skipped.length, one)} ${of} could not be used:`)
  for (const { line, reason } of skipped.slice(0, SHOWN)) terminal.line(`      line ${line}: ${reason}`)
  if (skipped.length > SHOWN) terminal.line(`      and ${count(skipped.length - SHOWN)} more, listed in the report`)
}
