import { describe, expect, it } from 'vitest'
import { staking } from '../../../test/staking.js'
import { story } from '../../../test/support/story.js'
import { audit, available, createSystem, decode, snapshot } from '../../index.js'
import { transfer } from '../transfer/index.js'
import { bridge, convertible, epochOf, outstanding } from './index.js'

const DAY = 86_400
const W = 10 * DAY
const RATE = 10n ** 6n
const settings = { liquid: 'POND', bonded: 'MPOND', rate: RATE, wait: W, liquidity: 1000, authority: 'governor' }
const members = Array.from({ length: 10 }, (_, index) => `party${index}`)

const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    bridge.with(settings),
    bridge.as('late').with({ ...settings, liquid: 'CRED', bonded: 'MCRED', origin: 5 * DAY }),
    staking.with({ asset: 'MPOND', authority: 'governor' }),
  ],
  allocations: [
    { party: 'alice', asset: 'MPOND', amount: 1000n },
    { party: 'alice', asset: 'POND', amount: 5n * RATE + 7n },
    { party: 'alice', asset: 'MCRED', amount: 1000n },
    { party: 'party0', asset: 'MPOND', amount: 1000n },
  ],
})
const begin = () => story(system)

describe('bond', () => {
  it('default: burns the liquid asset and mints the bonded one', () => {
    const life = begin()
    const { run, see } = life
    expect(run('alice', 'bridge.bond', { amount: 3n * RATE }, 0)).toBe('accepted')
    expect(life.events).toEqual([{ received: 3n }])
    expect(see().balance(available('alice', 'MPOND'))).toBe(1003n)
    expect(see().balance(available('alice', 'POND'))).toBe(2n * RATE + 7n)
    expect(see().supply('MPOND')).toBe(2003n)
  })
  it('error: BRIDGE_AMOUNT_INDIVISIBLE before anything else', () => {
    const { run } = begin()
    expect(run('alice', 'bridge.bond', { amount: RATE + 1n }, 0)).toBe('BRIDGE_AMOUNT_INDIVISIBLE')
    // bob has nothing, which only counts for a whole multiple
    expect(run('bob', 'bridge.bond', { amount: 1n }, 0)).toBe('BRIDGE_AMOUNT_INDIVISIBLE')
    expect(run('bob', 'bridge.bond', { amount: RATE }, 0)).toBe('ACCOUNT_BELOW_FLOOR')
  })
})

describe('request', () => {
  it('default: leaves the tokens where they are and tells the epoch', () => {
    const life = begin()
    expect(life.run('alice', 'bridge.request', { amount: 900n }, 3 * DAY + 5)).toBe('accepted')
    expect(life.events).toEqual([{ epoch: 3, outstanding: 900n }])
    const { balance, mechanisms } = life.see()
    expect(balance(available('alice', 'MPOND'))).toBe(1000n)
    expect(mechanisms.bridge.tables.requests.get({ party: 'alice', epoch: 3 })).toEqual({
      amount: 900n,
      converted: 0n,
      requestedAt: 3 * DAY + 5,
      wait: W,
    })
  })
  it('error: the codes in order of precedence', () => {
    const { run } = begin()
    // before the origin there is no epoch that could be taken, nor a holding to ask for
    expect(run('bob', 'late.request', { amount: 1n }, 5 * DAY - 1)).toBe('BRIDGE_NOT_OPEN')
    expect(run('alice', 'late.request', { amount: 900n }, 5 * DAY)).toBe('accepted')
    expect(run('alice', 'late.request', { amount: 5000n }, 6 * DAY - 1)).toBe('BRIDGE_EPOCH_TAKEN')
    expect(run('alice', 'late.request', { amount: 101n }, 6 * DAY)).toBe('BRIDGE_REQUEST_EXCEEDS_HOLDING')
    expect(run('alice', 'late.request', { amount: 100n }, 6 * DAY)).toBe('accepted')
    expect(run('alice', 'late.request', { amount: 1n }, 7 * DAY)).toBe('BRIDGE_REQUEST_EXCEEDS_HOLDING')
  })
  it('behavior: delegated tokens count, and what another party holds does not', () => {
    const { run } = begin()
    expect(run('alice', 'staking.stake', { amount: 600n }, 0)).toBe('accepted')
    expect(run('alice', 'bridge.request', { amount: 1000n }, 0)).toBe('accepted')
    expect(run('bob', 'bridge.request', { amount: 1n }, 0)).toBe('BRIDGE_REQUEST_EXCEEDS_HOLDING')
  })
  it('behavior: an epoch is half-open', () => {
    const { run } = begin()
    expect(run('alice', 'bridge.request', { amount: 1n }, DAY - 1)).toBe('accepted')
    expect(run('alice', 'bridge.request', { amount: 1n }, DAY - 1)).toBe('BRIDGE_EPOCH_TAKEN')
    expect(run('alice', 'bridge.request', { amount: 1n }, DAY)).toBe('accepted')
  })
  it('behavior: the epoch of great times is exact', () => {
    expect(epochOf({ epoch: 2 }, Number.MAX_SAFE_INTEGER)).toBe((Number.MAX_SAFE_INTEGER - 1) / 2)
    expect(epochOf({ origin: DAY }, DAY - 1)).toBeUndefined()
    expect(epochOf({ origin: DAY }, 3 * DAY - 1)).toBe(1)
  })
})

