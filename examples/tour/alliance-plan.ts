import { execute, genesis, type State, view } from '@symbolon/core'
import { nextEpoch, reserveAccount, type Terms } from '@symbolon/core/mutual-credit'
import { allianceSource } from './alliance-prices.js'
import { allianceSystem, HOUR } from './alliance-system.js'
import { fail } from './failure.js'
import { type Planned, RECORDED_AT } from './planned.js'
import { random } from './random.js'
import { DAY } from './systems.js'
import type { AllianceRow } from './tour-result.js'

/** Two networks' year together: its commands, what they tell, and what each held at the end of every day. */
export interface AlliancePlan {
  readonly commands: readonly Planned[]
  readonly rows: readonly AllianceRow[]
  /** Worth in dollars of what oak holds of IVY, and ivy of OAK, day by day. */
  readonly worth: readonly (readonly [oak: number, ivy: number])[]
  readonly last: State
}

const AGREEMENT = 'oak-ivy'
const OAKS = { agreement: AGREEMENT, network: 'oak', asset: 'IVY' }
const IVYS = { agreement: AGREEMENT, network: 'ivy', asset: 'OAK' }
const fixed: Terms = {
  start: 0,
  first: { kind: 'fixed', amount: 500n },
  second: { kind: 'fixed', amount: 500n },
  conditions: [],
  notice: 14 * DAY,
  lock: 0,
}
const bridge = { condition: 'bridge', text: 'Oak’s wallet shows ivy’s forests', attestors: ['watcher'], needed: 1 }
const valued = (value: bigint): Terms => ({
  ...fixed,
  first: { kind: 'value', ofSupply: 3_000 },
  second: { kind: 'value', ofSupply: 3_000 },
  pricing: { unit: 'USD', first: 1n, second: 1n, value, missing: 'last' },
  conditions: [{ ...bridge, deadline: RECORDED_AT + 30 * DAY, gate: 'wait' }],
  review: 180,
  lock: 30,
})

/**
 * Lives through the year. Commands are decided as they are planned, since some need what came before: which page of
 * which epoch is next, when a vote ends, how much is owed.
 */
