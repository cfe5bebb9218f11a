/** Networks: who speaks for one, and whether it trades with others. Spec: trade-credit.md#networks. */
import { Flag, Id, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import type { NetworkBook, TradeMember } from './member-tables.js'
import type { TradeNetwork } from './pair-tables.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.found` takes. Whoever runs it becomes the network's operator. */
export interface FoundNetwork {
  readonly network: string
}
/** What `trade-credit.border` takes. */
export interface SetBorder {
  readonly network: string
  /** Whether the network takes part in foreign trade. */
  readonly open: boolean
}

export const found: Command<FoundNetwork, TradeCreditScope> = {
  input: struct<FoundNetwork>({ network: Id }),
  apply({ by, tables, reject }, { network }) {
    if (tables.networks.has({ network })) reject('NETWORK_TAKEN', { network })
    tables.networks.put({ network }, { operator: by, open: true, drawn: 0n, owes: 0n, allocated: 0n })
  },
}

export const border: Command<SetBorder, TradeCreditScope> = {
  input: struct<SetBorder>({ network: Id, open: Flag }),
  apply(scope, { network, open }) {
    const row = knownNetwork(scope, network)
    demandOperator(scope, row)
    scope.tables.networks.put({ network }, { ...row, open })
  },
}

export function knownNetwork({ tables, reject }: TradeCreditScope, network: string): Readonly<TradeNetwork> {
  return tables.networks.get({ network }) ?? reject('NETWORK_UNKNOWN', { network })
}

export function demandOperator({ by, reject }: TradeCreditScope, { operator }: Readonly<TradeNetwork>): void {
  if (by !== operator) reject('NETWORK_NOT_OPERATOR', { by })
}

export function knownBook({ tables, reject }: TradeCreditScope, network: string): Readonly<NetworkBook> {
  return tables.books.get({ network }) ?? reject('CURRENCY_NONE', { network })
}
export function knownMember({ tables, reject }: TradeCreditScope, network: string, member: string): TradeMember {
  return tables.members.get({ network, member }) ?? reject('MEMBER_UNKNOWN', { network, member })
}