describe('convert', () => {
  const asked = () => {
    const life = begin()
    expect(life.run('alice', 'bridge.request', { amount: 900n }, 100)).toBe('accepted')
    return life
  }
  it('default: burns the bonded asset and mints the liquid one', () => {
    const life = asked()
    expect(life.run('alice', 'bridge.convert', { epoch: 0, amount: 90n }, 100 + W)).toBe('accepted')
    expect(life.events).toEqual([{ paid: 90n * RATE, outstanding: 810n }])
    expect(life.see().balance(available('alice', 'POND'))).toBe(95n * RATE + 7n)
    expect(life.see().balance(available('alice', 'MPOND'))).toBe(910n)
  })
  it('behavior: the first tranche opens at W exactly, not at the day', () => {
    const { run } = asked()
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 1n }, 100 + W - 1)).toBe(
      'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE',
    )
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 91n }, 100 + W)).toBe(
      'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE',
    )
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 90n }, 100 + W)).toBe('accepted')
  })
  it('error: the codes in order of precedence', () => {
    const { run } = asked()
    expect(run('alice', 'bridge.convert', { epoch: 1, amount: 5000n }, W)).toBe('BRIDGE_REQUEST_UNKNOWN')
    expect(run('bob', 'bridge.convert', { epoch: 0, amount: 1n }, W)).toBe('BRIDGE_REQUEST_UNKNOWN')
    expect(run('alice', 'staking.stake', { amount: 1000n }, W)).toBe('accepted')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 5000n }, W)).toBe('BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE')
    // everything is delegated: only what is available converts
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 1n }, 100 + W)).toBe('ACCOUNT_BELOW_FLOOR')
    expect(run('alice', 'staking.release', { amount: 90n }, 100 + W)).toBe('accepted')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 90n }, 100 + W)).toBe('accepted')
  })
  it('behavior: a changed liquidity acts at once on every request, a changed wait on new ones only', () => {
    const { run, see } = asked()
    expect(run('governor', 'bridge.configure', { wait: 2 * W, liquidity: 2000 }, W)).toBe('accepted')
    expect(run('alice', 'bridge.request', { amount: 100n }, W)).toBe('accepted')
    const open = (epoch: number, now: number) => convertible(see().mechanisms.bridge, { party: 'alice', epoch }, now)
    expect(open(0, 100 + W)).toBe(180n)
    expect(open(10, 3 * W - 1)).toBe(0n)
    expect(open(10, 3 * W)).toBe(20n)
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 180n }, 100 + W)).toBe('accepted')
    expect(run('governor', 'bridge.configure', { liquidity: 500 }, 100 + W)).toBe('accepted')
    // 5 % of 900 is less than what has been converted already; it isn't asked back
    expect(open(0, 100 + W)).toBe(0n)
    expect(open(0, 100 + 5 * W)).toBe(45n)
  })
  it('error: AMOUNT_OVERFLOW when the liquid side would pass the bounds of amounts', () => {
    const huge = createSystem({
      spec: '1.0',
      mechanisms: [bridge.with({ ...settings, rate: 1n << 100n, liquidity: 10_000 })],
      allocations: [{ party: 'alice', asset: 'MPOND', amount: 1n << 27n }],
    })
    const { run, see } = story(huge)
    expect(run('alice', 'bridge.request', { amount: 1n << 27n }, 0)).toBe('accepted')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 1n << 27n }, W)).toBe('AMOUNT_OVERFLOW')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: (1n << 27n) - 1n }, W)).toBe('accepted')
    // the last one would not fit the account
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 1n }, W)).toBe('AMOUNT_OVERFLOW')
    expect(see().supply('POND')).toBe(((1n << 27n) - 1n) << 100n)
  })
})

