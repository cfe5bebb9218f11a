import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { RECORD_TAG } from '@symbolon/core/codec'
import { JournalError } from '../journal/error.js'
import { EMPTY_HEAD, type Head, type JournalRecord } from '../journal/journal.js'
import { commandIdOf } from '../runtime/command-text.js'
import type { Hex } from './client.js'
import type { ChainHead, JournalContract } from './contract.js'
import { type StreamEvent, textOf, topics } from './logs.js'
import type { Scanner } from './scan.js'

/** One stream as of the newest block that counts as final. */
export interface StreamView {
  /** In order, from sequence 1; whatever a reorganisation took away is gone. */
  readonly records: readonly JournalRecord[]
  /** Position in `records` by command id. */
  readonly commands: ReadonlyMap<string, number>
  readonly head: Head
  /** Brings it to the newest final block. */
  sync(): Promise<void>
}

/** What a view reads from. */
export interface StreamViewOptions {
  readonly contract: JournalContract
  readonly scan: Scanner
  /** The stream's id. */
  readonly id: Hex
  /** No event of the contract is in a block before. */
  readonly fromBlock: bigint
  /** Number of the newest block that counts. */
  readonly finalBlock: () => Promise<bigint>
  readonly pause: () => Promise<void>
}

/** Where an append ended. */
interface Batch extends Head {
  readonly block: bigint
}

/** How often logs that don't lead to the head are asked for again: a node may be between two blocks, or between two chains. */
const ATTEMPTS = 10

/**
 * Follows a stream by head, anchors and logs, none of which is believed alone: the logs' own bytes must hash to the
 * head. Appends are found from the last one back, each by the block that the one after it names.
 */
export function streamView(options: StreamViewOptions): StreamView {
  const { contract, scan, id, fromBlock, finalBlock, pause } = options
  const records: JournalRecord[] = []
  const commands = new Map<string, number>()
  const batches: Batch[] = []
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  const tip = (): Batch => batches.at(-1) ?? { ...EMPTY_HEAD, block: fromBlock }

  async function run(): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (attempt > 1) await pause()
      if (await syncTo(await finalBlock(), attempt === ATTEMPTS)) return
    }
    throw new JournalError('JOURNAL_BUSY', `the node's logs of stream ${id} don't lead to its head`)
  }

  async function syncTo(block: bigint, nameless: boolean): Promise<boolean> {
    const head = await contract.head(id, block)
    if (isAt(head, tip())) return true
    await cutBack(block)
    return take(head, await walk(head, block), nameless)
  }

  /** Drops what isn't in the chain of this block. What stays is a prefix, so that its end is found by halving. */
  async function cutBack(block: bigint): Promise<void> {
    const holds = async (count: number): Promise<boolean> => {
      const batch = batches[count - 1]
      return batch === undefined || (await contract.anchor(id, batch.hash, block)) === batch.sequence
    }
    if (await holds(batches.length)) return
    let [least, most] = [0, batches.length - 1]
    while (least < most) {
      const middle = Math.ceil((least + most) / 2)
      if (await holds(middle)) least = middle
      else most = middle - 1
    }
    batches.length = least
    for (const { command } of records.splice(tip().sequence)) commands.delete(command)
  }

  /** Events of the appends after the tip, from the newest back. */
  async function walk(head: ChainHead, block: bigint): Promise<readonly StreamEvent[]> {
    const filter = {
      address: contract.address,
      topics: [[topics.Recorded, topics.Appended, topics.Named], id],
    } as const
    const least = tip().block
    const found: StreamEvent[] = []
    let first = head.sequence + 1
    // On some rollups a contract's block numbers aren't those of its logs: then every block is looked through.
    let jumps = true
    for (let to = head.blockNumber < block ? head.blockNumber : block; to >= least && first > tip().sequence + 1; ) {
      const { from, events } = await scan.before(filter, to, least)
      found.push(...events)
      const appended = events.filter((event) => event.kind === 'appended')
      if (jumps && !appended.some(({ last }) => last === first - 1)) {
        jumps = false
        to = block
        continue
      }
      const [oldest] = appended
      first = oldest?.first ?? first
      to = oldest && jumps && oldest.previousBlock < from ? oldest.previousBlock : from - 1n
    }
    return found
  }

  /**
   * Takes in what leads from the tip to the head, all or nothing.
   * @param nameless - Whether a record may stay without a name: a careless writer's, and not one whose name is missing.
   */
  function take(head: ChainHead, events: readonly StreamEvent[], nameless: boolean): boolean {
    const bytes = new Map<number, Uint8Array>()
    const names = new Map<number, string>()
    const ends = new Map<number, bigint>()
    for (const event of events) {
      if (event.kind === 'recorded') bytes.set(event.sequence, event.bytes)
      else if (event.kind === 'named') {
        for (const [index, name] of event.commands.split('\n').entries()) names.set(event.first + index, name)
      } else if (event.kind === 'appended') ends.set(event.last, event.block)
    }
    const fresh: JournalRecord[] = []
    const freshBatches: Batch[] = []
    let { sequence, hash } = tip()
    while (sequence < head.sequence) {
      const record = bytes.get(++sequence)
      if (record === undefined) return false
      hash = hashOf(hash, record)
      const body = textOf(record)
      // What a record says itself is under the hash, and what is said about it isn't.
      const command = ownName(body) ?? names.get(sequence)
      if (command === undefined && !nameless) return false
      fresh.push({ sequence, command: command ?? `?${sequence}`, hash, body })
      const block = ends.get(sequence)
      if (block !== undefined) freshBatches.push({ sequence, hash, block })
    }
    if (!isAt(head, { sequence, hash }) || (freshBatches.at(-1)?.sequence ?? sequence) !== sequence) return false
    for (const record of fresh) {
      // Of two records under one id, which only a careless writer leaves, the first is the command's.
      if (!commands.has(record.command)) commands.set(record.command, records.length)
      records.push(record)
    }
    batches.push(...freshBatches)
    return true
  }

  function start(): Promise<void> {
    running = run().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    records,
    commands,
    get head() {
      const { sequence, hash } = tip()
      return { sequence, hash }
    },
    /** Whoever asks while a look is under way needs one that begins later; all of them share it. */
    sync: () => {
      if (running === undefined) return start()
      next ??= running
        .catch(() => undefined)
        .then(() => {
          next = undefined
          return start()
        })
      return next
    },
  }
}

function isAt(head: Head, end: Head): boolean {
  return head.sequence === end.sequence && head.hash === end.hash
}

const tag = utf8ToBytes(RECORD_TAG)

/** The record hash of bytes that needn't be text. */
function hashOf(previous: string, record: Uint8Array): string {
  return bytesToHex(sha256(concatBytes(tag, hexToBytes(previous), record)))
}

/** The id that a record gives itself. */
function ownName(body: string): string | undefined {
  try {
    const id: unknown = commandIdOf(body)
    return typeof id === 'string' && id !== '' ? id : undefined
  } catch {
    return undefined
  }
}
