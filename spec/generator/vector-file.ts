/** The shapes of vector files. Spec: README.md#vectors. */
import {
  CommandType,
  Count,
  Flag,
  Hash,
  Hex,
  Id,
  Json,
  type JsonValue,
  Party,
  type Schema,
  Sequence,
  Time,
} from '@symbolon/core/codec'
import * as z from 'zod/mini'
import { Name as InstanceName } from './vocabulary.js'

/** Text of any length. */
const Long: Schema<string> = z.string()
const Name: Schema<string> = z.string().check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/))
const Code: Schema<string> = z.string().check(z.regex(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/))
const Decimal: Schema<string> = z.string().check(z.regex(/^-?(0|[1-9][0-9]*)$/))
/** Fields in their JSON form; decoding them is the reader's business. */
const text = (schema: Schema<unknown>): Schema<string> =>
  schema._zod.def.type === 'pipe'
    ? ((schema._zod.def as z.core.$ZodPipeDef).in as Schema<string>)
    : (schema as Schema<string>)
const [At, Place] = [text(Time), text(Sequence)]
/** Whatever JSON; what it has to be is said elsewhere. */
const AnyJson = z.unknown()

export const compositionFields = z.strictObject({
  allocations: z.array(z.strictObject({ amount: Decimal, asset: Id, party: Party })),
  assets: z.record(Id as z.core.$ZodRecordKey, Json),
  authentication: z.enum(['keys', 'host']),
  authority: z.nullable(Party),
  feeds: z.array(z.strictObject({ base: Id, policy: Json, quote: Id })),
  instances: z.record(
    InstanceName as z.core.$ZodRecordKey,
    z.strictObject({
      authority: z.nullable(Party),
      config: AnyJson,
      mechanism: InstanceName,
      needs: z.record(z.string(), z.string()),
      params: AnyJson,
      version: text(Count),
    }),
  ),
  spec: z.string(),
})
const SignatureValue: Schema<string> = z.string().check(z.regex(/^([0-9a-f]{2}){1,256}$/))
const Signature = z.strictObject({ deadline: At, key: Id, value: SignatureValue })
/** A command as conventions.md says; vectors of refusals hold others as well. */
export const commandFields = z.strictObject({
  at: At,
  // an id; `@kernel` of inbox.take, and no other instance but in refusals
  by: Party,
  id: Id,
  input: z.optional(AnyJson),
  signature: z.optional(Signature),
  type: Long,
})
export const recordFields = z.strictObject({
  at: At,
  command: z.strictObject({
    by: Party,
    id: Id,
    input: AnyJson,
    signature: z.optional(Signature),
    type: CommandType,
  }),
  events: z.array(z.strictObject({ data: AnyJson, type: Long })),
  floors: z.array(
    z.strictObject({
      account: Long,
      asset: Id,
      ceiling: z.nullable(Decimal),
      limit: Decimal,
      until: z.nullable(At),
    }),
  ),
  sequence: Place,
  spec: z.string(),
  stream: Id,
  transfers: z.array(z.strictObject({ amount: Decimal, asset: Id, from: Long, to: Long })),
  writes: z.array(
    z.strictObject({
      key: AnyJson,
      row: AnyJson,
      table: Long,
      version: z.optional(text(Sequence)),
    }),
  ),
})
export const snapshotFields = z.strictObject({
  at: At,
  balances: z.record(Id as z.core.$ZodRecordKey, z.record(z.string(), Decimal)),
  floors: z.record(
    Id as z.core.$ZodRecordKey,
    z.record(z.string(), z.strictObject({ ceiling: z.nullable(Decimal), limit: Decimal, until: z.nullable(At) })),
  ),
  sequence: Place,
  tables: z.record(
    z.string(),
    z.array(z.strictObject({ key: AnyJson, row: AnyJson, version: z.optional(text(Sequence)) })),
  ),
})

const head = { about: Long, name: Name, spec: z.string() }
const named = { name: Long }
const refused = z.strictObject({ code: Code })
export const streamFile = z.strictObject({
  ...head,
  kind: z.literal('stream'),
  stream: Id,
  systems: z.record(Hash as z.core.$ZodRecordKey, compositionFields),
  cases: z.array(
    z.strictObject({
      ...named,
      given: z.nullable(z.strictObject({ digest: Hash, sequence: Place })),
      when: z.union([
        z.strictObject({ genesis: z.strictObject({ at: At, composition: Hash }) }),
        z.strictObject({ command: commandFields }),
        z.strictObject({ text: Long }),
        z.strictObject({
          upgrade: z.strictObject({
            at: Long,
            by: Long,
            composition: Hash,
            id: Long,
            signature: z.optional(Signature),
          }),
        }),
      ]),
      then: z.union([
        refused,
        z.strictObject({ digest: Hash, hash: Hash, record: recordFields, snapshot: z.optional(snapshotFields) }),
      ]),
    }),
  ),
})
export const journalFile = z.strictObject({
  ...head,
  kind: z.literal('journal'),
  systems: z.record(Hash as z.core.$ZodRecordKey, compositionFields),
  cases: z.array(
    z.strictObject({
      ...named,
      given: z.strictObject({ systems: z.array(Hash) }),
      when: z.strictObject({ records: z.array(z.strictObject({ body: Long, hash: Long })) }),
      then: z.union([
        z.strictObject({ code: Code, sequence: Place }),
        z.strictObject({ digest: Hash, hash: Hash, sequence: Place, stream: Id }),
      ]),
    }),
  ),
})

