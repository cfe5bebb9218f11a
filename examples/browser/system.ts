/** What host and page agree on. */
import { createSystem } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { transfer } from '@symbolon/core/transfer'

/** Who gives every newcomer something to begin with. */
export const FOUNDER = 'founder'

/** A bridge whose tranches open by the minute, so that one can watch them. */
export const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n ** 6n, epoch: 60, wait: 60, liquidity: 1_000 }),
  ],
  allocations: [{ party: FOUNDER, asset: 'MPOND', amount: 10n ** 12n }],
})

/** Where a page finds the stream. Node and owner have to be believed: records are verified, and the chain isn't. */
export interface Place {
  /** Address of the chain's node. */
  readonly rpc: string
  readonly chainId: number
  /** The journal contract, and in whose name the stream is. */
  readonly journal: `0x${string}`
  readonly owner: `0x${string}`
  readonly stream: string
  /** How many blocks on top of a record make it final. */
  readonly finality: number
}

/** The party of a wallet: its address, in small letters. */
export const partyOf = (address: string): string => address.toLowerCase()

/** The name under which every party registers its wallet's key. */
export const KEY = 'wallet'
