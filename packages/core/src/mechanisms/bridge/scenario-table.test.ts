/** The token design's scenario table, row by row. Its Day −1 is the first day here and its Day 0 is epoch 0. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { story } from '../../../test/support/story.js'
import { audit, available, createSystem } from '../../index.js'
import { bridge, convertible, effectiveLiquidity, outstanding, requestsOf } from './index.js'

const DAY = 86_400
const day = (number: number): number => (number + 1) * DAY
const RATE = 10n ** 6n

const system = createSystem({
  spec: '1.0',
  mechanisms: [
    bridge.with({
      liquid: 'POND',
      bonded: 'MPOND',
      rate: RATE,
      origin: day(0),
      wait: 180 * DAY,
      liquidity: 0,
      authority: 'governor',
    }),
  ],
  allocations: [{ party: 'alice', asset: 'MPOND', amount: 1000n }],
})

interface Row {
  readonly day: number
  /** MPOND available before the row's call. */
  readonly balance: bigint
  readonly request?: bigint
  /** Amount and epoch. */
  readonly convert?: readonly [bigint, number]
  readonly result?: 'accepted' | string
  /** The table's two mappings after the call: epoch, requested, converted. */
  readonly rows: readonly (readonly [number, bigint, bigint])[]
  /** Percent, set by governance before the call. */
  readonly liquidity?: number
  /** Percent, of which epoch. */
  readonly effective?: readonly [number, number]
}

const EXCEEDS = 'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE'
const rows = (zero: readonly [bigint, bigint], thirty?: readonly [bigint, bigint]): Row['rows'] =>
  thirty === undefined
    ? [[0, ...zero]]
    : [
        [0, ...zero],
        [30, ...thirty],
      ]

// biome-ignore format: a table
const scenario: readonly Row[] = [
  { day: -1, balance: 1000n, rows: [] },
  { day: 0, balance: 1000n, request: 1100n, result: 'BRIDGE_REQUEST_EXCEEDS_HOLDING', rows: [] },
  { day: 0, balance: 1000n, request: 900n, result: 'accepted', rows: rows([900n, 0n]), effective: [0, 0] },
  { day: 30, balance: 1000n, request: 50n, result: 'accepted', rows: rows([900n, 0n], [50n, 0n]), effective: [30, 0] },
  { day: 31, balance: 1000n, request: 100n, result: 'BRIDGE_REQUEST_EXCEEDS_HOLDING', rows: rows([900n, 0n], [50n, 0n]) },
  { day: 180, balance: 1000n, convert: [950n, 0], result: EXCEEDS, rows: rows([900n, 0n], [50n, 0n]), effective: [0, 0] },
  { day: 180, balance: 1000n, liquidity: 10, rows: rows([900n, 0n], [50n, 0n]), effective: [0, 10] },
  { day: 180, balance: 1000n, convert: [85n, 0], result: 'accepted', rows: rows([900n, 85n], [50n, 0n]), effective: [0, 10] },
  { day: 180, balance: 915n, convert: [10n, 0], result: EXCEEDS, rows: rows([900n, 85n], [50n, 0n]), effective: [0, 10] },
  { day: 180, balance: 915n, liquidity: 5, convert: [10n, 0], result: EXCEEDS, rows: rows([900n, 85n], [50n, 0n]), effective: [0, 5] },
  { day: 180, balance: 915n, liquidity: 10, convert: [10n, 0], result: EXCEEDS, rows: rows([900n, 85n], [50n, 0n]), effective: [0, 10] },
  { day: 180, balance: 915n, convert: [2n, 0], result: 'accepted', rows: rows([900n, 87n], [50n, 0n]), effective: [0, 10] },
  { day: 180, balance: 913n, rows: rows([900n, 87n], [50n, 0n]), effective: [0, 10] },
  { day: 210, balance: 913n, convert: [10n, 30], result: EXCEEDS, rows: rows([900n, 87n], [50n, 0n]), effective: [30, 10] },
  { day: 210, balance: 913n, liquidity: 20, convert: [10n, 30], result: 'accepted', rows: rows([900n, 87n], [50n, 10n]), effective: [30, 20] },
  { day: 211, balance: 903n, convert: [100n, 0], result: EXCEEDS, rows: rows([900n, 87n], [50n, 10n]), effective: [0, 20] },
  { day: 212, balance: 903n, convert: [93n, 0], result: 'accepted', rows: rows([900n, 180n], [50n, 10n]), effective: [0, 20] },
  { day: 213, balance: 810n, rows: rows([900n, 180n], [50n, 10n]), effective: [0, 20] },
  { day: 360, balance: 810n, rows: rows([900n, 180n], [50n, 10n]), effective: [0, 40] },
  { day: 390, balance: 810n, liquidity: 15, rows: rows([900n, 180n], [50n, 10n]), effective: [0, 30] },
]