const Ratio = { baseAmount: Decimal, quoteAmount: Decimal }
const Rounding = z.enum(['down', 'up'])
const Pair = z.tuple([Decimal, Decimal])
const outcome = (result: z.core.$ZodType) =>
  z.union([z.strictObject({ result }), z.strictObject({ refused: z.literal(true) })])
const pure = (name: string, given: z.core.$ZodType, result: z.core.$ZodType) =>
  z.strictObject({
    ...named,
    given,
    when: z.strictObject({ function: z.literal(name) }),
    then: outcome(result),
  })
const conversion = z.strictObject({ amount: Decimal, ...Ratio, rounding: Rounding })
export const arithmeticFile = z.strictObject({
  ...head,
  kind: z.literal('arithmetic'),
  cases: z.array(
    z.union([
      pure('divide', z.strictObject({ numerator: Decimal, denominator: Decimal, rounding: Rounding }), Decimal),
      pure('convert', conversion, Decimal),
      pure('convert-back', conversion, Decimal),
      pure('compare-prices', z.strictObject({ a: z.strictObject(Ratio), b: z.strictObject(Ratio) }), Decimal),
      pure('median', z.strictObject({ prices: z.array(z.strictObject({ ...Ratio, source: Id })) }), Id),
      pure(
        'average-price',
        z.strictObject({
          prices: z.array(z.strictObject({ ...Ratio, confidence: Decimal, seconds: Decimal })),
          baseAmount: Decimal,
        }),
        z.strictObject({ quoteAmount: Decimal, confidence: Decimal }),
      ),
      pure('apportion', z.strictObject({ total: Decimal, weights: z.array(Decimal) }), z.array(Decimal)),
      pure('cobb-douglas', z.strictObject({ total: Decimal, work: Pair, stake: Pair, alpha: Pair }), Decimal),
      pure(
        'optimal-split',
        z.strictObject({ budget: Decimal, cost: Pair, others: Pair, alpha: Pair }),
        z.strictObject({ work: Decimal, stake: Decimal }),
      ),
      pure('parse-decimal', z.strictObject({ text: Long, scale: Decimal, rounding: z.optional(Rounding) }), Decimal),
      pure('format-decimal', z.strictObject({ amount: Decimal, scale: Decimal }), Long),
    ]),
  ),
})
export const codecFile = z.strictObject({
  ...head,
  kind: z.literal('codec'),
  cases: z.array(
    z.union([
      pure('canonicalize', z.strictObject({ json: Long }), Long),
      pure('hash-text', z.strictObject({ text: Long }), Hash),
      pure('record-hash', z.strictObject({ previous: Hash, body: Long }), Hash),
      pure('field', z.strictObject({ field: Long, json: Long }), Flag),
    ]),
  ),
})
const Scheme = z.enum(['ed25519', 'secp256k1'])
export const signatureFile = z.strictObject({
  ...head,
  kind: z.literal('signature'),
  cases: z.array(
    z.union([
      pure('verify', z.strictObject({ scheme: Scheme, publicKey: Long, message: Long, signature: Long }), Flag),
      pure('is-public-key', z.strictObject({ scheme: Scheme, publicKey: Long }), Flag),
      pure(
        'message',
        z.strictObject({
          message: z.enum(['command', 'key', 'report', 'statement']),
          scheme: Scheme,
          fields: z.record(z.string(), Long),
        }),
        Hex,
      ),
      pure(
        'typed-command',
        z.strictObject({ schema: z.unknown(), fields: z.record(z.string(), Long) }),
        z.strictObject({ type: Long, digest: Hash }),
      ),
    ]),
  ),
})
const commitment = z.strictObject({ hash: Hash, sums: z.array(Decimal) })
const leaf = z.strictObject({ content: Hash, id: Long, sums: z.array(Decimal) })
const tree = { entries: z.array(leaf), width: Decimal }
const proof = z.strictObject({ leaf, siblings: z.array(z.nullable(commitment)) })
export const sumTreeFile = z.strictObject({
  ...head,
  kind: z.literal('sum-tree'),
  cases: z.array(
    z.union([
      pure('sum-tree-root', z.strictObject(tree), commitment),
      pure('sum-tree-proof', z.strictObject({ ...tree, id: Long }), z.nullable(proof)),
      pure('sum-tree-verify', z.strictObject({ root: z.unknown(), proof: z.unknown() }), z.string()),
      pure('reserve-proof-verify', z.strictObject({ root: z.unknown(), proof: z.unknown() }), z.string()),
    ]),
  ),
})
const admitted = z.strictObject({ from: Decimal, to: Decimal, message: Long, value: Long })
const allowance = z.strictObject({
  stream: Id,
  instance: Name,
  channel: Id,
  signer: Party,
  producer: Party,
  window: Decimal,
  volume: Decimal,
  key: z.strictObject({ id: Id, scheme: Scheme, publicKey: Long }),
  floor: Decimal,
  admitted: z.array(admitted),
})
const attestation = z.strictObject({
  channel: Id,
  producer: Party,
  window: Decimal,
  from: Decimal,
  to: Decimal,
  message: Long,
})
const arriving = z.strictObject({ attestation, value: Long, data: Hex })
export const admissionFile = z.strictObject({
  ...head,
  kind: z.literal('admission'),
  cases: z.array(
    pure(
      'admit',
      z.strictObject({ allowance, message: arriving }),
      z.union([
        z.strictObject({ status: z.literal('admitted'), allowance }),
        z.strictObject({ status: z.literal('dropped'), code: Code, before: z.optional(admitted) }),
      ]),
    ),
  ),
})
const certificate = z.unknown()
export const clearingFile = z.strictObject({
  ...head,
  kind: z.literal('clearing'),
  cases: z.array(
    z.strictObject({
      ...named,
      given: z.strictObject({ obligations: z.unknown() }),
      when: z.union([
        z.strictObject({ function: z.literal('verify'), clearing: certificate }),
        z.strictObject({ function: z.literal('clear') }),
      ]),
      then: z.union([
        z.strictObject({ status: z.literal('verified') }),
        z.strictObject({ code: Code }),
        z.strictObject({ worth: z.array(Decimal) }),
      ]),
    }),
  ),
})
/** Any vector file; `kind` tells them apart. */
export const vectorFile = z.discriminatedUnion('kind', [
  streamFile,
  journalFile,
  arithmeticFile,
  codecFile,
  signatureFile,
  sumTreeFile,
  admissionFile,
  clearingFile,
])
export const manifestFields = z.strictObject({
  spec: z.string(),
  files: z.array(z.strictObject({ cases: text(Count), kind: Name, path: Long, sha256: Hash })),
})

