import { type Journal, memoryJournal } from '@symbolon/adapters'
import { describe, expect, test } from 'vitest'
import { runAlliance } from './alliance-run.js'
import { runBridge } from './bridge.js'
import { runEconomy } from './economy-run.js'
import { runFleet } from './fleet-run.js'
import type { Flow } from './flow.js'
import type { CreditLine } from './lines-file.js'
import { runLines } from './lines-run.js'
import { runMarket } from './market.js'
import { runNetwork } from './network-run.js'
import { runStakes } from './stakes-run.js'

const flow = (line: number, importer: string, exporter: string, amount: bigint): Flow => ({
  line,
  importer,
  exporter,
  amount,
})

/** Nine networks, debts in circles of three lengths, two that owe each other, one that nobody owes. */
const FLOWS: readonly Flow[] = [
  flow(2, 'a', 'b', 900n),
  flow(3, 'b', 'a', 400n),
  flow(4, 'b', 'c', 300n),
  flow(5, 'c', 'a', 200n),
  flow(6, 'c', 'd', 100n),
  flow(7, 'd', 'e', 70n),
  flow(8, 'e', 'f', 50n),
  flow(9, 'f', 'c', 60n),
  flow(10, 'g', 'a', 1000n),
  flow(11, 'h', 'i', 5n),
  flow(12, 'i', 'h', 5n),
]
const economy = { flows: FLOWS, skipped: [] }

