/** JSON Schemas of everything that travels as JSON. */
import { Id, struct } from '@symbolon/core/codec'
import * as z from 'zod/mini'
import type { AnyMechanism } from '../runner/mechanisms.js'
import { kernelTables, partial, services } from './reference.js'
import {
  admissionFile,
  arithmeticFile,
  clearingFile,
  codecFile,
  commandFields,
  compositionFields,
  journalFile,
  manifestFields,
  recordFields,
  signatureFile,
  snapshotFields,
  streamFile,
  sumTreeFile,
} from './vector-file.js'
import { jsonSchemaOf } from './vocabulary.js'

type Schemas = Readonly<Record<string, z.core.$ZodType>>
interface JsonSchema {
  readonly $defs?: Readonly<Record<string, unknown>>
  readonly $schema?: string
}

/** One file: named schemas and the fields they refer to, all under `$defs`. */
function file(title: string, schemas: Schemas): unknown {
  const named: Record<string, unknown> = {}
  const fields: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(schemas)) {
    const { $schema: _dialect, $defs = {}, ...rest } = jsonSchemaOf(schema) as JsonSchema
    named[name] = rest
    Object.assign(fields, $defs)
  }
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    $defs: { ...named, ...Object.fromEntries(sorted) },
  }
}

/** Schemas of a mechanism: `config`, `params`, `command.<name>`, `event.<name>`, `key.<table>`, `row.<table>`. */
function mechanismSchemas({ blueprint }: AnyMechanism): Schemas {
  const { config, params, commands, events, tables } = blueprint
  const schemas: Record<string, z.core.$ZodType> = { config, params }
  for (const [name, { input }] of Object.entries(commands)) schemas[`command.${name}`] = input
  schemas['command.configure'] = partial(params)
  for (const [name, data] of Object.entries(events)) schemas[`event.${name}`] = data
  return { ...schemas, ...tableSchemas(tables) }
}

function tableSchemas(
  tables: Readonly<Record<string, { readonly key: z.core.$ZodType; readonly row: z.core.$ZodType }>>,
): Schemas {
  return Object.fromEntries(
    Object.entries(tables).flatMap(([name, { key, row }]) => [
      [`key.${name}`, key],
      [`row.${name}`, row],
    ]),
  )
}

/** The row is the struct `params` of the instance's mechanism. */
const paramsTable = { key: struct({ instance: Id }), row: z.unknown() }

/** File name of a mechanism's schemas; versions after the first carry their number. */
export const fileNameOf = ({ name, blueprint: { version } }: AnyMechanism): string =>
  version === 1 ? name : `${name}-${version}`

/** By path within `schemas/`. */
export function schemaFiles(mechanisms: readonly AnyMechanism[]): ReadonlyMap<string, unknown> {
  const commands = Object.entries(services).map(([type, { input }]) => [`command.${type}`, input] as const)
  const files = new Map<string, unknown>([
    [
      'kernel.json',
      file('The kernel', {
        ...Object.fromEntries(commands),
        ...tableSchemas({ ...kernelTables, params: paramsTable }),
      }),
    ],
    [
      'envelopes.json',
      file('What carries commands and states', {
        command: commandFields,
        composition: compositionFields,
        record: recordFields,
        snapshot: snapshotFields,
      }),
    ],
    [
      'vectors.json',
      file('Vector files and their manifest', {
        admission: admissionFile,
        arithmetic: arithmeticFile,
        clearing: clearingFile,
        codec: codecFile,
        journal: journalFile,
        manifest: manifestFields,
        signature: signatureFile,
        stream: streamFile,
        'sum-tree': sumTreeFile,
      }),
    ],
  ])
  for (const mechanism of mechanisms) {
    const name = fileNameOf(mechanism)
    files.set(`${name}.json`, file(`The mechanism ${name}`, mechanismSchemas(mechanism)))
  }
  return files
}
