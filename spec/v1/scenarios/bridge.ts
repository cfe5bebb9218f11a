/** Stories of the bridge. Spec: bridge.md. */
import { type AnyInstance, createSystem, type System } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { transfer } from '@symbolon/core/transfer'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'
import { specProbe } from '../../probe/mechanism.js'

const DAY = 86_400
const W = 180 * DAY
const RATE = 10n ** 6n
const MOST = (1n << 127n) - 1n
const settings = { liquid: 'POND', bonded: 'MPOND', rate: RATE, wait: W, liquidity: 1000, authority: 'governor' }

const step = (by: string, at: number, type: string, input: unknown, expect: Expectation, note?: string): Step => ({
  command: { by, at, type, input },
  expect,
  ...(note === undefined ? {} : { note }),
})
const systemOf = (
  mechanisms: readonly AnyInstance[],
  allocations: readonly (readonly [string, string, bigint])[],
): System =>
  createSystem({
    spec: '1.0',
    mechanisms,
    allocations: allocations.map(([party, asset, amount]) => ({ party, asset, amount })),
  })

const EXCEEDS = 'BRIDGE_CONVERSION_EXCEEDS_ALLOWANCE'
const HOLDING = 'BRIDGE_REQUEST_EXCEEDS_HOLDING'

/** Day −1 is the time of genesis, so that Day 0 is epoch 0. */
const day = (number: number): number => (number + 1) * DAY
const rowStep = (
  row: number,
  on: number,
  [by, type, input]: readonly [string, string, object],
  expect: Expectation,
  note: string,
): Step => step(by, day(on), type, input, expect, `row ${row}, day ${on}: ${note}`)
const requested = (row: number, on: number, amount: bigint, expect: Expectation): Step =>
  rowStep(row, on, ['alice', 'bridge.request', { amount }], expect, `request ${amount}`)
const converted = (row: number, on: number, amount: bigint, epoch: number, expect: Expectation, why = ''): Step =>
  rowStep(row, on, ['alice', 'bridge.convert', { epoch, amount }], expect, `convert ${amount} of ${epoch}${why}`)
const liquidity = (row: number, on: number, percent: number): Step =>
  rowStep(row, on, ['governor', 'bridge.configure', { liquidity: percent * 100 }], 'accepted', `L becomes ${percent} %`)

const scenarioTable: Scenario = {
  name: 'scenario-table',
  about:
    'The scenario table of the token design, row by row. Rows without a call show their open share by a conversion of one base unit more, which is refused.',
  system: systemOf([bridge.with({ ...settings, origin: day(0), liquidity: 0 })], [['alice', 'MPOND', 1000n]]),
  at: day(-1),
  steps: [
    requested(2, 0, 1100n, HOLDING),
    requested(3, 0, 900n, 'accepted'),
    requested(4, 30, 50n, 'accepted'),
    requested(5, 31, 100n, HOLDING),
    converted(6, 180, 950n, 0, EXCEEDS),
    liquidity(7, 180, 10),
    converted(7, 180, 91n, 0, EXCEEDS, ', where 10 % of 900 is open'),
    converted(8, 180, 85n, 0, 'accepted'),
    converted(9, 180, 10n, 0, EXCEEDS),
    liquidity(10, 180, 5),
    converted(10, 180, 10n, 0, EXCEEDS),
    liquidity(11, 180, 10),
    converted(11, 180, 10n, 0, EXCEEDS),
    converted(12, 180, 2n, 0, 'accepted'),
    converted(13, 180, 4n, 0, EXCEEDS, ', where 3 are left of 10 %'),
    converted(14, 210, 10n, 30, EXCEEDS),
    liquidity(15, 210, 20),
    converted(15, 210, 10n, 30, 'accepted'),
    converted(16, 211, 100n, 0, EXCEEDS),
    converted(17, 212, 93n, 0, 'accepted'),
    converted(18, 213, 1n, 0, EXCEEDS, ', where nothing is left of 20 %'),
    converted(19, 360, 181n, 0, EXCEEDS, ', where 40 % of 900 is open'),
    liquidity(20, 390, 15),
    converted(20, 390, 91n, 0, EXCEEDS, ', where 30 % of 900 is open'),
    converted(20, 390, 6n, 30, EXCEEDS, ', where 30 % of 50 is open'),
  ],
}

