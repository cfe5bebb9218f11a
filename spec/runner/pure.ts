/** Pure functions as vectors name them, on arguments in JSON. */
import {
  apportion,
  averagePrice,
  cobbDouglas,
  comparePrices,
  convert,
  convertBack,
  divide,
  formatDecimal,
  medianPrice,
  optimalSplit,
  type Price,
  parseDecimal,
  type Rounding,
} from '@symbolon/core/arithmetic'
import * as codec from '@symbolon/core/codec'
import { type SumCommitment, type SumLeaf, type SumProof, sumTree, verifySumProof } from '@symbolon/core/merkle'
import { type ReserveProof, verifyReserveProof } from '@symbolon/core/resource-reserve'
import {
  encodeType,
  hashTypedData,
  isPublicKey,
  type MessageKind,
  type Scheme,
  signingDigest,
  typedCommand,
  verifySignature,
} from '@symbolon/core/signature'
import { type AdmittedRange, type Allowance, type ArrivingMessage, admit } from '@symbolon/core/spam-deposit'
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

/** Integers where a sum is a decimal string; what is none stays what it is, and is refused as such. */
const sums = (values: unknown): unknown =>
  Array.isArray(values) ? values.map((one) => (/^(0|-?[1-9][0-9]*)$/.test(String(one)) ? big(one) : one)) : values
const summed = (value: unknown): never => {
  if (typeof value !== 'object' || value === null) return value as never
  return { ...value, sums: sums((value as Given).sums) } as never
}
const ranged = ({ from, to, ...rest }: Given): Given => ({ ...rest, from: big(from), to: big(to) })
const toldRange = ({ from, to, ...rest }: AdmittedRange): unknown => ({ ...rest, from: String(from), to: String(to) })
const allowanceOf = ({ window, volume, floor, admitted, ...rest }: Given): Allowance => {
  const numbers = { window: Number(window), volume: big(volume), floor: big(floor) }
  return { ...rest, ...numbers, admitted: (admitted as readonly Given[]).map(ranged) } as unknown as Allowance
}
const arrivingOf = ({ attestation, value, data }: Given): ArrivingMessage => {
  const { window, ...rest } = ranged(attestation as Given)
  return {
    attestation: { ...rest, window: Number(window) },
    value,
    data: bytesOf(data as string),
  } as unknown as ArrivingMessage
}
/** A proof whose sums are integers. */
const provedOf = (proof: unknown): SumProof => {
  if (typeof proof !== 'object' || proof === null) return proof as never
  const { leaf, siblings, ...rest } = proof as Given
  return { ...rest, leaf: summed(leaf), siblings: Array.isArray(siblings) ? siblings.map(summed) : siblings } as never
}
const SUMS = new Set(['amount', 'assigned'])
const NUMBERS = new Set(['certificate', 'start', 'end'])
const termsOf = (terms: Given): Given =>
  Object.fromEntries(
    Object.entries(terms).map(([name, value]) => {
      if (!/^(0|-?[1-9][0-9]*)$/.test(String(value))) return [name, value]
      return [name, SUMS.has(name) ? big(value) : NUMBERS.has(name) ? Number(value) : value]
    }),
  )
const shownOf = (certificate: unknown): unknown => {
  if (typeof certificate !== 'object' || certificate === null) return certificate
  const { terms, proof } = certificate as { readonly terms: Given; readonly proof: unknown }
  return { terms: termsOf(terms), proof: provedOf(proof) }
}
const leavesOf = (entries: unknown): readonly SumLeaf[] => (entries as readonly unknown[]).map(summed)
const told = ({ hash, sums }: SumCommitment): unknown => ({ hash, sums: sums.map(String) })

