/** Stories of mutual credit. Spec: mutual-credit.md. */
import { type AnyInstance, createSystem, type FeedPolicy, type System } from '@symbolon/core'
import { governance } from '@symbolon/core/governance'
import { lending } from '@symbolon/core/lending'
import { mutualCredit } from '@symbolon/core/mutual-credit'
import { transfer } from '@symbolon/core/transfer'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const HOUR = 3600
const DAY = 24 * HOUR
const POLICY: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: DAY,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: false,
  timelock: 0,
}
const gov = (asset: string) => ({
  asset,
  threshold: 10n,
  delay: HOUR,
  period: 4 * HOUR,
  quorum: 100,
  majority: 5_000,
  timelock: 0,
  grace: DAY,
  guardian: null,
  representatives: ['mutual-credit'],
})

const systemOf = (more: readonly AnyInstance[], lenders: readonly string[] = []): System =>
  createSystem({
    spec: '1.0',
    mechanisms: [
      transfer.with({}),
      mutualCredit.with({ epoch: DAY, origin: DAY, assets: ['A', 'B', 'C'], lenders, authority: 'founder' }),
      ...more,
    ],
    assets: [
      { asset: 'A', tracked: true },
      { asset: 'B', tracked: true },
      { asset: 'C', tracked: true, cap: 1_100n },
      { asset: 'D', tracked: true },
      { asset: 'USD' },
    ],
    allocations: [
      { party: 'ann', asset: 'A', amount: 10_000n },
      { party: 'bob', asset: 'B', amount: 700n },
      { party: 'bea', asset: 'B', amount: 300n },
      { party: 'cid', asset: 'C', amount: 1_000n },
      { party: 'sue', asset: 'USD', amount: 100_000n },
      { party: 'op-a', asset: 'USD', amount: 10_000n },
    ],
    feeds: ['A', 'B'].map((base) => ({ base, quote: 'USD', policy: POLICY })),
  }) as System

/** Steps in order, told one after the other; days are epochs' beginnings. */
interface Tale {
  readonly steps: readonly Step[]
  /** Time goes on to so many seconds after the beginning of epoch 0. */
  at(time: number): Tale
  tell(by: string, name: string, input: object, expect?: Expectation, note?: string): Tale
  /** Settles these epochs, each in one page. */
  settle(...epochs: readonly number[]): Tale
  price(base: string, quoteAmount: bigint): Tale
}
function tale(begun = 0): Tale {
  const steps: Step[] = []
  let now = begun
  const told: Tale = {
    steps,
    at(time) {
      now = DAY + time
      return told
    },
    tell(by, name, input, expected, note) {
      const expect = expected ?? 'accepted'
      const type = name.includes('.') ? name : `mutual-credit.${name}`
      steps.push({ command: { by, at: now, type, input }, expect, ...(note === undefined ? {} : { note }) })
      return told
    },
    settle(...epochs) {
      for (const epoch of epochs) told.tell('x', 'settle', { epoch, part: 'fees', after: null, limit: 9 })
      return told
    },
    price: (base, quoteAmount) =>
      told.tell('oracle', 'price.report', {
        base,
        quote: 'USD',
        baseAmount: 1n,
        quoteAmount,
        confidence: 0n,
        observed: now,
        until: now + 10 * DAY,
        source: 's',
        number: steps.length,
        signatures: [],
      }),
  }
  return told
}
const founded = (operators: readonly [string, string] = ['op-a', 'op-b']): Tale =>
  tale(DAY)
    .tell('founder', 'found', { network: 'alba', operator: operators[0], asset: 'A' })
    .tell('founder', 'found', { network: 'bern', operator: operators[1], asset: 'B' })
    .tell('founder', 'found', { network: 'corte', operator: 'op-c', asset: 'C', fees: 'USD' })