/** Tranches of 30 % open wholly with the fourth. */
const whole: Scenario = {
  name: 'beyond-the-whole',
  about: 'More than 10,000 basis points are open never, however many tranches have opened.',
  system: systemOf([bridge.with({ ...settings, liquidity: 3000 })], [['alice', 'MPOND', 1000n]]),
  at: 0,
  steps: [
    step('alice', 0, 'bridge.request', { amount: 7n }, 'accepted'),
    step('alice', 3 * W, 'bridge.convert', { epoch: 0, amount: 7n }, EXCEEDS, '90 % of 7, rounded down, are 6'),
    step('alice', 4 * W - 1, 'bridge.convert', { epoch: 0, amount: 7n }, EXCEEDS, 'a second before the fourth opens'),
    step('alice', 4 * W, 'bridge.convert', { epoch: 0, amount: 8n }, EXCEEDS, 'not 120 %'),
    step('alice', 1000 * W, 'bridge.convert', { epoch: 0, amount: 8n }, EXCEEDS, 'nor any more'),
    step('alice', 1000 * W, 'bridge.convert', { epoch: 0, amount: 7n }, 'accepted', 'all of it'),
  ],
}

const late = { ...settings, liquid: 'CRED', bonded: 'MCRED', origin: 5 * DAY }
const bounds = { wait: { least: DAY, most: W }, liquidity: { least: 100, most: 2000 } }
const refusals: Scenario = {
  name: 'refusals',
  about:
    'Every code of the bridge in order of precedence, each step wrong in what comes later too; then those of the kernel.',
  system: systemOf(
    [
      transfer.with({}),
      bridge.with(settings),
      bridge.as('late').with(late),
      bridge.as('bounded').with({ ...late, bounds }),
    ],
    [
      ['alice', 'MPOND', 1000n],
      ['alice', 'MCRED', 1000n],
    ],
  ),
  at: 0,
  steps: [
    step(
      'bob',
      0,
      'bridge.bond',
      { amount: RATE - 1n },
      'BRIDGE_AMOUNT_INDIVISIBLE',
      'bond less than the rate, without any',
    ),
    step('bob', 0, 'bridge.bond', { amount: RATE }, 'ACCOUNT_BELOW_FLOOR', 'bond what isn’t there'),
    step(
      'bob',
      5 * DAY - 1,
      'late.request',
      { amount: 1n },
      'BRIDGE_NOT_OPEN',
      'request before the origin, without holding',
    ),
    step('alice', 5 * DAY, 'late.request', { amount: 900n }, 'accepted', 'epoch 0 begins with its origin'),
    step(
      'alice',
      6 * DAY - 1,
      'late.request',
      { amount: MOST },
      'BRIDGE_EPOCH_TAKEN',
      'a second request, beyond the holding',
    ),
    step('alice', 6 * DAY, 'late.request', { amount: 101n }, HOLDING, 'more than is held and not outstanding'),
    step('alice', 6 * DAY, 'late.request', { amount: MOST }, HOLDING, 'the greatest amount'),
    step('bob', 6 * DAY, 'late.request', { amount: 1n }, HOLDING, 'a party that holds nothing'),
    step('alice', 6 * DAY, 'late.request', { amount: 100n }, 'accepted', 'all of the rest'),
    step(
      'alice',
      6 * DAY,
      'late.convert',
      { epoch: 2, amount: MOST },
      'BRIDGE_REQUEST_UNKNOWN',
      'convert of no request',
    ),
    step(
      'bob',
      6 * DAY,
      'late.convert',
      { epoch: 0, amount: 1n },
      'BRIDGE_REQUEST_UNKNOWN',
      'convert of another’s request',
    ),
    step(
      'alice',
      5 * DAY + W - 1 + DAY,
      'late.convert',
      { epoch: 1, amount: MOST },
      EXCEEDS,
      'convert before W is over',
    ),
    step('alice', 6 * DAY + W, 'late.convert', { epoch: 0, amount: 91n }, EXCEEDS, 'convert more than is open'),
    step(
      'alice',
      6 * DAY + W,
      'late.cancel',
      { epoch: 2, amount: MOST },
      'BRIDGE_REQUEST_UNKNOWN',
      'cancel of no request',
    ),
    step(
      'alice',
      6 * DAY + W,
      'late.cancel',
      { epoch: 0, amount: 901n },
      'BRIDGE_CANCELLATION_EXCEEDS_REMAINDER',
      'cancel more than is left',
    ),
    step('alice', 6 * DAY + W, 'late.convert', { epoch: 0, amount: 90n }, 'accepted', 'convert all that is open'),
    step(
      'alice',
      6 * DAY + W,
      'late.cancel',
      { epoch: 0, amount: 811n },
      'BRIDGE_CANCELLATION_EXCEEDS_REMAINDER',
      'cancel what was converted',
    ),
    step(
      'alice',
      6 * DAY + W,
      'transfer.send',
      { to: 'bob', asset: 'MCRED', amount: 1n },
      'LIEN_BROKEN',
      'send what is asked for',
    ),
    step(
      'alice',
      6 * DAY + W,
      'transfer.send',
      { to: 'bob', asset: 'MCRED', amount: 911n },
      'ACCOUNT_BELOW_FLOOR',
      'the floor comes before the lien',
    ),
    step(
      'alice',
      6 * DAY + W,
      'bounded.configure',
      { wait: 1 },
      'NOT_AUTHORISED',
      'params outside the bounds, by anybody',
    ),
    step('governor', 6 * DAY + W, 'bounded.configure', { wait: DAY - 1 }, 'PARAMS_REFUSED', 'a wait below the bounds'),
    step('governor', 6 * DAY + W, 'bounded.configure', { wait: W + 1 }, 'PARAMS_REFUSED', 'a wait above the bounds'),
    step(
      'governor',
      6 * DAY + W,
      'bounded.configure',
      { liquidity: 99 },
      'PARAMS_REFUSED',
      'a liquidity below the bounds',
    ),
    step(
      'governor',
      6 * DAY + W,
      'bounded.configure',
      { liquidity: 2001 },
      'PARAMS_REFUSED',
      'a liquidity above the bounds',
    ),
    step(
      'governor',
      6 * DAY + W,
      'bounded.configure',
      { wait: DAY, liquidity: 2000 },
      'accepted',
      'the ends of the bounds',
    ),
    ...hostile(),
  ],
}

