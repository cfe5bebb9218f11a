import { ed25519 } from '@noble/curves/ed25519.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import type { Row } from '../../../scripts/bench-row.js'
import { hashText } from '../src/codec/index.js'
import { type AnyCommand, begin, createSystem, genesis, type Session } from '../src/kernel/index.js'
import {
  type Allowance,
  type ArrivingMessage,
  type Attestation,
  admit,
  attestationOf,
  spamDeposit,
} from '../src/mechanisms/spam-deposit/index.js'
import {
  createVerifier,
  publicKeyOf,
  type Signer,
  signingDigest,
  signKey,
  signStatement,
} from '../src/signature/index.js'
import { fastest } from './rate.js'

const SIGNERS = 8
const EACH = 256
const BYTES = 1_000n
const STREAM = 'bench'
const encoder = new TextEncoder()
const signerOf = (nth: number): Signer => ({ scheme: 'ed25519', privateKey: hashText(`signer ${nth}`) })
const stated = (by: string) => ({ stream: STREAM, instance: 'spam-deposit', by, key: 'k' })

interface Sent {
  readonly signer: number
  readonly message: ArrivingMessage
}

/** What relayers admit a second, and faults that are slashed, beside bare checks of their signatures. */
export async function bench(): Promise<Row[]> {
  const sent = Array.from({ length: SIGNERS * EACH }, (_, nth) => messageOf(nth % SIGNERS, Math.floor(nth / SIGNERS)))
  const checks = sent.map(({ signer, message: { attestation, value } }) => ({
    publicKey: hexToBytes(publicKeyOf('ed25519', signerOf(signer).privateKey)),
    bytes: signingDigest('statement', 'ed25519', attestationOf(attestation, stated(`p${signer}`))),
    value: hexToBytes(value),
  }))
  const plain = fastest(
    checks.length,
    () => {
      for (const { publicKey, bytes, value } of checks) ed25519.verify(value, bytes, publicKey, { zip215: false })
    },
    5,
  )
  const { verify } = createVerifier()
  const admitAll = () => {
    const allowances = Array.from({ length: SIGNERS }, (_, nth) => allowanceOf(nth))
    for (const { signer, message } of sent) {
      const came = admit(allowances[signer] as Allowance, message, { verify })
      if (came.status === 'dropped') throw new Error(came.code)
      allowances[signer] = came.allowance
    }
  }
  admitAll()
  const admitted = fastest(sent.length, admitAll, 5)
  const slashed = faults()
  return [
    {
      name: `messages admitted, ${SIGNERS} signers who come again`,
      value: admitted,
      unit: '/s',
      reference: 'noble ed25519.verify, zip215 off, nothing else',
      ratio: admitted / plain,
      note: 'hash, range and signature of each; in order',
    },
    {
      name: 'faults by overlap slashed',
      value: slashed,
      unit: '/s',
      reference: 'noble ed25519.verify, zip215 off, nothing else',
      ratio: slashed / plain,
      note: 'two signatures each',
    },
  ]
}

function messageOf(signer: number, nth: number): Sent {
  const text = `${signer} ${nth} `.padEnd(Number(BYTES), '.')
  const [from, to] = [BigInt(nth) * BYTES, BigInt(nth + 1) * BYTES]
  const attestation = { channel: 'c', producer: `p${signer}`, window: 1, from, to, message: hashText(text) }
  const value = signStatement(attestationOf(attestation, stated(`p${signer}`)), signerOf(signer))
  return { signer, message: { attestation, value, data: encoder.encode(text) } }
}
const allowanceOf = (signer: number): Allowance => ({
  stream: STREAM,
  instance: 'spam-deposit',
  channel: 'c',
  signer: `p${signer}`,
  producer: `p${signer}`,
  window: 1,
  volume: BYTES * BigInt(EACH),
  key: { id: 'k', scheme: 'ed25519', publicKey: publicKeyOf('ed25519', signerOf(signer).privateKey) },
  floor: 0n,
  admitted: [],
})

/** One signer, each of whose messages overlaps the first. */
function faults(): number {
  const system = createSystem({
    spec: '1.0',
    authentication: 'host',
    mechanisms: [spamDeposit.with({ window: 60, evidence: 2, wait: 3, reward: 2_500 })],
    assets: [{ asset: 'POND' }],
    allocations: [{ party: 'p0', asset: 'POND', amount: 10n ** 30n }],
  })
  const session = begin(system, genesis(system, { at: 0, stream: STREAM }).state) as Session
  let commands = 0
  const run = (by: string, at: number, type: string, input: object): void => {
    commands += 1
    const outcome = session.execute({ id: `b${commands}`, by, at, type, input } as AnyCommand)
    if (outcome.status === 'rejected') throw new Error(`${type} is refused with ${outcome.code}`)
    session.settle(session.sequence)
  }
  run('p0', 0, 'key.register', { key: 'k', ...signKey({ stream: STREAM, by: 'p0', key: 'k' }, signerOf(0)) })
  const rule = { checkers: ['x'], quorum: '1' }
  const rate = { asset: 'POND', stake: 1n, volume: 1n, receivers: 1, overlap: 1, spam: 1 }
  run('keeper', 0, 'spam-deposit.open', { channel: 'c', ...rate, verifier: 'quorum', rule })
  run('p0', 0, 'spam-deposit.deposit', { channel: 'c', producer: 'p0', amount: 10n ** 30n, key: 'k' })
  const attested = (nth: number) => {
    const said: Attestation = { ...messageOf(0, nth).message.attestation, from: 0n, to: BYTES }
    const value = signStatement(attestationOf(said, stated('p0')), signerOf(0))
    return { from: said.from, to: said.to, message: said.message, value }
  }
  const [first, ...others] = Array.from({ length: EACH + 1 }, (_, nth) => attested(nth))
  const of = { channel: 'c', signer: 'p0', producer: 'p0', window: 1, first }
  const report = () => {
    for (const second of others) run('x', 60, 'spam-deposit.report', { ...of, second })
  }
  return fastest(others.length, report, 1)
}