const TERMS = {
  start: 0,
  first: { kind: 'fixed', amount: 100n },
  second: { kind: 'fixed', amount: 50n },
  conditions: [] as readonly object[],
  notice: 0,
  lock: 0,
}
const proposal = (more: object = {}, agreement = 'ab') => ({
  agreement,
  network: 'alba',
  partner: 'bern',
  terms: { ...TERMS, ...more },
})
const acceptance = (revision: number, network = 'bern', agreement = 'ab') => ({ agreement, network, revision })
const side = (network: string, agreement = 'ab') => ({ agreement, network })
const agreed = (told: Tale, more: object = {}, revision = 1, agreement = 'ab'): Tale =>
  told
    .tell('op-a', 'propose', proposal(more, agreement))
    .tell('op-b', 'accept', acceptance(revision, 'bern', agreement))

const networks = tale(0)
  .tell('x', 'found', { network: 'alba', operator: 'op-a', asset: 'A' }, 'NOT_AUTHORISED')
  .tell('founder', 'found', { network: 'alba', operator: 'op-a', asset: 'A' })
  .tell('founder', 'found', { network: 'alba', operator: 'op-a', asset: 'A' }, 'MUTUAL_NETWORK_TAKEN')
  .tell(
    'founder',
    'found',
    { network: 'n'.repeat(51), operator: 'x', asset: 'A' },
    'MUTUAL_NETWORK_NAME_TOO_LONG',
    '66 characters with the instance’s',
  )
  .tell('founder', 'found', { network: 'bern', operator: 'x', asset: 'A' }, 'MUTUAL_ASSET_TAKEN')
  .tell('founder', 'found', { network: 'bern', operator: 'x', asset: 'D' }, 'MUTUAL_ASSET_UNFIT', 'issued by nobody')
  .tell('founder', 'found', { network: 'bern', operator: 'x', asset: 'USD' }, 'MUTUAL_ASSET_UNFIT', 'not tracked')
  .tell('founder', 'found', { network: 'bern', operator: 'x', asset: 'B', fees: 'NONE' }, 'MUTUAL_ASSET_UNFIT')
  .tell('founder', 'found', { network: 'bern', operator: 'x', asset: 'B' })
  .tell('op-b', 'appoint', { network: 'none', operator: 'op-b' }, 'MUTUAL_NETWORK_UNKNOWN')
  .tell('op-b', 'appoint', { network: 'bern', operator: 'op-b' }, 'MUTUAL_NOT_OPERATOR')
  .tell('x', 'appoint', { network: 'bern', operator: 'op-b' })
  .tell('x', 'dividend', { network: 'bern', share: 10_000 }, 'MUTUAL_NOT_OPERATOR')
  .tell('op-b', 'dividend', { network: 'bern', share: 10_000 })
  .tell('x', 'collect', { network: 'none', amount: 1n }, 'MUTUAL_NOT_OPEN', 'a day before epoch 0')
  .tell('x', 'stake', { network: 'none', amount: 1n }, 'MUTUAL_NOT_OPEN')
  .at(0)
  .tell('x', 'collect', { network: 'none', amount: 1n }, 'MUTUAL_NETWORK_UNKNOWN')
  .tell('x', 'collect', { network: 'alba', amount: 1n }, 'ACCOUNT_BELOW_FLOOR')
  .tell('x', 'settle', { epoch: 0, part: 'fees', after: null, limit: 1 }, 'MUTUAL_NOTHING_TO_SETTLE')

