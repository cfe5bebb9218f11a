/** What holds in every state of an instance. Spec: spam-deposit.md#invariants. */
import { escrow } from './agreements.js'
import { stakeAccount } from './deposits.js'
import type { SpamDepositListing } from './queries.js'

const add = (sums: Map<string, bigint>, name: string, amount: bigint): void => {
  sums.set(name, (sums.get(name) ?? 0n) + amount)
}

export const audits = {
  'what a signer has at stake on a channel is the sum of its deposits and of what waits': (
    view: SpamDepositListing,
  ): boolean => {
    const sums = new Map<string, bigint>()
    const name = ({ channel, signer }: { readonly channel: string; readonly signer: string }) => `${channel} ${signer}`
    for (const { key, row } of view.tables.deposits.entries()) add(sums, name(key), row.current)
    for (const { key, row } of view.tables.leaving.entries()) add(sums, name(key), row.amount)
    return [...sums].every(([who, amount]) => {
      const [channel = '', signer = ''] = who.split(' ')
      const row = view.tables.channels.get({ channel })
      return row !== undefined && view.balance(stakeAccount(view, { channel, signer }, row)) === amount
    })
  },
  'a deposit is something, and whatever waits or signs belongs to one': ({ tables }: SpamDepositListing): boolean =>
    tables.deposits.entries().every(({ key, row }) => row.current > 0n || [...tables.leaving.under(key)].length > 0) &&
    [...tables.leaving.entries(), ...tables.keys.entries()].every(({ key: { channel, signer, producer } }) =>
      tables.deposits.has({ channel, signer, producer }),
    ),
  'fees in escrow are those of windows from paid to funded': (view: SpamDepositListing): boolean => {
    const sums = new Map<string, bigint>()
    for (const { row } of view.tables.agreements.entries()) {
      add(sums, row.asset, row.fee * BigInt(row.funded - row.paid))
    }
    return [...sums].every(([asset, amount]) => view.balance(escrow(view, asset)) === amount)
  },
  'every channel has terms for any window in which a fault can still be proved': ({
    tables,
  }: SpamDepositListing): boolean =>
    tables.channels.entries().every(({ key }) => [...tables.terms.under(key)].length > 0),
  'a tree of overlapping messages has a top, and is as large as the top says': ({
    tables,
  }: SpamDepositListing): boolean => {
    const nodes = tables.overlaps.entries()
    const sizes = new Map<string, bigint>()
    const of = (key: object, message: string) => JSON.stringify({ ...key, message })
    for (const { key } of nodes) {
      let at = key.message
      let node = tables.overlaps.get({ ...key, message: at })
      while (node !== undefined && node.above !== at) {
        at = node.above
        node = tables.overlaps.get({ ...key, message: at })
      }
      add(sizes, of(key, at), 1n)
    }
    // trees of windows that are over are forgotten row by row, so only those are smaller
    return nodes.every(
      ({ key, row }) => row.above !== key.message || (sizes.get(of(key, key.message)) ?? 0n) <= BigInt(row.size),
    )
  },
}
