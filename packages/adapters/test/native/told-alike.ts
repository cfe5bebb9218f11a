/** Commands told to the reference implementation and to contracts at once. */
import { decode, execute, GENESIS_HASH, genesis, type State, type System, seal } from '@symbolon/core'
import { expect } from 'vitest'
import type { Call } from './stage.js'
import { fold, type Ledger, type RecordBody, type Told } from './vectors.js'

/** What tells a command to contracts, and compares them with a ledger. */
export interface World {
  readonly tell: (command: Told) => Promise<Call> | undefined
  readonly compare: (ledger: Ledger) => Promise<readonly [expected: unknown, found: unknown]>
}

export interface TwoLives {
  readonly ledger: Ledger
  /** Tells both, and compares what they say. @returns what they said. */
  readonly tell: (by: string, at: number, type: string, input: object) => Promise<string>
  /** Balances and rows are the same. */
  readonly compare: () => Promise<void>
  /** How often each command was accepted, and each code heard. */
  readonly heard: ReadonlyMap<string, number>
}

/** @param heard - Counts on from here. */
export function twoLives(system: System, world: World, heard: Map<string, number>): TwoLives {
  const ledger: Ledger = { balances: new Map(), rows: new Map() }
  const first = genesis(system, { at: 0, stream: 'lives' })
  let state: State = first.state
  const recorded = (decision: typeof first.decision) =>
    fold(ledger, JSON.parse(seal(decision, GENESIS_HASH).body) as RecordBody)
  recorded(first.decision)
  let count = 0
  return {
    ledger,
    heard,
    async tell(by, at, type, input) {
      count += 1
      const told: Told = JSON.parse(JSON.stringify({ id: `c${count}`, by, at: String(at), type, input }, plain))
      const decoded = decode(system, told)
      const outcome = decoded.status === 'decoded' ? execute(system, state, decoded.command) : decoded
      const result = outcome.status === 'accepted' ? 'accepted' : outcome.code
      const answer = await world.tell(told)
      if (answer !== undefined) expect(answer.result, JSON.stringify(told)).toBe(result)
      if (outcome.status === 'accepted') {
        ;({ state } = outcome)
        recorded(outcome.decision)
      }
      const name = result === 'accepted' ? type : result
      heard.set(name, (heard.get(name) ?? 0) + 1)
      return result
    },
    async compare() {
      const [expected, found] = await world.compare(ledger)
      expect(found).toEqual(expected)
    },
  }
}

const plain = (_name: string, value: unknown): unknown =>
  typeof value === 'bigint' || typeof value === 'number' ? String(value) : value
