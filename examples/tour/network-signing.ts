import { canonicalize, hashText } from '@symbolon/core/codec'
import { signVoucher, type TicketCount, type Voucher } from '@symbolon/core/relay-rewards'
import { type Signer, signKey, signStatement } from '@symbolon/core/signature'
import {
  type ArrivingMessage,
  type Attestation,
  attestationOf,
  type SignedVerdict,
  verdictOf,
} from '@symbolon/core/spam-deposit'

/** Everybody's name for its only key. */
const KEY = 'main'

/** What the parties of one stream sign: nothing of it counts in another. */
export interface Signing {
  /** Input of `key.register`. */
  registration(party: string): Readonly<Record<string, unknown>>
  voucher(receiver: string, count: TicketCount): Voucher
  /** A message with its attestation, as it arrives at relayers. */
  message(signer: string, attestation: Omit<Attestation, 'message'>, text: string): ArrivingMessage
  verdict(checker: string, signer: string, attestation: Attestation): SignedVerdict
}

/** Keys made from the seed and a name: a tour's, good for nothing else. */
export function signing(stream: string, seed: number): Signing {
  const keyOf = (party: string): Signer => ({
    scheme: 'ed25519',
    privateKey: hashText(canonicalize([party, String(seed)])),
  })
  const stated = (by: string) => ({ stream, instance: 'spam-deposit', by, key: KEY })
  return {
    registration: (party) => ({ key: KEY, ...signKey({ stream, by: party, key: KEY }, keyOf(party)) }),
    voucher(receiver, count) {
      const place = { stream, instance: 'relay-rewards', receiver, key: KEY }
      const { relayer, tickets } = count
      return { receiver, relayer, tickets, key: KEY, value: signVoucher(place, count, keyOf(receiver)) }
    },
    message(signer, said, text) {
      const attestation = { ...said, message: hashText(text) }
      const value = signStatement(attestationOf(attestation, stated(signer)), keyOf(signer))
      return { attestation, value, data: new TextEncoder().encode(text) }
    },
    verdict(checker, signer, { channel, producer, window, message }) {
      const about = { channel, signer, producer, window, message }
      return { checker, key: KEY, value: signStatement(verdictOf(about, stated(checker)), keyOf(checker)) }
    },
  }
}
