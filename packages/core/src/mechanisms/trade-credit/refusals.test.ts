/** Every code once, in the order of precedence: what is wrong is put right one by one. */
import { describe, expect, it } from 'vitest'
import { community, HOUSE, LENGTH, system } from '../../../test/community.js'
import { decode, execute, kernelRejections } from '../../kernel/index.js'
import { tradeCredit } from './index.js'

/** Takes what was refused, in this order: the codes must be in the order in which the mechanism lists them. */
function inOrder(codes: readonly string[]): void {
  const all: readonly string[] = tradeCredit.rejections
  const places = codes.map((code) => all.indexOf(code))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
}

describe('precedence', () => {
  it('of found', () => {
    const town = community(['a'])
    expect(town.run('x', 'found', { network: 'a' })).toBe('NETWORK_TAKEN')
  })

  it('of border', () => {
    const town = community()
    const codes = [town.run('x', 'border', { network: 'a', open: true })]
    town.run('op-a', 'found', { network: 'a' })
    codes.push(town.run('x', 'border', { network: 'a', open: true }))
    expect(codes).toEqual(['NETWORK_UNKNOWN', 'NETWORK_NOT_OPERATOR'])
    inOrder(codes)
  })

  it('of agree', () => {
    const town = community()
    const agree = (by: string, partner: string) =>
      town.run(by, 'agree', { network: 'a', partner, allocated: 1n, accepted: 1n, clearing: true })
    const codes = [agree('x', 'a'), agree('x', 'b')]
    town.run('op-a', 'found', { network: 'a' })
    codes.push(agree('x', 'b'))
    town.run('op-b', 'found', { network: 'b' })
    town.agree('b', 'a', 1n, 1n)
    town.open()
    codes.push(agree('x', 'b'), agree('op-a', 'b'))
    town.run(HOUSE, 'lapse-round', {})
    codes.push(agree('op-a', 'b'))
    expect(codes).toEqual([
      'TRADE_WITH_SELF',
      'NETWORK_UNKNOWN',
      'NETWORK_UNKNOWN',
      'NETWORK_NOT_OPERATOR',
      'ROUND_OPEN',
      'accepted',
    ])
    inOrder(codes.slice(0, -1))
  })

  it('of close', () => {
    const town = community()
    const close = (by: string, partner: string) => town.run(by, 'close', { network: 'a', partner })
    const codes = [close('x', 'a'), close('x', 'b')]
    town.run('op-a', 'found', { network: 'a' })
    town.run('op-b', 'found', { network: 'b' })
    codes.push(close('x', 'b'), close('op-a', 'b'))
    town.join('a', 'b').open()
    codes.push(close('op-a', 'b'))
    town.run(HOUSE, 'lapse-round', {})
    codes.push(close('op-a', 'b'))
    expect(codes).toEqual([
      'TRADE_WITH_SELF',
      'NETWORK_UNKNOWN',
      'NETWORK_NOT_OPERATOR',
      'TRADE_NOT_AGREED',
      'ROUND_OPEN',
      'accepted',
    ])
    inOrder(codes.slice(0, -1))
  })

  it('of trade', () => {
    const town = community()
    const trade = (by: string, seller: string) => town.run(by, 'trade', { buyer: 'a', seller, amount: 9n })
    const codes = [trade('x', 'a'), trade('x', 'b')]
    town.run('op-a', 'found', { network: 'a' })
    codes.push(trade('x', 'b'))
    town.run('op-b', 'found', { network: 'b' })
    codes.push(trade('x', 'b'), trade('op-a', 'b'))
    town.join('a', 'b', 8n)
    town.close('b', 'a')
    town.run('op-b', 'border', { network: 'b', open: false })
    town.open()
    codes.push(trade('op-a', 'b'))
    town.run(HOUSE, 'lapse-round', {})
    codes.push(trade('op-a', 'b'))
    town.run('op-b', 'border', { network: 'b', open: true })
    codes.push(trade('op-a', 'b'))
    town.agree('b', 'a', 8n, 8n)
    codes.push(trade('op-a', 'b'))
    town.agree('b', 'a', 8n, 9n)
    codes.push(trade('op-a', 'b'))
    town.agree('a', 'b', 9n, 9n)
    codes.push(trade('op-a', 'b'))
    expect(codes).toEqual([
      'TRADE_WITH_SELF',
      'NETWORK_UNKNOWN',
      'NETWORK_UNKNOWN',
      'NETWORK_NOT_OPERATOR',
      'TRADE_NOT_AGREED',
      'ROUND_OPEN',
      'TRADE_BORDER_CLOSED',
      'TRADE_ACCOUNT_CLOSED',
      'TRADE_LIMIT_EXCEEDED',
      'TRADE_LIMIT_EXCEEDED',
      'accepted',
    ])
    inOrder(codes.slice(0, -1))
  })

  it('of open-round', () => {
    const town = community()
    town.open()
    expect(town.run('x', 'open-round', {})).toBe('NOT_AUTHORISED')
    expect(town.open()).toBe('ROUND_OPEN')
  })

  it('of settle-round', () => {
    const town = community(['a', 'b', 'c']).join('a', 'b').join('b', 'c').join('c', 'a')
    town.trade('a', 'b', 5n)
    town.trade('b', 'c', 3n)
    town.trade('c', 'a', 4n)
    const settle = (flow: readonly bigint[], potential: readonly bigint[]) => town.settle(flow, potential)
    expect(town.run('x', 'settle-round', { flow: [], potential: [] })).toBe('NOT_AUTHORISED')
    const codes = [settle([9n], [])]
    town.open()
    town.now = LENGTH
    codes.push(settle([9n], []))
    town.open()
    codes.push(settle([9n], []))
    codes.push(settle([9n, 0n, 0n], [0n, 0n, 0n]))
    codes.push(settle([2n, 1n, 2n], [0n, 0n, 0n]))
    codes.push(settle([2n, 2n, 2n], [0n, 0n, 0n]))
    codes.push(settle([3n, 3n, 3n], [0n, 1n, -1n]))
    expect(codes).toEqual([
      'ROUND_NONE',
      'ROUND_OVER',
      'CLEARING_LENGTH_WRONG',
      'CLEARING_FLOW_EXCEEDS_AMOUNT',
      'CLEARING_UNBALANCED',
      'CLEARING_NOT_MAXIMUM',
      'accepted',
    ])
    inOrder(codes.slice(0, -1))
  })

  it('of lapse-round', () => {
    const town = community()
    const codes = [town.run('x', 'lapse-round', {})]
    town.open()
    codes.push(town.run('x', 'lapse-round', {}))
    expect(codes).toEqual(['ROUND_NONE', 'ROUND_NOT_OVER'])
    inOrder(codes)
  })
})

