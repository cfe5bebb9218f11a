/**
 * Balances of interned accounts: two's-complement 128-bit integers in two typed lanes, so that no balance needs an
 * object of its own. Moves here are unchecked; `scope.ts` asks `debitable` and `creditable` first.
 */
import { MAX_AMOUNT } from '../arithmetic/amount.js'
import { type Account, ISSUER, pathOf } from './account.js'

/** How far an account may go. Default: limit 0, for ever, no ceiling. */
export interface Bounds {
  /** Credit: the balance may fall to minus this, base units ≥ 0. */
  readonly limit: bigint
  /** The credit counts while now < until; null: for ever. */
  readonly until: number | null
  /** A credit that would lift the balance above this is refused; null: none. */
  readonly ceiling: bigint | null
}

/** The bounds of an account for which none were set. */
export const NO_CREDIT: Bounds = Object.freeze({ limit: 0n, until: null, ceiling: null })
/** The issuer's: it owes every supply. */
export const FULL_CREDIT: Bounds = Object.freeze({ limit: MAX_AMOUNT, until: null, ceiling: null })

const BOUNDED = 1
const HELD = 2
const FIRST_SIZE = 1024
const M64 = (1n << 64n) - 1n
const HIGH_HALF = 1n << 62n

/** asset → purpose → party → index: no string is joined to find an account. */
type Book = Map<string, Map<string, number>>

export class Ledger {
  readonly #books = new Map<string, Book>()
  readonly #accounts: Account[] = []
  readonly #paths: string[] = []
  /** The low and the high half of each balance side by side: an account far away costs one cache line, not two. */
  #lanes = new BigInt64Array(2 * FIRST_SIZE)
  #flags = new Uint8Array(FIRST_SIZE)
  readonly #bounds = new Map<number, Bounds>()
  /** Per followed asset what each party holds, over all its accounts. Derived from the balances, built on first use. */
  readonly #held = new Map<string, Map<string, bigint>>()

  get size(): number {
    return this.#accounts.length
  }
  account(index: number): Account {
    return this.#accounts[index] as Account
  }
  /** `"party/purpose"` as a JSON string: ids hold nothing that needs escaping. */
  path(index: number): string {
    return this.#paths[index] as string
  }

  /** @returns the account's index, or −1 when it has never been used. */
  find({ party, asset, purpose }: Account): number {
    return this.#books.get(asset)?.get(purpose)?.get(party) ?? -1
  }

