/** Vectors of signatures.md: what each scheme accepts and refuses, and the bytes of each message. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { canonicalize } from '@symbolon/core/codec'
import { publicKeyOf, type Scheme, sign, signingDigest } from '@symbolon/core/signature'
import { type Call, pureFile, REFUSED } from './pure-cases.js'
import type { VectorFile } from './vector-file.js'

const SECRET = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
const encoder = new TextEncoder()
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

const fieldsOf = {
  command: {
    stream: 'marlin',
    id: 'c1',
    by: 'alice',
    type: 'bridge.request',
    input: '{"amount":"900"}',
    deadline: '1700000000',
    key: 'k1',
  },
  key: { stream: 'marlin', by: 'alice', key: 'k1', scheme: 'ed25519', publicKey: publicKeyOf('ed25519', SECRET) },
  report: {
    stream: 'marlin',
    base: 'POND',
    quote: 'USD',
    baseAmount: '1000000000000000000',
    quoteAmount: '12345',
    confidence: '7',
    observed: '1699999990',
    until: '1700000300',
    source: 'feed-1',
    number: '42',
    key: 'k1',
  },
  statement: {
    stream: 'marlin',
    instance: 'relay',
    kind: 'delivery',
    by: 'alice',
    body: '{"count":"3","epoch":"7"}',
    key: 'k1',
  },
} as const

const schemes: readonly Scheme[] = ['ed25519', 'secp256k1']
const kinds = ['command', 'key', 'report', 'statement'] as const
const messages: readonly Call[] = [
  ...kinds.flatMap((message) =>
    schemes.map((scheme): Call => {
      const fields = fieldsOf[message]
      return ['message', { message, scheme, fields }, undefined, `${message}, ${scheme}`]
    }),
  ),
  ...schemes.map((scheme): Call => {
    const fields = { ...fieldsOf.command, input: canonicalize({ note: 'é "😀" \n', list: [null, true, {}] }) }
    return ['message', { message: 'command', scheme, fields }, undefined, `an input with escapes, ${scheme}`]
  }),
]

/** Typed commands: each schema, with inputs that differ in one thing. */
const typed = (schema: unknown, inputs: Readonly<Record<string, unknown>>, changed: object = {}): readonly Call[] =>
  Object.entries(inputs).map(([note, input]): Call => {
    const fields = { ...fieldsOf.command, ...changed, input: canonicalize(input as never) }
    return ['typed-command', { schema, fields }, undefined, note]
  })
