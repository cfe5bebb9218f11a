/** Bilateral accounts: the double opt-in, its limits, and closing. Spec: trade-credit.md#accounts. */
import { Flag, Id, optional, Party, Quantity, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandOperator, knownNetwork } from './networks.js'
import type { TradeAccount, TradeHalf } from './pair-tables.js'
import { externalLimit } from './pools.js'
import { agreedLimit, pairAccount, pairKey, takesPart } from './queries.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.agree` takes: one side's half of the double opt-in, said for the first time or anew. */
export interface AgreeAccount {
  readonly network: string
  readonly partner: string
  /** Deficit that the network lets itself run up towards the partner, units of account. */
  readonly allocated: bigint
  /** Deficit of the partner's that the network accepts, units of account. */
  readonly accepted: bigint
  /** Whether the account may take part in clearing rounds. */
  readonly clearing: boolean
  /** Whether the account may be a credit line of rounds. Counts only where both have `clearing` too. Default: no. */
  readonly credit?: boolean
  /** Who may declare what the account's debtor owes in default, if the partner names the same. Default: nobody. */
  readonly arbiter?: string
}
/** What `trade-credit.close` takes. */
export interface CloseAccount {
  readonly network: string
  readonly partner: string
}

export const agree: Command<AgreeAccount, TradeCreditScope> = {
  input: struct<AgreeAccount>({
    network: Id,
    partner: Id,
    allocated: Quantity,
    accepted: Quantity,
    clearing: Flag,
    credit: optional(Flag),
    arbiter: optional(Party),
  }),
  apply(scope, { network, partner, ...said }) {
    demandSide(scope, network, partner)
    putHalf(scope, network, partner, { ...said, open: true })
  },
}

export const close: Command<CloseAccount, TradeCreditScope> = {
  input: struct<CloseAccount>({ network: Id, partner: Id }),
  apply(scope, { network, partner }) {
    demandSide(scope, network, partner)
    const half = scope.tables.halves.get({ network, partner }) ?? scope.reject('TRADE_NOT_AGREED', { network, partner })
    putHalf(scope, network, partner, { ...half, open: false })
  },
}

function demandSide(scope: TradeCreditScope, network: string, partner: string): void {
  if (network === partner) scope.reject('TRADE_WITH_SELF', { network })
  const row = knownNetwork(scope, network)
  knownNetwork(scope, partner)
  demandOperator(scope, row)
}

/** Writes one side's half, and what both say together once there are two. */
export function putHalf(scope: TradeCreditScope, network: string, partner: string, half: TradeHalf): void {
  const { tables, reject } = scope
  const other = tables.halves.get({ network: partner, partner: network })
  const key = pairKey(network, partner)
  const before = tables.accounts.get(key)
  const clearing = half.clearing && other?.clearing === true
  if ((clearing || before?.clearing) && takesPart(scope, network, partner)) reject('ROUND_OPEN', key)
  allocate(scope, network, tables.halves.get({ network, partner }), half)
  tables.halves.put({ network, partner }, half)
  if (other === undefined) return
  const joined = join(half, other)
  if (before === undefined || !alike(before, joined)) tables.accounts.put(key, joined)
  setFloor(scope, network, partner, agreedLimit(half, other))
  setFloor(scope, partner, network, agreedLimit(other, half))
}

/** What both sides say together. */
export function join(half: TradeHalf, other: TradeHalf): TradeAccount {
  const joined = { open: half.open && other.open, clearing: half.clearing && other.clearing }
  return half.credit && other.credit ? { ...joined, credit: true } : joined
}
const alike = (a: TradeAccount, b: TradeAccount): boolean =>
  a.open === b.open && a.clearing === b.clearing && a.credit === b.credit

/** What a network allocates to all its open accounts is covered when it allocates more. */
function allocate(scope: TradeCreditScope, network: string, before: TradeHalf | undefined, half: TradeHalf): void {
  const change = allocation(half) - allocation(before)
  if (change === 0n) return
  const row = knownNetwork(scope, network)
  const allocated = row.allocated + change
  const limit = change > 0n ? externalLimit(scope, network) : null
  if (limit !== null && allocated > limit) scope.reject('ALLOCATION_EXCEEDS_LIMIT', { allocated, limit })
  scope.tables.networks.put({ network }, { ...row, allocated })
}
const allocation = (half: TradeHalf | undefined): bigint => (half?.open ? half.allocated : 0n)

/** The ledger holds the limit itself, whatever debits the account. */
function setFloor(scope: TradeCreditScope, network: string, partner: string, limit: bigint): void {
  const account = pairAccount(scope, network, partner)
  if (scope.bounds(account).limit !== limit) scope.floor(account, { limit })
}
