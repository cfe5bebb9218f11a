import type { Row } from '../../../scripts/bench-row.js'
import { account } from '../src/kernel/account.js'
import { Ledger } from '../src/kernel/ledger.js'
import { fastest } from './rate.js'

const TRANSFERS = 100_000
/** Ten tokens of 18 decimals pass 2^63, so wide balances are the normal case. */
const UNIT = 10n ** 18n

/** Transfers with their limit check on 128-bit balances, beside a mutable Map keyed by joined strings. */
export async function bench(): Promise<Row[]> {
  return [1_000, 1_000_000].map((accounts) => {
    const random = uniform(1)
    const from = Int32Array.from({ length: TRANSFERS }, () => random(accounts))
    const to = from.map((index) => (index + 1 + random(accounts - 1)) % accounts)
    const amounts = Array.from({ length: TRANSFERS }, () => BigInt(1 + random(1000)) * UNIT)
    const ours = fastest(TRANSFERS, lanes(accounts, from, to, amounts))
    const theirs = fastest(TRANSFERS, strings(accounts, from, to, amounts))
    return {
      name: `ledger: transfer with limit check, ${accounts.toLocaleString('en')} accounts`,
      value: ours,
      unit: '/s',
      reference: 'Map of bigint keyed party/asset/purpose',
      ratio: ours / theirs,
      note: 'goal ≥ 4.5 M/s at 1,000,000',
    }
  })
}

function lanes(accounts: number, from: Int32Array, to: Int32Array, amounts: readonly bigint[]): () => void {
  const ledger = new Ledger()
  for (let i = 0; i < accounts; i++) ledger.set(account(`party-${i}`, 'POND', 'available'), 2_000_000n * UNIT)
  return () => {
    for (let i = 0; i < TRANSFERS; i++) {
      const amount = amounts[i] as bigint
      const [source, target] = [from[i] as number, to[i] as number]
      if (ledger.debitable(source, amount, 0) && ledger.creditable(target, amount) === 'yes') {
        ledger.move(source, target, amount)
      }
    }
  }
}

function strings(accounts: number, from: Int32Array, to: Int32Array, amounts: readonly bigint[]): () => void {
  const balances = new Map<string, bigint>()
  const key = (index: number): string => `party-${index}/POND/available`
  for (let i = 0; i < accounts; i++) balances.set(key(i), 2_000_000n * UNIT)
  return () => {
    for (let i = 0; i < TRANSFERS; i++) {
      const amount = amounts[i] as bigint
      const [source, target] = [key(from[i] as number), key(to[i] as number)]
      const balance = balances.get(source) as bigint
      if (balance < amount) continue
      balances.set(source, balance - amount)
      balances.set(target, (balances.get(target) as bigint) + amount)
    }
  }
}

/** Whole numbers below a bound, the same in every run. */
export function uniform(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
