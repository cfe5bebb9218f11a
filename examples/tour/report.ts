import { grouped, positions } from './debts.js'
import type { Skipped } from './flow.js'
import { perSecond } from './journal-note.js'
import { bands } from './report/bands.js'
import { cascade, type Step } from './report/cascade.js'
import { chord } from './report/chord.js'
import { curve } from './report/curve.js'
import { count, counted, DOLLARS, exact, LINE_UNITS, share, short, type Unit } from './report/format.js'
import { degrees, payments, utilisation } from './report/line-charts.js'
import { escaped, figure } from './report/markup.js'
import { matrix } from './report/matrix.js'
import { momentumMap } from './report/momentum.js'
import { page } from './report/page.js'
import { positionBars } from './report/positions.js'
import { rings } from './report/rings.js'
import { sizes } from './report/sizes.js'
import { timeline } from './report/timeline.js'
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

/**
 * The tour's report: one HTML page with inline pictures that loads nothing, for screens from a phone's up, light or dark.
 * @returns The page's text; the same result gives the same page.
 */
export function renderReport(result: TourResult): string {
  const { economy, bridge, market, alliance, stakes, network, fleet, lines } = result
  const parts = [opening(economy), economySection(economy), clearingSection(economy), marketSection(market)]
  parts.push(
    allianceSection(alliance),
    stakesSection(stakes),
    bridgeSection(bridge),
    networkSection(network),
    fleetSection(fleet),
  )
  if (lines !== undefined) parts.push(linesSection(lines))
  parts.push(numbersSection(result), closing())
  return page('Who owes whom · Symbolon', parts.join('\n'))
}

function opening(economy: EconomyResult): string {
  const { gross, net } = economy.recordedTotals
  const gone = economy.recordedTotals.cleared
  const tiles = [
    ['', short(gross, DOLLARS), 'owed as traded'],
    ['gold', short(gone, DOLLARS), `gone without a payment (${share(gone, gross)})`],
    ['', short(gross - gone, DOLLARS), 'left to pay'],
    ['', short(net, DOLLARS), 'net: what no netting can take away'],
    ['', count(economy.journal.records), 'records, each executed again and found the same'],
  ]
  return `<header><p class="kicker">Symbolon · the tour</p><h1>Who owes whom</h1>
<p class="lead">${counted(economy.networks, 'network')} traded with one another ${counted(economy.trades, 'time')} (${escaped(economy.source)}). Each trade is a debt on an account that two networks keep with each other. Some of it comes back: directly, where two owe each other, or around a circle of several. <b>Set-off and one clearing round take that out. Nobody pays, and everybody’s balance with all the others stays what it was.</b></p>
<div class="tiles">${tiles.map(([kind, figure, words]) => `<div class="${kind}"><b>${figure}</b><span>${words}</span></div>`).join('')}</div></header>`
}

function economySection(economy: EconomyResult): string {
  const ringed = grouped(economy.recorded, 14, 'others')
  const tabled = grouped(economy.recorded, 20, 'others')
  const shown = positions(economy.recorded).slice(0, 16)
  return `<section><h2>Debts, before and after</h2>
<p class="about">Before: every trade as it was recorded. After: what is left once opposite debts of two networks have met on their account and the clearing round has settled. The pictures name those with the largest turnover.</p>
${key([
  ['owed', 'owed'],
  ['due', 'due'],
  ['cleared', 'gone: set off or cleared'],
])}
<div class="figures">
${figure('Before', 'A ribbon for every debt, in its debtor’s colour: it starts on the debtor’s ring and stops short of the creditor’s.', chord(ringed.parties, ringed.debts, 'before', DOLLARS))}
${figure('After', 'The same places, the same scale. Where the ring is golden, debts and claims are gone.', chord(ringed.parties, ringed.debts, 'after', DOLLARS))}
${figure('Debt by debt', 'Rows owe columns. A square’s area grows with the order of magnitude; its golden part is gone.', matrix(tabled.parties, tabled.debts, DOLLARS))}
${figure('Nobody’s position moves', 'Pale before, full after. Both sides shrink by the same amount; the tick is the net position, the same before and after.', positionBars(shown, DOLLARS))}
</div></section>`
}

