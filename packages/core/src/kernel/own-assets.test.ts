import { describe, expect, it } from 'vitest'
import { Amount, Id, struct } from '../codec/index.js'
import { available, createSystem, defineMechanism, execute, genesis, issuance, type State, view } from './index.js'

const clubs = defineMechanism({
  name: 'clubs',
  rejections: [],
  commands: {
    found: {
      input: struct({ club: Id, cap: Amount }),
      apply({ by, declare, transfer }, { club, cap }) {
        const asset = declare(club, { cap, tracked: true })
        transfer({ from: issuance(asset), to: available(by, asset), amount: cap })
      },
    },
    mint: {
      input: struct({ asset: Id }),
      apply: ({ by, transfer }, { asset }) => transfer({ from: issuance(asset), to: available(by, asset), amount: 1n }),
    },
  },
})
const system = createSystem({ spec: '1.0', mechanisms: [clubs.with({}), clubs.as('others').with({})] })
function run(state: State, type: string, input: object): State | string {
  const outcome = execute(system, state, { id: `c${state.sequence}`, by: 'ann', at: 0, type, input } as never)
  return outcome.status === 'accepted' ? outcome.state : outcome.code
}

describe('an asset that an instance declares for itself', () => {
  const { state } = genesis(system, { at: 0 })
  const founded = run(state, 'clubs.found', { club: 'chess', cap: 7n }) as State

  it('is minted by that instance alone, up to its cap, and followed from the start', () => {
    const seen = view(system, founded)
    expect(seen.minters('clubs.chess')).toEqual(['clubs'])
    expect(seen.heldAt('ann', 'clubs.chess', founded.sequence)).toBe(7n)
    expect(run(founded, 'clubs.mint', { asset: 'clubs.chess' })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(() => run(founded, 'others.mint', { asset: 'clubs.chess' })).toThrow('may not debit')
  })

  it('is declared once, leaves nothing behind when the command is refused, and is no other instance’s', () => {
    expect(run(founded, 'clubs.found', { club: 'chess', cap: 7n })).toBe('ASSET_TAKEN')
    expect(run(founded, 'clubs.found', { club: 'x'.repeat(60), cap: 7n })).toBe('COMMAND_MALFORMED')
    expect(typeof run(founded, 'others.found', { club: 'chess', cap: 9n })).toBe('object')
    expect(view(system, state).minters('clubs.chess')).toEqual([])
  })
})
