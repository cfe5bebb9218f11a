import { digest, snapshot, type Verified } from '@symbolon/core'
import type { Journal } from '../journal/journal.js'
import { type StreamNotVerified, verifyStream } from '../runtime/verify-stream.js'
import { exampleSystem, upgradedSystem } from './example-system.js'
import type { ReadModels } from './journal-suite.js'

/** A stream of the example system, re-executed from its first record. */
export async function replayed(journal: Journal, stream: string): Promise<Verified | StreamNotVerified> {
  const { hash } = journal
  return verifyStream(journal, stream, [exampleSystem, upgradedSystem], { hash })
}

/** Digest of the state that a full replay leads to. */
export async function replayedDigest(journal: Journal, stream: string): Promise<string> {
  return digest(exampleSystem, await stateOf(journal, stream))
}

/** Balances other than zero and all rows of the state that a full replay leads to, as read models should have them. */
export async function replayedModels(journal: Journal, stream: string): Promise<ReadModels> {
  const json = JSON.parse(snapshot(exampleSystem, await stateOf(journal, stream))) as {
    readonly balances: Readonly<Record<string, Readonly<Record<string, string>>>>
    readonly tables: Readonly<Record<string, readonly { readonly key: unknown; readonly row: unknown }[]>>
  }
  const balances = Object.entries(json.balances).flatMap(([asset, accounts]) =>
    Object.entries(accounts).map(([path, amount]) => {
      const slash = path.indexOf('/')
      return { party: path.slice(0, slash), asset, purpose: path.slice(slash + 1), amount }
    }),
  )
  const rows = Object.entries(json.tables).flatMap(([table, entries]) =>
    entries.map(({ key, row }) => ({ table, key, row })),
  )
  return sortedModels({ balances, rows })
}

/** Without balances of zero, in an order of its own. */
export function sortedModels({ balances, rows }: ReadModels): ReadModels {
  const text = (value: unknown) => JSON.stringify(value)
  const named = balances.map(({ party, asset, purpose, amount }) => ({ party, asset, purpose, amount }))
  return {
    balances: named.filter(({ amount }) => amount !== '0').sort((a, b) => (text(a) < text(b) ? -1 : 1)),
    rows: rows
      .map(({ table, key, row }) => ({ table, key, row }))
      .sort((a, b) => (text([a.table, a.key]) < text([b.table, b.key]) ? -1 : 1)),
  }
}

async function stateOf(journal: Journal, stream: string): Promise<Verified['state']> {
  const result = await replayed(journal, stream)
  if (result.status === 'verified') return result.state
  throw new Error(`stream ${stream} does not verify: ${result.code} at record ${result.sequence}`)
}
