/** Stories of delegation. Spec: delegation.md. */
import { createSystem, type System } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { delegation } from '@symbolon/core/delegation'
import { transfer } from '@symbolon/core/transfer'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const DAY = 86_400
const settings = {
  asset: 'MPOND',
  rewards: ['POND', 'USD', 'LOCKED'],
  minimum: 100n,
  evidence: 3,
  slashers: ['judge'],
  undelegationWait: 4,
  redelegationWait: 1,
  commissionWait: 2,
  authority: 'council',
}
const system = (more: object = {}): System =>
  createSystem({
    spec: '1.0',
    mechanisms: [
      transfer.with({}),
      bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, wait: DAY, liquidity: 5000 }),
      delegation.with({ ...settings, ...more } as never),
    ],
    assets: [
      { asset: 'MPOND', tracked: true, transferable: false, whitelist: ['@delegation', '@bridge', 'treasury'] },
      { asset: 'LOCKED', transferable: false, whitelist: ['@delegation', 'mint'] },
      { asset: 'USD' },
    ],
    allocations: [
      ...['ann', 'ben', 'cleo'].map((party) => ({ party, asset: 'MPOND', amount: 1_000n })),
      ...['POND', 'USD', 'LOCKED'].map((asset) => ({ party: 'payer', asset, amount: 1_000_000n })),
      { party: 'mint', asset: 'LOCKED', amount: 1_000n },
    ],
  }) as System

interface Tale {
  readonly steps: readonly Step[]
  on(epoch: number): Tale
  tell(by: string, name: string, input: object, expect?: Expectation, note?: string): Tale
}
function tale(): Tale {
  const steps: Step[] = []
  let at = 0
  const told: Tale = {
    steps,
    on(epoch) {
      at = epoch * DAY
      return told
    },
    tell(by, name, input, expect = 'accepted', note = undefined) {
      const type = name.includes('.') ? name : `delegation.${name}`
      steps.push({ command: { by, at, type, input }, expect, ...(note === undefined ? {} : { note }) })
      return told
    },
  }
  return told
}
const shares = (...of: readonly (readonly [string, number])[]) => of.map(([relayer, weight]) => ({ relayer, weight }))
const pool = (more: object = {}) => ({ pool: 'p', personal: false, commission: 0, shares: shares(['r', 1]), ...more })
const lot = (start: number, since = start) => ({ start, since })
const left = (start: number, end: number) => ({ start, end })
const named = (prefix: string) => Array.from({ length: 16 }, (_, i) => ({ relayer: `${prefix}${i}`, weight: 1 }))