function clearingSection(economy: EconomyResult): string {
  const recorded = economy.recordedTotals
  const round = economy.roundTotals
  const steps: Step[] = [
    { name: 'As traded', amount: recorded.gross, kind: 'whole' },
    { name: 'Set off on the accounts', amount: recorded.gross - round.gross, kind: 'gone' },
    { name: 'Cleared in the round', amount: round.cleared, kind: 'gone' },
    { name: 'Left', amount: round.gross - round.cleared, kind: 'left' },
    { name: 'Net: no netting can leave less', amount: round.net, kind: 'floor' },
  ]
  const largest = economy.cycles.slice(0, 6)
  return `<section><h2>The clearing</h2>
<p class="about">${counted(economy.round.length, 'debt')} stood open when the round began. A solver proposed what to take off each; the core checked, in one pass over the debts, that no debt grows, that everybody loses as much in claims as in debts, and, by a price put on every network, that <b>no other way could have taken off more</b>.</p>
<div class="figures">
${figure('From trade to what is left', 'To one scale. Set-off needs two who owe each other; the round finds circles of any length.', cascade(steps, DOLLARS))}
${figure(
  'What became of the debts',
  'The debts of the round by size: untouched, partly gone, gone.',
  key([
    ['owed', 'untouched'],
    ['partly', 'partly gone'],
    ['cleared', 'gone'],
  ]) + sizes(economy.round, DOLLARS),
)}
${largest.length === 0 ? '' : figure('The largest circles', `One way to take the clearing apart: ${counted(economy.cycles.length, 'circle')}. Each network owes the next; the figure came off every debt of the circle.`, rings(largest, DOLLARS), true)}
</div>${skippedList(economy.skipped, 'row', 'of the trade file')}</section>`
}

function bridgeSection(bridge: BridgeResult): string {
  const agreeing = bridge.rows.filter(({ agrees }) => agrees).length
  return `<section><h2>The bridge</h2>
<p class="about">A party with 1,000 MPOND asks to turn them back into POND. It has to wait 180 days, and then only a part may go at a time, as governance allows. The token design has a table of what must happen on which day: <b>${agreeing} of its ${bridge.rows.length} rows</b> went as it says.</p>
${key([
  ['cleared', 'converted'],
  ['due', 'may be converted now'],
  ['waiting', 'waits'],
])}
<figure class="wide">${timeline(bridge.rows)}</figure></section>`
}

function marketSection({ rows }: MarketResult): string {
  const columns = ['outcome', 'ann, EUR', 'bob, CHF', 'ole, NOK', 'alba owes bern', 'bern owes oslo', 'oslo owes alba']
  const body = rows.map(({ says, outcome, members, owed }) => {
    const shown = outcome === 'accepted' ? outcome : `<code>${escaped(outcome)}</code>`
    return tableRow(escaped(says), [shown, ...[...members, ...owed].map(String)], columns)
  })
  return `<section><h2>A market</h2>
<p class="about">Members of three networks trade, each in the currency of its own network, at prices that count against who trades. Between the networks stand accounts in one unit, with limits that collateral covers. Every step is a command; what passes a limit is refused with a code and leaves nothing behind.</p>
${numbers('step', columns, body)}</section>`
}

function allianceSection({ days, rows, worth }: AllianceResult): string {
  const body = rows.map(({ day, says, outcome, holds }) => {
    const shown = outcome === 'accepted' ? outcome : `<code>${escaped(outcome)}</code>`
    return tableRow(escaped(says), [String(day), shown, ...holds.map((amount) => count(Number(amount)))], ALLIANCE)
  })
  const most = Math.max(1, ...worth.flat())
  const dollars = (value: number): string => `$${count(Math.round(value))}`
  return `<section><h2>An alliance</h2>
<p class="about">Two networks issue to each other every day, for the same worth at the day’s prices, which are the median of three sources. Neither sells what it gets: <b>it is held where no transfer reaches it</b>, votes in the other’s governance as the own holders decide, goes to them over time, and secures loans without ever being sold.</p>
<div class="figures">
${figure(
  'What oak holds of ivy',
  `Worth in dollars over ${counted(days, 'day')}; from day 100 on it is distributed to oak’s stakes, and falls.`,
  curve(
    worth.map(([oak]) => oak),
    most,
    dollars,
    'Worth of oak’s IVY',
    'day',
  ),
)}
${figure(
  'What ivy holds of oak',
  'The same scale. What is pledged is still held, and votes.',
  curve(
    worth.map(([, ivy]) => ivy),
    most,
    dollars,
    'Worth of ivy’s OAK',
    'day',
  ),
)}
</div>${numbers('step', ALLIANCE, body)}</section>`
}

