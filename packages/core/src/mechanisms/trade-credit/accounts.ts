/** Bilateral accounts: the double opt-in, its limits, and closing. Spec: trade-credit.md#accounts. */
import { Flag, Id, Quantity, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandOperator, knownNetwork } from './networks.js'
import { agreedLimit, openRound, pairAccount, pairKey } from './queries.js'
import type { TradeCreditScope, TradeHalf } from './tables.js'

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
}
/** What `trade-credit.close` takes. */
export interface CloseAccount {
  readonly network: string
  readonly partner: string
}

export const agree: Command<AgreeAccount, TradeCreditScope> = {
  input: struct<AgreeAccount>({ network: Id, partner: Id, allocated: Quantity, accepted: Quantity, clearing: Flag }),
  apply(scope, { network, partner, allocated, accepted, clearing }) {
    demandSide(scope, network, partner)
    putHalf(scope, network, partner, { allocated, accepted, clearing, open: true })
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
function putHalf(scope: TradeCreditScope, network: string, partner: string, half: TradeHalf): void {
  const { tables, reject } = scope
  const other = tables.halves.get({ network: partner, partner: network })
  const key = pairKey(network, partner)
  const before = tables.accounts.get(key)
  const clearing = half.clearing && other?.clearing === true
  if ((clearing || before?.clearing) && openRound(scope)) reject('ROUND_OPEN', key)
  tables.halves.put({ network, partner }, half)
  if (other === undefined) return
  const open = half.open && other.open
  if (before?.open !== open || before.clearing !== clearing) tables.accounts.put(key, { open, clearing })
  setFloor(scope, network, partner, agreedLimit(half, other))
  setFloor(scope, partner, network, agreedLimit(other, half))
}

/** The ledger holds the limit itself, whatever debits the account. */
function setFloor(scope: TradeCreditScope, network: string, partner: string, limit: bigint): void {
  const account = pairAccount(scope, network, partner)
  if (scope.bounds(account).limit !== limit) scope.floor(account, { limit })
}