const rewards: Scenario = {
  name: 'rewards',
  about:
    'What relayers earn reaches those who have backed them since the epoch began: operators keep their part rounded up, what can’t be divided waits, and where nobody backs a relayer it keeps all.',
  system: system(),
  at: 0,
  steps: tale()
    .tell('op', 'open', pool({ commission: 1_000, shares: shares(['r', 1], ['s', 2]) }))
    .tell('ben', 'open', pool({ pool: 'own', personal: true, shares: shares(['r', 1]) }))
    .tell('payer', 'reward', { relayer: 'r', asset: 'USD', amount: 7n }, 'accepted', 'nobody backs it')
    .tell('ann', 'delegate', { pool: 'p', amount: 400n })
    .tell('cleo', 'delegate', { pool: 'p', amount: 500n })
    .tell('ben', 'delegate', { pool: 'own', amount: 101n })
    .tell('r', 'charge', { commission: 333 })
    .on(1)
    .tell('payer', 'reward', { relayer: 'r', asset: 'POND', amount: 1_003n }, 'accepted', 'the charge waits')
    .tell('payer', 'reward', { relayer: 's', asset: 'USD', amount: 999n })
    .tell('ann', 'collect', { pool: 'p', lots: [lot(1)] })
    .tell('cleo', 'collect', { pool: 'p', lots: [lot(1)] })
    .tell('ben', 'collect', { pool: 'own', lots: [lot(1)] })
    .tell('op', 'draw', { pool: 'p' })
    .on(2)
    .tell('op', 'commission', { pool: 'p', commission: 5_000 })
    .tell('cleo', 'undelegate', { pool: 'p', ...lot(1), amount: 200n })
    .tell('payer', 'reward', { relayer: 'r', asset: 'POND', amount: 1_000n }, 'accepted', 'less the charge, 34')
    .tell('ann', 'delegate', { pool: 'p', amount: 300n }, 'accepted', 'counts from epoch 3 on')
    .tell('mint', 'reward', { relayer: 's', asset: 'LOCKED', amount: 70n })
    .on(5)
    .tell('payer', 'reward', { relayer: 'r', asset: 'POND', amount: 2_000n }, 'accepted', 'the old commission’s still')
    .tell('ann', 'collect', { pool: 'p', lots: [lot(1), lot(3)] })
    .tell('cleo', 'collect', { pool: 'p', lots: [] }, 'accepted', 'what it had earned when it undelegated')
    .tell('payer', 'reward', { relayer: 'r', asset: 'POND', amount: 2_000n }, 'accepted', 'half goes to the operator')
    .tell('op', 'draw', { pool: 'p' })
    .tell('cleo', 'collect', { pool: 'p', lots: [lot(1)] })
    .tell('ann', 'undelegate', { pool: 'p', ...lot(3), amount: 300n })
    .tell('cleo', 'undelegate', { pool: 'p', ...lot(1), amount: 300n })
    .tell('ann', 'undelegate', { pool: 'p', ...lot(1), amount: 400n })
    .tell('payer', 'reward', { relayer: 's', asset: 'USD', amount: 7n }, 'accepted', 'nobody backs it any more')
    .tell(
      'op',
      'redelegate',
      { pool: 'p', shares: shares(['r', 2], ['s', 1]) },
      'accepted',
      'r keeps something: waits 2',
    )
    .tell(
      'op',
      'redelegate',
      { pool: 'p', shares: shares(['r', 1], ['s', 2]) },
      'accepted',
      'no more than now: waits 1',
    )
    .tell('s', 'charge', { commission: 1 })
    .tell(
      'op',
      'redelegate',
      { pool: 'p', shares: shares(['r', 1], ['s', 2]) },
      'accepted',
      'with what s has announced',
    )
    .on(6)
    .tell(
      'op',
      'redelegate',
      { pool: 'p', shares: shares(['r', 1], ['s', 2]) },
      'accepted',
      'by then s keeps it anyhow',
    )
    .tell('op', 'redelegate', { pool: 'p', shares: [] }, 'accepted', 'nobody keeps nothing')
    .on(7)
    .tell('op', 'redelegate', { pool: 'p', shares: shares(['s', 1]) }, 'accepted', 'from nobody all is dearer').steps,
}

