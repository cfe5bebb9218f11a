/** Vectors of spam-deposit.md#admission: what a relayer lets through, and what it drops by which code. */
import { hashText } from '@symbolon/core/codec'
import { publicKeyOf, signStatement } from '@symbolon/core/signature'
import { attestationOf } from '@symbolon/core/spam-deposit'
import { evaluate, type Given } from '../runner/pure.js'
import { type Call, pureFile } from './pure-cases.js'
import type { VectorFile } from './vector-file.js'

const privateKey = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const by = { stream: 'marlin', instance: 'spam-deposit', by: 'ann', key: 'k1' }
const fresh: Given = {
  stream: 'marlin',
  instance: 'spam-deposit',
  channel: 'eth',
  signer: 'ann',
  producer: 'ann',
  window: '7',
  volume: '1000',
  key: { id: 'k1', scheme: 'ed25519', publicKey: publicKeyOf('ed25519', privateKey) },
  floor: '0',
  admitted: [],
}
const hexOf = (text: string): string => [...text].map((one) => one.charCodeAt(0).toString(16).padStart(2, '0')).join('')
function message(text: string, from: number, to: number, window = 7): Given {
  const said = { channel: 'eth', producer: 'ann', window, from: BigInt(from), to: BigInt(to), message: hashText(text) }
  const value = signStatement(attestationOf(said, by), { scheme: 'ed25519', privateKey })
  const attestation = { ...said, window: String(window), from: String(from), to: String(to) }
  return { attestation, value, data: hexOf(text) }
}
const changed = (one: Given, change: Given, more: Given = {}): Given => {
  return { ...one, attestation: { ...(one.attestation as Given), ...change }, ...more }
}
/** The allowance after these messages. */
function after(allowance: Given, ...messages: readonly Given[]): Given {
  return messages.reduce((kept, one) => {
    const then = evaluate('admit', { allowance: kept, message: one })
    const { allowance: next } = ('result' in then ? then.result : {}) as { readonly allowance?: Given }
    if (next === undefined) throw new Error('the message is dropped')
    return next
  }, allowance)
}

const used = after({ ...fresh, floor: '100' }, message('abc', 200, 210), message('d', 400, 401))
const good = message('xyz', 500, 510)
const full = after(fresh, ...Array.from({ length: 64 }, (_, nth) => message('m', 10 * nth + 5, 10 * nth + 8)))
const dropped = (code: string) => ({ status: 'dropped', code })
const [first, second] = used.admitted as readonly Given[]

const calls: readonly (readonly [note: string, allowance: Given, message: Given, expected?: unknown])[] = [
  ['the first', fresh, good],
  ['between two', used, message('between', 300, 310)],
  ['up to the next, from the end of the one before', used, message('whole', 210, 400)],
  ['a byte of no message', fresh, message('', 0, 1)],
  ['another channel', used, changed(good, { channel: 'btc', window: '6' }), dropped('ADMIT_OTHER_ALLOWANCE')],
  ['another producer', used, changed(good, { producer: 'ben', window: '8' }), dropped('ADMIT_OTHER_ALLOWANCE')],
  ['the window before', used, changed(good, { window: '6', from: '9', to: '9' }), dropped('ADMIT_WINDOW_OVER')],
  ['the next window', used, changed(good, { window: '8', from: '9', to: '9' }), dropped('ADMIT_WINDOW_AHEAD')],
  ['an empty range', used, changed(good, { from: '2000', to: '2000' }), dropped('ADMIT_RANGE_INVALID')],
  ['a range from below zero', used, changed(good, { from: '-1' }), dropped('ADMIT_RANGE_INVALID')],
  ['a byte more', used, changed(good, { from: '1000', to: '1001' }), dropped('ADMIT_OVER_ALLOWANCE')],
  ['too short', used, changed(good, { from: '508', message: '' }), dropped('ADMIT_DATA_EXCEEDS_RANGE')],
  ['other bytes', used, changed(good, { from: '9' }, { data: '00' }), dropped('ADMIT_MESSAGE_MISMATCH')],
  ['again, whatever its signature', used, { ...message('abc', 200, 210), value: '' }, dropped('ADMIT_DUPLICATE')],
  ['below the floor', used, { ...message('abc', 99, 210), value: '' }, dropped('ADMIT_RANGE_STALE')],
  ['a range that wasn’t signed', used, changed(good, { from: '501' }), dropped('ADMIT_SIGNATURE_INVALID')],
  ['inside another', used, message('y', 203, 204), { ...dropped('ADMIT_OVERLAP'), before: first }],
  ['around two: the lower', used, message('around', 150, 450), { ...dropped('ADMIT_OVERLAP'), before: first }],
  ['the same message over more', used, message('d', 400, 402), { ...dropped('ADMIT_OVERLAP'), before: second }],
  ['the 65th: the lowest leaves', full, message('m', 700, 703)],
  ['below all that are remembered: it is forgotten at once', full, message('m', 0, 5)],
]

export const admissionFiles: readonly VectorFile[] = [
  pureFile(
    'admission',
    'admission',
    'What a relayer lets through, and what it drops, by code in order of precedence.',
    calls.map(([note, allowance, one, expected]): Call => ['admit', { allowance, message: one }, expected, note]),
  ),
]
