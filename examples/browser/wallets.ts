/** Wallets that a browser has: they announce themselves (EIP-6963), or are just there (EIP-1193). */
import type { EIP1193Provider } from 'viem'

/** A wallet and how it wants to be called. */
export interface Wallet {
  readonly name: string
  readonly provider: EIP1193Provider
}

interface Announcement {
  readonly info: { readonly uuid: string; readonly name: string }
  readonly provider: EIP1193Provider
}

/** Tells of each wallet, now and as more come. A wallet that speaks no EIP-6963 is told of when nothing else was. */
export function findWallets(found: (wallet: Wallet) => void): void {
  const known = new Set<string>()
  addEventListener('eip6963:announceProvider', (event) => {
    const { info, provider } = (event as CustomEvent<Announcement>).detail
    if (known.has(info.uuid)) return
    known.add(info.uuid)
    found({ name: info.name, provider })
  })
  dispatchEvent(new Event('eip6963:requestProvider'))
  setTimeout(() => {
    const { ethereum } = globalThis as { readonly ethereum?: EIP1193Provider }
    if (known.size === 0 && ethereum !== undefined) found({ name: 'Wallet of this browser', provider: ethereum })
  }, 300)
}
