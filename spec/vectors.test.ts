import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { kernelRejections, type VerifyRejection } from '@symbolon/core'
import { clearingRejections, obligationErrors } from '@symbolon/core/clearing'
import { createVerifier, type Scheme } from '@symbolon/core/signature'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type StreamFile, type VectorFile, vectorFile } from './generator/vector-file.js'
import { mechanisms } from './runner/mechanisms.js'
import { countsOf, run, runAll } from './runner/run.js'

const folder = join(import.meta.dirname, 'v1/vectors')
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.includes('/') && path.endsWith('.json'),
)
const load = (path: string): VectorFile => JSON.parse(readFileSync(join(folder, path), 'utf8')) as VectorFile
const files = new Map(paths.sort().map((path) => [path, load(path)]))

/** Codes of an audit. */
const ofVerification: readonly VerifyRejection[] = [
  'RECORD_MISSING',
  'RECORD_MALFORMED',
  'RECORD_OUT_OF_ORDER',
  'RECORD_HASH_MISMATCH',
  'RECORD_DUPLICATE',
  'RECORD_COMPOSITION_UNKNOWN',
  'RECORD_REFUSED',
  'RECORD_DIFFERS',
]
/** Codes of the runtime, which no state can give. */
const ofTheRuntime = ['COMMAND_CONFLICT', 'RECORD_TOO_LARGE']

describe('vectors', async () => {
  const implemented = await mechanisms()

  it('pass, every case of every file', () => {
    const reports = runAll(folder, implemented)
    const faults = reports.flatMap(({ path, faults: of }) =>
      [...of].map(([name, fault]) => `${path}, ${name}: ${fault}`),
    )
    expect(faults).toEqual([])
    const [passed, skipped] = countsOf(reports).get('all') ?? []
    expect(skipped).toBe(0)
    expect(passed).toBe([...files.values()].reduce((sum, { cases }) => sum + cases.length, 0))
    expect(reports.map(({ path }) => path).sort()).toEqual([...files.keys()])
  })

  it('hold every code of the kernel, of audits, of clearing and of each mechanism', () => {
    const found = new Set<string>()
    for (const { cases } of files.values()) {
      for (const { then } of cases)
        if (typeof then === 'object' && then !== null && 'code' in then) found.add(String(then.code))
    }
    const known = [
      ...kernelRejections,
      ...ofVerification,
      ...clearingRejections,
      ...obligationErrors,
      ...implemented.flatMap(({ rejections }) => rejections as readonly string[]),
    ]
    expect(known.filter((code) => !found.has(code))).toEqual([])
    expect([...found].filter((code) => !known.includes(code) || ofTheRuntime.includes(code))).toEqual([])
  })

  it('have the shape their schema says, and no JSON number', () => {
    const number = (value: unknown): boolean =>
      typeof value === 'number' || (typeof value === 'object' && value !== null && Object.values(value).some(number))
    for (const [path, file] of files) {
      expect(vectorFile.safeParse(file).error, path).toBeUndefined()
      expect(number(file), path).toBe(false)
    }
  })

  it('fail when a case is changed', () => {
    const file = load('transfer/payments.json') as StreamFile
    const changed = (change: (text: string) => string): VectorFile =>
      JSON.parse(change(JSON.stringify(file))) as VectorFile
    const accepted = file.cases.findIndex(({ then }, index) => index > 0 && 'record' in then)
    const { then } = file.cases[accepted] as { readonly then: { readonly digest: string; readonly hash: string } }
    for (const part of [then.digest, then.hash]) {
      const flipped = part.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
      expect(
        run(
          changed((text) => text.replaceAll(part, flipped)),
          implemented,
        ).faults.size,
        part,
      ).toBeGreaterThan(0)
    }
    const { when } = file.cases[accepted] as { readonly when: unknown }
    const { command } = when as {
      readonly command: { readonly input: { readonly amount: string } }
    }
    const input = JSON.stringify(command.input)
    const other = changed((text) =>
      text.replaceAll(input, input.replace(command.input.amount, `1${command.input.amount}`)),
    )
    expect(run(other, implemented).faults.size).toBeGreaterThan(0)
    const code = changed((text) => text.replaceAll('ACCOUNT_BELOW_FLOOR', 'TRANSFER_RESTRICTED'))
    expect(run(code, implemented).faults.size).toBeGreaterThan(0)
  })

  it('of a mechanism that is missing are skipped, not passed', () => {
    const file = load('bridge/scenario-table.json')
    const without = implemented.filter(({ name }) => name !== 'bridge')
    expect(run(file, without)).toMatchObject({ passed: 0, skipped: file.cases.length })
  })
})

