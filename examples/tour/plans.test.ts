import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { generateEconomy } from './economy.js'
import { openDebts, planEconomy, recordedDebts } from './economy-plan.js'
import type { Flow } from './flow.js'
import type { CreditLine } from './lines-file.js'
import { debtsOnLines, paymentCommand, planLines, planPayments } from './lines-plan.js'

const flow = (line: number, importer: string, exporter: string, amount: bigint): Flow => ({
  line,
  importer,
  exporter,
  amount,
})

const credit = fc
  .tuple(fc.bigInt({ min: 0n, max: 100n }), fc.bigInt({ min: 0n, max: 100n }), fc.nat())
  .map(([down, up, place], index?: number): CreditLine => {
    const present = -down + BigInt(place % Number(down + up + 1n))
    return { line: (index ?? 0) + 1, u: 'u', v: 'v', lowest: -down, present, highest: up }
  })
const credits = fc
  .array(credit, { minLength: 1, maxLength: 40 })
  .map((list) => list.map((line, index) => ({ ...line, line: index + 1, u: `u${index}`, v: `v${index % 3}` })))

describe('the plan of an economy', () => {
  const flows = [flow(2, 'a', 'b', 7n), flow(3, 'b', 'a', 3n), flow(4, 'c', 'a', 1n), flow(5, 'a', 'b', 1n)]

  test('founds, agrees, trades, with an id for everything', () => {
    const commands = [...planEconomy(flows)]
    expect(commands.map(({ id }) => id)).toEqual([
      'found-1',
      'found-2',
      'found-3',
      'agree-1-a',
      'agree-1-b',
      'agree-2-a',
      'agree-2-b',
      'trade-line-2',
      'trade-line-3',
      'trade-line-4',
      'trade-line-5',
    ])
    expect(commands[3]).toMatchObject({ by: 'a', input: { network: 'a', partner: 'b', allocated: 8n, accepted: 3n } })
    expect(commands[4]).toMatchObject({ by: 'b', input: { network: 'b', partner: 'a', allocated: 3n, accepted: 8n } })
  })

  test('leaves open what two owe each other beyond set-off, in the order of edges', () => {
    expect(openDebts(flows)).toEqual([
      { debtor: 'a', creditor: 'b', amount: 5n },
      { debtor: 'c', creditor: 'a', amount: 1n },
    ])
    expect(openDebts([flow(2, 'a', 'b', 3n), flow(3, 'b', 'a', 3n)])).toEqual([])
  })

  test('accounts for set-off and clearing flow by flow', () => {
    const round = [
      { debtor: 'a', creditor: 'b', amount: 5n, cleared: 5n },
      { debtor: 'c', creditor: 'a', amount: 1n, cleared: 0n },
    ]
    expect(recordedDebts(flows, round).map(({ cleared }) => cleared)).toEqual([7n, 3n, 0n, 1n])
  })

  test('has ids that are unique, for a whole economy', () => {
    const ids = [...planEconomy(generateEconomy(1).flows)].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the plan of credit lines', () => {
  test('gives each line its two limits and its balance', () => {
    const line: CreditLine = { line: 9, u: 'u', v: 'v', lowest: -10n, present: 4n, highest: 20n }
    expect([...planLines([line])].map(({ id, by, input }) => ({ id, by, ...input }))).toEqual([
      { id: 'found-1', by: 'u', network: 'u' },
      { id: 'found-2', by: 'v', network: 'v' },
      { id: 'agree-line-9-u', by: 'u', network: 'u', partner: 'v', allocated: 10n, accepted: 20n, clearing: true },
      { id: 'agree-line-9-v', by: 'v', network: 'v', partner: 'u', allocated: 20n, accepted: 10n, clearing: true },
      { id: 'balance-line-9', by: 'v', buyer: 'v', seller: 'u', amount: 4n },
    ])
  })

  test('draws payments that fit and, every tenth, one that no state of its line allows', () => {
    fc.assert(
      fc.property(credits, fc.nat(1000), (lines, seed) => {
        const payments = planPayments(lines, 25, seed)
        expect(new Set(payments.map(({ line }) => line)).size).toBe(payments.length)
        for (const [index, { line, payer, amount, within }] of payments.entries()) {
          expect(within).toBe(index % 10 !== 9)
          const room = payer === line.u ? line.present - line.lowest : line.highest - line.present
          expect(amount).toBeGreaterThan(0n)
          expect(amount <= room).toBe(within)
          if (!within) expect(amount).toBe(line.highest - line.lowest + 1n)
        }
        expect(planPayments(lines, 25, seed)).toEqual(payments)
        expect(payments.map(paymentCommand).filter(({ hopeless }) => hopeless).length).toBe(
          Math.floor(payments.length / 10),
        )
      }),
    )
  })

  test('knows what is owed afterwards, never beyond a limit', () => {
    fc.assert(
      fc.property(credits, fc.nat(1000), (lines, seed) => {
        const limits = new Map(
          lines.flatMap(({ u, v, lowest, highest }) => [
            [`${u} ${v}`, -lowest],
            [`${v} ${u}`, highest],
          ]),
        )
        for (const { debtor, creditor, amount } of debtsOnLines(lines, planPayments(lines, 25, seed))) {
          expect(amount).toBeGreaterThan(0n)
          expect(amount <= (limits.get(`${debtor} ${creditor}`) ?? -1n)).toBe(true)
        }
      }),
    )
  })
})
