import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import type { Row } from '../../../scripts/bench-row.js'
import {
  createVerifier,
  publicKeyOf,
  type Scheme,
  type SignatureCheck,
  sign,
  signingDigest,
  verifySignature,
} from '../src/signature/index.js'
import { rates } from './rate.js'

interface Case {
  readonly check: SignatureCheck
  readonly publicKey: Uint8Array
  readonly signature: Uint8Array
}

/** Verification of signed commands beside the library it stands on. */
export async function bench(): Promise<Row[]> {
  return [repeatSignerRow(), firstSignerRow(), ethereumRow(), wrongRow()]
}

function repeatSignerRow(): Row {
  const cases = signed('ed25519', 8)
  const { verify } = createVerifier()
  for (let seen = 0; seen < 20; seen++) for (const { check } of cases) verify(check)
  const { ours, theirs } = rates(cases, ({ check }) => verify(check), plainEd25519)
  return {
    name: 'ed25519, repeat signers (8 keys)',
    value: ours,
    unit: '/s',
    reference: 'noble ed25519.verify, zip215 off',
    ratio: ours / theirs,
    note: 'goal ≥ 4.5 ×, same answers',
  }
}

function firstSignerRow(): Row {
  const { ours, theirs } = rates(signed('ed25519', 8), ({ check }) => verifySignature(check), plainEd25519)
  return {
    name: 'ed25519, signers without a cache',
    value: ours,
    unit: '/s',
    reference: 'noble ed25519.verify, zip215 off',
    ratio: ours / theirs,
    note: 'from hex',
  }
}

function wrongRow(): Row {
  const cases = signed('ed25519', 8)
  const { verify } = createVerifier()
  for (let seen = 0; seen < 20; seen++) for (const { check } of cases) verify(check)
  const message = new Uint8Array(32)
  const { ours, theirs } = rates(
    cases,
    ({ check }) => verify({ ...check, message }),
    ({ publicKey, signature }) => ed25519.verify(signature, message, publicKey, { zip215: false }),
  )
  return {
    name: 'ed25519, wrong signatures by repeat signers',
    value: ours,
    unit: '/s',
    reference: 'noble ed25519.verify, zip215 off',
    ratio: ours / theirs,
    note: 'decided twice: the price of one rule',
  }
}

function ethereumRow(): Row {
  const { ours, theirs } = rates(
    signed('secp256k1', 8),
    ({ check }) => verifySignature(check),
    ({ check, publicKey, signature }) => secp256k1.verify(signature, check.message, publicKey, { prehash: false }),
  )
  return {
    name: 'secp256k1',
    value: ours,
    unit: '/s',
    reference: 'noble secp256k1.verify',
    ratio: ours / theirs,
    note: 'from hex',
  }
}

function plainEd25519({ check, publicKey, signature }: Case): boolean {
  return ed25519.verify(signature, check.message, publicKey, { zip215: false })
}

function signed(scheme: Scheme, keys: number): readonly Case[] {
  return Array.from({ length: keys }, (_, i) => {
    const privateKey = (1 + i).toString(16).padStart(64, '0')
    const input = `{"amount":"${900 + i}"}`
    const command = {
      stream: 'marlin',
      id: `c${i}`,
      by: 'alice',
      type: 'bridge.request',
      input,
      deadline: '60',
      key: 'k',
    }
    const message = signingDigest('command', scheme, command)
    const publicKey = publicKeyOf(scheme, privateKey)
    const signature = sign(scheme, message, privateKey)
    return {
      check: { scheme, publicKey, message, signature },
      publicKey: hexToBytes(publicKey),
      signature: hexToBytes(signature),
    }
  })
}