const refusedTyped = (schema: unknown, note: string, input: unknown): Call => {
  return [
    'typed-command',
    { schema, fields: { ...fieldsOf.command, input: canonicalize(input as never) } },
    REFUSED,
    note,
  ]
}
const amount = { struct: { amount: 'Amount' } }
const nested = { struct: { on: 'Flag', change: 'Signed', deep: { struct: { to: 'Id' } } } }
const typedCommands: readonly Call[] = [
  ...typed(amount, { 'an integer': { amount: '900' }, 'the greatest amount': { amount: `${2n ** 127n - 1n}` } }),
  ...typed(amount, { 'another deadline': { amount: '900' } }, { deadline: '0' }),
  ...typed({ struct: { amount: 'Text' } }, { 'digits that are a text': { amount: '900' } }),
  ...typed(
    { struct: { to: 'Id', amount: 'Amount', by: 'Party' } },
    { 'members by name': { to: 'bob', amount: '1', by: '@a' } },
  ),
  ...typed(
    { struct: { total: 'Total', change: 'Signed', at: 'Time', share: 'BasisPoints', on: 'Flag' } },
    {
      'every kind of number': { total: `${2n ** 192n - 1n}`, change: '-7', at: '0', share: '10000', on: true },
      'below zero as far as it goes': { total: '0', change: `${1n - 2n ** 127n}`, at: '1', share: '0', on: false },
    },
  ),
  ...typed({ struct: { way: { oneOf: ['up', 'down'] } } }, { 'one of several words': { way: 'up' } }),
  ...typed({ struct: { note: { optional: 'Text' } } }, { absent: {}, there: { note: '' } }),
  ...typed({ struct: { cap: { nullable: 'Quantity' } } }, { null: { cap: null }, 'not null': { cap: '0' } }),
  ...typed(
    { struct: { names: { optional: { nullable: { list: 'Id' } } } } },
    { 'absent, of three marks': {}, 'null, of three marks': { names: null }, 'empty, of three marks': { names: [] } },
  ),
  ...typed({ struct: { all: { list: 'Json' } } }, { 'JSON in a list': { all: ['x', null, { b: [], a: 'é😀' }] } }),
  ...typed({ struct: { any: 'Json' } }, { 'JSON: a text': { any: 'x' }, 'JSON: null': { any: null } }),
  ...typed({ struct: { any: { optional: 'Json' } } }, { 'JSON: null, of what may be absent': { any: null } }),
  ...typed(
    { struct: { b: nested, a: { list: nested } } },
    {
      'structs in structs': {
        b: { on: true, change: '1', deep: { to: 'x' } },
        a: [{ on: false, change: '0', deep: { to: 'y' } }],
      },
    },
  ),
  ...typed({ struct: { list: { list: { list: 'Text' } } } }, { 'lists of lists': { list: [['a', 'b'], []] } }),
  ...typed(
    { struct: { list: { list: { list: 'Text' } } } },
    { 'the same texts in other lists': { list: [['a'], ['b']] } },
  ),
  ...typed(
    { struct: { part: { struct: { a_b: 'Id' } } } },
    { 'a struct with a member of another name': { part: { a_b: 'x' } } },
  ),
  ...typed({ struct: { a_b: 'Id' } }, { 'an input with a member of another name': { a_b: 'x' } }),
  ...typed({ struct: {} }, { 'no members': {} }),
  ...typed('Json', { 'no struct': { amount: '900' } }),
  refusedTyped(amount, 'no amount', { amount: '0' }),
  refusedTyped(amount, 'a member too many', { amount: '1', more: '1' }),
]

/** A signature by the test key over the command's message, and what is wrong with it when it is changed. */
function changes(scheme: Scheme): readonly Call[] {
  const publicKey = publicKeyOf(scheme, SECRET)
  const bytes = signingDigest('command', scheme, fieldsOf.command)
  const message = hexOf(bytes)
  const signature = sign(scheme, bytes, SECRET)
  const other = signingDigest('command', scheme, { ...fieldsOf.command, stream: 'other' })
  const call = (note: string, result: boolean, change: Readonly<Record<string, string>>): Call => {
    return ['verify', { scheme, publicKey, message, signature, ...change }, result, `${scheme}: ${note}`]
  }
  const flip = (hex: string, digit: number): string =>
    hex.slice(0, digit) + (Number.parseInt(hex[digit] ?? '0', 16) ^ 1).toString(16) + hex.slice(digit + 1)
  return [
    call('right', true, {}),
    call('another message', false, { message: hexOf(other) }),
    call('a bit of the first part', false, { signature: flip(signature, 1) }),
    call('a bit of the second part', false, { signature: flip(signature, 65) }),
    call('a bit of the key', false, { publicKey: flip(publicKey, publicKey.length - 1) }),
    call('upper-case signature', false, { signature: signature.toUpperCase() }),
    call('upper-case key', false, { publicKey: publicKey.toUpperCase() }),
    call('prefix', false, { signature: `0x${signature}` }),
    call('a byte less', false, { signature: signature.slice(2) }),
    call('a byte more', false, { signature: `${signature}00` }),
    call('empty', false, { signature: '' }),
    call('zeros', false, { signature: '0'.repeat(128) }),
    call('another key', false, { publicKey: publicKeyOf(scheme, '11'.repeat(32)) }),
  ]
}