describe('the kernel’s codes', () => {
  it('refuse a drawn total that would reach 2^127, and nothing is changed', () => {
    const most = 2n ** 127n - 1n
    const town = community(['a', 'b', 'c']).join('a', 'b', most).join('a', 'c', most)
    expect(town.trade('a', 'b', most)).toBe('accepted')
    expect(town.trade('a', 'c', 1n)).toBe('AMOUNT_OVERFLOW')
    expect(town.trade('a', 'b', 1n)).toBe('TRADE_LIMIT_EXCEEDED')
  })

  it('name none of the mechanism’s own', () => {
    const kernel: readonly string[] = kernelRejections
    expect(tradeCredit.rejections.filter((code) => kernel.includes(code))).toEqual([])
    expect(new Set(tradeCredit.rejections).size).toBe(tradeCredit.rejections.length)
  })
})

describe('hostile input', () => {
  const town = community(['a', 'b']).join('a', 'b')
  const json = (input: unknown, name = 'trade', by = 'op-a') =>
    decode(system, { id: 'x', by, at: '0', type: `trade-credit.${name}`, input })

  it.each<readonly [string, unknown]>([
    ['zero', { buyer: 'a', seller: 'b', amount: '0' }],
    ['a negative amount', { buyer: 'a', seller: 'b', amount: '-1' }],
    ['2^127', { buyer: 'a', seller: 'b', amount: String(2n ** 127n) }],
    ['a number', { buyer: 'a', seller: 'b', amount: 1 }],
    ['an exponent', { buyer: 'a', seller: 'b', amount: '1e3' }],
    ['a leading zero', { buyer: 'a', seller: 'b', amount: '01' }],
    ['a thousand digits', { buyer: 'a', seller: 'b', amount: '9'.repeat(1000) }],
    ['NUL in a name', { buyer: 'a\0', seller: 'b', amount: '1' }],
    ['a separator in a name', { buyer: 'a|b', seller: 'b', amount: '1' }],
    ['an instance’s party as a name', { buyer: '@trade-credit', seller: 'b', amount: '1' }],
    ['a lone surrogate in a reference', { buyer: 'a', seller: 'b', amount: '1', reference: '\ud800' }],
    ['a member too many', { buyer: 'a', seller: 'b', amount: '1', price: '1' }],
    ['a member of the prototype', JSON.parse('{"buyer":"a","seller":"b","amount":"1","__proto__":{}}')],
    ['a missing member', { buyer: 'a', seller: 'b' }],
  ])('with %s is no trade', (_, input) => {
    expect(json(input)).toMatchObject({ status: 'rejected', code: 'INPUT_INVALID' })
  })

  it.each<readonly [string, unknown]>([
    ['no list', { flow: '1', potential: [] }],
    ['a list with a length of its own', { flow: { length: '2' }, potential: [] }],
    ['a negative flow', { flow: ['-1'], potential: [] }],
    ['a nested list', { flow: [['1']], potential: [] }],
    ['a potential of 2^127', { flow: [], potential: [String(2n ** 127n)] }],
    ['minus zero', { flow: [], potential: ['-0'] }],
  ])('with %s is no settlement', (_, input) => {
    expect(json(input, 'settle-round', HOUSE)).toMatchObject({ status: 'rejected', code: 'INPUT_INVALID' })
  })

  it('in typed form is refused like its JSON', () => {
    for (const amount of [0n, -1n, 2n ** 127n, 1, '1', undefined]) {
      const input = { buyer: 'a', seller: 'b', amount }
      const command = { id: 'x', by: 'op-a', at: 0, type: 'trade-credit.trade', input }
      expect(execute(system, town.state, command as never)).toMatchObject({ code: 'INPUT_INVALID' })
    }
  })

  it('with names of the prototype is an ordinary name or none at all', () => {
    const town = community(['constructor', 'toString']).join('constructor', 'toString')
    expect(town.trade('constructor', 'toString', 5n)).toBe('accepted')
    expect(town.trade('hasOwnProperty', 'toString', 5n)).toBe('NETWORK_UNKNOWN')
    expect(town.run('op-x', 'found', { network: '__proto__' })).toBe('INPUT_INVALID')
  })
})