/** Fails at its `n`-th append and in everything after that, as when the process is killed. */
function dying(journal: Journal, n: number): Journal {
  let appends = 0
  const alive =
    <Args extends readonly unknown[], Result>(method: (...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result> =>
      appends < n ? method(...args) : Promise.reject(new Error('killed'))
  const append: Journal['append'] = async (claims) => {
    if (++appends >= n) throw new Error('killed')
    return journal.append(claims)
  }
  return { ...journal, append, head: alive(journal.head), read: alive(journal.read), find: alive(journal.find) }
}

describe('an economy', () => {
  test('is recorded, cleared as far as can be, settled and verified', async () => {
    const result = await runEconomy(memoryJournal(), economy, 'a test')
    expect(result.recordedTotals.gross).toBe(3090n)
    // 400 each way between a and b, 5 each way between h and i; then 200 around a-b-c and 50 around c-d-e-f.
    expect(result.roundTotals).toEqual({ gross: 2280n, net: 1010n, cleared: 800n })
    expect(result.recordedTotals.cleared).toBe(1610n)
    expect(result.cycles).toEqual([
      { parties: expect.arrayContaining(['a', 'b', 'c']), amount: 200n },
      { parties: expect.arrayContaining(['c', 'd', 'e', 'f']), amount: 50n },
    ])
    // Genesis, 9 networks, 2 × 9 halves of accounts, 11 trades, the round opened and settled.
    expect(result.journal).toMatchObject({ found: 0, written: 41, records: 41 })
  })

  test('run again writes nothing and says the same', async () => {
    const journal = memoryJournal()
    const first = await runEconomy(journal, economy, 'a test')
    const second = await runEconomy(journal, economy, 'a test')
    expect(second.journal).toMatchObject({ found: 41, written: 0, records: 41, hash: first.journal.hash })
    expect({ ...second, journal: undefined }).toEqual({ ...first, journal: undefined })
  })

  test.each([1, 2, 3])('interrupted at append %i goes on to the same records', async (n) => {
    const whole = await runEconomy(memoryJournal(), economy, 'a test')
    const journal = memoryJournal()
    await expect(runEconomy(dying(journal, n), economy, 'a test')).rejects.toThrow()
    const found = (await journal.head(whole.journal.stream)).sequence
    expect(found).toBeLessThan(41)
    const resumed = await runEconomy(journal, economy, 'a test')
    expect(resumed.journal).toMatchObject({ found, written: 41 - found, hash: whole.journal.hash })
  })

  test('another one in the same journal has a stream of its own', async () => {
    const journal = memoryJournal()
    const first = await runEconomy(journal, economy, 'a test')
    const second = await runEconomy(journal, { flows: FLOWS.slice(1), skipped: [] }, 'a test')
    expect(second.journal.stream).not.toBe(first.journal.stream)
    expect((await journal.streams()).length).toBe(2)
  })

  test('in which nothing is left to clear has no round', async () => {
    const even = [flow(2, 'a', 'b', 5n), flow(3, 'b', 'a', 5n)]
    const result = await runEconomy(memoryJournal(), { flows: even, skipped: [] }, 'a test')
    expect(result.roundTotals).toEqual({ gross: 0n, net: 0n, cleared: 0n })
    expect(result.recordedTotals.cleared).toBe(10n)
  })
})

describe('credit lines', () => {
  const lines = Array.from({ length: 60 }, (_, index): CreditLine => {
    const [u, v] = [`p${index % 12}`, `p${(index * 5 + 1 + Math.floor(index / 12)) % 12}`]
    const limit = BigInt(1 + (index % 7)) * 1_000_000n
    return {
      line: index + 1,
      u,
      v,
      lowest: -limit,
      present: index === 0 ? -1n : index % 8 === 1 ? 0n : -limit / 3n,
      highest: index % 3 === 0 ? limit : 0n,
    }
  }).filter(
    ({ u, v }, index, all) =>
      u !== v && all.findIndex((o) => [o.u, o.v].sort().join() === [u, v].sort().join()) === index,
  )
  const data = { lines, skipped: [], truncated: 0 }

  test('are loaded, paid over, refused beyond their limits, cleared and verified; again, nothing is written', async () => {
    const journal = memoryJournal()
    const first = await runLines(journal, data, 'a test')
    const asked = first.payments.accepted + (first.payments.refused.get('TRADE_LIMIT_EXCEEDED') ?? 0)
    expect(asked).toBeGreaterThan(first.payments.accepted)
    expect([...first.payments.refused.keys()]).toEqual(['TRADE_LIMIT_EXCEEDED'])
    expect(first.round.totals.cleared).toBeGreaterThan(0n)
    // However little is drawn, it isn't nothing.
    expect(first.drawn.map((drawn) => drawn > 0)).toEqual(lines.map(({ present }) => present !== 0n))
    const balances = lines.filter(({ present }) => present !== 0n).length
    expect(first.journal.records).toBe(1 + 12 + 2 * lines.length + balances + first.payments.accepted + 2)
    const second = await runLines(journal, data, 'a test')
    expect(second.journal).toMatchObject({ written: 0, hash: first.journal.hash })
    expect({ ...second, journal: undefined }).toEqual({ ...first, journal: undefined })
  })
})

describe('a market', () => {
  test('goes as its story says: trades, refusals, a clearing, a default; again, nothing is written', async () => {
    const journal = memoryJournal()
    const first = await runMarket(journal)
    expect(first.rows.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'TRADE_LIMIT_EXCEEDED',
      'TRADE_STAKE_EXCEEDED',
      'CLEARING_NOT_MAXIMUM',
      'accepted',
      'accepted',
      'TRADE_BORDER_CLOSED',
    ])
    expect(first.rows.at(-1)?.owed[0]).toBe(0n)
    const again = await runMarket(journal)
    expect(again).toMatchObject({ rows: first.rows, journal: { written: 0, hash: first.journal.hash } })
  })

  test.each([2, 20, 40])('interrupted at append %i goes on', async (n) => {
    const whole = await runMarket(memoryJournal())
    const journal = memoryJournal()
    await expect(runMarket(dying(journal, n))).rejects.toThrow()
    expect((await runMarket(journal)).journal.hash).toBe(whole.journal.hash)
  })
})

describe('a market of stake', () => {
  const small = { agents: 20, rounds: 4 }
  test('is lived through, verified and measured; again, nothing is written', async () => {
    const journal = memoryJournal()
    const first = await runStakes(journal, 5, small)
    expect(first.placed.length).toBe(5)
    expect(first.placed.at(-1)).toBeGreaterThan(0n)
    // every unit that is placed lies on a claim, but for the little that the market holds against credit
    const onClaims = first.dimensions.reduce((sum, { units }) => sum + (units.at(-1) ?? 0n), 0n)
    expect(onClaims).toBeLessThanOrEqual(first.placed.at(-1) ?? 0n)
    expect(onClaims * 10n).toBeGreaterThan((first.placed.at(-1) ?? 0n) * 5n)
    expect(first.diversification.at(-1)).toBeGreaterThan(first.diversification[1] ?? 0)
    const again = await runStakes(journal, 5, small)
    expect(again.journal).toMatchObject({ written: 0, hash: first.journal.hash })
    expect({ ...again, journal: undefined }).toEqual({ ...first, journal: undefined })
    expect((await runStakes(journal, 6, small)).journal.stream).not.toBe(first.journal.stream)
  })

  test.each([1, 2])('interrupted at append %i goes on', async (n) => {
    const whole = await runStakes(memoryJournal(), 5, small)
    const journal = memoryJournal()
    await expect(runStakes(dying(journal, n), 5, small)).rejects.toThrow()
    expect((await runStakes(journal, 5, small)).journal.hash).toBe(whole.journal.hash)
  })
})

describe('an alliance', () => {
  test('is negotiated, lived with for a year, and verified; again, nothing is written', async () => {
    const journal = memoryJournal()
    const first = await runAlliance(journal, 5)
    const refused = first.rows.filter(({ outcome }) => outcome !== 'accepted').map(({ outcome }) => outcome)
    expect(refused).toEqual(['MUTUAL_REVISION_STALE', 'LENDING_LOAN_TO_VALUE_EXCEEDED', 'MUTUAL_RESERVE_EXCEEDED'])
    // Nothing flows before the integration runs; then both hold more and more, until oak's stakes claim theirs.
    expect(first.worth[10]).toEqual([0, 0])
    expect(first.rows.at(-1)?.holds[0]).toBeLessThan(first.rows.at(-3)?.holds[0] ?? 0n)
    const again = await runAlliance(journal, 5)
    expect(again.journal).toMatchObject({ written: 0, hash: first.journal.hash })
    expect({ ...again, journal: undefined }).toEqual({ ...first, journal: undefined })
  })

  test('interrupted goes on', async () => {
    const whole = await runAlliance(memoryJournal(), 5, 40)
    const journal = memoryJournal()
    await expect(runAlliance(dying(journal, 2), 5, 40)).rejects.toThrow()
    expect((await runAlliance(journal, 5, 40)).journal.hash).toBe(whole.journal.hash)
  })
})

describe('the bridge', () => {
  test('goes as its table says in every row, and once', async () => {
    const journal = memoryJournal()
    const { rows } = await runBridge(journal)
    expect(rows.length).toBe(20)
    expect(rows.filter(({ agrees }) => !agrees)).toEqual([])
    const again = await runBridge(journal)
    expect(again.rows).toEqual(rows)
    expect(again.journal.written).toBe(0)
  })

  test.each([2, 5, 9])('interrupted at append %i goes on', async (n) => {
    const journal = memoryJournal()
    await expect(runBridge(dying(journal, n))).rejects.toThrow()
    const { rows, journal: note } = await runBridge(journal)
    expect(rows.every(({ agrees }) => agrees)).toBe(true)
    expect(note).toMatchObject({ found: n - 1, records: 12 })
  })
})

describe('a bonded network', () => {
  test('lives through its month, and what can’t be is refused; again, nothing is written', async () => {
    const journal = memoryJournal()
    const first = await runNetwork(journal, 5)
    const refused = first.rows.filter(({ outcome }) => outcome !== 'accepted').map(({ outcome }) => outcome)
    expect(refused).toEqual([
      'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE',
      'DELEGATION_WAITING',
      'SPAM_DEPOSIT_FAULT_KNOWN',
      'SPAM_DEPOSIT_WAITING',
    ])
    expect(first.traffic.dropped.get('ADMIT_OVERLAP')).toBe(1)
    // a fifth, a fifth and a half of a thousand
    expect(first.rows.find(({ says }) => says.startsWith('two of three'))?.standing[2]).toBe(320n)
    expect(first.rows.find(({ says }) => says.endsWith('the other half'))?.standing[1]).toBe(400_000_000n)
    expect(first.paid.at(-1)).toBeGreaterThan(first.paid[10] ?? 0)
    const again = await runNetwork(journal, 5)
    expect(again.journal).toMatchObject({ written: 0, hash: first.journal.hash })
    expect({ ...again, journal: undefined }).toEqual({ ...first, journal: undefined })
    expect((await runNetwork(journal, 6, 1)).journal.stream).not.toBe(first.journal.stream)
  })

  test('interrupted, it goes on', async () => {
    const whole = await runNetwork(memoryJournal(), 5, 4)
    const journal = memoryJournal()
    await expect(runNetwork(dying(journal, 2), 5, 4)).rejects.toThrow()
    expect((await runNetwork(journal, 5, 4)).journal.hash).toBe(whole.journal.hash)
  })
})

describe('a full reserve', () => {
  test('lives through two years, and what can’t be is refused; again, nothing is written', async () => {
    const journal = memoryJournal()
    const first = await runFleet(journal, 5)
    const outcomes = first.rows.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'accepted')
    expect(outcomes).toEqual(['RESERVE_NOT_COVERED', 'verified', 'RESERVE_PROOF_CERTIFICATE', 'RESERVE_NOT_SILENT'])
    const standing = (says: string) => first.rows.find((row) => row.says.startsWith(says))?.standing
    expect(standing('bazaar takes them')?.[1]).toBe(140_000n)
    expect(standing('the sales are over')?.[1]).toBe(40_000n)
    // what is out is worth it, every day
    expect(first.out.every((dollars, day) => dollars <= (first.worth[day] ?? 0))).toBe(true)
    expect(first.worth.at(-1)).toBeLessThan(first.worth[0] ?? 0)
    expect(first.earned.map(([node]) => node).sort()).toEqual(['aspen', 'birch', 'cedar'])
    const again = await runFleet(journal, 5)
    expect(again.journal).toMatchObject({ written: 0, hash: first.journal.hash })
    expect({ ...again, journal: undefined }).toEqual({ ...first, journal: undefined })
    expect((await runFleet(journal, 6, 2)).journal.stream).not.toBe(first.journal.stream)
  })

  test('interrupted, it goes on', async () => {
    const whole = await runFleet(memoryJournal(), 5, 40)
    const journal = memoryJournal()
    await expect(runFleet(dying(journal, 2), 5, 40)).rejects.toThrow()
    expect((await runFleet(journal, 5, 40)).journal.hash).toBe(whole.journal.hash)
  })
})
