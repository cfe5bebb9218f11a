/** What commands and queries can do. Spec: kernel.md#scope. */
import type { AveragePrice, Price } from '../arithmetic/index.js'
import type { Account } from './account.js'
import type { AssetRow, KeyRow } from './kernel-tables.js'
import type { Statement } from './keys.js'
import type { Bounds } from './ledger.js'
import type { Table, TableDraft, TableReads, TableView } from './table.js'

type Reads<T> = { readonly [K in keyof T]: T[K] extends Table<infer Key, infer Row> ? TableReads<Key, Row> : never }
type Drafts<T> = { readonly [K in keyof T]: T[K] extends Table<infer Key, infer Row> ? TableDraft<Key, Row> : never }
export type Views<T> = {
  readonly [K in keyof T]: T[K] extends Table<infer Key, infer Row> ? TableView<Key, Row> : never
}

/** A price as reported: an exact ratio, how sure its source is, and when it was observed. */
export interface ReportedPrice extends Price {
  /** Quote units per `baseAmount`, ≥ 0. */
  readonly confidence: bigint
  /** Whole seconds. */
  readonly observed: number
  /** From this time on it is stale: the report's own end, or by the feed's maximum age, whichever is first. */
  readonly until: number
}

/** Which seconds are averaged, and the worth of how much. */
export interface PriceWindow {
  /** The first second, whole seconds since 1970. */
  readonly from: number
  /** The second after the last, > `from`. */
  readonly to: number
  /** Base units whose worth is averaged, 0 < amount < 2^127: the larger, the finer. */
  readonly baseAmount: bigint
}

/** Reads of the ledger and of prices. */
export interface LedgerReads {
  balance(account: Account): bigint
  bounds(account: Account): Bounds
  /** What a party holds of an asset: all its accounts and the claims registered for it. */
  held(party: string, asset: string): bigint
  /** `held` as of the end of the record with this sequence, for tracked assets. */
  heldAt(party: string, asset: string, sequence: number): bigint
  /** `held` as of the end of the last record made before `time`, for tracked assets. */
  heldBefore(party: string, asset: string, time: number): bigint
  supply(asset: string): bigint
  /** `supply` as of the end of the last record made before `time`, for tracked assets. */
  supplyBefore(asset: string, time: number): bigint
  /** What the ledger knows of an asset; undefined when it isn't declared. */
  asset(asset: string): Readonly<AssetRow> | undefined
  /** Instances that may issue the asset; none when it isn't declared. */
  minters(asset: string): readonly string[]
  /** `supply` as of the end of the record with this sequence, for tracked assets. */
  supplyAt(asset: string, sequence: number): bigint
  /** A key that a party has registered, under the party's own name for it; undefined when there never was one. */
  key(party: string, key: string): Readonly<KeyRow> | undefined
  /** The present price of a feed in either direction, refused with `PRICE_MISSING` or `PRICE_STALE`. */
  price(base: string, quote: string): ReportedPrice
  /** The price as it stood just before `time`: recorded before it, and not older than the feed's maximum age then. */
  priceAt(base: string, quote: string, time: number): ReportedPrice
  /** `priceAt`, or undefined where that would refuse with `PRICE_MISSING`. */
  findPriceAt(base: string, quote: string, time: number): ReportedPrice | undefined
  /**
   * The time-weighted average of what `price` answered in each second of a window that is over, in either direction. A
   * second without a usable price is refused: `PRICE_HISTORY_SHORT` where reports don't reach back to the window's start
   * (or were pruned) or the window isn't over, `PRICE_STALE` where one was too old or had ended, `PRICE_MISSING` for no
   * feed, or an amount worth less than one unit. One report is read for each second in which there was one: bound the
   * window.
   */
  averagePrice(base: string, quote: string, window: PriceWindow): AveragePrice
  /**
   * `averagePrice`, or undefined where that would be refused: a window of the past that has a hole will always have it,
   * and who settles by it has to go on.
   */
  findAveragePrice(base: string, quote: string, window: PriceWindow): AveragePrice | undefined
}

