/** Agents, their claims and their orders, with every refusal. Spec: stake-market.md. */
import { createSystem, type System } from '@symbolon/core'
import { type StakeMarketView, stakeMarket } from '@symbolon/core/stake-market'
import { transfer } from '@symbolon/core/transfer'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { type Story, story } from '../../../generator/told.js'
import { type Proposal, proposals } from './proposals.js'

export const OPERATOR = 'operator'
const STATEMENT = '5a'.repeat(32)

/** What every market of these stories has. */
export const common = {
  units: 100n,
  roundLength: 100,
  orders: 100,
  attestors: ['club', 'guild'],
  vouches: 2,
  authority: OPERATOR,
}
export function market(change: Record<string, unknown> = {}, more: readonly string[] = []): System {
  const assets = ['USD', 'EUR', ...more]
  return createSystem({
    spec: '1.0',
    authority: 'founder',
    mechanisms: [transfer.with({}), stakeMarket.with({ ...common, ...change } as never)],
    assets: assets.map((asset) => ({ asset })),
    allocations: ['alice', 'bob', 'carol'].flatMap((party) =>
      assets.map((asset) => ({ party, asset, amount: 10_000n })),
    ),
  }) as System
}
export interface MarketStory extends Story<StakeMarketView> {
  /** What a solver proposes for the next round or decay, and for the one after it from then on. */
  proposed(): Proposal
  /** The same, without going on. */
  coming(): Proposal
}
/** Begins a story; `name` says which proposals are its. */
export function begin(name: string, change: Record<string, unknown> = {}, more: readonly string[] = []): MarketStory {
  const list = proposals[name] ?? []
  let next = 0
  const coming = (): Proposal => {
    const proposal = list[next]
    if (proposal === undefined) throw new Error(`${name} has ${list.length} proposals`)
    return proposal
  }
  const proposed = (): Proposal => {
    const proposal = coming()
    next += 1
    return proposal
  }
  return { ...story<StakeMarketView>(market(change, more), 'stake-market'), proposed, coming }
}

export const claim = (proposition: string, change: object = {}) => ({
  proposition,
  dimension: 'care',
  statement: STATEMENT,
  measure: 'meals served in a year',
  target: '1,000',
  verifiers: ['vera', 'viktor', 'violet'],
  threshold: 2,
  deadline: 1000,
  ...change,
})
/** Admits agents, each with a claim `p`. */
export function admitAll(told: MarketStory, ...agents: readonly string[]): void {
  for (const agent of agents) {
    told.accept(OPERATOR, 0, 'admit', { agent })
    told.accept(agent, 0, 'propose', claim('p'))
  }
}
/** `{ 'bob/p': 3n }` as wants with weights or limits. */
export const wants = (amounts: Readonly<Record<string, bigint>>, by: 'weight' | 'limit' = 'weight') =>
  Object.entries(amounts).map(([name, amount]) => {
    const [issuer, proposition] = name.split('/') as [string, string]
    return { issuer, proposition, [by]: amount }
  })
export const order = (units: bigint, wanted: readonly object[], change: object = {}) => ({
  units,
  keep: 0n,
  wants: wanted,
  unwinds: [],
  ...change,
})