describe('cancel', () => {
  it('default: takes from the request, keeps what was converted', () => {
    const life = begin()
    life.run('alice', 'bridge.request', { amount: 900n }, 0)
    life.run('alice', 'bridge.convert', { epoch: 0, amount: 40n }, W)
    expect(life.run('alice', 'bridge.cancel', { epoch: 0, amount: 800n }, W)).toBe('accepted')
    expect(life.events).toEqual([{ outstanding: 60n }])
    const row = { amount: 100n, converted: 40n, requestedAt: 0, wait: W }
    expect(life.see().mechanisms.bridge.tables.requests.get({ party: 'alice', epoch: 0 })).toEqual(row)
    // 10 % of 100 is less than the 40 converted: a cancellation doesn't forget them
    expect(life.run('alice', 'bridge.convert', { epoch: 0, amount: 1n }, W)).toBe('BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE')
    expect(life.run('alice', 'bridge.convert', { epoch: 0, amount: 10n }, 5 * W)).toBe('accepted')
  })
  it('error: the codes in order of precedence', () => {
    const { run } = begin()
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 1n }, 0)).toBe('BRIDGE_REQUEST_UNKNOWN')
    run('alice', 'bridge.request', { amount: 900n }, 0)
    run('alice', 'bridge.convert', { epoch: 0, amount: 90n }, W)
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 811n }, W)).toBe('BRIDGE_CANCELLATION_EXCEEDS_REMAINDER')
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 810n }, W)).toBe('accepted')
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 1n }, W)).toBe('BRIDGE_CANCELLATION_EXCEEDS_REMAINDER')
  })
  it('behavior: a request cancelled to nothing stays and occupies its epoch', () => {
    const { run, see } = begin()
    run('alice', 'bridge.request', { amount: 900n }, 0)
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 900n }, 1)).toBe('accepted')
    expect(see().mechanisms.bridge.tables.requests.get({ party: 'alice', epoch: 0 })?.amount).toBe(0n)
    expect(see().mechanisms.bridge.tables.outstanding.size).toBe(0)
    expect(run('alice', 'bridge.request', { amount: 1n }, 2)).toBe('BRIDGE_EPOCH_TAKEN')
    expect(run('alice', 'bridge.request', { amount: 1000n }, DAY)).toBe('accepted')
  })
  it('behavior: asking and cancelling every day frees nothing early', () => {
    const { run, see } = begin()
    for (let day = 0; day < 10; day++) {
      expect(run('alice', 'bridge.request', { amount: 1000n }, day * DAY)).toBe('accepted')
      if (day < 9) expect(run('alice', 'bridge.cancel', { epoch: day, amount: 1000n }, day * DAY)).toBe('accepted')
    }
    const keys = Array.from({ length: 10 }, (_, epoch) => ({ party: 'alice', epoch }))
    const open = (now: number) => keys.reduce((sum, key) => sum + convertible(see().mechanisms.bridge, key, now), 0n)
    expect(open(9 * DAY + W - 1)).toBe(0n)
    expect(open(9 * DAY + W)).toBe(100n)
  })
})