function networkSection({ days, rows, paid, pooled, traffic }: NetworkResult): string {
  const body = rows.map(({ day, says, outcome, standing }) => {
    const shown = outcome === 'accepted' ? outcome : `<code>${escaped(outcome)}</code>`
    return tableRow(escaped(says), [String(day), shown, ...standing.map((amount) => count(Number(amount)))], NETWORK)
  })
  const dropped = [...traffic.dropped.values()].reduce((sum, number) => sum + number, 0)
  return `<section><h2>A bonded network</h2>
<p class="about">Holders put their stake behind relayers by way of pools. Receivers subscribe, and sign how much reached them in time; every day the fees are shared by work and stake, and reach whoever stood behind a relayer. Who sends has something deposited: ${counted(traffic.admitted, 'message')} went through and ${count(dropped)} did not. <b>Two signed messages over the same bytes are proof enough to take a deposit</b>, and nobody gets it back before such a proof can no longer come.</p>
<div class="figures">
${figure(
  'Paid for relaying',
  `Dollars by the end of each of ${counted(days, 'day')}: fees of subscribers, less a tenth that is burned against the subsidy.`,
  curve(paid, Math.max(1, ...paid), (value) => `$${count(value)}`, 'Dollars paid for relaying', 'day'),
)}
${figure('A pool that got dearer', 'MPOND in harbour. It announces a commission of 40 % on day 6; who leaves before it takes over keeps all that was earned.', curve(pooled, Math.max(1, ...pooled), count, 'MPOND in the pool harbour', 'day'))}
</div>${numbers('step', NETWORK, body)}</section>`
}

const NETWORK = ['day', 'outcome', 'MPOND in harbour', 'POND that ann has', 'mallory’s deposit']

const ALLIANCE = ['day', 'outcome', 'IVY that oak holds', 'OAK that ivy holds']

function stakesSection(stakes: StakesResult): string {
  const placed = stakes.placed.at(-1) ?? 0n
  const streams = stakes.dimensions.map(({ name, units }, k) => ({
    name,
    kind: `c${k % 14}`,
    amounts: units.slice(1).map(Number),
  }))
  const widest = Math.max(1, ...stakes.diversification)
  return `<section><h2>A market of stake</h2>
<p class="about">${counted(stakes.agents, 'agent')} publish claims of what their work is good for, and stake on each other’s over ${counted(stakes.rounds, 'round')}. Money buys no stake: <b>to acquire a unit of another, an agent gives up a unit of itself</b>. Each round matches all orders at once, in circles of any length, and a certificate proves that no more could have been matched. By the end ${share(placed, stakes.issued)} of all stake lies with others, in ${counted(stakes.lots, 'lot')}, each with the claim for which it was acquired; ${counted(stakes.failed, 'claim')} of ${count(stakes.claims)} failed, and their holders went first in giving back.</p>
<div class="figures">
${figure('What the network stakes on', 'Shares of all stake placed with others, by the dimension of value that its claims name. Bands widen and narrow as the network’s view of value shifts; none replaces the others.', bands(streams, 'of the stake placed with others', 'Stake by dimension over the rounds'))}
${figure(
  'Claims gain and lose momentum',
  'Those with most stake at any time, by issuer and dimension (✓ came true, ✗ failed). A square is the share of all stake gained or lost in that round.',
  key([
    ['due', 'gained'],
    ['owed', 'lost'],
  ]) + momentumMap(stakes.histories, 'Momentum of claims round by round'),
)}
${figure(
  'Portfolios spread',
  'How many equal holdings an agent’s holdings in others are as spread as, on average.',
  curve(stakes.diversification, widest, (value) => value.toFixed(1), 'Diversification over the rounds'),
)}
${figure(
  'Private interests and the network’s',
  'The part that what an agent owns in the end, holdings of holdings included, has in common with everything there is.',
  curve(
    stakes.coincidence,
    1,
    (value) => `${(value * 100).toFixed(1)} %`,
    'Coincidence with the network over the rounds',
  ),
)}
</div></section>`
}

function linesSection(lines: LinesResult): string {
  const { totals, debts, cycles, parties, both } = lines.round
  const few = `${count(both)} of the ${count(parties)} parties that owe or are owed do both`
  return `<section><h2>Credit lines</h2>
<p class="about">${counted(lines.lines, 'credit line')} among ${counted(lines.parties, 'party', 'parties')} (${escaped(lines.source)}). Each is an account with the limits and the balance it had. Then payments were asked for, most within what a line still allowed, some for more than it could ever carry.</p>
<div class="figures">
${figure('Lines of a party', 'Parties by how many lines they have.', degrees(lines))}
${figure('How far the lines are drawn', 'Lines by the share of the debtor’s limit that was drawn when they were loaded.', utilisation(lines))}
${figure('Payments', 'Those beyond the line were refused with a code and left no record.', payments(lines))}
${figure('Clearing the lines', `Debts of the round by size. ${few}, as a circle needs: ${counted(cycles.length, 'circle')}, ${short(totals.cleared, LINE_UNITS)} cleared.`, sizes(debts, LINE_UNITS))}
</div>${skippedList(lines.skipped, 'line', 'of the file')}</section>`
}

