/** Funding from the commons, and proceeds of performances. Spec: stake-market.md#funding, stake-market.md#proceeds. */
import type { Scenario } from '../../../generator/scenario.js'
import { admitAll, begin, claim, type MarketStory, OPERATOR, order, wants } from './agents.js'

const funding = [{ asset: 'USD', perUnit: 10n }]
function swap(told: MarketStory, at: number, units: bigint): void {
  told.accept('alice', at, 'order', order(units, wants({ 'bob/p': 1n })))
  told.accept('bob', at, 'order', order(units, wants({ 'alice/p': 1n })))
  told.accept(OPERATOR, at, 'open-round', {})
  told.accept(OPERATOR, at, 'settle-round', told.proposed())
}

function budgets(): Scenario {
  const told = begin('funding', { commons: 2500, funding })
  admitAll(told, 'alice', 'bob', 'carol')
  const budget = (asset = 'USD', amount = 100n, proposition = 'p') => ({ proposition, asset, budget: amount })
  told.refuse('PROPOSITION_UNKNOWN', 'x', 0, 'fund', budget('EUR'))
  told.accept('alice', 0, 'propose', claim('short', { deadline: 1 }))
  told.refuse('PROPOSITION_OVER', 'alice', 1, 'fund', budget('EUR', 1n, 'short'))
  told.refuse('BUDGET_RATE_NONE', 'alice', 1, 'fund', budget('EUR'))
  told.accept('alice', 1, 'fund', budget('USD', 55n))
  told.refuse('BUDGET_TAKEN', 'alice', 1, 'fund', budget('EUR'))
  told.accept('bob', 1, 'fund', budget())
  told.refuse('BUDGET_UNKNOWN', 'x', 1, 'draw', { issuer: 'carol', proposition: 'p' })
  told.refuse('BUDGET_NOTHING_DUE', 'x', 1, 'draw', { issuer: 'alice', proposition: 'p' })
  told.accept('carol', 2, 'distribute', { asset: 'USD', amount: 201n }, '51 of it to the commons, rounded up')
  swap(told, 3, 4n)
  told.accept(
    'x',
    4,
    'draw',
    { issuer: 'alice', proposition: 'p' },
    'the commons had 51 for 80: half each, alice’s the greater',
  )
  told.refuse('BUDGET_NOTHING_DUE', 'x', 4, 'draw', { issuer: 'alice', proposition: 'p' })
  told.accept('carol', 5, 'distribute', { asset: 'USD', amount: 40n })
  told.accept(
    'alice',
    5,
    'draw',
    { issuer: 'alice', proposition: 'p' },
    'what the commons lacked, as far as it has it now',
  )
  told.accept('x', 5, 'draw', { issuer: 'bob', proposition: 'p' }, 'what was set aside for bob is still there')
  told.accept('carol', 6, 'distribute', { asset: 'USD', amount: 1000n })
  swap(told, 7, 3n)
  told.accept(
    'x',
    8,
    'draw',
    { issuer: 'alice', proposition: 'p' },
    'no more than the budget, though seven units are placed',
  )
  told.accept('x', 8, 'draw', { issuer: 'bob', proposition: 'p' })
  const lot = (issuer: string) => ({ unwinds: [{ issuer, proposition: 'p', round: 1, units: 4n }] })
  told.accept('alice', 9, 'order', order(0n, [], lot('bob')))
  told.accept('bob', 9, 'order', order(0n, [], lot('alice')))
  told.accept(OPERATOR, 9, 'open-round', {})
  told.accept(OPERATOR, 9, 'settle-round', told.proposed(), 'four units come back')
  swap(told, 10, 4n)
  told.refuse(
    'BUDGET_NOTHING_DUE',
    'x',
    11,
    'draw',
    { issuer: 'bob', proposition: 'p' },
    'placed again they earn nothing',
  )
  told.accept(OPERATOR, 12, 'configure', { funding: [] })
  swap(told, 13, 2n)
  told.refuse(
    'BUDGET_NOTHING_DUE',
    'x',
    14,
    'draw',
    { issuer: 'bob', proposition: 'p' },
    'nor where the market funds nothing any more',
  )
  return told.tell('funding', 'Budgets are earned as stake is placed, from a commons that proceeds fill.')
}

function proceeds(): Scenario {
  const told = begin('proceeds', { commons: 1000 })
  admitAll(told, 'alice', 'bob', 'carol')
  const usd = (...issuers: readonly string[]) => ({ asset: 'USD', issuers })
  told.refuse('AGENT_UNKNOWN', 'x', 0, 'distribute', { asset: 'USD', amount: 1n })
  told.accept('alice', 0, 'distribute', { asset: 'USD', amount: 1n }, 'all of it to the commons')
  told.refuse('PROCEEDS_NOTHING_DUE', 'alice', 0, 'collect', usd('alice'))
  told.accept('alice', 1, 'distribute', { asset: 'USD', amount: 111n }, 'while it holds all of itself')
  swap(told, 2, 33n)
  told.accept('alice', 3, 'distribute', { asset: 'USD', amount: 111n }, '99 to 67 and 33 units: 66.33 and 32.67')
  told.accept('bob', 4, 'collect', usd('alice', 'bob', 'nobody'), '32, and two thirds wait')
  told.refuse('PROCEEDS_NOTHING_DUE', 'bob', 4, 'collect', usd('alice'))
  told.accept('alice', 4, 'distribute', { asset: 'USD', amount: 2n }, 'one more: a third of it fills the unit')
  told.accept('bob', 5, 'collect', usd('alice', 'alice'), 'named twice, paid once')
  told.accept('alice', 5, 'collect', usd('alice'), 'its own units take part too')
  told.accept('alice', 5, 'distribute', { asset: 'EUR', amount: 1000n }, 'in any asset')
  told.accept('bob', 5, 'collect', { asset: 'EUR', issuers: ['alice'] })
  told.refuse('PROCEEDS_NOTHING_DUE', 'x', 6, 'collect', { ...usd('alice'), commons: true }, 'the market holds nothing')
  told.refuse('ACCOUNT_BELOW_FLOOR', 'alice', 6, 'distribute', { asset: 'USD', amount: 1_000_000n })
  told.refuse('ASSET_UNKNOWN', 'alice', 6, 'distribute', { asset: 'GOLD', amount: 1n })
  return told.tell(
    'proceeds',
    'What an agent’s performance brings in is shared exactly, by what everybody holds of it.',
  )
}

function manyAssets(): Scenario {
  const assets = Array.from({ length: 15 }, (_, k) => `X${k}`)
  const told = begin('sixteen-assets', {}, assets)
  admitAll(told, 'alice')
  for (const asset of [...assets, 'USD']) told.accept('alice', 0, 'distribute', { asset, amount: 1n })
  told.refuse('PROCEEDS_ASSETS_FULL', 'alice', 1, 'distribute', { asset: 'EUR', amount: 1_000_000n })
  told.accept('alice', 1, 'distribute', { asset: 'USD', amount: 1n }, 'more of the same is no other asset')
  return told.tell('sixteen-assets', 'An agent shares proceeds in 16 assets at most.')
}

export const scenarios: readonly Scenario[] = [budgets(), proceeds(), manyAssets()]