const counter = { agreement: 'ab', network: 'bern', partner: 'alba', terms: { ...TERMS, lock: 2 } }
const negotiation = founded()
  .tell('x', 'propose', { ...proposal(), partner: 'alba' }, 'MUTUAL_WITH_SELF')
  .tell('x', 'propose', { ...proposal(), partner: 'none' }, 'MUTUAL_NETWORK_UNKNOWN')
  .tell('x', 'propose', { ...proposal(), network: 'none' }, 'MUTUAL_NETWORK_UNKNOWN')
  .tell('x', 'propose', proposal({ end: 0 }), 'MUTUAL_NOT_OPERATOR')
  .tell('op-a', 'propose', proposal({ end: 0 }), 'MUTUAL_TERMS_INVALID', 'ends where it begins')
  .tell('op-a', 'propose', proposal({ review: 0 }), 'MUTUAL_TERMS_INVALID')
  .tell('op-a', 'propose', proposal({ lock: 100_001 }), 'MUTUAL_TERMS_INVALID')
  .tell('op-a', 'propose', proposal({ first: { kind: 'fixed' } }), 'MUTUAL_TERMS_INVALID', 'fixed without an amount')
  .tell('op-a', 'propose', proposal({ second: { kind: 'supply', share: 0 } }), 'MUTUAL_TERMS_INVALID', 'no share')
  .tell('op-a', 'propose', proposal({ second: { kind: 'fees', share: 1, ofSupply: 1 } }), 'MUTUAL_TERMS_INVALID')
  .tell('op-a', 'propose', proposal({ first: { kind: 'value' } }), 'MUTUAL_TERMS_INVALID', 'one side by value')
  .tell('op-a', 'propose', proposal({ first: { kind: 'follows' } }), 'MUTUAL_TERMS_INVALID', 'without prices')
  .tell('op-a', 'propose', proposal({ conditions: [CONDITION(0)] }), 'MUTUAL_TERMS_INVALID', 'nobody is needed')
  .tell('op-a', 'withdraw', side('alba'), 'MUTUAL_AGREEMENT_UNKNOWN')
  .tell('op-a', 'propose', proposal(), 'accepted', 'revision 1')
  .tell('op-c', 'propose', { ...proposal(), network: 'corte' }, 'MUTUAL_AGREEMENT_TAKEN')
  .tell('op-c', 'withdraw', side('corte'), 'MUTUAL_NOT_A_SIDE')
  .tell('op-a', 'withdraw', side('bern'), 'MUTUAL_NOT_OPERATOR')
  .tell('op-b', 'withdraw', side('bern'), 'accepted', 'declined')
  .tell('op-a', 'withdraw', side('alba'), 'MUTUAL_OFFER_NONE')
  .tell('op-b', 'accept', acceptance(1), 'MUTUAL_OFFER_NONE')
  .tell('op-a', 'propose', { ...proposal(), expires: DAY + 9 }, 'accepted', 'revision 2')
  .tell('op-b', 'accept', acceptance(1), 'MUTUAL_REVISION_STALE')
  .tell('op-a', 'accept', acceptance(2, 'alba'), 'MUTUAL_OFFER_OWN')
  .at(9)
  .tell('op-b', 'accept', acceptance(2), 'MUTUAL_OFFER_EXPIRED')
  .tell('op-a', 'propose', proposal({ end: 1 }), 'accepted', 'revision 3')
  .tell('op-b', 'accept', acceptance(3), 'MUTUAL_TERMS_OVER', 'would begin in epoch 1')
  .tell('op-b', 'propose', counter, 'accepted', 'revision 4')
  .tell('op-a', 'pause', side('alba'), 'MUTUAL_NOT_IN_FORCE')
  .tell('op-a', 'accept', acceptance(4, 'alba'))
  .tell('op-a', 'renew', side('alba'), 'MUTUAL_NOT_IN_FORCE', 'in force from epoch 1 on')
  .at(DAY)
  .tell('op-a', 'renew', side('alba'), 'MUTUAL_REVIEW_NONE')
  .tell('x', 'settle', { epoch: 1, part: 'fees', after: null, limit: 1 }, 'MUTUAL_PAGE_OUT_OF_ORDER')
  .tell('x', 'settle', { epoch: 0, part: 'flows', after: null, limit: 1 }, 'MUTUAL_PAGE_OUT_OF_ORDER')
  .settle(0)
  .tell('x', 'settle', { epoch: 1, part: 'fees', after: null, limit: 1 }, 'MUTUAL_EPOCH_NOT_OVER')
  .at(2 * DAY)
  .settle(1)

