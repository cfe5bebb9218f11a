/** Events of the journal contract as nodes give them. Spec: evm.md#events. */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import type { Hex } from './client.js'

/** A log as `eth_getLogs` gives it. */
export interface RawLog {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: Hex | null
  readonly logIndex: Hex | null
  /** Of a block that was replaced meanwhile. */
  readonly removed?: boolean
}

/** First topics: hashes of the events' signatures. */
export const topics = {
  Recorded: '0x08a2d3946ed401ef6950746503925f6cddc8c6b8cad4e4b94c1fdd7bc038a6be',
  Appended: '0x93e74049496d4981d1625062f2497131d7cbb98537bd23832853ff08f8162de2',
  Named: '0x4c2454d1bd499584c0ccb3b8d85d0309c8056d6f7f80e53c05bd4deedee04f82',
  Offered: '0x30606db2873be3a56b619a8a6c9d58c17429d588722e40989c17ab46929092dd',
} as const satisfies Record<string, Hex>

/** An event of a stream, decoded. */
export type StreamEvent =
  | { readonly kind: 'recorded'; readonly sequence: number; readonly bytes: Uint8Array }
  | { readonly kind: 'named'; readonly first: number; readonly commands: string }
  | {
      readonly kind: 'appended'
      readonly first: number
      readonly last: number
      /** 64 hex digits. */
      readonly previous: string
      readonly hash: string
      /** Block of the append before, 0 for the first. */
      readonly previousBlock: bigint
      readonly taken: number
      readonly block: bigint
    }
  | {
      readonly kind: 'offered'
      readonly index: number
      /** Who offered, in lower case. */
      readonly by: Hex
      readonly bytes: Uint8Array
    }

/** Decodes a log; `undefined` for other events. */
export function eventOf({ topics: [topic, , second, third], data, blockNumber }: RawLog): StreamEvent | undefined {
  const digits = data.slice(2)
  const word = (index: number): string => digits.slice(64 * index, 64 * (index + 1))
  const place = Number(BigInt(second ?? 0))
  if (topic === topics.Recorded) return { kind: 'recorded', sequence: place, bytes: bytesIn(digits) }
  if (topic === topics.Named) return { kind: 'named', first: place, commands: textOf(bytesIn(digits)) }
  if (topic === topics.Offered) {
    return { kind: 'offered', index: place, by: `0x${third?.slice(-40) ?? ''}`, bytes: bytesIn(digits) }
  }
  if (topic !== topics.Appended) return undefined
  return {
    kind: 'appended',
    first: place,
    last: Number(BigInt(`0x${word(0)}`)),
    previous: word(1),
    hash: word(2),
    previousBlock: BigInt(`0x${word(3)}`),
    taken: Number(BigInt(`0x${word(4)}`)),
    block: BigInt(blockNumber ?? 0),
  }
}

/** The only member of the data: its offset, its length, its bytes. */
function bytesIn(digits: string): Uint8Array {
  const length = Number(BigInt(`0x${digits.slice(64, 128)}`))
  return hexToBytes(digits.slice(128, 128 + 2 * length))
}

/** Text of bytes. What isn't UTF-8 becomes U+FFFD, so that its hash no longer fits and whoever verifies finds it. */
export function textOf(bytes: Uint8Array): string {
  // A byte order mark is part of the text.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** Bytes of a text as contracts take them. */
export function hexOf(text: string): Hex {
  return `0x${bytesToHex(new TextEncoder().encode(text))}`
}