describe('the lien', () => {
  it('behavior: what is asked for can be staked but not sent', () => {
    const life = begin()
    const { run, see } = life
    run('alice', 'bridge.request', { amount: 900n }, 0)
    expect(run('alice', 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 101n }, 0)).toBe('LIEN_BROKEN')
    expect(run('alice', 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 100n }, 0)).toBe('accepted')
    expect(run('alice', 'staking.stake', { amount: 900n }, 0)).toBe('accepted')
    expect(run('alice', 'staking.release', { amount: 900n }, 0)).toBe('accepted')
    expect(outstanding(see().mechanisms.bridge, 'alice')).toBe(900n)
    expect(audit(system, life.state)).toEqual([])
  })
  it('behavior: shrinks by what is converted or cancelled, and ends with it', () => {
    const life = begin()
    const lien = () => JSON.parse(snapshot(system, life.state)).tables['kernel.liens']?.[0].row.amount
    life.run('alice', 'bridge.request', { amount: 900n }, 0)
    expect(lien()).toBe('900')
    life.run('alice', 'bridge.convert', { epoch: 0, amount: 90n }, W)
    expect(lien()).toBe('810')
    life.run('alice', 'bridge.cancel', { epoch: 0, amount: 800n }, W)
    expect(lien()).toBe('10')
    life.run('alice', 'bridge.cancel', { epoch: 0, amount: 10n }, W)
    expect(lien()).toBeUndefined()
  })
  it('behavior: ten parties can not hand the same tokens round', () => {
    const { run, see } = begin()
    members.forEach((party, index) => {
      expect(run(party, 'bridge.request', { amount: 1000n }, 0)).toBe(
        index === 0 ? 'accepted' : 'BRIDGE_REQUEST_EXCEEDS_HOLDING',
      )
      const to = members[index + 1] ?? 'party0'
      const sent = run(party, 'transfer.send', { to, asset: 'MPOND', amount: 1000n }, 0)
      expect(sent).toBe(index === 0 ? 'LIEN_BROKEN' : 'ACCOUNT_BELOW_FLOOR')
    })
    const open = members.map((party) => convertible(see().mechanisms.bridge, { party, epoch: 0 }, W))
    expect(open.reduce((sum, amount) => sum + amount, 0n)).toBe(100n)
  })
  it('behavior: slashed below it, a party can not convert before it has cancelled enough', () => {
    const { run } = begin()
    run('alice', 'bridge.request', { amount: 900n }, 0)
    run('alice', 'staking.stake', { amount: 500n }, 0)
    expect(run('governor', 'staking.slash', { party: 'alice', amount: 300n }, 1)).toBe('accepted')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 1n }, W)).toBe('LIEN_BROKEN')
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 199n }, W)).toBe('accepted')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 1n }, W)).toBe('LIEN_BROKEN')
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 1n }, W)).toBe('accepted')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 70n }, W)).toBe('accepted')
  })
  it('behavior: two bridges over one asset demand what both are owed', () => {
    const both = createSystem({
      spec: '1.0',
      mechanisms: [transfer.with({}), bridge.with(settings), bridge.as('bridge-eth').with(settings)],
      allocations: [{ party: 'alice', asset: 'MPOND', amount: 1000n }],
    })
    const { run } = story(both)
    run('alice', 'bridge.request', { amount: 600n }, 0)
    expect(run('alice', 'bridge-eth.request', { amount: 400n }, 0)).toBe('accepted')
    expect(run('alice', 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 1n }, 0)).toBe('LIEN_BROKEN')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 60n }, W)).toBe('accepted')
    expect(run('alice', 'bridge-eth.convert', { epoch: 0, amount: 40n }, W)).toBe('accepted')
  })
})

describe('composition and params', () => {
  const bounds = { wait: { least: DAY, most: W }, liquidity: { least: 100, most: 2000 } }
  it('behavior: the authority sets wait and liquidity within the stated bounds', () => {
    const { run, see } = story(createSystem({ spec: '1.0', mechanisms: [bridge.with({ ...settings, bounds })] }))
    const configure = (by: string, change: object) => run(by, 'bridge.configure', change, 0)
    expect(configure('alice', { liquidity: 9999 })).toBe('NOT_AUTHORISED')
    for (const change of [{ wait: DAY - 1 }, { wait: W + 1 }, { liquidity: 99 }, { liquidity: 2001 }]) {
      expect(configure('governor', change)).toBe('PARAMS_REFUSED')
    }
    expect(configure('governor', { wait: DAY, liquidity: 2000 })).toBe('accepted')
    expect(configure('governor', { wait: W, liquidity: 100 })).toBe('accepted')
    expect(configure('governor', { liquidity: 10_001 })).toBe('INPUT_INVALID')
    expect(configure('governor', { wait: 0 })).toBe('INPUT_INVALID')
    expect(see().mechanisms.bridge.params).toEqual({ wait: W, liquidity: 100 })
  })
  it('error: params outside the bounds, and one asset for both sides', () => {
    const compose = (change: object) => () =>
      createSystem({ spec: '1.0', mechanisms: [bridge.with({ ...settings, ...change })] })
    expect(compose({ bounds, wait: W + 1 })).toThrow(TypeError)
    expect(compose({ bonded: 'POND' })).toThrow(TypeError)
    expect(compose({ rate: 0n })).toThrow(TypeError)
    expect(compose({})).not.toThrow()
  })
  it('behavior: without an authority nobody configures', () => {
    const { authority: _, ...rest } = settings
    const { run } = story(createSystem({ spec: '1.0', mechanisms: [bridge.with(rest)] }))
    expect(run('governor', 'bridge.configure', { liquidity: 1 }, 0)).toBe('NOT_AUTHORISED')
  })
  it('behavior: restricted tokens cross the bridge, though they can not be sent', () => {
    const restricted = createSystem({
      spec: '1.0',
      mechanisms: [transfer.with({}), bridge.with({ ...settings, liquidity: 10_000 })],
      assets: [{ asset: 'MPOND', transferable: false, cap: 1000n }],
      allocations: [{ party: 'alice', asset: 'MPOND', amount: 1000n }],
    })
    const { run } = story(restricted)
    expect(run('alice', 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 1n }, 0)).toBe('TRANSFER_RESTRICTED')
    expect(run('alice', 'bridge.request', { amount: 10n }, 0)).toBe('accepted')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 10n }, W)).toBe('accepted')
    expect(run('alice', 'bridge.bond', { amount: 10n * RATE }, W)).toBe('accepted')
  })
})