function CONDITION(needed: number, more: object = {}): object {
  return {
    condition: 'shipped',
    text: 'the integration',
    attestors: ['x', 'y'],
    needed,
    deadline: 6 * DAY,
    gate: 'wait',
    ...more,
  }
}
const attested = (met: boolean, revision = 1) => ({ agreement: 'ab', revision, condition: 'shipped', met })
const endings = agreed(founded(), { review: 2, notice: DAY, conditions: [CONDITION(2, { deadline: 9 * DAY })] })
  .at(DAY)
  .tell('op-a', 'renew', side('alba'))
  .tell('op-a', 'renew', side('alba'), 'MUTUAL_RENEWED')
  .tell('op-b', 'renew', side('bern'), 'accepted', 'both: until epoch 5')
  .tell('op-b', 'renew', side('bern'), 'MUTUAL_RENEWED', 'the next review begins with epoch 3')
  .tell('x', 'attest', { ...attested(true), agreement: 'none' }, 'MUTUAL_AGREEMENT_UNKNOWN')
  .tell('x', 'attest', attested(true, 2), 'MUTUAL_CONDITION_UNKNOWN')
  .tell('z', 'attest', attested(true), 'MUTUAL_NOT_ATTESTOR')
  .tell('x', 'attest', attested(true))
  .at(2 * DAY)
  .settle(0, 1)
  .tell('y', 'attest', attested(false), 'accepted', 'fails: both are needed')
  .tell('y', 'attest', attested(true), 'MUTUAL_CONDITION_DECIDED')
  .at(3 * DAY)
  .settle(2)
agreed(endings, { notice: DAY, first: { kind: 'fixed', amount: 100n, dilution: 100 } }, 2)
  .at(4 * DAY)
  .settle(3)
  .at(5 * DAY)
  .settle(4)
  .tell('op-a', 'pause', side('alba'), 'accepted', 'at once')
  .at(6 * DAY)
  .settle(5)
  .tell('op-a', 'resume', side('alba'), 'accepted', 'from epoch 7')
agreed(endings, { end: 8, first: { kind: 'fixed', amount: 5_000n } }, 1, 'other')
  .at(8 * DAY)
  .settle(6, 7)
  .at(9 * DAY)
  .settle(8)
  .tell('op-b', 'resume', side('bern'), 'accepted', 'after the dilution of epoch 8')
  .at(10 * DAY + 1)
  .tell('op-b', 'notice', side('bern'), 'accepted', 'ends with epoch 11')
  .at(13 * DAY)
  .settle(9, 10, 11, 12)
  .tell('op-b', 'notice', side('bern'), 'MUTUAL_NOT_IN_FORCE')

const priced = (missing: string) => ({ unit: 'USD', first: 1n, second: 3n, missing })
const fees = {
  agreement: 'bc',
  network: 'corte',
  partner: 'bern',
  terms: { ...TERMS, first: { kind: 'fees', share: 2_500 }, second: { kind: 'supply', share: 100, ofSupply: 250 } },
}
const flows = founded()
  .tell(
    'op-a',
    'propose',
    proposal(
      {
        first: { kind: 'value', total: 500n },
        second: { kind: 'value' },
        pricing: { ...priced('skip'), value: 4_000n },
      },
      'by-value',
    ),
  )
  .tell('op-b', 'accept', acceptance(1, 'bern', 'by-value'))
  .tell(
    'op-a',
    'propose',
    proposal(
      { first: { kind: 'fixed', amount: 10n }, second: { kind: 'follows' }, pricing: priced('hold') },
      'follows',
    ),
  )
  .tell('op-b', 'accept', acceptance(1, 'bern', 'follows'))
  .tell(
    'op-a',
    'propose',
    proposal({ first: { kind: 'follows' }, second: { kind: 'fixed', amount: 9n }, pricing: priced('last') }, 'last'),
  )
  .tell('op-b', 'accept', acceptance(1, 'bern', 'last'))
  .tell('op-c', 'propose', fees)
  .tell('op-b', 'accept', acceptance(1, 'bern', 'bc'))
  .tell('op-c', 'propose', {
    ...fees,
    agreement: 'more',
    terms: { ...fees.terms, first: { kind: 'fees', share: 7_501 } },
  })
  .tell('op-b', 'accept', acceptance(1, 'bern', 'more'), 'MUTUAL_FEES_PROMISED')
  .tell('op-b', 'propose', {
    agreement: 'cap',
    network: 'bern',
    partner: 'corte',
    terms: { ...TERMS, first: { kind: 'fixed', amount: 9n, perEpoch: 4n }, second: { kind: 'fixed', amount: 60n } },
  })
  .tell('op-c', 'accept', acceptance(1, 'corte', 'cap'), 'accepted', 'C has room for 100')
  .tell('op-c', 'dividend', { network: 'corte', share: 5_000 })
  .at(DAY + 5)
  .price('A', 3n)
  .price('B', 7n)
  .tell('sue', 'collect', { network: 'corte', amount: 1_001n })
  .at(2 * DAY - 1)
  .price('A', 4n)
  .at(2 * DAY)
  .price('A', 9n)
  .tell('sue', 'collect', { network: 'corte', amount: 303n })
  .tell('x', 'settle', { epoch: 0, part: 'fees', after: null, limit: 9 })
  .tell('x', 'settle', { epoch: 1, part: 'fees', after: null, limit: 2 }, 'accepted', 'a page of two')
  .tell('x', 'settle', { epoch: 1, part: 'fees', after: null, limit: 2 }, 'MUTUAL_PAGE_OUT_OF_ORDER')
  .tell('x', 'settle', { epoch: 1, part: 'flows', after: 'by-value', limit: 9 })
  .tell('cid', 'stake', { network: 'corte', amount: 60n })
  .at(5 * DAY - 2)
  .settle(2)
  .tell('x', 'settle', { epoch: 3, part: 'fees', after: null, limit: 1 }, 'accepted', 'fees of epoch 2 alone')
  .tell('x', 'settle', { epoch: 3, part: 'flows', after: null, limit: 9 })
  .price('A', 5n)
  .price('B', 5n)
  .at(5 * DAY)
  .tell('x', 'settle', { epoch: 4, part: 'fees', after: null, limit: 9 }, 'accepted', 'two epochs were held over')
  .tell('cid', 'claim', { network: 'corte', pot: '@fees', asset: 'USD' })

