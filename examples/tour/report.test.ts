import { describe, expect, test } from 'vitest'
import { takeApart } from './cycles.js'
import { type Debt, totals } from './debts.js'
import { renderReport } from './report.js'
import type { EconomyResult, TourResult } from './tour-result.js'

const journal = {
  stream: 'economy-0',
  records: 12,
  hash: 'ab'.repeat(32),
  found: 0,
  written: 12,
  seconds: 0.1,
  verifySeconds: 0.01,
}

function economy(debts: readonly Debt[], source = 'made from seed 3'): EconomyResult {
  return {
    source,
    networks: 3,
    importers: 3,
    trades: debts.length,
    skipped: [],
    recorded: debts,
    round: debts,
    recordedTotals: totals(debts),
    roundTotals: totals(debts),
    asInvoices: 6n,
    cycles: takeApart(debts),
    journal,
  }
}

const RING: readonly Debt[] = [
  { debtor: 'a', creditor: 'b', amount: 5n, cleared: 2n },
  { debtor: 'b', creditor: 'c', amount: 3n, cleared: 2n },
  { debtor: 'c', creditor: 'a', amount: 2n, cleared: 2n },
]
const stakes: TourResult['stakes'] = {
  agents: 2,
  rounds: 2,
  orders: 3,
  claims: 2,
  failed: 1,
  lots: 2,
  issued: 2000n,
  placed: [0n, 40n, 50n],
  dimensions: [
    { name: 'care', units: [0n, 30n, 10n] },
    { name: '<art>', units: [0n, 10n, 40n] },
  ],
  histories: [
    { name: '001 · care', dimension: 'care', status: 'failed', units: [30n, 10n], momentum: [0.75, -0.55] },
    { name: '002 · art', dimension: 'art', status: 'open', units: [10n, 40n], momentum: [0.25, 0.55] },
  ],
  diversification: [0, 1, 1],
  coincidence: [0.5, 0.52, 0.55],
  journal: { ...journal, stream: 'stakes-0' },
}
const market = { rows: [], journal: { ...journal, stream: 'market' } }
const alliance = { days: 1, rows: [], worth: [[0, 0]] as const, journal: { ...journal, stream: 'alliance-0' } }
const fleet: TourResult['fleet'] = {
  days: 1,
  rows: [{ day: 0, says: '<taken>', outcome: 'RESERVE_NOT_COVERED', standing: [3n, 2n, 1n] }],
  worth: [3],
  out: [2],
  earned: [['n1', 1]],
  journal: { ...journal, stream: 'fleet-0' },
}
const network: TourResult['network'] = {
  days: 1,
  rows: [{ day: 1, says: '<once>', outcome: 'SPAM_DEPOSIT_WAITING', standing: [1n, 2n, 3n] }],
  traffic: { admitted: 5, dropped: new Map([['ADMIT_OVERLAP', 1]]) },
  paid: [0],
  pooled: [7],
  earned: [['ann', 5n, 7n]],
  journal: { ...journal, stream: 'network-0' },
}
const bridge = { rows: [], journal: { ...journal, stream: 'bridge' } }
const lines: NonNullable<TourResult['lines']> = {
  source: 'lines.txt.gz',
  parties: 3,
  lines: 2,
  skipped: [{ line: 1222, reason: 'a value reaches 2^127 base units' }],
  truncated: 1,
  degrees: [1, 1, 2000],
  drawn: [0, 10_000],
  payments: { accepted: 9, refused: new Map([['TRADE_LIMIT_EXCEEDED', 1]]), moved: 5n },
  round: { debts: RING, totals: totals(RING), cycles: takeApart(RING), parties: 3, both: 3 },
  journal: { ...journal, stream: 'lines-0' },
}

describe('the report', () => {
  const page = renderReport({ economy: economy(RING), market, alliance, stakes, network, fleet, bridge, lines })

  test('loads nothing: no address, no resource, no script', () => {
    expect(page).not.toMatch(/https?:|\/\/|\bsrc=|\bhref=|@import|<link|<script|<img|<iframe/i)
    expect(page.replaceAll('url(#tip)', '')).not.toContain('url(')
    expect(page).toContain("default-src 'none'")
  })

  test('says what the tour found', () => {
    for (const text of ['$10', '$6', '60.00 %', 'TRADE_LIMIT_EXCEEDED', 'value="1222"', 'ab'.repeat(32)]) {
      expect(page).toContain(text)
    }
  })

  test('is well formed: every number in a drawing is one, every tag is closed', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/)
    for (const tag of ['svg', 'g', 'text', 'figure', 'table', 'tr', 'td', 'section', 'title']) {
      const opened = page.match(new RegExp(`<${tag}[ >]`, 'g'))?.length ?? 0
      expect(page.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0, tag).toBe(opened)
    }
  })

  test('shows names from a file as text, whatever they hold', () => {
    const hostile = '"><script>alert(1)</script>'
    const debts = RING.map((debt) => ({ ...debt, debtor: debt.debtor + hostile, creditor: debt.creditor + hostile }))
    expect(
      renderReport({ economy: economy(debts, hostile), market, alliance, stakes, network, fleet, bridge }),
    ).not.toContain('<script')
  })

  test('holds when there is nothing to clear', () => {
    const debts: Debt[] = [{ debtor: 'a', creditor: 'b', amount: 1n, cleared: 0n }]
    expect(
      renderReport({
        economy: { ...economy(debts), asInvoices: 0n },
        market,
        alliance,
        stakes,
        network,
        fleet,
        bridge,
      }),
    ).not.toMatch(/NaN|Infinity/)
    expect(
      renderReport({
        economy: { ...economy(debts), round: [], roundTotals: totals([]) },
        market,
        alliance,
        stakes,
        network,
        fleet,
        bridge,
      }),
    ).not.toMatch(/NaN|Infinity/)
  })
})