const waits: Scenario = {
  name: 'waits',
  about:
    'Undelegated and redelegated stake stops counting at once and waits; it can come back; it still answers for its past, and to liens.',
  system: system({ beneficiary: 'treasury' }),
  at: 0,
  steps: tale()
    .tell('op', 'open', pool())
    .tell('ann', 'bridge.request', { amount: 1_000n })
    .tell('ann', 'delegate', { pool: 'p', amount: 1_000n })
    .on(1)
    .tell('ann', 'bridge.convert', { epoch: 0, amount: 1n }, 'ACCOUNT_BELOW_FLOOR', 'undelegated tokens only')
    .tell('ann', 'undelegate', { pool: 'p', ...lot(1), amount: 500n })
    .tell('op', 'redelegate', { pool: 'p', shares: shares(['s', 2], ['r', 1]) })
    .on(2)
    .tell('x', 'settle', { pools: ['p'] })
    .tell(
      'payer',
      'reward',
      { relayer: 'r', asset: 'USD', amount: 90n },
      'accepted',
      'all of the pool still has a part',
    )
    .tell('payer', 'reward', { relayer: 's', asset: 'USD', amount: 90n }, 'accepted', 'it has only just come to s')
    .tell('ann', 'cancel', { pool: 'p', ...left(1, 2), amount: 100n })
    .tell('judge', 'slash', { target: 'r', epoch: 2, fraction: 3_000 }, 'accepted', 'redelegated in epoch 2 itself')
    .tell('judge', 'slash', { target: 's', epoch: 2, fraction: 10_000 }, 'accepted', 'not backed yet')
    .tell('x', 'settle', { pools: ['p'] })
    .tell('x', 'fold', { party: 'ann', pool: 'p', lots: [lot(1), lot(1, 3)], leaving: [left(1, 2)] })
    .on(3)
    .tell('payer', 'reward', { relayer: 'r', asset: 'USD', amount: 90n }, 'accepted', 'for a third of the pool')
    .tell('judge', 'slash', { target: 's', epoch: 3, fraction: 1_000 }, 'accepted', 'a fifteenth of the pool')
    .tell('judge', 'slash', { target: 'r', epoch: 0, fraction: 10_000 }, 'accepted', 'before anything was delegated')
    .tell('x', 'settle', { pools: ['p'] })
    .on(6)
    .tell('ann', 'withdraw', { pool: 'p', ...left(1, 2) })
    .tell('ann', 'bridge.convert', { epoch: 0, amount: 300n }, 'LIEN_BROKEN', 'what was slashed has to be cancelled')
    .tell('ann', 'bridge.cancel', { epoch: 0, amount: 200n })
    .tell('ann', 'bridge.convert', { epoch: 0, amount: 300n })
    .tell('ann', 'undelegate', { pool: 'p', ...lot(1), amount: 1n })
    .on(20)
    .tell('ann', 'cancel', { pool: 'p', ...left(1, 7), amount: 1n }, 'accepted', 'nothing of its past can be slashed')
    .tell('x', 'settle', { pools: ['p'] }).steps,
}