const reserve = { agreement: 'ab', network: 'bern', asset: 'A' }
const share = (basisPoints: number) => ({ kind: 'share', over: 0, cliff: 0, share: basisPoints })
const linear = (over: number, cliff: number) => ({ kind: 'linear', over, cliff, share: 0 })
const pot = { network: 'bern', pot: 'ab', asset: 'A' }
const distribution = agreed(founded(), { lock: 1, end: 4 })
  .tell('op-a', 'distribute', { ...reserve, schedule: null }, 'MUTUAL_NOT_OPERATOR')
  .tell('op-b', 'distribute', { ...reserve, asset: 'B', schedule: share(0) }, 'MUTUAL_RESERVE_UNKNOWN')
  .tell('op-b', 'distribute', { ...reserve, schedule: share(0) }, 'MUTUAL_SCHEDULE_INVALID')
  .tell('op-b', 'distribute', { ...reserve, schedule: linear(3, 4) }, 'MUTUAL_SCHEDULE_INVALID')
  .tell('op-b', 'distribute', { ...reserve, schedule: linear(1_001, 0) }, 'MUTUAL_SCHEDULE_INVALID')
  .tell('bob', 'claim', pot, 'MUTUAL_DISTRIBUTION_NONE')
  .tell('op-b', 'distribute', { ...reserve, schedule: linear(3, 2) })
  .tell('bob', 'stake', { network: 'bern', amount: 30n })
  .tell('bob', 'unstake', { network: 'bern', amount: 31n }, 'MUTUAL_STAKE_EXCEEDED')
  .at(2 * DAY)
  .tell('op-b', 'distribute', { ...reserve, schedule: share(1) }, 'MUTUAL_EPOCHS_DUE')
  .settle(0, 1)
  .at(4 * DAY)
  .tell('bea', 'stake', { network: 'bern', amount: 60n }, 'accepted', 'counts from epoch 5')
  .settle(2, 3)
  .at(5 * DAY)
  .settle(4)
  .tell('bob', 'claim', pot, 'accepted', 'the first tranche’s first two parts')
  .tell('bob', 'unstake', { network: 'bern', amount: 10n }, 'accepted', 'counts at once')
  .at(7 * DAY)
  .settle(5, 6)
  .tell('bob', 'claim', pot)
  .tell('bea', 'claim', pot)
  .tell('op-b', 'distribute', { ...reserve, schedule: share(5_000) }, 'accepted', 'what isn’t released begins anew')
  .at(9 * DAY)
  .settle(7, 8)
  .tell('op-b', 'distribute', { ...reserve, schedule: null }, 'accepted', 'the rest goes back')
  .tell('bea', 'claim', pot)

