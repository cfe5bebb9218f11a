/**
 * The command under way: what it may read and write, checked. Scopes and the kernel's own commands stand on it.
 * Spec: kernel.md#ledger.
 */
import { MAX_AMOUNT } from '../arithmetic/amount.js'
import { isParty } from '../codec/fields.js'
import { type Account, ISSUER, issuance } from './account.js'
import { added, type Effects, noEffects, type Store } from './effects.js'
import { isPurpose, type KernelKey, type KernelRow, type KernelTableName, kernelNames } from './kernel-tables.js'
import type { Bounds, Ledger } from './ledger.js'
import { refuse } from './rejection.js'
import type { Rows } from './rows.js'
import type { Entry } from './sorted-rows.js'

/** What a party held of an asset when the command began, and how much of it was seized since. */
interface Touched {
  readonly party: string
  readonly asset: string
  readonly start: bigint
  seized: bigint
}

export class Context {
  #store: Store | undefined
  #touched: Map<string, Touched> | undefined
  #supplies: Map<string, bigint | undefined> | undefined
  #accounts = 0
  #failure: { readonly thrown: unknown } | undefined
  effects: Effects = noEffects()
  now = 0
  sequence = 0
  stream = ''
  depth = 0

  begin(store: Store, stream: string, sequence: number, now: number): void {
    if (this.#store !== undefined || store.busy)
      throw new TypeError('execute is not re-entrant: use call inside a command')
    store.busy = true
    this.#store = store
    this.#failure = undefined
    this.#accounts = store.ledger.size
    this.effects = noEffects()
    this.#touched = undefined
    this.#supplies = undefined
    this.stream = stream
    this.sequence = sequence
    this.now = now
    this.depth = 0
  }
  end(): void {
    this.store.busy = false
    this.#store = undefined
  }
  /** Remembers what was thrown into a mechanism: it can't be caught there and forgotten. */
  watch<F extends (...args: never[]) => unknown>(operation: F): F {
    const run = operation as unknown as (a: unknown, b: unknown, c: unknown, d: unknown) => unknown
    const watched = (a: unknown, b: unknown, c: unknown, d: unknown): unknown => {
      try {
        return run(a, b, c, d)
      } catch (thrown) {
        this.#failure ??= { thrown }
        throw thrown
      }
    }
    return watched as unknown as F
  }
  /** After an undo: forgets the accounts that the refused command opened. */
  forget(): void {
    this.store.ledger.truncate(this.#accounts)
  }

  get store(): Store {
    if (this.#store === undefined) throw new TypeError('a scope is used outside its command')
    return this.#store
  }
  get ledger(): Ledger {
    return this.store.ledger
  }
  rows(table: string): Rows {
    return this.store.tables.get(table) as Rows
  }

  // --- rows

  put(rows: Rows, key: object, row: unknown): void {
    const { spec } = rows
    const checked = spec.row.check(row, key)
    if (!checked.ok) {
      if (checked.overflow) refuse('AMOUNT_OVERFLOW', { table: spec.name })
      throw new TypeError(`a row of ${spec.name} is malformed: ${checked.reason}`)
    }
    const fresh = Object.freeze(checked.value)
    for (const [rule, holds] of spec.rules) {
      if (!holds(fresh as never, key as never)) throw new Error(`a rule of ${spec.name} is broken: ${rule}`)
    }
    const id = rows.id(key)
    const before = rows.entry(id)
    const entry: Entry = { key: before?.key ?? keyOf(rows, key), row: fresh, version: spec.row.versionOf(key) }
    this.effects.writes = added(this.effects.writes, { table: spec.name, id, key: entry.key, before, after: entry })
    rows.set(id, entry)
  }
  delete(rows: Rows, key: object): void {
    const id = rows.id(key)
    const before = rows.entry(id)
    if (before === undefined) return
    this.effects.writes = added(this.effects.writes, {
      table: rows.spec.name,
      id,
      key: before.key,
      before,
      after: undefined,
    })
    rows.set(id, undefined)
  }

  kernel<N extends KernelTableName>(table: N, key: KernelKey<N>): KernelRow<N> | undefined {
    return this.rows(kernelNames[table]).get(key as object) as KernelRow<N> | undefined
  }
  putKernel<N extends KernelTableName>(table: N, key: KernelKey<N>, row: KernelRow<N>): void {
    this.put(this.rows(kernelNames[table]), key as object, row)
  }
  deleteKernel<N extends KernelTableName>(table: N, key: KernelKey<N>): void {
    this.delete(this.rows(kernelNames[table]), key as object)
  }

  // --- money

  /** Moves money if the rules of its asset and the bounds of both accounts allow; who may debit is the caller's to check. */
  transfer(from: Account, to: Account, amount: bigint): void {
    const { ledger } = this
    if (typeof amount !== 'bigint' || amount <= 0n) throw new TypeError('a transfer moves a positive amount')
    if (from.asset !== to.asset) throw new TypeError('a transfer moves one asset')
    const asset = this.kernel('assets', { asset: from.asset }) ?? refuse('ASSET_UNKNOWN', { asset: from.asset })
    if (amount > MAX_AMOUNT) refuse('AMOUNT_OVERFLOW', { amount })
    const source = ledger.find(from)
    const target = ledger.find(to)
    const credit = target < 0 ? 'yes' : ledger.creditable(target, amount)
    if (credit === 'overflow') refuse('AMOUNT_OVERFLOW', { account: to })
    if (source === target && (source >= 0 || (from.party === to.party && from.purpose === to.purpose))) {
      refuse('TRANSFER_TO_SELF', { account: from })
    }
    const restricted = !asset.transferable && !mayChangeHands(from.party, to.party, asset.whitelist)
    // the issuer has one account per asset: what reached another of its accounts could never leave it
    if (restricted || (to.party === ISSUER && to.purpose !== 'issuance')) {
      refuse('TRANSFER_RESTRICTED', { from, to })
    }
    const opening = source < 0 && from.party === ISSUER && from.purpose === 'issuance'
    if (source < 0 ? !opening : !ledger.debitable(source, amount, this.now)) {
      refuse('ACCOUNT_BELOW_FLOOR', { account: from })
    }
    if (credit === 'ceiling') refuse('ACCOUNT_ABOVE_CEILING', { account: to })
    if (ledger.follows(from.asset)) this.#noteTransfer(from, to)
    this.#move(from.asset, opening ? this.#intern(from) : source, target < 0 ? this.#intern(to) : target, amount)
  }
  /** Moves money that was set aside before, whatever the ceilings say now. */
  release(from: Account, to: Account, amount: bigint): void {
    const target = this.ledger.find(to)
    // with credit around, what was set aside may have been earned a second time
    if (target >= 0 && this.ledger.creditable(target, amount) === 'overflow') refuse('AMOUNT_OVERFLOW', { account: to })
    if (this.ledger.follows(from.asset)) this.#noteTransfer(from, to)
    this.#move(from.asset, this.ledger.find(from), this.#intern(to), amount)
  }
  #move(asset: string, from: number, to: number, amount: bigint): void {
    this.ledger.move(from, to, amount)
    this.effects.moves = added(this.effects.moves, { asset, from, to, amount })
  }
  #intern(account: Account): number {
    if (!isPurpose(account.purpose)) throw new TypeError(`${account.purpose} is no purpose`)
    if (!isParty(account.party)) throw new TypeError(`${account.party} is no party`)
    return this.ledger.intern(account)
  }

  setBounds(account: Account, change: Partial<Bounds>): void {
    const { ledger } = this
    const index = this.#intern(account)
    const before = ledger.bounds(index)
    const { limit, until, ceiling } = { ...before, ...change }
    const after: Bounds = Object.freeze({ limit, until: limit === 0n ? null : until, ceiling })
    if (limit < 0n) throw new TypeError('a credit limit is at least zero')
    if (until !== null && !(Number.isSafeInteger(until) && until >= 0))
      throw new TypeError('credit ends at a whole second')
    const high = ceiling !== null && (ceiling > MAX_AMOUNT || ceiling < -MAX_AMOUNT)
    if (limit > MAX_AMOUNT || high) refuse('AMOUNT_OVERFLOW', { account })
    this.effects.bounds = added(this.effects.bounds, { account: index, before, after })
    ledger.setBounds(index, after)
  }

  // --- what parties hold

  claims(party: string, asset: string): bigint {
    return this.kernel('holdings', { party, asset })?.claims ?? 0n
  }
  held(party: string, asset: string): bigint {
    this.#follow(asset)
    return this.ledger.held(party, asset) + this.claims(party, asset)
  }
  /**
   * From here on what parties hold of the asset is followed. Moves that this command has made before are noted as if
   * it had been followed all along: the decision mustn't depend on when somebody first asked.
   */
  #follow(asset: string): void {
    const { ledger } = this
    if (ledger.follows(asset)) return
    ledger.held(ISSUER, asset)
    const starts = new Map<string, bigint>()
    for (const move of this.effects.moves) {
      if (move.asset !== asset) continue
      const { amount } = move
      const [source, target] = [ledger.account(move.from), ledger.account(move.to)]
      for (const [party, change] of [[source.party, amount] as const, [target.party, -amount] as const]) {
        starts.set(party, (starts.get(party) ?? ledger.held(party, asset) + this.claims(party, asset)) + change)
      }
    }
    starts.delete(ISSUER)
    this.#touched ??= new Map()
    for (const [party, start] of starts) this.#touched.set(`${party}|${asset}`, { party, asset, start, seized: 0n })
  }
  supply(asset: string): bigint {
    const index = this.ledger.find(issuance(asset))
    return index < 0 ? 0n : -this.ledger.balance(index)
  }