function refusals(): readonly Step[] {
  const told = tale()
    .tell('op', 'open', pool({ shares: shares(['r', 1], ['r', 0]) }), 'DELEGATION_SHARES_INVALID')
    .tell('op', 'open', pool({ shares: shares(['r', 0]) }), 'DELEGATION_SHARES_INVALID')
    .tell('op', 'open', pool({ shares: shares(['r', 10_001]) }), 'DELEGATION_SHARES_INVALID')
    .tell('op', 'open', pool())
    .tell('eve', 'open', pool({ shares: shares(['r', 0]) }), 'DELEGATION_POOL_TAKEN')
    .tell('op', 'open', pool({ pool: 'own', personal: true, shares: [] }))
    .tell('eve', 'redelegate', { pool: 'q', shares: shares(['r', 0]) }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'commission', { pool: 'q', commission: 0 }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'draw', { pool: 'q' }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'settle', { pools: ['p', 'q'] }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'delegate', { pool: 'q', amount: 1n }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'undelegate', { pool: 'q', ...lot(1), amount: 1n }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'cancel', { pool: 'q', ...left(1, 2), amount: 1n }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'withdraw', { pool: 'q', ...left(1, 2) }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'collect', { pool: 'q', lots: [] }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'fold', { party: 'ann', pool: 'q', lots: [], leaving: [] }, 'DELEGATION_POOL_UNKNOWN')
    .tell('eve', 'redelegate', { pool: 'p', shares: shares(['r', 0]) }, 'DELEGATION_NOT_OPERATOR')
    .tell('eve', 'commission', { pool: 'p', commission: 0 }, 'DELEGATION_NOT_OPERATOR')
    .tell('eve', 'draw', { pool: 'p' }, 'DELEGATION_NOT_OPERATOR')
    .tell('ann', 'delegate', { pool: 'own', amount: 2_000n }, 'DELEGATION_POOL_PERSONAL')
    .tell('op', 'redelegate', { pool: 'p', shares: shares(['r', 0]) }, 'DELEGATION_SHARES_INVALID')
    .tell('ann', 'delegate', { pool: 'p', amount: 1_001n }, 'ACCOUNT_BELOW_FLOOR')
    .tell('ann', 'delegate', { pool: 'p', amount: 1_000n })
    .tell('ann', 'undelegate', { pool: 'p', ...lot(0), amount: 1_001n }, 'DELEGATION_LOT_UNKNOWN')
    .tell('ben', 'undelegate', { pool: 'p', ...lot(1), amount: 1n }, 'DELEGATION_LOT_UNKNOWN', 'it is another’s')
    .tell('ann', 'cancel', { pool: 'p', ...left(1, 1), amount: 1n }, 'DELEGATION_LOT_UNKNOWN')
    .tell('ann', 'withdraw', { pool: 'p', ...left(1, 1) }, 'DELEGATION_LOT_UNKNOWN')
    .tell('ann', 'collect', { pool: 'p', lots: [lot(2)] }, 'DELEGATION_LOT_UNKNOWN')
    .tell('eve', 'fold', { party: 'ann', pool: 'p', lots: [lot(2)], leaving: [] }, 'DELEGATION_LOT_UNKNOWN')
    .tell('eve', 'fold', { party: 'ann', pool: 'p', lots: [], leaving: [left(1, 1)] }, 'DELEGATION_LOT_UNKNOWN')
    .tell('ann', 'undelegate', { pool: 'p', ...lot(1), amount: 1_001n }, 'DELEGATION_AMOUNT_EXCEEDED')
    .tell('ann', 'undelegate', { pool: 'p', ...lot(1), amount: 10n })
    .tell('ann', 'cancel', { pool: 'p', ...left(1, 1), amount: 11n }, 'DELEGATION_AMOUNT_EXCEEDED')
    .on(4)
    .tell('ann', 'withdraw', { pool: 'p', ...left(1, 1) }, 'DELEGATION_WAITING')
    .tell('eve', 'reward', { relayer: 'r', asset: 'MPOND', amount: 1n }, 'DELEGATION_REWARD_UNKNOWN')
    .tell('payer', 'reward', { relayer: 'r', asset: 'LOCKED', amount: 9_000_000n }, 'DELEGATION_REWARD_RESTRICTED')
    .tell('payer', 'reward', { relayer: 'r', asset: 'POND', amount: 9_000_000n }, 'ACCOUNT_BELOW_FLOOR')
    .tell('council', 'slash', { target: 'r', epoch: 5, fraction: 1 }, 'DELEGATION_NOT_SLASHER')
    .tell('judge', 'slash', { target: 'r', epoch: 5, fraction: 1 }, 'DELEGATION_FAULT_AHEAD')
    .tell('judge', 'slash', { target: 'r', epoch: 0, fraction: 1 }, 'DELEGATION_EVIDENCE_LATE')
    .tell('eve', 'configure', { undelegationWait: 2 }, 'NOT_AUTHORISED')
    .tell('council', 'configure', { undelegationWait: 2 }, 'PARAMS_REFUSED')
    .tell('council', 'configure', { redelegationWait: 2 }, 'PARAMS_REFUSED')
    .tell('council', 'configure', { redelegationWait: 0 }, 'PARAMS_REFUSED')
    .tell('council', 'configure', { commissionWait: 1_001 }, 'PARAMS_REFUSED')
    .tell('council', 'configure', { undelegationWait: 1_000 })
    .tell('op', 'redelegate', { pool: 'p', shares: named('a') })
    .on(5)
    .tell('op', 'redelegate', { pool: 'p', shares: named('b').slice(1) }, 'accepted', 'with r they are 32')
    .tell('op', 'redelegate', { pool: 'p', shares: named('b') }, 'DELEGATION_RELAYERS_EXCEEDED')
    .tell('op', 'redelegate', { pool: 'p', shares: shares(['r', 1]) })
    .on(6)
    .tell('x', 'settle', { pools: ['p'] })
    .on(7)
  for (let fault = 0; fault < 65; fault += 1) told.tell('judge', 'slash', { target: 'r', epoch: 7, fraction: 1 })
  told
    .tell('eve', 'redelegate', { pool: 'p', shares: shares(['r', 0]) }, 'DELEGATION_POOL_BEHIND')
    .tell('ann', 'collect', { pool: 'p', lots: [lot(2)] }, 'DELEGATION_POOL_BEHIND')
    .tell('eve', 'fold', { party: 'ann', pool: 'p', lots: [lot(1)], leaving: [] }, 'accepted', 'sixteen of 65')
    .tell('x', 'settle', { pools: ['p', 'p', 'p'] })
    .tell('ben', 'delegate', { pool: 'p', amount: 5n }, 'accepted', 'the last one')
    .tell('ann', 'cancel', { pool: 'p', ...left(1, 1), amount: 11n }, 'DELEGATION_LOT_BEHIND')
    .tell('eve', 'fold', { party: 'ann', pool: 'p', lots: [], leaving: [left(1, 1)] })
    .tell('ann', 'cancel', { pool: 'p', ...left(1, 1), amount: 11n }, 'DELEGATION_AMOUNT_EXCEEDED')
    .tell('ann', 'collect', { pool: 'p', lots: [lot(1)] })
  return told.steps
}

