/** Pure functions as vectors name them, on arguments in JSON. */
import {
  apportion,
  cobbDouglas,
  comparePrices,
  convert,
  convertBack,
  divide,
  formatDecimal,
  medianPrice,
  type Price,
  parseDecimal,
  type Rounding,
} from '@symbolon/core/arithmetic'
import * as codec from '@symbolon/core/codec'
import { isPublicKey, type MessageKind, type Scheme, signingDigest, verifySignature } from '@symbolon/core/signature'
import { fields } from '../generator/vocabulary.js'

/** Arguments of a case; every integer is a decimal string. */
export type Given = Readonly<Record<string, unknown>>
type Pure = (given: Given) => unknown

const big = (value: unknown): bigint => BigInt(value as string)
const bigs = (values: unknown): bigint[] => (values as readonly string[]).map(big)
const pair = (values: unknown): [bigint, bigint] => bigs(values) as [bigint, bigint]
const price = ({ baseAmount, quoteAmount }: Given): Price => ({
  baseAmount: big(baseAmount),
  quoteAmount: big(quoteAmount),
})
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** By name; each throws for arguments that are refused. */
export const functions: Readonly<Record<string, Pure>> = {
  divide: ({ numerator, denominator, rounding }) =>
    String(divide(big(numerator), big(denominator), rounding as Rounding)),
  convert: (given) => String(convert(big(given.amount), price(given), given.rounding as Rounding)),
  'convert-back': (given) => String(convertBack(big(given.amount), price(given), given.rounding as Rounding)),
  'compare-prices': ({ a, b }) => String(comparePrices(price(a as Given), price(b as Given))),
  median: ({ prices }) =>
    medianPrice((prices as readonly Given[]).map((one) => ({ ...price(one), source: one.source as string }))).source,
  apportion: ({ total, weights }) => apportion(big(total), bigs(weights)).map(String),
  'cobb-douglas'({ total, work, stake, alpha }) {
    const [p, q] = (alpha as readonly string[]).map(Number) as [number, number]
    return String(cobbDouglas({ total: big(total), work: pair(work), stake: pair(stake), alpha: [p, q] }))
  },
  'parse-decimal': ({ text, scale, rounding }) =>
    String(parseDecimal(text as string, Number(scale), rounding as Rounding | undefined)),
  'format-decimal': ({ amount, scale }) => formatDecimal(big(amount), Number(scale)),
  canonicalize: ({ json }) => codec.canonicalize(JSON.parse(json as string)),
  'hash-text': ({ text }) => codec.hashText(text as string),
  'record-hash': ({ previous, body }) => codec.recordHash(previous as string, body as string),
  field({ field, json }) {
    const known = fields.find(({ name }) => name === field)
    if (known === undefined) throw new TypeError(`there is no field ${field}`)
    return codec.codecOf(known.schema as codec.Schema<unknown>).decode(JSON.parse(json as string)) !== undefined
  },
  verify: ({ scheme, publicKey, message, signature }) =>
    verifySignature({
      scheme: scheme as Scheme,
      publicKey: publicKey as string,
      message: bytesOf(message as string),
      signature: signature as string,
    }),
  'is-public-key': ({ scheme, publicKey }) => isPublicKey(scheme as Scheme, publicKey),
  message: ({ message, scheme, fields }) =>
    hexOf(signingDigest(message as MessageKind, scheme as Scheme, fields as never)),
}

/** What a case's `then` should be. */
export function evaluate(name: string, given: Given): { readonly result: unknown } | { readonly refused: true } {
  const pure = functions[name]
  if (pure === undefined) throw new TypeError(`there is no function ${name}`)
  try {
    return { result: pure(given) }
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof TypeError || thrown instanceof SyntaxError)
      return { refused: true }
    throw thrown
  }
}
