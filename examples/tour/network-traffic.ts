import { createVerifier } from '@symbolon/core/signature'
import {
  type Admission,
  type Allowance,
  type ArrivingMessage,
  type AttestedBy,
  type AttestedMessage,
  admit,
  allowanceOf,
  type SignedVerdict,
  type SpamDepositView,
} from '@symbolon/core/spam-deposit'
import { fail } from './failure.js'
import type { Signing } from './network-signing.js'

/** Whose messages, and for whom. */
export interface Of {
  readonly channel: string
  readonly signer: string
  readonly producer: string
}
/** What became of messages that no ledger hears of. */
export interface Traffic {
  admitted: number
  /** By the code they were dropped with. */
  readonly dropped: Map<string, number>
}
/** Messages that prove what somebody did. */
export interface Caught {
  readonly about: AttestedBy
  readonly first: AttestedMessage
  readonly second: AttestedMessage
  readonly third: AttestedMessage
  /** A checker's word that the second is spam. */
  verdict(checker: string): SignedVerdict
}
/** Relayers at work. */
export interface Relaying {
  readonly counts: Traffic
  /** One message after the other, of these lengths in bytes. */
  send(view: SpamDepositView, of: Of, lengths: readonly number[]): void
  /** Three messages over the same bytes, to three relayers. */
  cheat(view: SpamDepositView, of: Of): Caught
}

/** Relayers let through what fits into an allowance, and drop the rest: nothing of it is a record. */
export function relaying(stream: string, sign: Signing): Relaying {
  const counts: Traffic = { admitted: 0, dropped: new Map() }
  // most messages come from few: their keys are worth remembering
  const { verify } = createVerifier()
  const begin = (view: SpamDepositView, of: Of): Allowance =>
    allowanceOf(view, stream, of) ?? fail(`${of.signer} may send nothing for ${of.producer}`)
  const arrive = (allowance: Allowance, message: ArrivingMessage): Admission => {
    const came = admit(allowance, message, { verify })
    if (came.status === 'admitted') counts.admitted += 1
    else counts.dropped.set(came.code, (counts.dropped.get(came.code) ?? 0) + 1)
    return came
  }
  return {
    counts,
    send(view, of, lengths) {
      let allowance = begin(view, of)
      const { window } = allowance
      let from = 0n
      for (const [nth, length] of lengths.entries()) {
        const to = from + BigInt(length)
        const said = { channel: of.channel, producer: of.producer, window, from, to }
        const came = arrive(allowance, sign.message(of.signer, said, `${nth} `.padEnd(length, '.')))
        if (came.status === 'admitted') allowance = came.allowance
        from = to
      }
    },
    cheat(view, of) {
      const allowance = begin(view, of)
      const { window } = allowance
      const said = { channel: of.channel, producer: of.producer, window, from: 0n, to: 400n }
      const message = (text: string) => sign.message(of.signer, said, `${text} now!`)
      const [first, second, third] = [message('buy'), message('sell'), message('hold')]
      // each relayer knows of one, and lets it through; then two of them compare
      const [one] = [first, second, third].map((sent) => arrive(allowance, sent))
      const met = one?.status === 'admitted' ? arrive(one.allowance, second) : undefined
      if (met?.status !== 'dropped' || met.before === undefined) return fail('an overlap was let through')
      return {
        about: { ...of, window },
        first: met.before,
        second: shown(second),
        third: shown(third),
        verdict: (checker) => sign.verdict(checker, of.signer, second.attestation),
      }
    },
  }
}
const shown = ({ attestation: { from, to, message }, value }: ArrivingMessage): AttestedMessage => {
  return { from, to, message, value }
}