/** Inputs that aren't even shaped like one. */
function hostile(): readonly Step[] {
  const at = String(6 * DAY + W)
  const json = (type: string, input: unknown, note: string): Step => ({
    json: { id: 'hostile', by: 'alice', at, type, input },
    expect: 'INPUT_INVALID',
    note,
  })
  return [
    json('bridge.bond', { amount: '0' }, 'an amount of zero'),
    json('bridge.bond', { amount: '-1' }, 'a negative amount'),
    json('bridge.bond', { amount: String(MOST + 1n) }, 'an amount of 2^127'),
    json('bridge.bond', { amount: '1e6' }, 'an exponent'),
    json('bridge.bond', { amount: 1_000_000 }, 'a JSON number'),
    json('bridge.request', { amount: '1', epoch: '0' }, 'a member too many'),
    json('bridge.convert', { amount: '1' }, 'a member too few'),
    json('bridge.convert', { amount: '1', epoch: '-1' }, 'a negative epoch'),
    json('bridge.cancel', { amount: '1', epoch: '9007199254740992' }, 'an epoch of 2^53'),
    json('bridge.cancel', { amount: '1', epoch: '00' }, 'an epoch with a leading zero'),
  ]
}

const tranches: Scenario = {
  name: 'tranches',
  about: 'Tranches open by full waits, to the second; a changed wait acts on new requests, a changed liquidity on all.',
  system: systemOf([bridge.with({ ...settings, epoch: 3600, liquidity: 3333 })], [['alice', 'MPOND', 1000n]]),
  at: 0,
  steps: [
    step('alice', 100, 'bridge.request', { amount: 19n }, 'accepted', 'epoch 0'),
    step('alice', 3599, 'bridge.request', { amount: 1n }, 'BRIDGE_EPOCH_TAKEN', 'its last second'),
    step('alice', 3600, 'bridge.request', { amount: 100n }, 'accepted', 'epoch 1'),
    step('governor', 3600, 'bridge.configure', { wait: 2 * W }, 'accepted', 'the wait doubles'),
    step('alice', 7200, 'bridge.request', { amount: 100n }, 'accepted', 'epoch 2, with the new wait'),
    step('alice', 99 + W, 'bridge.convert', { epoch: 0, amount: 1n }, EXCEEDS, 'a second before W'),
    step('alice', 100 + W, 'bridge.convert', { epoch: 0, amount: 7n }, EXCEEDS, '33.33 % of 19 is rounded down'),
    step('alice', 100 + W, 'bridge.convert', { epoch: 0, amount: 6n }, 'accepted', 'W to the second'),
    step('alice', 7199 + 2 * W, 'bridge.convert', { epoch: 2, amount: 1n }, EXCEEDS, 'the new wait is twice as long'),
    step('alice', 7200 + 2 * W, 'bridge.convert', { epoch: 2, amount: 33n }, 'accepted', 'one tranche of the new wait'),
    step('alice', 7200 + 2 * W, 'bridge.convert', { epoch: 1, amount: 67n }, EXCEEDS, 'two tranches of the old one'),
    step('governor', 7200 + 2 * W, 'bridge.configure', { liquidity: 1500 }, 'accepted', 'the liquidity falls'),
    step(
      'alice',
      7200 + 2 * W,
      'bridge.convert',
      { epoch: 2, amount: 1n },
      EXCEEDS,
      'more was converted than is open now',
    ),
    step('alice', 7200 + 2 * W, 'bridge.convert', { epoch: 1, amount: 30n }, 'accepted', 'two tranches of 15 %'),
    step('governor', 7200 + 2 * W, 'bridge.configure', { liquidity: 3334, wait: 1 }, 'accepted', 'the liquidity rises'),
    step('alice', 100 + 3 * W, 'bridge.convert', { epoch: 0, amount: 14n }, EXCEEDS, 'never more than everything'),
    step('alice', 100 + 3 * W, 'bridge.convert', { epoch: 0, amount: 13n }, 'accepted', 'everything'),
    step('alice', 3599 + 3 * W, 'bridge.request', { amount: 782n }, HOLDING, 'more than what is left of the holding'),
    step('alice', 3599 + 3 * W, 'bridge.request', { amount: 781n }, 'accepted', 'a request with the shortest wait'),
    step(
      'alice',
      Number.MAX_SAFE_INTEGER,
      'bridge.convert',
      { epoch: (3 * W) / 3600, amount: 781n },
      'accepted',
      'after as many waits as there are seconds',
    ),
    step(
      'alice',
      Number.MAX_SAFE_INTEGER,
      'bridge.cancel',
      { epoch: 1, amount: 70n },
      'accepted',
      'cancel, however late',
    ),
    step('alice', Number.MAX_SAFE_INTEGER, 'bridge.request', { amount: 1n }, 'accepted', 'the last epoch'),
  ],
}

