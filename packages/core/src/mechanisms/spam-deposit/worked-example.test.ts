/** The example of spec/v1/spam-deposit.md, read from the text itself. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesToHex } from '@noble/hashes/utils.js'
import { expect, it } from 'vitest'
import { hashText } from '../../codec/index.js'
import { signingDigest, signStatement } from '../../signature/index.js'
import { attestationOf } from './index.js'

const folder = join(import.meta.dirname, '../../../../../spec/v1')
const rowsOf = (file: string, heading: string): Readonly<Record<string, string>> => {
  const text = readFileSync(join(folder, file), 'utf8')
  const section = text.split(/\n###? /).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = [...section.matchAll(/^\| ([^|]+) \| `([^`]*)` \|$/gm)]
  return Object.fromEntries(rows.map(([, what = '', value = '']) => [what, value]))
}

it('behavior: an attestation, byte by byte', () => {
  const values = rowsOf('spam-deposit.md', 'Attestations')
  const keys = rowsOf('signatures.md', 'Test keys')
  const said = { channel: 'eth', producer: 'ann', window: 7, from: 0n, to: 1_200n, message: hashText('abc') }
  const statement = attestationOf(said, { stream: 'marlin', instance: 'spam-deposit', by: 'ann', key: 'k1' })
  expect(statement.body).toBe(values.body)
  const bytes = signingDigest('statement', 'ed25519', statement)
  expect(new TextDecoder().decode(bytes)).toBe(values['ed25519 message']?.replace('⏎', '\n'))
  expect(bytesToHex(signingDigest('statement', 'secp256k1', statement))).toBe(values['secp256k1 digest'])
  for (const scheme of ['ed25519', 'secp256k1'] as const) {
    const privateKey = keys[`${scheme} private key`] ?? ''
    expect(signStatement(statement, { scheme, privateKey })).toBe(values[`${scheme} signature`])
  }
})