/** What a case starts from, does, and leads to. */
export interface Case<Given = unknown, When = unknown, Then = unknown> {
  readonly name: string
  readonly given: Given
  readonly when: When
  readonly then: Then
}
export interface VectorFile<C extends Case = Case> {
  readonly spec: string
  readonly kind: 'stream' | 'journal' | 'admission' | 'arithmetic' | 'codec' | 'signature' | 'sum-tree' | 'clearing'
  readonly name: string
  readonly about: string
  readonly cases: readonly C[]
}
/** Where a case of a stream stands. */
export interface Standing {
  readonly sequence: string
  readonly digest: string
}
export type StreamWhen =
  | { readonly genesis: { readonly composition: string; readonly at: string } }
  | { readonly command: JsonValue }
  | { readonly text: string }
  | { readonly upgrade: UpgradeWhen }
export interface UpgradeWhen {
  readonly composition: string
  readonly id: string
  readonly by: string
  readonly at: string
  readonly signature?: JsonValue
}
export type StreamThen =
  | { readonly code: string }
  | {
      readonly record: JsonValue
      readonly hash: string
      readonly digest: string
      /** Of a genesis or an upgrade: what the digest is of. */
      readonly snapshot?: JsonValue
    }
export type StreamCase = Case<Standing | null, StreamWhen, StreamThen>
export interface StreamFile extends VectorFile<StreamCase> {
  readonly stream: string
  readonly systems: Readonly<Record<string, JsonValue>>
}
export interface JournalFile extends VectorFile<JournalCase> {
  readonly systems: Readonly<Record<string, JsonValue>>
}
/** A journal as somebody gives it, and what its audit says. */
export type JournalCase = Case<
  { readonly systems: readonly string[] },
  { readonly records: readonly { readonly body: string; readonly hash: string }[] },
  JournalThen
>
export type JournalThen =
  | { readonly code: string; readonly sequence: string }
  | { readonly stream: string; readonly sequence: string; readonly hash: string; readonly digest: string }
/** A pure function on arguments. */
export type PureCase = Case<
  Readonly<Record<string, unknown>>,
  { readonly function: string },
  { readonly result: unknown } | { readonly refused: true }
>