const bonding: Scenario = {
  name: 'bonding',
  about: 'Both ways at the rate: the sum of liquid and rate times bonded stays.',
  system: systemOf(
    [transfer.with({}), bridge.with({ ...settings, rate: 1n << 100n, liquidity: 10_000, wait: 1 })],
    [
      ['alice', 'POND', 3n << 100n],
      ['bob', 'MPOND', 1n << 27n],
    ],
  ),
  at: 0,
  steps: [
    step('alice', 0, 'bridge.bond', { amount: (1n << 100n) + 1n }, 'BRIDGE_AMOUNT_INDIVISIBLE'),
    step('alice', 0, 'bridge.bond', { amount: 3n << 100n }, 'accepted'),
    step('alice', 0, 'bridge.bond', { amount: 1n << 100n }, 'ACCOUNT_BELOW_FLOOR', 'nothing is left to bond'),
    step('bob', 0, 'bridge.request', { amount: 1n << 27n }, 'accepted'),
    step('bob', 1, 'bridge.convert', { epoch: 0, amount: 1n << 27n }, 'AMOUNT_OVERFLOW', 'pays 2^127'),
    step('bob', 1, 'bridge.convert', { epoch: 0, amount: (1n << 27n) - 1n }, 'accepted', 'pays 2^127 − 2^100'),
    step('bob', 1, 'bridge.convert', { epoch: 0, amount: 1n }, 'AMOUNT_OVERFLOW', 'the balance would be 2^127'),
    step('bob', 1, 'transfer.send', { to: 'carol', asset: 'POND', amount: 1n << 100n }, 'accepted'),
    step('bob', 1, 'bridge.convert', { epoch: 0, amount: 1n }, 'ACCOUNT_BELOW_FLOOR', 'the supply would be 2^127'),
  ],
}