function admission(): Scenario {
  const told = begin('admission')
  told.refuse('NOT_AUTHORISED', 'alice', 0, 'admit', { agent: 'alice' })
  told.refuse('VOUCH_NOT_ATTESTOR', 'alice', 0, 'vouch', { agent: 'alice', stands: true }, 'nobody vouches for itself')
  told.accept('club', 0, 'vouch', { agent: 'alice', stands: true })
  told.refuse('AGENT_NOT_VOUCHED', 'alice', 1, 'join', {}, 'one of two')
  told.accept('guild', 1, 'vouch', { agent: 'alice', stands: true })
  told.accept('guild', 2, 'vouch', { agent: 'alice', stands: false }, 'an attestor changes its mind')
  told.refuse('AGENT_NOT_VOUCHED', 'alice', 2, 'join', {})
  told.accept('guild', 3, 'vouch', { agent: 'alice', stands: true })
  told.accept(OPERATOR, 3, 'configure', { attestors: ['club', 'bank'] })
  told.refuse('AGENT_NOT_VOUCHED', 'alice', 3, 'join', {}, 'who is no attestor any more doesn’t count')
  told.accept(OPERATOR, 4, 'configure', { attestors: ['club', 'guild'] })
  told.accept('alice', 4, 'join', {}, 'its stake is minted, once')
  told.refuse('AGENT_KNOWN', 'alice', 5, 'join', {})
  told.refuse(
    'VOUCH_NOT_ATTESTOR',
    'bob',
    5,
    'vouch',
    { agent: 'alice', stands: true },
    'before the agent is looked at',
  )
  told.refuse('AGENT_KNOWN', 'club', 5, 'vouch', { agent: 'alice', stands: true })
  told.refuse('AGENT_KNOWN', OPERATOR, 5, 'admit', { agent: 'alice' })
  told.refuse('AGENT_NAME_UNFIT', OPERATOR, 5, 'admit', { agent: '@stake-market' }, 'the market has no stake in itself')
  told.refuse('AGENT_NAME_UNFIT', OPERATOR, 5, 'admit', { agent: '@stake-market.fund' })
  told.refuse('AGENT_NAME_UNFIT', OPERATOR, 5, 'admit', { agent: '@issuer' })
  told.refuse('AGENT_NAME_UNFIT', OPERATOR, 5, 'admit', { agent: 'x'.repeat(52) }, 'an asset of 65 characters')
  told.accept(OPERATOR, 5, 'admit', { agent: 'x'.repeat(51) }, 'an asset of 64')
  told.accept(OPERATOR, 5, 'admit', { agent: '@council' }, 'a party of another instance is an agent like any other')
  told.refuse(
    'ACCOUNT_BELOW_FLOOR',
    'alice',
    6,
    'transfer.send',
    { to: 'bob', asset: 'stake-market.alice', amount: 1n },
    'stake can’t be sent',
  )
  told.accept('founder', 6, 'asset.declare', {
    asset: 'stake-market.bob',
    minters: [],
    cap: 1n,
    transferable: true,
    whitelist: [],
    tracked: false,
  })
  told.refuse(
    'ASSET_TAKEN',
    OPERATOR,
    6,
    'admit',
    { agent: 'bob' },
    'a name that the system’s authority has given away',
  )
  told.refuse('PARAMS_REFUSED', OPERATOR, 6, 'configure', { vouches: 0 })
  told.refuse('PARAMS_REFUSED', OPERATOR, 6, 'configure', { orders: 0 })
  told.refuse('PARAMS_REFUSED', OPERATOR, 6, 'configure', { attestors: ['club', 'club'] })
  told.refuse('PARAMS_REFUSED', OPERATOR, 6, 'configure', { mediation: 1n }, 'without an asset for credit')
  told.refuse('PARAMS_REFUSED', OPERATOR, 6, 'configure', { decay: { rate: 0, every: 1 } })
  told.refuse('PARAMS_REFUSED', OPERATOR, 6, 'configure', {
    funding: [
      { asset: 'USD', perUnit: 1n },
      { asset: 'USD', perUnit: 2n },
    ],
  })
  return told.tell(
    'admission',
    'Agents are admitted by attestors or by the authority, and have their stake minted once.',
  )
}