function fleetSection({ days, rows, worth, out, earned }: FleetResult): string {
  const body = rows.map(({ day, says, outcome, standing }) => {
    const shown = ['accepted', 'verified'].includes(outcome) ? outcome : `<code>${escaped(outcome)}</code>`
    const amounts = standing.map((amount) => `$${count(Number(amount))}`)
    return tableRow(escaped(says), [String(day), shown, ...amounts], FLEET)
  })
  const fees = earned.map(([node, dollars]) => `${escaped(node)} $${count(dollars)}`).join(', ')
  const most = Math.max(1, ...worth)
  return `<section><h2>A full reserve</h2>
<p class="about">Hardware is appraised every month, and its value minted once as a token bound to it. Parts of it back an application for a time and a fee, and come back. <b>Nothing is lent twice, and nothing above what a node is worth now or will be by its schedule</b>: so value that is known to fall never leaves a certificate bare. Whoever relies on one can check a short proof against the published root. Fees over ${counted(days, 'day')}: ${fees}.</p>
<div class="figures">
${figure(
  'What the nodes are worth',
  'Dollars day by day: the lower of the market and of depreciated cost, less what utility lacks.',
  curve(worth, most, (value) => `$${count(value)}`, 'Worth of all nodes', 'day'),
)}
${figure(
  'What is out',
  'Dollars in certificates, on the same scale. Around day 345 a spike is covered just in time and given back; on day 508 the certificates of a silent node end.',
  curve(out, most, (value) => `$${count(value)}`, 'Value out in certificates', 'day'),
)}
</div>${numbers('step', FLEET, body)}</section>`
}

const FLEET = ['day', 'outcome', 'worth', 'out', 'free']

function numbersSection({ economy, bridge, market, alliance, stakes, network, fleet, lines }: TourResult): string {
  const clearings: (readonly [
    string,
    Unit,
    { readonly gross: bigint; readonly net: bigint; readonly cleared: bigint },
  ])[] = [
    ['Trade, as recorded', DOLLARS, economy.recordedTotals],
    ['Trade, in the round', DOLLARS, economy.roundTotals],
  ]
  if (lines !== undefined) clearings.push(['Credit lines, in the round', LINE_UNITS, lines.round.totals])
  const cleared = clearings.map(([name, unit, { gross, net, cleared }]) =>
    tableRow(name, [exact(gross, unit), exact(net, unit), exact(cleared, unit), share(cleared, gross)], CLEARING),
  )
  const journals = [
    economy.journal,
    bridge.journal,
    market.journal,
    alliance.journal,
    stakes.journal,
    network.journal,
    fleet.journal,
    ...(lines === undefined ? [] : [lines.journal]),
  ].map(({ stream, records, hash, written, seconds, verifySeconds }) => {
    const speed = written === 0 ? '–' : count(perSecond(written, seconds))
    const name = `<code>${escaped(stream)}</code><br><code class="hash">${hash}</code>`
    return tableRow(name, [count(records), count(written), speed, count(perSecond(records, verifySeconds))], JOURNAL)
  })
  return `<section><h2>The numbers</h2>
<p class="about">Every figure of the pictures comes from these. As single invoices, in one clearing without accounts, the same trades would have allowed ${exact(economy.asInvoices, DOLLARS)} to go.</p>
${numbers('', CLEARING, cleared)}
<h3 class="apart">The journals</h3>
<p class="about">Each stream is a chain of records; below its name is the hash of the last. Who has the same data gets the same hash.</p>
${numbers('stream', JOURNAL, journals)}</section>`
}

const CLEARING = ['gross', 'net', 'cleared', 'share']
const JOURNAL = ['records', 'written by this run', 'written a second', 'verified a second']

function numbers(first: string, columns: readonly string[], rows: readonly string[]): string {
  const head = [first, ...columns].map((column) => `<th>${column}</th>`).join('')
  return `<div class="scroll"><table class="numbers"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

/** A row; each cell also carries its column's name, which a phone shows beside it. */
function tableRow(name: string, cells: readonly string[], columns: readonly string[]): string {
  const rest = cells.map((cell, index) => `<td data-column="${columns[index] ?? ''}">${cell}</td>`).join('')
  return `<tr><th scope="row">${name}</th>${rest}</tr>`
}

function closing(): string {
  return `<footer><p>Amounts are rounded half up. Pictures group the smaller networks as “others” and leave out what those owe one another; the figures and tables do not.</p></footer>`
}

function skippedList(skipped: readonly Skipped[], one: string, of: string): string {
  if (skipped.length === 0) return ''
  const items = skipped.slice(0, 200).map(({ line, reason }) => `<li value="${line}">${escaped(reason)}</li>`)
  const more = skipped.length > items.length ? `<p>and ${count(skipped.length - items.length)} more</p>` : ''
  return `<details><summary>${counted(skipped.length, one)} ${of} could not be used, with their line numbers</summary><ol>${items.join('')}</ol>${more}</details>`
}

function key(entries: readonly (readonly [string, string])[]): string {
  return `<ul class="key">${entries.map(([kind, words]) => `<li class="k-${kind}"><i></i><span>${words}</span></li>`).join('')}</ul>`
}