describe('hostile input', () => {
  const command = (type: string, input: unknown) => decode(system, { id: '1', by: 'alice', at: '5', type, input })
  it.each([
    ['zero', { amount: '0' }],
    ['negative', { amount: '-1' }],
    ['2^127', { amount: String(1n << 127n) }],
    ['long digits', { amount: '9'.repeat(10_000) }],
    ['exponent', { amount: '1e3' }],
    ['a number', { amount: 900 }],
    ['null', { amount: null }],
    ['a list', ['900']],
    ['a member too many', { amount: '1', constructor: '1' }],
    ['a prototype', JSON.parse('{"amount":"1","__proto__":{"epoch":"0"}}')],
    ['nothing', {}],
  ])('error: %s is INPUT_INVALID', (_name, input) => {
    expect(command('bridge.request', input)).toMatchObject({ status: 'rejected', code: 'INPUT_INVALID' })
    expect(command('bridge.bond', input)).toMatchObject({ status: 'rejected', code: 'INPUT_INVALID' })
  })
  it.each(['-1', '01', '1.5', '9007199254740992', ' 1', '', '1\u0000'])('error: epoch %j is INPUT_INVALID', (epoch) => {
    for (const type of ['bridge.convert', 'bridge.cancel']) {
      expect(command(type, { epoch, amount: '1' })).toMatchObject({ code: 'INPUT_INVALID' })
    }
  })
  it('error: typed values out of range are refused as well, and change nothing', () => {
    const { run } = begin()
    for (const amount of [0n, -1n, 1n << 127n, 1, '1', undefined, Number.NaN]) {
      expect(run('alice', 'bridge.request', { amount }, 0)).toBe('INPUT_INVALID')
    }
    for (const epoch of [-1, 0.5, 2 ** 53, '0', 0n, undefined]) {
      expect(run('alice', 'bridge.convert', { epoch, amount: 1n }, 0)).toBe('INPUT_INVALID')
    }
    expect(run('alice', 'bridge.request', { amount: (1n << 127n) - 1n }, 0)).toBe('BRIDGE_REQUEST_EXCEEDS_HOLDING')
    expect(run('alice', 'bridge.request', { amount: 1n }, 5)).toBe('accepted')
    expect(run('alice', 'bridge.cancel', { epoch: 0, amount: 1n }, 4)).toBe('TIME_BACKWARDS')
    expect(run('alice', 'bridge.convert', { epoch: 0, amount: 1n }, Number.MAX_SAFE_INTEGER)).toBe('accepted')
  })
  it('error: nobody acts for the bridge', () => {
    const { run } = begin()
    expect(run('@bridge', 'bridge.bond', { amount: RATE }, 0)).toBe('COMMAND_MALFORMED')
    expect(run('@governance', 'bridge.configure', { liquidity: 1 }, 0)).toBe('COMMAND_MALFORMED')
    expect(run('alice', 'bridge.mint', { amount: 1n }, 0)).toBe('COMMAND_UNKNOWN')
  })
})

describe('rejections', () => {
  it('are listed in order of precedence', () => {
    expect(bridge.rejections).toEqual([
      'BRIDGE_AMOUNT_INDIVISIBLE',
      'BRIDGE_NOT_OPEN',
      'BRIDGE_EPOCH_TAKEN',
      'BRIDGE_REQUEST_EXCEEDS_HOLDING',
      'BRIDGE_REQUEST_UNKNOWN',
      'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE',
      'BRIDGE_CANCELLATION_EXCEEDS_REMAINDER',
    ])
  })
})