function claims(): Scenario {
  const told = begin('claims')
  told.refuse('AGENT_UNKNOWN', 'alice', 0, 'propose', claim('p', { deadline: 0, threshold: 0 }))
  admitAll(told, 'alice')
  told.refuse('PROPOSITION_TAKEN', 'alice', 1, 'propose', claim('p', { deadline: 1, threshold: 0 }))
  told.refuse('PROPOSITION_PAST', 'alice', 1, 'propose', claim('q', { deadline: 1, threshold: 0 }))
  told.refuse('PROPOSITION_VERIFIERS_UNFIT', 'alice', 1, 'propose', claim('q', { threshold: 0 }))
  told.refuse('PROPOSITION_VERIFIERS_UNFIT', 'alice', 1, 'propose', claim('q', { threshold: 4 }), 'more than there are')
  told.refuse(
    'PROPOSITION_VERIFIERS_UNFIT',
    'alice',
    1,
    'propose',
    claim('q', { verifiers: ['vera', 'vera'] }),
    'one twice',
  )
  told.refuse(
    'PROPOSITION_VERIFIERS_UNFIT',
    'alice',
    1,
    'propose',
    claim('q', { verifiers: ['vera', 'alice'] }),
    'itself',
  )
  told.accept('alice', 1, 'propose', claim('q', { deadline: 10 }))
  told.accept('alice', 1, 'propose', claim('r', { deadline: 10 }))
  const attest = (proposition: string, met: boolean) => ({ issuer: 'alice', proposition, met })
  told.refuse('PROPOSITION_UNKNOWN', 'x', 2, 'attest', attest('none', true))
  told.refuse('ATTESTATION_NOT_VERIFIER', 'x', 2, 'attest', attest('p', true))
  told.accept('vera', 2, 'attest', attest('p', true), 'one of two')
  told.refuse('ATTESTATION_TAKEN', 'vera', 2, 'attest', attest('p', false))
  told.accept('viktor', 2, 'attest', attest('p', false), 'they differ')
  told.accept('violet', 3, 'attest', attest('p', true), 'two say the same: met')
  told.refuse('PROPOSITION_OVER', 'x', 3, 'attest', attest('p', true), 'before who attests is looked at')
  told.accept('vera', 3, 'attest', attest('q', false))
  told.accept('viktor', 3, 'attest', attest('q', false), 'failed')
  told.accept('vera', 9, 'attest', attest('r', true))
  told.refuse('PROPOSITION_UNKNOWN', 'x', 9, 'conclude', { issuer: 'bob', proposition: 'p' })
  told.refuse('PROPOSITION_OVER', 'x', 9, 'conclude', { issuer: 'alice', proposition: 'p' })
  told.refuse('PROPOSITION_NOT_OVER', 'x', 9, 'conclude', { issuer: 'alice', proposition: 'r' })
  told.refuse('PROPOSITION_OVER', 'viktor', 10, 'attest', attest('r', true), 'at the deadline it is too late')
  told.accept('x', 10, 'conclude', { issuer: 'alice', proposition: 'r' }, 'what nobody has attested in time has failed')
  return told.tell('claims', 'Claims are attested by their verifiers, and fail where nobody attests them in time.')
}

