/** Markets of stake for tests: agents a to f, claims p and q of each. */
import { type AnyCommand, createSystem, execute, genesis, type State, type System, view } from '../src/kernel/index.js'
import { type StakeMarketView, stakeMarket } from '../src/mechanisms/stake-market/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'

export const OPERATOR = 'operator'
export const UNITS = 100n
export const LENGTH = 50
export const DEADLINE = 1000
export const AGENTS = ['a', 'b', 'c', 'd', 'e', 'f'] as const
export const HASH = 'ab'.repeat(32)

const params = { roundLength: LENGTH, orders: 100, attestors: ['club', 'guild'], vouches: 2, authority: OPERATOR }
const around = {
  spec: '1.0',
  authority: 'founder',
  assets: [{ asset: 'USD' }, { asset: 'EUR' }],
  allocations: AGENTS.flatMap((party) => ['USD', 'EUR'].map((asset) => ({ party, asset, amount: 1_000_000n }))),
} as const

/** Unit for unit, and nothing beside. */
export const plain = createSystem({
  ...around,
  mechanisms: [transfer.with({}), stakeMarket.with({ ...params, units: UNITS })],
})
/** Unit for unit, with credit, a commons and decay. */
export const rich = createSystem({
  ...around,
  mechanisms: [
    transfer.with({}),
    stakeMarket.with({
      ...params,
      units: UNITS,
      credit: 'CREDIT',
      mediation: 20n,
      commons: 1000,
      funding: [{ asset: 'USD', perUnit: 3n }],
      decay: { rate: 1000, every: 10 },
    }),
  ],
})
/** At prices. */
export const valued = createSystem({
  ...around,
  mechanisms: [
    transfer.with({}),
    stakeMarket.with({
      ...params,
      units: UNITS,
      value: { whole: 1000, damping: { part: 3, whole: 20 } },
      commons: 1000,
      funding: [{ asset: 'USD', perUnit: 3n }],
    }),
  ],
})

export const marketOf = (system: System, state: State): StakeMarketView =>
  (view(system, state).mechanisms as Record<string, unknown>)['stake-market'] as StakeMarketView

/** What one agent wants, in short: `{ 'b/p': 3n }` with limits. */
export type Wants = Readonly<Record<string, bigint>>
export const wantsOf = (wants: Wants, by: 'weight' | 'limit') =>
  Object.entries(wants).map(([name, amount]) => {
    const [issuer, proposition] = name.split('/') as [string, string]
    return { issuer, proposition, [by]: amount }
  })

/** A stream of a market that is told one command after the other. */
export interface Told {
  readonly state: State
  /** The code with which the last command was refused; undefined when it was accepted. */
  readonly code: string | undefined
}
/** Runs commands one after the other; the code is that of the last. */
export function tell(system: System, state: State, ...commands: readonly Omit<AnyCommand, 'id'>[]): Told {
  let told: Told = { state, code: undefined }
  for (const command of commands) {
    const outcome = execute(system, told.state, { id: `c${told.state.sequence}`, ...command } as never)
    told =
      outcome.status === 'accepted'
        ? { state: outcome.state, code: undefined }
        : { state: told.state, code: (outcome as { readonly code: string }).code }
  }
  return told
}
export const say = (by: string, at: number, name: string, input: object): Omit<AnyCommand, 'id'> => ({
  by,
  at,
  type: `stake-market.${name}`,
  input,
})
export const claim = (proposition: string, dimension = 'care') => ({
  proposition,
  dimension,
  statement: HASH,
  measure: 'meals served',
  target: '1,000',
  verifiers: ['vera', 'viktor'],
  threshold: 1,
  deadline: DEADLINE,
})

/** All agents admitted, with claims p and q each. */
export function opened(system: System): State {
  const { state } = genesis(system, { at: 0 })
  return tell(
    system,
    state,
    ...AGENTS.flatMap((agent) => [
      say(OPERATOR, 0, 'admit', { agent }),
      say(agent, 0, 'propose', claim('p')),
      say(agent, 0, 'propose', claim('q', 'research')),
    ]),
  ).state
}
