import { bytesToHex } from '@noble/hashes/utils.js'
import { checkClaims } from '../journal/claim.js'
import { JournalError } from '../journal/error.js'
import type { Journal, Offer } from '../journal/journal.js'
import { memoryJournal } from '../memory/memory-journal.js'
import { appender } from './append.js'
import type { EvmPublicClient, EvmWalletClient, Hex } from './client.js'
import { journalContract, streamIdOf } from './contract.js'
import { blockOf, type Finality } from './finality.js'
import { topics } from './logs.js'
import { scanner } from './scan.js'
import { type StreamView, streamView } from './stream-view.js'

/** Where an {@link evmJournal} lives, and how it behaves. */
export interface EvmJournalOptions {
  /** viem's public client of the chain. */
  readonly publicClient: EvmPublicClient
  /** viem's wallet client, with account and chain. Without one the journal only reads. */
  readonly walletClient?: EvmWalletClient
  /** The journal contract; `deploy` puts one on a chain that has none. */
  readonly address: Hex
  /** In whose name streams are; the wallet's account by default. Others write as operators or writers of it. */
  readonly owner?: Hex
  /**
   * What counts as done, `finalized` by default: what the journal answers with, and when an append is acknowledged. What
   * isn't final can go away; a journal told to take it for done has then acknowledged what isn't there any more.
   */
  readonly finality?: Finality
  /** Block of the contract's deployment, so that nobody looks for events before; 0 by default. */
  readonly fromBlock?: bigint
  /** Most blocks that are asked for at once, 10,000 by default; the node may answer for fewer. */
  readonly maxBlocks?: bigint
  /** Milliseconds between looks at the chain while something is awaited; 1,000 by default. */
  readonly pollEvery?: number
  /** Milliseconds without a new block, or without any answer of the node, after which an append is given up; two minutes by default. */
  readonly patience?: number
  /** Milliseconds after which a transaction that waits is sent again for a higher fee; one minute by default. */
  readonly bumpAfter?: number
  /** Keeps snapshots, which have no place on a chain: any other journal. In memory by default. */
  readonly snapshots?: Pick<Journal, 'readSnapshot' | 'writeSnapshot'>
}

/** Longest record: the contract's own bound. */
const MAX_RECORD = 98_304
/** Most bytes of the records of one transaction, 128 more counted for each. */
const MAX_CLAIM = MAX_RECORD + 128

/**
 * A journal on an EVM chain, in the contract that {@link journalDeployment} describes. Records are in logs, chained by
 * the contract with the core's own hash; heads and logs are believed, receipts are not. A stream is opened by its first
 * append. It keeps in memory what it has read.
 *
 * Two writers that append the very same records at the same time are both told that they won: there is one such record.
 * Spec: evm.md.
 * @param options - Clients, address, and what counts as done.
 * @returns The journal. It rejects with `JournalError`s: `JOURNAL_FORBIDDEN` when the account may not write,
 * `INBOX_OVERDUE` when an offer has to be taken first, `JOURNAL_BUSY` when nothing happened for too long (whether an
 * append was done is unknown); and with what the clients throw.
 * @throws {RangeError} when an option is out of bounds.
 * @example
 * const journal = evmJournal({ publicClient, walletClient, address, finality: 'safe' })
 * const app = await open({ system, journal, stream: 'marlin' })
 */