export async function planAlliance(seed: number, days = 365): Promise<AlliancePlan> {
  const draw = random(seed)
  const sources = {
    OAK: allianceSource(draw, 'OAK', 4_000n, days),
    IVY: allianceSource(draw, 'IVY', 10_000n, days),
  }
  const commands: Planned[] = []
  const rows: AllianceRow[] = []
  const worth: [number, number][] = []
  let { state } = genesis(allianceSystem, { at: RECORDED_AT, stream: 'plan' })
  let at = RECORDED_AT
  const see = () => view(allianceSystem, state, at)
  let pledged = 0n
  const holds = () => see().held('@mutual-credit.oak', 'IVY')

  function tell(by: string, type: Planned['type'], input: Planned['input'], says?: string, refused?: string): void {
    const command = { id: `step-${commands.length + 1}`, by, at, type, input }
    const outcome = execute(allianceSystem, state, command as never)
    const code = outcome.status === 'accepted' ? undefined : outcome.code
    if (code !== refused) fail(`${command.id} (${type}) was ${code ?? 'accepted'} on day ${dayOf(at)}`)
    if (outcome.status === 'accepted') state = outcome.state
    commands.push(refused === undefined ? command : { ...command, hopeless: true })
    if (says === undefined) return
    const held: AllianceRow['holds'] = [holds(), see().held('@mutual-credit.ivy', 'OAK')]
    rows.push({ day: dayOf(at), says, outcome: code ?? 'accepted', holds: held })
  }
  const mutual = (by: string, name: string, input: Planned['input'], says?: string, refused?: string): void =>
    tell(by, `mutual-credit.${name}`, input, says, refused)

  async function report(): Promise<void> {
    for (const [base, source] of Object.entries(sources))
      tell('oracle', 'price.report', { ...(await source({ base, quote: 'USD' }, at)) })
  }
  function settle(): void {
    for (let next = nextEpoch(see().mechanisms['mutual-credit']); next !== undefined; ) {
      if (RECORDED_AT + (next.key.epoch + 1) * DAY > at) return
      mutual('anybody', 'settle', { epoch: next.key.epoch, ...next.row, limit: 100 })
      next = nextEpoch(see().mechanisms['mutual-credit'])
    }
  }
  function measure(): void {
    const { OAK, IVY } = { OAK: see().price('OAK', 'USD'), IVY: see().price('IVY', 'USD') }
    const inDollars = (amount: bigint, { baseAmount, quoteAmount }: typeof OAK): number =>
      Number((amount * quoteAmount) / baseAmount)
    worth.push([inDollars(holds(), IVY), inDollars(see().held('@mutual-credit.ivy', 'OAK'), OAK)])
  }

  function negotiate(): void {
    mutual('founder', 'found', { network: 'oak', operator: 'op-oak', asset: 'OAK' })
    mutual('founder', 'found', { network: 'ivy', operator: 'op-ivy', asset: 'IVY' })
    const [oak, ivy] = [
      { agreement: AGREEMENT, network: 'oak', partner: 'ivy' },
      { agreement: AGREEMENT, network: 'ivy', partner: 'oak' },
    ]
    mutual('op-oak', 'propose', { ...oak, terms: fixed }, 'oak offers 500 for 500 a day')
    const dearer = 'ivy, whose token is dearer, wants equal worth: 1,000 USD a day'
    mutual('op-ivy', 'propose', { ...ivy, terms: valued(1_000n) }, dearer)
    mutual('op-oak', 'propose', { ...oak, terms: valued(2_000n) }, 'oak offers the same for 2,000 USD a day')
    const accept = { agreement: AGREEMENT, network: 'ivy' }
    const stale = 'ivy accepts what is no longer offered'
    mutual('op-ivy', 'accept', { ...accept, revision: 2 }, stale, 'MUTUAL_REVISION_STALE')
    mutual('op-ivy', 'accept', { ...accept, revision: 3 }, 'ivy accepts the third revision')
    mutual('ann', 'stake', { network: 'oak', amount: 300_000n })
    mutual('abe', 'stake', { network: 'oak', amount: 100_000n })
  }

  /** The holders of OAK decide whether the agreement goes on, and ivy's reserve of OAK votes as the holders of IVY do. */
  function proposeRenewal(): void {
    mutual('op-oak', 'appoint', { network: 'oak', operator: '@governance' }, 'from now on its holders speak for oak')
    const action = { type: 'mutual-credit.renew', input: { agreement: AGREEMENT, network: 'oak' } }
    tell('ann', 'governance.propose', { description: 'Go on with ivy', actions: [action] }, 'ann proposes to go on')
  }
  const vote = { network: 'ivy', governance: 'governance', proposal: 1 }
  function voteOnRenewal(): void {
    const proposal = see().mechanisms.governance.tables.proposals.get({ proposal: 1 })
    if (proposal === undefined) return fail('there is no proposal')
    const { start, end } = proposal
    mutual('anybody', 'open-vote', { ...vote, asset: 'OAK', start, end })
    mutual('bob', 'ballot', { ...vote, support: 'for' }, 'bob, with 70 % of ivy’s votes, is for it')
    mutual('bea', 'ballot', { ...vote, support: 'against' }, 'bea, with 30 %, is against it')
    tell('abe', 'governance.vote', { proposal: 1, support: 'against' }, 'abe votes against it, as oak’s holder')
    tell('ann', 'governance.vote', { proposal: 1, support: 'for' }, 'ann votes for it')
  }

  function pledge(): void {
    const pool = { pool: 'bank' }
    const { baseAmount, quoteAmount } = see().price('OAK', 'USD')
    pledged = (60_000n * baseAmount) / quoteAmount
    mutual('op-ivy', 'pledge', { ...IVYS, ...pool, amount: pledged, outcome: 'burn' }, 'ivy pledges OAK for 60,000 USD')
    const loan = { network: 'ivy', ...pool, asset: 'USD', amount: 20_000n }
    mutual('op-ivy', 'borrow', loan, 'it borrows 20,000 USD against it')
    mutual('op-ivy', 'borrow', loan, 'and wants as much again', 'LENDING_LOAN_TO_VALUE_EXCEEDED')
    const distributed = see().balance(reserveAccount(see().mechanisms['mutual-credit'], IVYS)) + 1n
    const more = { ...IVYS, ...pool, amount: distributed, outcome: 'burn' }
    mutual('op-ivy', 'pledge', more, 'what is pledged can’t be pledged again', 'MUTUAL_RESERVE_EXCEEDED')
    const terms = { amount: 4n, against: 1n, rate: 2, term: 90 }
    const lent = { network: 'ivy', asset: 'USD', terms }
    mutual('op-ivy', 'lend', lent)
    mutual('bob', 'draw', { ...lent, amount: 20_000n }, 'bob borrows 20,000 USD of it from ivy')
  }

  /** What happens on a day, after its prices are reported and the days before are settled. */
  const events: Readonly<Record<number, () => void>> = {
    0: negotiate,
    10: () => {
      const attested = { agreement: AGREEMENT, revision: 3, condition: 'bridge', met: true }
      mutual('watcher', 'attest', attested, 'the integration runs; tokens begin to flow')
    },
    100: () => {
      const schedule = { kind: 'linear', over: 120, cliff: 30, share: 0 }
      mutual('op-oak', 'distribute', { ...OAKS, schedule }, 'oak distributes its IVY to who stakes OAK, over 120 days')
    },
    150: proposeRenewal,
    152: voteOnRenewal,
    154: () => mutual('anybody', 'cast', vote, 'ivy’s reserve of OAK votes as its holders did'),
    156: () => tell('anybody', 'governance.queue', { proposal: 1 }),
    158: () => tell('anybody', 'governance.execute', { proposal: 1 }, 'accepted, and executed: oak renews'),
    160: () => mutual('op-ivy', 'renew', { agreement: AGREEMENT, network: 'ivy' }, 'ivy renews: 180 days more'),
    190: () => {
      tell('sue', 'bank.supply', { amount: 400_000n })
      const limits = { loanToValue: 5_000, threshold: 7_500, bonus: 0, cap: 50_000n, notice: 7 * DAY }
      const terms = { ...limits, outcome: 'burn', uncovered: 20_000n }
      tell('board', 'bank.list', { asset: 'OAK', partner: 'op-oak', terms })
      tell('op-oak', 'bank.accept', { asset: 'OAK', revision: 1 })
      tell('op-oak', 'bank.guarantee', { asset: 'OAK', amount: 100_000n }, 'a bank takes OAK that may never be sold')
    },
    200: pledge,
    260: () => {
      const back = { network: 'ivy', asset: 'USD', borrower: 'bob', amount: 21_000n }
      mutual('bob', 'pay-back', back, 'bob pays back, with interest')
    },
    280: () => {
      mutual('sue', 'fund', { network: 'ivy', asset: 'USD', amount: 2_000n })
      mutual('op-ivy', 'repay', { network: 'ivy', pool: 'bank', asset: 'USD', amount: 22_000n }, 'ivy repays the bank')
      mutual('op-ivy', 'unpledge', { ...IVYS, pool: 'bank', amount: pledged }, 'and has its OAK back')
    },
    365: () => {
      const pot = { network: 'oak', pot: AGREEMENT, asset: 'IVY' }
      mutual('ann', 'claim', pot, 'ann claims her part of oak’s IVY')
      mutual('abe', 'claim', pot, 'abe claims his')
    },
  }

  for (let day = 0; day <= days; day++) {
    at = RECORDED_AT + day * DAY
    settle()
    at += HOUR
    await report()
    at += 2 * HOUR
    events[day]?.()
    measure()
  }
  return { commands, rows, worth, last: state }
}

const dayOf = (at: number): number => Math.floor((at - RECORDED_AT) / DAY)