describe('signatures', () => {
  it('come out the same when a verifier knows the key', () => {
    const { verify } = createVerifier({ threshold: 1 })
    const { cases } = load('signature/strictness.json')
    // the second time around the tables of every key with a right signature are there
    for (const { name, given, then } of [...cases, ...cases]) {
      const { scheme, publicKey, message, signature } = given as Record<
        'publicKey' | 'message' | 'signature',
        string
      > & {
        readonly scheme: Scheme
      }
      const bytes = Uint8Array.from(message.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
      expect({ result: verify({ scheme, publicKey, message: bytes, signature }) }, name).toEqual(then)
    }
  })
})

describe('fractional powers', () => {
  it('satisfy the inequality that specifies them, and the next integer does not', () => {
    const cases = load('arithmetic/fractional-power.json').cases.filter(({ then }) => 'result' in (then as object))
    expect(cases.length).toBeGreaterThan(10)
    for (const { name, given, then } of cases) {
      const { total, work, stake, alpha } = given as Record<'total', string> &
        Record<'work' | 'stake' | 'alpha', [string, string]>
      const [[a, allA], [b, allB], [p, q]] = [work, stake, alpha].map((pair) => pair.map(BigInt)) as [
        bigint[],
        bigint[],
        bigint[],
      ]
      if (allA === 0n || allB === 0n) continue
      const holds = (y: bigint): boolean =>
        y ** (q as bigint) * (allA as bigint) ** (p as bigint) * (allB as bigint) ** ((q as bigint) - (p as bigint)) <=
        BigInt(total) ** (q as bigint) *
          (a as bigint) ** (p as bigint) *
          (b as bigint) ** ((q as bigint) - (p as bigint))
      const y = BigInt((then as { readonly result: string }).result)
      expect([holds(y), holds(y + 1n)], name).toEqual([true, false])
    }
  })
})

interface JsonSchema {
  readonly [name: string]: unknown
  readonly $defs: Readonly<Record<string, JsonSchema>>
}
describe('schemas', () => {
  const schemas = join(import.meta.dirname, 'v1/schemas')
  const schemaOf = (name: string): JsonSchema =>
    JSON.parse(readFileSync(join(schemas, `${name}.json`), 'utf8')) as JsonSchema

  it('allow no additional properties', () => {
    const open = (value: unknown, path: string): readonly string[] => {
      if (typeof value !== 'object' || value === null) return []
      const inner = Object.entries(value).flatMap(([name, member]) => open(member, `${path}/${name}`))
      const { type, additionalProperties } = value as {
        readonly type?: unknown
        readonly additionalProperties?: unknown
      }
      return type === 'object' && (additionalProperties === undefined || additionalProperties === true)
        ? [path, ...inner]
        : inner
    }
    expect(readdirSync(schemas).flatMap((file) => open(schemaOf(file.replace('.json', '')), file))).toEqual([])
  })

  it('admit the input of every accepted command, the data of its events and its rows', () => {
    const validators = new Map<string, z.ZodType>()
    const validator = (file: string, name: string): z.ZodType => {
      const known = validators.get(`${file}#${name}`)
      if (known !== undefined) return known
      const { $defs } = schemaOf(file)
      const made = z.fromJSONSchema({ ...$defs[name], $defs } as never) as z.ZodType
      validators.set(`${file}#${name}`, made)
      return made
    }
    let checked = 0
    for (const [path, file] of files) {
      if (file.kind !== 'stream') continue
      for (const { name, then } of (file as StreamFile).cases) {
        if (!('record' in then)) continue
        const record = then.record as unknown as RecordJson
        expect(validator('envelopes', 'record').safeParse(record).error, `${path}, ${name}`).toBeUndefined()
        const instances = instancesOf(file as StreamFile)
        const of = (full: string, kind: string): z.ZodType | undefined => {
          const [instance = '', member = ''] = full.split('.')
          if (instance === 'system' || (full === 'kernel.params' && kind === 'row')) return undefined
          const mechanism = instances.get(instance)
          if (mechanism?.endsWith('@2')) return undefined
          if (mechanism !== undefined) return validator(mechanism, `${kind}.${member}`)
          return validator('kernel', kind === 'command' ? `command.${full}` : `${kind}.${member}`)
        }
        const { command, events, writes } = record
        const parts: (readonly [z.ZodType | undefined, unknown])[] = [
          [of(command.type, 'command'), command.input],
          ...events.map(({ type, data }) => [of(type, 'event'), data] as const),
          ...writes.map(({ table, key }) => [of(table, 'key'), key] as const),
          ...writes.filter(({ row }) => row !== null).map(({ table, row }) => [of(table, 'row'), row] as const),
        ]
        for (const [schema, value] of parts) {
          if (schema === undefined) continue
          checked += 1
          expect(schema.safeParse(value).error, `${path}, ${name}`).toBeUndefined()
        }
      }
    }
    expect(checked).toBeGreaterThan(500)
  })
})

interface RecordJson {
  readonly command: { readonly type: string; readonly input: unknown }
  readonly events: readonly { readonly type: string; readonly data: unknown }[]
  readonly writes: readonly { readonly table: string; readonly key: unknown; readonly row: unknown }[]
}
/** Mechanism of each instance of a file's compositions, marked where a later version takes its place. */
function instancesOf({ systems }: StreamFile): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const composition of Object.values(systems)) {
    const { instances } = composition as unknown as {
      readonly instances: Readonly<Record<string, { readonly mechanism: string; readonly version: string }>>
    }
    for (const [name, { mechanism, version }] of Object.entries(instances)) {
      const before = found.get(name)
      found.set(name, version !== '1' || (before ?? mechanism) !== mechanism ? `${mechanism}@2` : (before ?? mechanism))
    }
  }
  return found
}