/** Pure reads of one instance. A scope is one too, so that queries work in both places. */
export interface View<C, P, T> extends LedgerReads {
  /** Time of the command, or of the state looked at. */
  readonly now: number
  /** The party the instance acts as: `@` and its name. */
  readonly self: string
  readonly config: Readonly<C>
  readonly params: Readonly<P>
  readonly tables: Reads<T>
  /** An account for a purpose of this instance's own. */
  purse(party: string, asset: string, kind: string, id?: string): Account
}

/** A view in which whole tables can be listed: outside commands only. */
export type Listing<C, P, T> = Omit<View<C, P, T>, 'tables'> & { readonly tables: Views<T> }

/** Money from one account to another. */
export interface Transfer {
  readonly from: Account
  readonly to: Account
  /** Base units, 0 < amount; refused with `AMOUNT_OVERFLOW` from 2^127 on. */
  readonly amount: bigint
}
/** A transfer that is prepared now and decided later. */
export interface HoldTerms extends Transfer {
  /** From this time on anyone may expire it; until it is posted, voided or expired it counts. */
  readonly until: number
}

/** What an instance says of an asset that it declares for itself. */
export interface OwnAsset {
  /** Most that may ever be out, base units, > 0. */
  readonly cap: bigint
  /** Whether holdings and supply can be read as of earlier records. Default false. */
  readonly tracked?: boolean
}

type Ports<NI, NO> = { readonly [K in keyof NI & keyof NO]: (input: NI[K]) => NO[K] }

/** What a command works with. Touching it after the command has ended throws. */
export interface Scope<C, P, T, E, R extends string, NI, NO> extends Omit<View<C, P, T>, 'tables'> {
  /** Who runs the command. */
  readonly by: string
  /** Number of the record this command will be. */
  readonly sequence: number
  readonly tables: Drafts<T>
  readonly needs: Ports<NI, NO>
  /** Moves money at once, or refuses the command. Zero and negative amounts are a mistake and throw. */
  transfer(transfer: Transfer): void
  /** Grants credit on an account of this instance's own purposes, or on `available` of an asset it mints. */
  floor(account: Account, credit: { readonly limit: bigint; readonly until?: number | null }): void
  /** Sets the highest balance a credit may leave; null for none. */
  ceiling(account: Account, ceiling: bigint | null): void
  /** Sets money aside under an id of this instance's own; it counts against the floor at once. */
  hold(id: string, terms: HoldTerms): void
  /** Pays a hold out, in whole or in part; the rest goes back. Once only. */
  post(id: string, amount?: bigint): void
  /** Gives a hold back. Once only. */
  void(id: string): void
  /** What this instance demands the party goes on holding; replaces its earlier demand. Zero ends it. */
  lien(party: string, asset: string, amount: bigint): void
  /** What this instance keeps for a party in accounts that aren't the party's; replaces the earlier claim. */
  claim(party: string, asset: string, amount: bigint, how?: { readonly seized: boolean }): void
  /** A transfer from an account of this instance's own purposes that liens can't prevent: slashing. */
  seize(transfer: Transfer): void
  /**
   * Declares an asset of this instance's own, `<instance>.<id>`, that it alone mints: for assets that come to be as the
   * system goes on. Refused with `ASSET_TAKEN` when there is one. Returns the asset's id.
   */
  declare(id: string, asset: OwnAsset): string
  /**
   * Whether a statement to this instance in this stream is signed by an active key of its party. With `revoked`, keys
   * count that the party has revoked since: for evidence, which nobody should get rid of by revoking a key.
   */
  isSigned(statement: Statement, how?: { readonly revoked: boolean }): boolean
  /**
   * Keeps what `priceAt` and `averagePrice` read of a feed, in either direction, at any time from this one on, until a later
   * one is asked for; null lets go.
   */
  retain(base: string, quote: string, from: number | null): void
  emit<K extends keyof E & string>(event: K, data: E[K]): void
  /** Runs another command as this instance's party, or as one below it, all or nothing. Input is JSON. */
  call(type: string, input: unknown, how?: { readonly as: string }): void
  /** Refuses the command. */
  reject(code: R, details?: unknown): never
}