const bank = lending.as('bank').with({
  asset: 'USD',
  unit: 'USD',
  curve: [{ utilisation: 0, rate: 0 }],
  reserve: 0,
  close: 5_000,
  least: 0n,
  lag: HOUR,
  authority: 'board',
})
const listing = {
  loanToValue: 5_000,
  threshold: 8_000,
  bonus: 0,
  cap: 10_000n,
  outcome: 'lock',
  uncovered: 0n,
  notice: DAY,
}
const vote = { network: 'bern', governance: 'gov-a', proposal: 1 }
const snapshot = 4 * DAY + HOUR
const end = snapshot + 4 * HOUR
const confirmed = { ...vote, asset: 'A', start: DAY + snapshot, end: DAY + end }
const votes = agreed(founded())
  .at(4 * DAY)
  .settle(0, 1, 2, 3)
  .tell('ann', 'gov-a.propose', { description: '', actions: [] })
  .tell('x', 'open-vote', { ...confirmed, network: 'none' }, 'MUTUAL_NETWORK_UNKNOWN')
  .tell('x', 'open-vote', { ...confirmed, asset: 'B' }, 'MUTUAL_WITH_SELF')
  .tell('x', 'open-vote', confirmed, 'GOVERNANCE_NOT_ACTIVE')
  .at(snapshot)
  .tell('x', 'open-vote', { ...confirmed, governance: 'none' }, 'COMMAND_UNKNOWN')
  .tell('x', 'open-vote', { ...confirmed, end: DAY + end + 1 }, 'GOVERNANCE_PROPOSAL_DIFFERS')
  .tell('bob', 'ballot', { ...vote, support: 'for' }, 'MUTUAL_VOTE_UNKNOWN')
  .tell('x', 'cast', vote, 'MUTUAL_VOTE_UNKNOWN')
  .tell('x', 'open-vote', confirmed)
  .tell('x', 'open-vote', confirmed, 'MUTUAL_VOTE_TAKEN')
  .tell('bob', 'ballot', { ...vote, support: 'for' })
  .tell('bob', 'ballot', { ...vote, support: 'against' }, 'MUTUAL_VOTE_TAKEN')
  .tell('ann', 'ballot', { ...vote, support: 'for' }, 'MUTUAL_POWER_MISSING')
  .tell('bea', 'ballot', { ...vote, support: 'against' })
  .tell(
    'ann',
    'gov-x.propose',
    { description: '', actions: [{ type: 'mutual-credit.ballot', input: { ...text(vote), support: 'for' } }] },
    'accepted',
    'a governance would vote itself',
  )
  .tell('x', 'cast', vote, 'MUTUAL_VOTE_OPEN')
  .at(end - HOUR)
  .tell('cid', 'ballot', { ...vote, support: 'for' }, 'MUTUAL_VOTE_CLOSED')
  .tell('x', 'cast', vote, 'accepted', '300 as 700 to 300')
  .tell('x', 'cast', vote, 'MUTUAL_VOTE_TAKEN')
  .tell('ann', 'gov-x.vote', { proposal: 1, support: 'for' })
  .at(end + DAY / 2)
  .tell('x', 'gov-x.queue', { proposal: 1 })
  .tell('x', 'gov-x.execute', { proposal: 1 }, 'MUTUAL_PARTY_INELIGIBLE')

function text(value: object): object {
  return JSON.parse(JSON.stringify(value, (_, one) => (typeof one === 'number' ? String(one) : one)))
}