  intern(account: Account): number {
    const { party, asset, purpose } = account
    let book = this.#books.get(asset)
    if (book === undefined) {
      book = new Map()
      this.#books.set(asset, book)
    }
    let parties = book.get(purpose)
    if (parties === undefined) {
      parties = new Map()
      book.set(purpose, parties)
    }
    let index = parties.get(party)
    if (index === undefined) {
      index = this.#accounts.length
      parties.set(party, index)
      this.#accounts.push({ party, asset, purpose })
      this.#paths.push(`"${pathOf(account)}"`)
      if (index === this.#flags.length) this.#grow()
      this.#flags[index] = this.#held.has(asset) ? HELD : 0
      if (party === ISSUER && purpose === 'issuance') this.setBounds(index, FULL_CREDIT)
    }
    return index
  }

  /** Forgets the accounts from `size` on. A refused command must not grow memory. */
  truncate(size: number): void {
    while (this.#accounts.length > size) {
      const index = this.#accounts.length - 1
      const { party, asset, purpose } = this.#accounts.pop() as Account
      this.#paths.pop()
      this.#bounds.delete(index)
      this.#flags[index] = 0
      const book = this.#books.get(asset) as Book
      const parties = book.get(purpose) as Map<string, number>
      parties.delete(party)
      const held = this.#held.get(asset)
      if (held?.get(party) === 0n) held.delete(party)
      if (parties.size === 0) book.delete(purpose)
      if (book.size === 0) this.#books.delete(asset)
    }
  }

  #grow(): void {
    const size = this.#flags.length * 2
    const lanes = new BigInt64Array(2 * size)
    const flags = new Uint8Array(size)
    lanes.set(this.#lanes)
    flags.set(this.#flags)
    this.#lanes = lanes
    this.#flags = flags
  }

  balance(index: number): bigint {
    const low = BigInt.asUintN(64, this.#lanes[2 * index] as bigint)
    const high = this.#lanes[2 * index + 1] as bigint
    return high === 0n ? low : (high << 64n) + low
  }

  /** Opens an account with a balance, for a state that is read back. */
  set(account: Account, balance: bigint): void {
    const index = this.intern(account)
    this.#lanes[2 * index] = BigInt.asIntN(64, balance)
    this.#lanes[2 * index + 1] = BigInt.asIntN(64, balance >> 64n)
  }

  bounds(index: number): Bounds {
    return (this.#flags[index] as number) & BOUNDED ? (this.#bounds.get(index) as Bounds) : NO_CREDIT
  }

  setBounds(index: number, bounds: Bounds): void {
    const flags = this.#flags[index] as number
    if (bounds.limit === 0n && bounds.ceiling === null) {
      this.#flags[index] = flags & ~BOUNDED
      this.#bounds.delete(index)
    } else {
      this.#flags[index] = flags | BOUNDED
      this.#bounds.set(index, bounds)
    }
  }

  /** Whether `amount` may leave the account at `now`: the balance stays at or above its floor. */
  debitable(index: number, amount: bigint, now: number): boolean {
    if ((this.#flags[index] as number) & BOUNDED) {
      return this.balance(index) - amount >= floorOf(this.#bounds.get(index) as Bounds, now)
    }
    const high = this.#lanes[2 * index + 1] as bigint
    if (high < 0n) return false
    if (amount <= M64) return high > 0n || BigInt.asUintN(64, this.#lanes[2 * index] as bigint) >= amount
    return this.balance(index) >= amount
  }

  /** Whether `amount` may enter the account. */
  creditable(index: number, amount: bigint): 'yes' | 'overflow' | 'ceiling' {
    const high = this.#lanes[2 * index + 1] as bigint
    // below 2^126 in the account and 2^64 in the amount the sum can't reach 2^127
    if ((high >= HIGH_HALF || amount > M64) && this.balance(index) + amount > MAX_AMOUNT) return 'overflow'
    if ((this.#flags[index] as number) & BOUNDED) {
      const { ceiling } = this.#bounds.get(index) as Bounds
      if (ceiling !== null && this.balance(index) + amount > ceiling) return 'ceiling'
    }
    return 'yes'
  }

  /** Moves `amount`, 0 < amount < 2^127, unchecked. */
  move(from: number, to: number, amount: bigint): void {
    const lanes = this.#lanes
    const [source, target] = [2 * from, 2 * to]
    const low = BigInt.asUintN(64, amount)
    const high = BigInt.asIntN(64, amount >> 64n)
    const debited = BigInt.asUintN(64, lanes[source] as bigint)
    const rest = BigInt.asUintN(64, debited - low)
    const borrow = rest > debited ? 1n : 0n
    lanes[source] = BigInt.asIntN(64, rest)
    lanes[source + 1] = BigInt.asIntN(64, BigInt.asIntN(64, (lanes[source + 1] as bigint) - high) - borrow)
    const credited = BigInt.asUintN(64, lanes[target] as bigint)
    const sum = BigInt.asUintN(64, credited + low)
    const carry = sum < credited ? 1n : 0n
    lanes[target] = BigInt.asIntN(64, sum)
    lanes[target + 1] = BigInt.asIntN(64, BigInt.asIntN(64, (lanes[target + 1] as bigint) + high) + carry)
    if ((this.#flags[from] as number) & HELD) this.#moveHeld(from, to, amount)
  }

  #moveHeld(from: number, to: number, amount: bigint): void {
    const { asset, party } = this.account(from)
    const receiver = this.account(to).party
    if (party === receiver) return
    const held = this.#held.get(asset) as Map<string, bigint>
    held.set(party, (held.get(party) ?? 0n) - amount)
    held.set(receiver, (held.get(receiver) ?? 0n) + amount)
  }

  /** Whether what parties hold of the asset is being followed. */
  follows(asset: string): boolean {
    return this.#held.has(asset)
  }

  /** What a party holds of an asset over all its accounts. The first question about an asset costs a scan of it. */
  held(party: string, asset: string): bigint {
    let held = this.#held.get(asset)
    if (held === undefined) {
      held = new Map()
      this.#held.set(asset, held)
      for (const parties of this.#books.get(asset)?.values() ?? []) {
        for (const [holder, index] of parties) {
          held.set(holder, (held.get(holder) ?? 0n) + this.balance(index))
          this.#flags[index] = (this.#flags[index] as number) | HELD
        }
      }
    }
    return held.get(party) ?? 0n
  }

  /** An independent copy. */
  fork(): Ledger {
    const copy = new Ledger()
    for (const account of this.#accounts) copy.intern(account)
    copy.#lanes.set(this.#lanes.subarray(0, 2 * this.size))
    copy.#flags.set(this.#flags.subarray(0, this.size))
    copy.#bounds.clear()
    for (const [index, bounds] of this.#bounds) copy.#bounds.set(index, bounds)
    for (const [asset, held] of this.#held) copy.#held.set(asset, new Map(held))
    return copy
  }
}

/**
 * The lowest balance a debit may leave.
 * Spec: kernel.md#ledger.
 * @param bounds - The account's; its `ceiling` says nothing about debits.
 * @param now - Whole seconds: a credit counts while now < until.
 * @returns Base units, ≤ 0n.
 * @example floorOf({ limit: 5n, until: 60, ceiling: null }, 59) // -5n
 */
export function floorOf({ limit, until }: Bounds, now: number): bigint {
  return until === null || now < until ? -limit : 0n
}