export function evmJournal(options: EvmJournalOptions): Journal {
  const { publicClient, walletClient, address, finality = 'finalized', fromBlock = 0n, maxBlocks = 10_000n } = options
  const { pollEvery = 1000, patience = 120_000, bumpAfter = 60_000, snapshots = memoryJournal() } = options
  const owner = options.owner ?? walletClient?.account.address
  if (owner === undefined) throw new RangeError('evmJournal: neither a wallet nor an owner')
  for (const one of [address, owner])
    if (!/^0x[0-9a-fA-F]{40}$/.test(one)) throw new RangeError(`evmJournal: ${one} is no address`)
  if (typeof finality === 'number' && !(Number.isSafeInteger(finality) && finality >= 0))
    throw new RangeError(`evmJournal: a finality of ${finality} blocks`)
  if (maxBlocks < 1n) throw new RangeError(`evmJournal: ${maxBlocks} blocks at once`)

  const limits = { maxRecordBytes: MAX_RECORD, maxClaimBytes: MAX_CLAIM }
  const contract = journalContract(publicClient, address)
  const scan = scanner(publicClient, maxBlocks)
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, pollEvery))
  const views = new Map<string, StreamView>()
  const underway = new Set<Promise<unknown>>()
  const append = appender({ publicClient, walletClient, contract, owner, pause, patience, bumpAfter })
  let closed = false

  const finalBlock = () => blockOf(publicClient, finality)

  function view(stream: string): StreamView {
    const known = views.get(stream)
    if (known) return known
    const id = streamIdOf(owner as Hex, stream)
    const fresh = streamView({ contract, scan, id, fromBlock, finalBlock, pause })
    views.set(stream, fresh)
    return fresh
  }

  /** Runs what `close` waits for. */
  async function open<Result>(run: () => Promise<Result>): Promise<Result> {
    if (closed) throw new JournalError('JOURNAL_CLOSED', 'the journal is closed')
    const running = run()
    underway.add(running)
    return running.finally(() => underway.delete(running))
  }

  async function synced(stream: string): Promise<StreamView> {
    const known = view(stream)
    await known.sync()
    return known
  }

  /** Offers of the inbox, from the newest final block back to the first that is asked for. */
  async function offersOf(stream: string, after: number, limit: number): Promise<readonly Offer[]> {
    const id = streamIdOf(owner as Hex, stream)
    const block = await finalBlock()
    const { offered } = await contract.head(id, block)
    const found = new Map<number, Offer>()
    const filter = { address, topics: [topics.Offered, id] }
    for (let to = block; to >= fromBlock && found.size < offered - after; ) {
      const { from, events } = await scan.before(filter, to, fromBlock)
      for (const event of events) {
        if (event.kind !== 'offered' || event.index < after || event.index >= offered) continue
        found.set(event.index, { index: event.index, command: bytesToHex(event.bytes) })
      }
      to = from - 1n
    }
    const inOrder = [...found.values()].sort((a, b) => a.index - b.index)
    // One that a node leaves out is waited for: behind it nothing can be taken.
    const whole = inOrder.filter(({ index }, place) => index === after + place)
    return whole.slice(0, limit)
  }

  return {
    name: 'evm',
    durability: 'power',
    limits,
    capabilities: { readModels: false, batches: false, watch: false },
    head: (stream) =>
      open(async () => {
        const { sequence, hash } = await contract.head(streamIdOf(owner, stream), await finalBlock())
        return { sequence, hash }
      }),
    append: (claims) =>
      open(async () => {
        checkClaims(claims, limits)
        const won = await Promise.all(claims.map((claim) => append(claim, view(claim.stream))))
        return new Set(claims.filter((_, index) => won[index]).map(({ stream }) => stream))
      }),
    read: (stream, after, limit) =>
      open(async () => {
        const known = view(stream)
        // What has been read once is final; only its end has to be asked for.
        if (known.records.length < after + limit) await known.sync()
        return known.records.slice(after, after + limit)
      }),
    find: (stream, command) =>
      open(async () => {
        const { records, commands } = await synced(stream)
        const position = commands.get(command)
        return position === undefined ? undefined : records[position]
      }),
    streams: () =>
      open(async () => {
        const all = await contract.streams(owner, await finalBlock())
        return all.filter(({ sequence }) => sequence > 0).sort((a, b) => (a.stream < b.stream ? -1 : 1))
      }),
    ...(walletClient && { offers: (stream, after, limit) => open(() => offersOf(stream, after, limit)) }),
    writeSnapshot: (snapshot) => open(() => snapshots.writeSnapshot(snapshot)),
    readSnapshot: (stream) => open(() => snapshots.readSnapshot(stream)),
    close: async () => {
      closed = true
      await Promise.allSettled(underway)
    },
  }
}