const most = (1n << 127n) - 1n
const early: Scenario = {
  name: 'bounds',
  about: 'Before the origin there are no epochs; amounts go to the bounds of their fields.',
  system: createSystem({
    spec: '1.0',
    mechanisms: [
      delegation.with({ ...settings, rewards: ['USD'], minimum: 1n, origin: 5 * DAY }),
      delegation.as('second').with({ ...settings, rewards: [], minimum: 1n, epoch: 1 }),
    ],
    assets: [{ asset: 'MPOND' }, { asset: 'USD' }],
    allocations: [
      { party: 'ann', asset: 'MPOND', amount: most },
      { party: 'ann', asset: 'USD', amount: most },
    ],
  }) as System,
  at: 0,
  steps: tale()
    .on(4)
    .tell('ann', 'open', pool({ shares: shares(['r', 0]) }), 'DELEGATION_NOT_OPEN')
    .tell('ann', 'delegate', { pool: 'p', amount: 1n }, 'DELEGATION_NOT_OPEN')
    .tell('ann', 'charge', { commission: 1 }, 'DELEGATION_NOT_OPEN')
    .tell('ann', 'reward', { relayer: 'r', asset: 'EUR', amount: 1n }, 'DELEGATION_NOT_OPEN')
    .tell('ann', 'slash', { target: 'r', epoch: 5, fraction: 1 }, 'DELEGATION_NOT_OPEN')
    .tell('ann', 'settle', { pools: [] }, 'DELEGATION_NOT_OPEN')
    .tell('ann', 'second.settle', { pools: [] })
    .on(5)
    .tell('ann', 'open', pool())
    .tell('ann', 'delegate', { pool: 'p', amount: 1n })
    .on(6)
    .tell('ann', 'reward', { relayer: 'r', asset: 'USD', amount: most })
    .tell('ann', 'collect', { pool: 'p', lots: [lot(1)] })
    .tell('ann', 'reward', { relayer: 'r', asset: 'USD', amount: most }, 'accepted', 'an index of less than 2^192')
    .tell('ann', 'collect', { pool: 'p', lots: [lot(1)] })
    .tell('ann', 'reward', { relayer: 'r', asset: 'USD', amount: 2n }, 'AMOUNT_OVERFLOW', 'the index would be 2^192')
    .tell('ann', 'delegate', { pool: 'p', amount: most - 1n })
    .tell('ann', 'settle', { pools: ['p'] }).steps,
}

export const scenarios: readonly Scenario[] = [
  rewards,
  waits,
  {
    name: 'refusals',
    about: 'Every code of delegation, each step wrong in what comes later too as far as it can be.',
    system: system(),
    at: 0,
    steps: refusals(),
  },
  early,
]