  /** Remembers what the party held before the command changed it. To be called before the change. */
  touch(party: string, asset: string): Touched {
    const id = `${party}|${asset}`
    this.#touched ??= new Map()
    let touched = this.#touched.get(id)
    if (touched === undefined) {
      touched = { party, asset, start: this.held(party, asset), seized: 0n }
      this.#touched.set(id, touched)
    }
    return touched
  }
  /** Has the supply written down when the command ends, whether it changes or not. */
  noteSupply(asset: string): void {
    this.#supplies ??= new Map()
    this.#supplies.set(asset, undefined)
  }
  #noteTransfer(from: Account, to: Account): void {
    if (from.party === to.party) return
    for (const party of [from.party, to.party]) {
      if (party !== ISSUER) this.touch(party, from.asset)
      else {
        this.#supplies ??= new Map()
        if (!this.#supplies.has(from.asset)) this.#supplies.set(from.asset, this.supply(from.asset))
      }
    }
  }

  /** Liens last, once the command has done all else; then the history of tracked assets. */
  finish(): void {
    if (this.#failure !== undefined) throw this.#failure.thrown
    if (this.#touched === undefined && this.#supplies === undefined) return
    const touched = this.#touched?.values() ?? []
    for (const { party, asset, start, seized } of touched) {
      if (party === ISSUER) continue
      const liens = this.kernel('holdings', { party, asset })?.liens ?? 0n
      if (liens === 0n) continue
      const end = this.held(party, asset)
      if (end < liens && end < start - seized) refuse('LIEN_BROKEN', { party, asset })
    }
    const { sequence } = this
    for (const { party, asset, start } of this.#touched?.values() ?? []) {
      const amount = this.held(party, asset)
      if (party !== ISSUER && amount !== start && this.kernel('assets', { asset })?.tracked) {
        this.putKernel('held', { asset, party, sequence }, { amount, at: this.now })
      }
    }
    for (const [asset, start] of this.#supplies ?? []) {
      const amount = this.supply(asset)
      if (amount !== start && this.kernel('assets', { asset })?.tracked) {
        this.putKernel('supply', { asset, sequence }, { amount, at: this.now })
      }
    }
  }
}

function mayChangeHands(from: string, to: string, whitelist: readonly string[]): boolean {
  return from === to || from === ISSUER || to === ISSUER || whitelist.includes(from) || whitelist.includes(to)
}

const KEY_BYTES = 1024
/** A checked copy of a key that isn't known yet. */
function keyOf(rows: Rows, key: object): object {
  const checked = rows.spec.key.check(key)
  if (!checked.ok) throw new TypeError(`a key of ${rows.spec.name} is malformed: ${checked.reason}`)
  if (rows.spec.key.encode(checked.value).length > KEY_BYTES)
    throw new TypeError(`a key of ${rows.spec.name} is too long`)
  return Object.freeze(checked.value)
}