describe('the scenario table', () => {
  const life = story(system, day(-1))
  const { run, see } = life
  for (const [index, row] of scenario.entries()) {
    const { request, convert, liquidity, effective, result } = row
    it(`row ${index + 1}: day ${row.day}, ${request ?? convert?.join(' of epoch ') ?? 'no call'} ${result ?? ''}`, () => {
      const at = day(row.day)
      expect(see().balance(available('alice', 'MPOND'))).toBe(row.balance)
      if (liquidity !== undefined) {
        expect(run('governor', 'bridge.configure', { liquidity: liquidity * 100 }, at)).toBe('accepted')
      }
      if (request !== undefined) expect(run('alice', 'bridge.request', { amount: request }, at)).toBe(result)
      if (convert !== undefined) {
        const [amount, epoch] = convert
        expect(run('alice', 'bridge.convert', { epoch, amount }, at)).toBe(result)
      }
      const { bridge: seen } = see(at).mechanisms
      expect([...requestsOf(seen, 'alice')].map(({ key, row: r }) => [key.epoch, r.amount, r.converted])).toEqual(
        row.rows,
      )
      if (effective !== undefined) {
        const [epoch, percent] = effective
        const asked = seen.tables.requests.get({ party: 'alice', epoch })!
        expect(effectiveLiquidity(asked, seen.params.liquidity, at)).toBe(percent * 100)
      }
    })
  }

  it('ends with what the table says of amounts', () => {
    const { mechanisms, balance, supply } = see()
    expect(balance(available('alice', 'POND'))).toBe(190n * RATE)
    expect(supply('POND') + RATE * supply('MPOND')).toBe(1000n * RATE)
    expect(outstanding(mechanisms.bridge, 'alice')).toBe(760n)
    // day 390 at 15 %: 30 % of 900 less 180, 30 % of 50 less 10
    expect(convertible(mechanisms.bridge, { party: 'alice', epoch: 0 }, day(390))).toBe(90n)
    expect(convertible(mechanisms.bridge, { party: 'alice', epoch: 30 }, day(390))).toBe(5n)
    expect(convertible(mechanisms.bridge, { party: 'alice', epoch: 31 }, day(390))).toBe(0n)
    expect(audit(system, life.state)).toEqual([])
  })

  it('is the one in spec/v1/bridge.md', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../../../spec/v1/bridge.md'), 'utf8')
    const lines = text.slice(text.indexOf('## The scenario table')).match(/^\| −?\d.*$/gm)
    let percent = 0
    const expected = scenario.map(
      ({ day: on, request, convert, result, rows: after, liquidity = percent, effective }) => {
        percent = liquidity
        const call = request === undefined ? convert?.join(' of ') : request
        const verb = request === undefined ? 'convert' : 'request'
        const mapping = (part: 1 | 2) => `{${after.map((entry) => `${entry[0]}: ${entry[part]}`).join(', ')}}`
        const asked = after.find(([epoch]) => epoch === effective?.[0])?.[1]
        const open = asked === undefined ? '' : `${(asked * BigInt(effective![1])) / 100n} / ${asked}`
        const code = result === undefined || result === 'accepted' ? (result ?? '') : `\`${result}\``
        const cells = [String(on).replace('-', '−'), call === undefined ? '' : `${verb} ${call}`, code]
        return `| ${[...cells, mapping(1), mapping(2), `${percent} %`, open].join(' | ')} |`.replace(
          /\| {2}(?=\|)/g,
          '| ',
        )
      },
    )
    expect(lines).toEqual(expected)
  })
})