function orders(): Scenario {
  const told = begin('orders')
  admitAll(told, 'alice', 'bob', 'carol')
  told.accept('bob', 0, 'propose', claim('q', { deadline: 10 }))
  const lot = { issuer: 'bob', proposition: 'p', round: 1, units: 1n }
  const wrong = { until: 0, unwinds: [lot, lot], credit: 1n, keep: 9n }
  const bob = wants({ 'bob/p': 1n })
  told.refuse('AGENT_UNKNOWN', 'x', 20, 'order', order(0n, [], wrong))
  told.refuse('ORDER_EMPTY', 'alice', 20, 'order', order(0n, [], { until: 0, credit: 1n }))
  told.refuse('ORDER_ENDED', 'alice', 20, 'order', order(0n, bob, { ...wrong, until: 20 }), 'it ends now')
  told.refuse('ORDER_CREDIT_NONE', 'alice', 20, 'order', order(0n, bob, { unwinds: [lot, lot], credit: 1n }))
  told.refuse(
    'ORDER_WANT_UNCLEAR',
    'alice',
    20,
    'order',
    order(0n, [{ issuer: 'alice', proposition: 'p' }], { unwinds: [lot, lot] }),
  )
  told.refuse(
    'ORDER_WANT_UNCLEAR',
    'alice',
    20,
    'order',
    order(0n, [{ issuer: 'bob', proposition: 'p', weight: 1n, limit: 1n }]),
  )
  told.refuse('ORDER_WANT_UNCLEAR', 'alice', 20, 'order', order(0n, [...bob, ...wants({ 'carol/p': 1n }, 'limit')]))
  told.refuse(
    'ORDER_WANT_OWN',
    'alice',
    20,
    'order',
    order(0n, wants({ 'alice/none': 1n, 'bob/p': 1n }), { unwinds: [lot, lot] }),
  )
  told.refuse('ORDER_WANT_TWICE', 'alice', 20, 'order', order(0n, [...bob, ...bob], { unwinds: [lot] }))
  told.refuse('ORDER_WANT_TWICE', 'alice', 20, 'order', order(0n, bob, { unwinds: [lot, lot] }), 'a lot')
  told.refuse('ORDER_BOTH_WAYS', 'alice', 20, 'order', order(0n, wants({ 'bob/none': 1n }), { unwinds: [lot] }))
  told.refuse('PROPOSITION_UNKNOWN', 'alice', 20, 'order', order(0n, wants({ 'bob/none': 1n, 'bob/q': 1n })))
  told.refuse('PROPOSITION_OVER', 'alice', 20, 'order', order(0n, wants({ 'bob/q': 1n })), 'its deadline is over')
  told.refuse('ORDER_UNITS_NONE', 'alice', 20, 'order', order(0n, bob, { unwinds: [{ ...lot, issuer: 'carol' }] }))
  told.refuse('LOT_UNKNOWN', 'alice', 20, 'order', order(1n, bob, { unwinds: [{ ...lot, issuer: 'carol' }] }))
  told.refuse('ORDER_NONE', 'alice', 20, 'cancel', {})
  told.accept('alice', 20, 'order', order(10n, wants({ 'bob/p': 1n, 'carol/p': 2n })), 'weights: limits of 3 and 7')
  told.accept(
    'alice',
    20,
    'order',
    order(1n, wants({ 'bob/p': 1n, 'carol/p': 5n })),
    'what comes out as nothing isn’t wanted',
  )
  told.accept(
    'alice',
    20,
    'order',
    order(10n, wants({ 'bob/p': 8n, 'carol/p': 8n }, 'limit'), { keep: 30n, until: 60 }),
  )
  told.accept('bob', 20, 'order', order(6n, wants({ 'alice/p': 1n })))
  told.accept(OPERATOR, 21, 'open-round', {})
  told.refuse('STAKE_ROUND_OPEN', 'alice', 22, 'order', order(0n, []), 'what a round is about is frozen')
  told.refuse('AGENT_UNKNOWN', 'x', 22, 'order', order(0n, []))
  told.refuse('STAKE_ROUND_OPEN', 'x', 22, 'cancel', {})
  told.accept('alice', 22, 'propose', claim('q'), 'claims aren’t')
  told.accept(OPERATOR, 23, 'lapse-round', {})
  told.accept('alice', 23, 'cancel', {})
  told.accept('alice', 24, 'order', order(6n, bob))
  told.accept(OPERATOR, 25, 'open-round', {})
  told.accept(OPERATOR, 26, 'settle-round', { flow: [6n, 6n, 6n, 6n], potential: [[0n, 0n, 0n, 0n]] })
  const own = { issuer: 'bob', proposition: 'p', round: 2 }
  told.refuse('LOT_EXCEEDED', 'alice', 27, 'order', order(0n, [], { unwinds: [{ ...own, units: 7n }] }))
  told.accept('alice', 27, 'order', order(0n, [], { unwinds: [{ ...own, units: 6n }] }))
  told.add(...hostile())
  return told.tell(
    'orders',
    'Every refusal of an order in order of precedence, each step wrong in what comes later too.',
  )
}

/** Inputs that aren't even shaped like one. */
function hostile(): readonly Step[] {
  const json = (name: string, input: unknown, note: string): Step => ({
    json: { id: 'hostile', by: 'alice', at: '27', type: `stake-market.${name}`, input },
    expect: 'INPUT_INVALID',
    note,
  })
  const want = { issuer: 'bob', proposition: 'p', limit: '1' }
  const good = { units: '1', keep: '0', wants: [want], unwinds: [] }
  return [
    json('order', { ...good, wants: Array.from({ length: 65 }, () => want) }, '65 wants'),
    json('order', { ...good, wants: [{ ...want, limit: '0' }] }, 'a limit of zero'),
    json('order', { ...good, units: '-1' }, 'units below zero'),
    json('order', { ...good, until: 5 }, 'a JSON number'),
    json('order', { ...good, extra: '1' }, 'a member too many'),
    json('propose', { ...claim('p'), deadline: '9', threshold: '1', statement: 'AB' }, 'a statement that is no hash'),
    json('propose', { ...claim('a/b'), deadline: '9', threshold: '1' }, 'a name that is no id'),
    json('settle-round', { flow: ['-1'], potential: [[]] }, 'a flow below zero'),
    json('settle-round', { flow: [], potential: [[], [], [], []] }, 'four levels'),
    json('join', { agent: 'bob' }, 'nobody joins for another'),
  ]
}

export const scenarios: readonly Scenario[] = [admission(), claims(), orders()]
