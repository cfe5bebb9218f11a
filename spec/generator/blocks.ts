/**
 * Blocks in the texts that are written from the code: between `<!-- generated:name -->` and `<!-- /generated -->`.
 * Tables of codes, between `<!-- codes:name -->` and `<!-- /codes -->`, are written by hand and checked.
 */
import { kernelRejections } from '@symbolon/core'
import { sumProofRejections } from '@symbolon/core/merkle'
import { reserveProofRejections } from '@symbolon/core/resource-reserve'
import { admissionCodes } from '@symbolon/core/spam-deposit'
import type { AnyMechanism } from '../runner/mechanisms.js'
import { hashChainExample } from './hash-chain-example.js'
import { kernelTables, partial, services } from './reference.js'
import { fileNameOf } from './schemas.js'
import { type Field, fields, notation, patternOf } from './vocabulary.js'

type AnySchema = Field['schema']
type Rows = readonly (readonly string[])[]
const code = (text: string): string => `\`${text}\``
const cell = (text: string): string => text.replaceAll('|', '\\|')
function markdown(heads: readonly string[], rows: Rows): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}
const named = (head: string, schemas: readonly (readonly [string, AnySchema])[]): string =>
  markdown(
    [head, 'shape'],
    schemas.map(([name, schema]) => [code(name), code(notation(schema))]),
  )
const tablesOf = (tables: Readonly<Record<string, { readonly key: AnySchema; readonly row: AnySchema }>>): string =>
  markdown(
    ['table', 'key', 'row'],
    Object.entries(tables).map(([name, { key, row }]) => [code(name), code(notation(key)), code(notation(row))]),
  )

/** The one table whose rows differ by their key. */
const PARAMS_TABLE = "| `params` | `{ instance: Id }` | the params of the instance's mechanism |"

/** All blocks by name. `counts` are what the runner has found. */
export function blocksOf(mechanisms: readonly AnyMechanism[], counts: Rows): ReadonlyMap<string, string> {
  const kernelCommands = Object.entries(services).map(([type, { input }]) => [type, input as AnySchema] as const)
  const blocks = new Map([
    [
      'fields',
      markdown(
        ['field', 'pattern', 'range'],
        fields.map(({ name, schema, range }) => {
          const pattern = patternOf(schema)
          return [code(name), pattern === undefined ? '' : code(pattern), range]
        }),
      ),
    ],
    ['hash-chain', hashChainExample()],
    ['counts', markdown(['vectors', 'passed', 'skipped', 'failed'], counts)],
    ['commands:kernel', named('command', kernelCommands)],
    ['tables:kernel', `${tablesOf(kernelTables)}\n${PARAMS_TABLE}`],
  ])
  for (const mechanism of mechanisms) {
    const { config, params, commands, events, tables } = mechanism.blueprint
    const name = fileNameOf(mechanism)
    const inputs = Object.entries(commands).map(([command, { input }]) => [command, input as AnySchema] as const)
    blocks.set(`config:${name}`, code(notation(config)))
    blocks.set(`params:${name}`, code(notation(params)))
    blocks.set(`commands:${name}`, named('command', [...inputs, ['configure', partial(params) as AnySchema]]))
    blocks.set(`events:${name}`, named('event', Object.entries(events)))
    blocks.set(`tables:${name}`, tablesOf(tables))
  }
  return blocks
}

const BLOCK = /(<!-- generated:([a-z0-9:-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g
/** @throws {Error} when the text asks for a block that doesn't exist. */
export function withBlocks(text: string, blocks: ReadonlyMap<string, string>): string {
  return text.replace(BLOCK, (_all, start: string, name: string, end: string) => {
    const block = blocks.get(name)
    if (block === undefined) throw new Error(`there is no block ${name}`)
    return `${start}${block}\n${end}`
  })
}

const CODES = /<!-- codes:([a-z0-9-]+) -->\n([\s\S]*?)<!-- \/codes -->/g
/** The codes of each table in a text, in order, by the table's name. */
export function codesIn(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const [, name = '', table = ''] of text.matchAll(CODES)) {
    found.set(
      name,
      [...table.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, one = '']) => one),
    )
  }
  return found
}

/** The codes that the code itself has, by the table's name. */
export function knownCodes(mechanisms: readonly AnyMechanism[]): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, readonly string[]>([
    ['kernel', kernelRejections],
    ['sum-tree', sumProofRejections],
    ['reserve-proofs', reserveProofRejections],
    ['spam-admission', admissionCodes],
  ])
  for (const mechanism of mechanisms) known.set(fileNameOf(mechanism), mechanism.rejections)
  return known
}