/** By name; each throws for arguments that are refused. */
export const functions: Readonly<Record<string, Pure>> = {
  divide: ({ numerator, denominator, rounding }) =>
    String(divide(big(numerator), big(denominator), rounding as Rounding)),
  convert: (given) => String(convert(big(given.amount), price(given), given.rounding as Rounding)),
  'convert-back': (given) => String(convertBack(big(given.amount), price(given), given.rounding as Rounding)),
  'compare-prices': ({ a, b }) => String(comparePrices(price(a as Given), price(b as Given))),
  median: ({ prices }) =>
    medianPrice((prices as readonly Given[]).map((one) => ({ ...price(one), source: one.source as string }))).source,
  'average-price'({ prices, baseAmount }) {
    const held = (prices as readonly Given[]).map((one) => ({
      ...price(one),
      confidence: big(one.confidence),
      seconds: Number(one.seconds),
    }))
    const { quoteAmount, confidence } = averagePrice(held, big(baseAmount))
    return { quoteAmount: String(quoteAmount), confidence: String(confidence) }
  },
  apportion: ({ total, weights }) => apportion(big(total), bigs(weights)).map(String),
  'cobb-douglas'({ total, work, stake, alpha }) {
    const [p, q] = (alpha as readonly string[]).map(Number) as [number, number]
    return String(cobbDouglas({ total: big(total), work: pair(work), stake: pair(stake), alpha: [p, q] }))
  },
  'optimal-split'({ budget, cost, others, alpha }) {
    const [p, q] = (alpha as readonly string[]).map(Number) as [number, number]
    const asked = { budget: big(budget), cost: pair(cost), others: pair(others), alpha: [p, q] } as const
    const { work, stake } = optimalSplit(asked)
    return { work: String(work), stake: String(stake) }
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
  'sum-tree-root': ({ entries, width }) => told(sumTree(leavesOf(entries), Number(width)).root),
  'sum-tree-proof'({ entries, width, id }) {
    const proof = sumTree(leavesOf(entries), Number(width)).prove(id as string)
    if (proof === undefined) return null
    const { leaf, siblings } = proof
    const { id: name, content } = leaf
    return {
      leaf: { content, id: name, sums: leaf.sums.map(String) },
      siblings: siblings.map((one) => (one === null ? null : told(one))),
    }
  },
  'sum-tree-verify'({ root, proof }) {
    const verdict = verifySumProof(summed(root), provedOf(proof))
    return verdict.status === 'verified' ? 'verified' : verdict.code
  },
  'reserve-proof-verify'({ root, proof }) {
    const { node, certificates, certificate, ...rest } = proof as Given
    const shown = {
      ...rest,
      node: provedOf(node),
      certificates: summed(certificates),
      certificate: shownOf(certificate),
    }
    const verdict = verifyReserveProof(summed(root), shown as unknown as ReserveProof)
    return verdict.status === 'verified' ? 'verified' : verdict.code
  },
  admit({ allowance, message }) {
    const came = admit(allowanceOf(allowance as Given), arrivingOf(message as Given))
    if (came.status === 'dropped') return came.before === undefined ? came : { ...came, before: toldRange(came.before) }
    const { window, volume, floor, admitted, ...rest } = came.allowance
    const numbers = { window: String(window), volume: String(volume), floor: String(floor) }
    return { ...came, allowance: { ...rest, ...numbers, admitted: admitted.map(toldRange) } }
  },
  message: ({ message, scheme, fields }) =>
    hexOf(signingDigest(message as MessageKind, scheme as Scheme, fields as never)),
  'typed-command'({ schema, fields: told }) {
    const described = schemaOf(schema)
    const json = JSON.parse((told as { readonly input: string }).input)
    if (codec.codecOf(described).decode(json) === undefined) throw new TypeError("the input isn't of its schema")
    const data = typedCommand(described, told as never)
    return { type: encodeType(data.types, 'Command'), digest: hexOf(hashTypedData(data)) }
  },
}

/** A schema from what a case says of it: a field's name, or one member that says how it is made of others. */
function schemaOf(described: unknown): codec.Schema<unknown> {
  if (typeof described === 'string') {
    const known = fields.find(({ name }) => name === described)
    if (known === undefined) throw new TypeError(`there is no field ${described}`)
    return known.schema as codec.Schema<unknown>
  }
  const [[how, of] = []] = Object.entries(described as Given)
  if (how === 'optional') return codec.optional(schemaOf(of))
  if (how === 'nullable') return codec.nullable(schemaOf(of))
  if (how === 'list') return codec.list(schemaOf(of), 16)
  if (how === 'oneOf') return codec.oneOf(...(of as readonly [string, string]))
  if (how !== 'struct') throw new TypeError(`there is no schema ${how}`)
  const members = Object.entries(of as Given).map(([name, member]) => [name, schemaOf(member)])
  return codec.struct(Object.fromEntries(members))
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
