import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Head } from '../journal/journal.js'
import { EMPTY_HEAD } from '../journal/journal.js'
import { journalArtefact } from './artefacts/journal.js'
import { type EvmPublicClient, type Hex, quantity, read, request } from './client.js'

/** A stream's head as the contract has it. */
export interface ChainHead extends Head {
  /** Block of the last append, as the contract counts blocks. */
  readonly blockNumber: bigint
  /** How many offers of the inbox are taken, and how many there are. */
  readonly taken: number
  readonly offered: number
}

/** Questions to the journal contract; blocks are the newest where none is given. */
export interface JournalContract {
  readonly address: Hex
  head(id: Hex, block?: bigint): Promise<ChainHead>
  /** Sequence of a record whose hash was a head after some append; 0 for any other. */
  anchor(id: Hex, hash: string, block?: bigint): Promise<number>
  /** Whether the stream has been opened. */
  isOpen(id: Hex): Promise<boolean>
  /** When a command was offered, whole seconds. */
  offeredAt(id: Hex, index: number, block?: bigint): Promise<number>
  readonly delay: () => Promise<number>
  /** Names and heads of an owner's streams. */
  streams(owner: Hex, block: bigint): Promise<readonly (Head & { readonly stream: string })[]>
}

interface HeadWords {
  readonly hash: Hex
  readonly sequence: bigint
  readonly blockNumber: bigint
  readonly taken: bigint
  readonly offered: bigint
}

const NOBODY = `0x${'0'.repeat(40)}`
const PAGE = 200

/** The journal contract at an address, for reading. */
export function journalContract(client: EvmPublicClient, address: Hex): JournalContract {
  const { abi } = journalArtefact
  const ask = <Answer>(functionName: string, args: readonly unknown[], blockNumber?: bigint): Promise<Answer> =>
    read(client, { address, abi, functionName, args, ...(blockNumber === undefined ? {} : { blockNumber }) })

  /** The contract may be younger than the block that counts as final: nothing is in it there. */
  async function orBefore<Answer>(ask: Promise<Answer>, block: bigint | undefined, before: Answer): Promise<Answer> {
    try {
      return await ask
    } catch (error) {
      if (block === undefined) throw error
      const code = (at: string) => request<Hex>(client, 'eth_getCode', [address, at])
      const [then, now] = await Promise.all([code(quantity(block)), code('latest')])
      if (then.length > 2 || now.length <= 2) throw error
      return before
    }
  }

  async function streams(owner: Hex, block: bigint) {
    const all: (Head & { readonly stream: string })[] = []
    for (;;) {
      const asked = ask<readonly [readonly string[], readonly HeadWords[]]>(
        'streams',
        [owner, BigInt(all.length), BigInt(PAGE)],
        block,
      )
      const [names, heads] = await orBefore(asked, block, [[], []])
      all.push(
        ...names.map((stream, index) => {
          const { hash, sequence } = headOf(heads[index] as HeadWords)
          return { stream, sequence, hash }
        }),
      )
      if (names.length < PAGE) return all
    }
  }

  return {
    address,
    head: async (id, block) => {
      const none: ChainHead = { ...EMPTY_HEAD, blockNumber: 0n, taken: 0, offered: 0 }
      return orBefore(ask<HeadWords>('head', [id], block).then(headOf), block, none)
    },
    anchor: async (id, hash, block) => orBefore(ask<bigint>('anchor', [id, `0x${hash}`], block).then(Number), block, 0),
    isOpen: async (id) => (await ask<Hex>('admin', [id])) !== NOBODY,
    offeredAt: async (id, index, block) => Number(await ask<bigint>('offeredAt', [id, BigInt(index)], block)),
    delay: async () => Number(await ask<bigint>('inboxDelay', [])),
    streams,
  }
}

function headOf({ hash, sequence, blockNumber, taken, offered }: HeadWords): ChainHead {
  return {
    hash: hash.slice(2),
    sequence: Number(sequence),
    blockNumber,
    taken: Number(taken),
    offered: Number(offered),
  }
}

/**
 * Id of a stream in the journal contract: SHA-256 of the owner's 20 bytes and the name.
 * Spec: evm.md#streams.
 * @param owner - The account in whose name the stream is opened.
 * @param name - Name of the stream.
 * @returns 32 bytes.
 * @example streamIdOf('0x0000000000000000000000000000000000000001', 'marlin')
 */
export function streamIdOf(owner: Hex, name: string): Hex {
  return `0x${bytesToHex(sha256(concatBytes(hexToBytes(owner.slice(2).toLowerCase()), utf8ToBytes(name))))}`
}
