import type { Row } from '../../../scripts/bench-row.js'
import { type AnyCommand, begin, createSystem, genesis, type Session } from '../src/kernel/index.js'
import { delegation } from '../src/mechanisms/delegation/index.js'

const FEW = 100
const MANY = 100_000
const CLAIMS = 100
const ROUNDS = 20
const UNIT = 10n ** 18n

/** Rewards, claims and slashes in a pool of many delegators, beside the same in one of few. */
export async function bench(): Promise<Row[]> {
  const [few, many] = [life(FEW), life(MANY)]
  const row = (name: string, goal: string, value: number, reference: number): Row => ({
    name: `${name}, ${MANY.toLocaleString('en')} delegators`,
    value,
    unit: '/s',
    reference: `${FEW} delegators`,
    ratio: value / reference,
    note: goal,
  })
  const same = 'goal: independent of their number'
  return [
    row('claim of a reward', same, many.claims(), few.claims()),
    row('reward paid to a relayer', same, many.rewards(), few.rewards()),
    row('fault slashed and answered for by the pool', same, many.slashes(), few.slashes()),
  ]
}

interface Life {
  /** Each per second, the median of some rounds. */
  claims(): number
  rewards(): number
  slashes(): number
}

function life(delegators: number): Life {
  const system = createSystem({
    spec: '1.0',
    mechanisms: [
      delegation.with({
        asset: 'MPOND',
        rewards: ['POND'],
        minimum: UNIT,
        evidence: 14,
        slashers: ['judge'],
        epoch: 1_000,
        undelegationWait: 14,
        redelegationWait: 1,
        commissionWait: 7,
      }),
    ],
    assets: [{ asset: 'MPOND' }, { asset: 'POND' }],
    allocations: [
      { party: 'payer', asset: 'POND', amount: 10n ** 12n * UNIT },
      ...Array.from({ length: delegators }, (_, i) => ({ party: `party-${i}`, asset: 'MPOND', amount: 2n * UNIT })),
    ],
  })
  const session = begin(system, genesis(system, { at: 0 }).state) as Session
  let count = 0
  const run = (by: string, at: number, name: string, input: object): void => {
    count += 1
    const command: AnyCommand = { id: `c${count}`, by, at, type: `delegation.${name}`, input }
    const outcome = session.execute(command as never)
    if (outcome.status === 'rejected') throw new Error(`${name} is refused with ${outcome.code}`)
    if (count % 1_000 === 0) session.settle(session.sequence)
  }
  run('op', 0, 'open', { pool: 'p', personal: false, commission: 500, shares: [{ relayer: 'r', weight: 1 }] })
  for (let i = 0; i < delegators; i++) run(`party-${i}`, 1, 'delegate', { pool: 'p', amount: UNIT })
  const reward = () => run('payer', 2_000, 'reward', { relayer: 'r', asset: 'POND', amount: UNIT })
  let next = 0
  return {
    claims: () =>
      rate(CLAIMS, reward, () => {
        next = (next + 37) % delegators
        run(`party-${next}`, 2_000, 'collect', { pool: 'p', lots: [{ start: 1, since: 1 }] })
      }),
    rewards: () => rate(CLAIMS, () => {}, reward),
    slashes: () =>
      rate(
        3,
        () => {},
        () => {
          run('judge', 2_000, 'slash', { target: 'r', epoch: 2, fraction: 1 })
          run('x', 2_000, 'settle', { pools: ['p'] })
        },
      ),
  }
}

function rate(times: number, before: () => void, once: () => void): number {
  const rounds = Array.from({ length: ROUNDS }, () => {
    before()
    const start = performance.now()
    for (let i = 0; i < times; i++) once()
    return performance.now() - start
  }).sort((a, b) => a - b)
  return (1_000 * times) / (rounds[ROUNDS >> 1] as number)
}