const lien: Scenario = {
  name: 'lien',
  about: 'What is asked for can not be handed on, and a cancelled request goes on occupying its epoch.',
  system: systemOf(
    [transfer.with({}), bridge.with(settings), bridge.as('bridge-eth').with(settings)],
    [['alice', 'MPOND', 1000n]],
  ),
  at: 0,
  steps: [
    step('alice', 0, 'bridge.request', { amount: 1000n }, 'accepted'),
    step(
      'alice',
      0,
      'transfer.send',
      { to: 'bob', asset: 'MPOND', amount: 1000n },
      'LIEN_BROKEN',
      'hand the holding on',
    ),
    step('bob', 0, 'bridge.request', { amount: 1000n }, HOLDING, 'ask for it once more'),
    step('alice', 0, 'bridge.cancel', { epoch: 0, amount: 400n }, 'accepted', 'cancel in part'),
    step('alice', 0, 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 401n }, 'LIEN_BROKEN'),
    step('alice', 0, 'bridge-eth.request', { amount: 400n }, 'accepted', 'the other bridge has a lien of its own'),
    step('alice', 0, 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 1n }, 'LIEN_BROKEN', 'liens add up'),
    step('alice', 0, 'bridge-eth.cancel', { epoch: 0, amount: 400n }, 'accepted', 'cancel all'),
    step(
      'alice',
      0,
      'bridge-eth.request',
      { amount: 1n },
      'BRIDGE_EPOCH_TAKEN',
      'the row stays and occupies its epoch',
    ),
    step('alice', 0, 'bridge-eth.cancel', { epoch: 0, amount: 1n }, 'BRIDGE_CANCELLATION_EXCEEDS_REMAINDER'),
    step('alice', 0, 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 400n }, 'accepted'),
    step(
      'alice',
      W,
      'bridge.convert',
      { epoch: 0, amount: 60n },
      'accepted',
      'a conversion lowers holding and lien alike',
    ),
    step('alice', W, 'bridge.cancel', { epoch: 0, amount: 540n }, 'accepted', 'cancel the rest'),
    step('alice', W, 'bridge.convert', { epoch: 0, amount: 1n }, EXCEEDS, 'all of it is converted'),
    step('alice', W, 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 540n }, 'accepted', 'no lien is left'),
  ],
}

const pool = { party: 'alice', asset: 'MPOND', purpose: 'spec-probe.pool' }
const spendable = (party: string) => ({ party, asset: 'MPOND', purpose: 'available' })
const slashing: Scenario = {
  name: 'slashing',
  about: 'Whose holding was seized below the lien can’t convert before cancelling enough. Staking is the probe’s.',
  system: systemOf(
    [
      transfer.with({}),
      bridge.with(settings),
      specProbe.with({
        highest: 0,
        mints: [],
        level: 0,
        label: '',
        sumOf: { instance: 'spec-probe', query: 'sum' },
      }),
    ],
    [['alice', 'MPOND', 1000n]],
  ),
  at: 0,
  steps: [
    step('alice', 0, 'spec-probe.move', { from: spendable('alice'), to: pool, amount: 950n }, 'accepted', 'stake 950'),
    step('alice', 0, 'bridge.request', { amount: 900n }, 'accepted', 'what is staked counts'),
    step(
      'alice',
      W,
      'bridge.convert',
      { epoch: 0, amount: 51n },
      'ACCOUNT_BELOW_FLOOR',
      'what is staked doesn’t convert',
    ),
    step('bob', W, 'spec-probe.seize', { from: pool, to: spendable('bob'), amount: 300n }, 'accepted', 'slash 300'),
    step('alice', W, 'bridge.convert', { epoch: 0, amount: 1n }, 'LIEN_BROKEN', '700 held, 900 outstanding'),
    step('alice', W, 'transfer.send', { to: 'bob', asset: 'MPOND', amount: 1n }, 'LIEN_BROKEN'),
    step('alice', W, 'bridge.request', { amount: 1n }, HOLDING),
    step('alice', W, 'bridge.cancel', { epoch: 0, amount: 199n }, 'accepted', 'one too few'),
    step('alice', W, 'bridge.convert', { epoch: 0, amount: 1n }, 'LIEN_BROKEN', '700 held, 701 outstanding'),
    step('alice', W, 'bridge.cancel', { epoch: 0, amount: 1n }, 'accepted'),
    step('alice', W, 'bridge.convert', { epoch: 0, amount: 50n }, 'accepted', '700 held, 700 outstanding'),
  ],
}

export const scenarios: readonly Scenario[] = [scenarioTable, whole, refusals, tranches, bonding, lien, slashing]