const pledged = { ...reserve, pool: 'bank' }
const owing = { network: 'bern', pool: 'bank', asset: 'USD' }
const loan = { network: 'bern', asset: 'USD' }
const lent = { amount: 2n, against: 1n, rate: 100, term: 2 }
const loans = agreed(founded(), { lock: 9 })
  .tell('sue', 'bank.supply', { amount: 10_000n })
  .tell('board', 'bank.list', { asset: 'A', partner: 'op-a', terms: listing })
  .tell('op-a', 'bank.accept', { asset: 'A', revision: 1 })
  .tell('op-a', 'bank.guarantee', { asset: 'A', amount: 5_000n })
  .at(2 * DAY - 2 * HOUR)
  .price('A', 4n)
  .at(2 * DAY)
  .price('A', 4n)
  .tell('op-b', 'pledge', { ...pledged, pool: 'shop', amount: 101n, outcome: 'burn' }, 'MUTUAL_LENDER_UNKNOWN')
  .tell('op-b', 'pledge', { ...pledged, amount: 101n, outcome: 'burn' }, 'MUTUAL_EPOCHS_DUE')
  .settle(0, 1)
  .tell('op-b', 'pledge', { ...pledged, amount: 101n, outcome: 'burn' }, 'MUTUAL_RESERVE_EXCEEDED')
  .tell('op-b', 'pledge', { ...pledged, amount: 100n, outcome: 'burn' }, 'LENDING_OUTCOME_DIFFERS')
  .tell('op-b', 'pledge', { ...pledged, amount: 100n, outcome: 'lock' }, 'accepted', 'before its time')
  .tell('op-b', 'unpledge', { ...pledged, amount: 101n }, 'MUTUAL_PLEDGE_EXCEEDED')
  .tell('op-b', 'restore', { ...reserve, amount: 101n }, 'MUTUAL_PLEDGE_EXCEEDED')
  .tell('op-b', 'restore', { ...reserve, amount: 1n }, 'ACCOUNT_BELOW_FLOOR', 'nothing was released')
  .tell('op-b', 'borrow', { ...owing, pool: 'shop', amount: 150n }, 'MUTUAL_LENDER_UNKNOWN')
  .tell('op-b', 'borrow', { ...owing, asset: 'A', amount: 150n }, 'MUTUAL_ASSET_NOT_LENT')
  .tell('op-b', 'borrow', { ...owing, amount: 201n }, 'LENDING_LOAN_TO_VALUE_EXCEEDED')
  .tell('op-b', 'borrow', { ...owing, amount: 200n })
  .tell('bob', 'draw', { ...loan, amount: 99n, terms: lent }, 'MUTUAL_LOANS_NONE')
  .tell('op-b', 'lend', { ...loan, terms: lent })
  .tell('bob', 'draw', { ...loan, amount: 99n, terms: lent })
  .tell('op-b', 'lend', { ...loan, terms: { ...lent, rate: 10_000 } }, 'accepted', 'before bea is heard')
  .tell('bob', 'draw', { ...loan, amount: 1n, terms: lent }, 'MUTUAL_LOAN_OPEN')
  .tell('bea', 'draw', { ...loan, amount: 50n, terms: lent }, 'MUTUAL_LOAN_TERMS_DIFFER')
  .tell('op-b', 'lend', { ...loan, terms: lent })
  .tell('bea', 'draw', { ...loan, amount: 50n, terms: { ...lent, amount: 3n } }, 'MUTUAL_LOAN_TERMS_DIFFER')
  .tell('bea', 'draw', { ...loan, amount: 50n, terms: { ...lent, against: 2n } }, 'MUTUAL_LOAN_TERMS_DIFFER')
  .tell('bea', 'draw', { ...loan, amount: 50n, terms: { ...lent, term: 1 } }, 'MUTUAL_LOAN_TERMS_DIFFER')
  .tell('bea', 'draw', { ...loan, amount: 50n, terms: lent })
  .tell('op-b', 'lend', { ...loan, terms: null })
  .tell('cid', 'draw', { ...loan, amount: 1n, terms: lent }, 'MUTUAL_LOANS_NONE')
  .tell('sue', 'pay-back', { ...loan, borrower: 'cid', amount: 1n }, 'MUTUAL_LOAN_NONE')
  .tell('sue', 'pay-back', { ...loan, borrower: 'bob', amount: 60n }, 'accepted', 'in part, with an epoch’s interest')
  .tell('x', 'foreclose', { ...loan, borrower: 'bea' }, 'MUTUAL_LOAN_NOT_DUE')
  .at(3 * DAY)
  .tell('sue', 'pay-back', { ...loan, borrower: 'bob', amount: 60n }, 'accepted', 'the rest')
  .at(4 * DAY)
  .tell('x', 'foreclose', { ...loan, borrower: 'bea' })
  .tell('sue', 'fund', { ...loan, amount: 100n })
  .tell('op-b', 'spend', { ...loan, asset: 'B', amount: 25n, to: 'bea' }, 'accepted', 'the security')
  .tell('op-b', 'repay', { ...owing, asset: 'B', amount: 1n }, 'ACCOUNT_BELOW_FLOOR')
  .tell('op-b', 'repay', { ...owing, amount: 150n })
  .settle(2, 3)
  .tell('op-b', 'unpledge', { ...pledged, amount: 40n }, 'PRICE_STALE')
  .price('A', 4n)
  .at(4 * DAY + 2 * HOUR)
  .price('A', 4n)
  .tell('op-b', 'unpledge', { ...pledged, amount: 40n }, 'accepted', 'locked as before')
  .price('A', 1n)
  .tell(
    'sue',
    'bank.liquidate',
    { borrower: '@mutual-credit.bern', asset: 'A', amount: 100n },
    'accepted',
    'locked, not sold',
  )
  .tell('op-b', 'redeem', { ...owing, collateral: 'USD', amount: 1n }, 'MUTUAL_ASSET_NOT_LENT')
  .tell('op-b', 'redeem', { ...owing, collateral: 'A', amount: 30n })
  .tell('op-b', 'restore', { ...reserve, amount: 1n }, 'accepted', 'what was redeemed')