const ED_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n
const SECP_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const bigEndian = (value: bigint): string => value.toString(16).padStart(64, '0')
const reversed = (hex: string): string => (hex.match(/../g) ?? []).reverse().join('')

function edges(): readonly Call[] {
  const bytes = encoder.encode('edge')
  const ed = { scheme: 'ed25519', publicKey: publicKeyOf('ed25519', SECRET), message: hexOf(bytes) } as const
  const edSignature = sign('ed25519', bytes, SECRET)
  const s = BigInt(`0x${reversed(edSignature.slice(64))}`)
  const digest = signingDigest('command', 'secp256k1', fieldsOf.command)
  const secp = { scheme: 'secp256k1', publicKey: publicKeyOf('secp256k1', SECRET), message: hexOf(digest) } as const
  const secpSignature = sign('secp256k1', digest, SECRET)
  const r = secpSignature.slice(0, 64)
  const low = BigInt(`0x${secpSignature.slice(64)}`)
  // RFC 8032, 7.1, test 1: the empty message
  const empty = {
    scheme: 'ed25519',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  } as const
  const neutral = `01${'00'.repeat(31)}`
  return [
    ['verify', empty, true, 'ed25519: RFC 8032, the empty message'],
    [
      'verify',
      { ...ed, signature: edSignature.slice(0, 64) + reversed(bigEndian(s + ED_ORDER)) },
      false,
      'ed25519: s + L',
    ],
    [
      'verify',
      { ...ed, publicKey: neutral, signature: neutral + '00'.repeat(32) },
      false,
      'ed25519: a key of small order',
    ],
    ['verify', { ...secp, signature: r + bigEndian(SECP_ORDER - low) }, false, 'secp256k1: high s'],
    ['verify', { ...secp, signature: bigEndian(0n) + bigEndian(low) }, false, 'secp256k1: r is zero'],
    ['verify', { ...secp, signature: bigEndian(SECP_ORDER) + bigEndian(low) }, false, 'secp256k1: r is the order'],
  ]
}

/** Signatures by the equation itself, where R or the key has a part in the subgroup of order 8. */
function torsion(): { readonly cases: readonly Call[]; readonly key: string } {
  const { BASE, ZERO, Fn } = ed25519.Point
  const order = Fn.ORDER
  const little = (bytes: Uint8Array): bigint => BigInt(`0x${reversed(hexOf(bytes))}`)
  const littleEndian = (value: bigint): string => reversed(bigEndian(value))
  const times = (point: typeof BASE, scalar: bigint) => (scalar === 0n ? ZERO : point.multiplyUnsafe(scalar))
  const digest = sha512(bytesOf(SECRET)).slice(0, 32)
  digest[0] = (digest[0] as number) & 248
  digest[31] = ((digest[31] as number) & 127) | 64
  const secret = little(digest) % order
  const nonce = little(sha512(encoder.encode('nonce'))) % order
  // of the points with y = 2, 3, … the first whose multiple by the order of B has order 8
  const eighth = (() => {
    for (let y = 2n; ; y++) {
      try {
        const point = ed25519.Point.fromHex(littleEndian(y))
        const part = times(point, order - 1n).add(point)
        if (!times(part, 4n).equals(ZERO)) return part
      } catch {
        // no point has this y
      }
    }
  })()
  const publicKey = publicKeyOf('ed25519', SECRET)
  const mixedKey = times(BASE, secret).add(eighth).toHex()
  const challenge = (r: string, key: string, message: Uint8Array): bigint =>
    little(sha512(Uint8Array.from([...bytesOf(r), ...bytesOf(key), ...message]))) % order
  /** s = r + k · a, with the r that is without the torsion part. */
  const call = (
    note: string,
    result: boolean,
    r: string,
    discrete: bigint,
    key = publicKey,
    text = 'torsion',
  ): Call => {
    const message = encoder.encode(text)
    const s = (discrete + challenge(r, key, message) * secret) % order
    const signature = r + littleEndian(s)
    return [
      'verify',
      { scheme: 'ed25519', publicKey: key, message: hexOf(message), signature },
      result,
      `ed25519: ${note}`,
    ]
  }
  const plain = times(BASE, nonce).toHex()
  const neutral = ZERO.toHex()
  const prime = 2n ** 255n - 19n
  const mixed = times(BASE, nonce).add(eighth).toHex()
  const texts = Array.from({ length: 64 }, (_, i) => `torsion ${i}`)
  const textOf = (divisible: boolean): string =>
    texts.find((text) => (challenge(plain, mixedKey, encoder.encode(text)) % 8n === 0n) === divisible) as string
  return {
    key: mixedKey,
    cases: [
      call('by the equation', true, plain, nonce),
      call('R with a part of order 8: right by the cofactored equation alone', true, mixed, nonce),
      call('R with a part of order 8, and s one more', false, mixed, nonce + 1n),
      call('R is the neutral element', true, neutral, 0n),
      call('R has order 8', true, eighth.toHex(), 0n),
      call('R has order 2', true, times(eighth, 4n).toHex(), 0n),
      call('R is the neutral element with the sign bit', false, `${neutral.slice(0, 62)}80`, 0n),
      call('R is the neutral element with y = p + 1', false, littleEndian(prime + 1n), 0n),
      call('R has order 2 with the sign bit', false, littleEndian(prime - 1n + 2n ** 255n), 0n),
      call('R is no point', false, littleEndian(2n), 0n),
      call('a key with a part of order 8', true, plain, nonce, mixedKey, textOf(false)),
      call('a key with a part of order 8, its multiple gone', true, plain, nonce, mixedKey, textOf(true)),
      call('a key with a part of order 8 and R with one', true, mixed, nonce, mixedKey),
    ],
  }
}
const twisted = torsion()