const hostile: readonly Step[] = [
  ['settle', { epoch: '1', part: 'fees', after: null, limit: '0' }, 'a page of nothing'],
  ['settle', { epoch: '1', part: 'all', after: null, limit: '1' }, 'a part that is none'],
  ['propose', { agreement: 'ab', network: 'alba', partner: 'bern', terms: {} }, 'terms that aren’t'],
  ['accept', { agreement: 'ab', network: 'bern', revision: '0' }, 'revision 0'],
  ['ballot', { network: 'bern', governance: 'g', proposal: '1', support: 'maybe' }, 'support for nothing'],
  ['pledge', { ...reserve, pool: 'bank', amount: '1', outcome: 'sale' }, 'a pledge that may be sold'],
  ['claim', { network: 'bern', pot: '', asset: 'A' }, 'no pot'],
  ['draw', { ...loan, amount: '0', terms: { amount: '2', against: '1', rate: '100', term: '2' } }, 'a loan of nothing'],
].map(([name, input, note]) => ({
  json: { id: 'hostile', by: 'x', at: String(DAY), type: `mutual-credit.${name}`, input },
  expect: 'INPUT_INVALID',
  note: note as string,
}))

const scenario = (name: string, about: string, system: System, { steps }: Tale, at = DAY): Scenario => ({
  name,
  about,
  system,
  at,
  steps,
})
const governances = [governance.as('gov-a').with(gov('A')), governance.as('gov-x').with(gov('A'))]
export const scenarios: readonly Scenario[] = [
  scenario(
    'networks',
    'Networks, their operators and fees; the codes in order of precedence.',
    systemOf([]),
    networks,
    0,
  ),
  scenario(
    'negotiation',
    'An agreement over four revisions; the codes in order of precedence.',
    systemOf([]),
    negotiation,
  ),
  scenario('endings', 'Reviews, conditions, pauses, dilution, notice.', systemOf([]), endings),
  scenario('flows', 'All kinds of rates, prices that are missing, caps, fees; pages.', systemOf([]), flows),
  scenario('distribution', 'Locks, schedules, stakes, claims.', systemOf([]), distribution),
  scenario('votes', 'A reserve votes as its network’s holders decide.', systemOf(governances), votes),
  scenario('loans', 'A reserve secures a loan, which is lent on.', systemOf([bank], ['bank']), loans),
  scenario('hostile', 'Inputs that are none.', systemOf([]), { ...founded(), steps: [...founded().steps, ...hostile] }),
]