const GENERATOR = '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798'
const key = (scheme: Scheme, publicKey: string, result: boolean, note: string): Call => [
  'is-public-key',
  { scheme, publicKey },
  result,
  `${scheme}: ${note}`,
]
const publicKeys: readonly Call[] = [
  key('ed25519', publicKeyOf('ed25519', SECRET), true, 'a key'),
  key('ed25519', twisted.key, true, 'a key with a part of order 8'),
  key('ed25519', '00'.repeat(32), false, 'small order'),
  key('ed25519', `01${'00'.repeat(31)}`, false, 'the neutral element'),
  key('ed25519', `ed${'ff'.repeat(30)}7f`, false, 'y is p'),
  key('ed25519', 'ff'.repeat(32), false, 'y above p'),
  key('ed25519', `02${'00'.repeat(31)}`, false, 'no point'),
  key('ed25519', 'd75a98', false, 'too short'),
  key('secp256k1', `02${GENERATOR}`, true, 'the generator'),
  key('secp256k1', `03${GENERATOR}`, true, 'its negative'),
  key('secp256k1', `04${GENERATOR}`, false, 'another prefix'),
  key('secp256k1', GENERATOR, false, 'x alone'),
  key('secp256k1', `02${'ff'.repeat(32)}`, false, 'x above the field'),
  key('secp256k1', `02${'00'.repeat(31)}05`, false, 'no point'),
  key('secp256k1', `02${GENERATOR.toUpperCase()}`, false, 'upper case'),
]

export const signatureFiles: readonly VectorFile[] = [
  pureFile('signature', 'messages', 'The bytes that are signed for each kind of message.', messages),
  pureFile('signature', 'typed-commands', 'Commands as wallets show them: type and digest.', typedCommands),
  pureFile('signature', 'strictness', 'Signatures that are right, and changes that make them wrong.', [
    ...schemes.flatMap(changes),
    ...edges(),
    ...twisted.cases,
  ]),
  pureFile('signature', 'public-keys', 'Which keys can be registered.', publicKeys),
]
