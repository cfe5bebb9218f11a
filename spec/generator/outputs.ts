/** All files that are generated, by path within `spec/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashText } from '@symbolon/core/codec'
import { mechanisms as allMechanisms } from '../runner/mechanisms.js'
import { countsOf, type Report, run } from '../runner/run.js'
import { admissionFiles } from './admission-vectors.js'
import { arithmeticFiles } from './arithmetic-vectors.js'
import { blocksOf, withBlocks } from './blocks.js'
import { clearingFiles } from './clearing-vectors.js'
import { codecFiles } from './codec-vectors.js'
import { journalFiles } from './journal-vectors.js'
import { fileText } from './json.js'
import { reserveProofFiles } from './reserve-proof-vectors.js'
import { scenarios } from './scenarios.js'
import { schemaFiles } from './schemas.js'
import { signatureFiles } from './signature-vectors.js'
import { streamFile } from './stream-vectors.js'
import { sumTreeFiles } from './sum-tree-vectors.js'
import type { VectorFile } from './vector-file.js'

/** The folder of the specification. */
export const specFolder: string = join(import.meta.dirname, '..')
/** Folders in which every file is generated. */
export const generatedFolders: readonly string[] = ['v1/schemas', 'v1/vectors']

/** @throws {Error} when a scenario doesn't come out as expected. */
export async function outputs(): Promise<ReadonlyMap<string, string>> {
  const mechanisms = await allMechanisms()
  const files = new Map<string, string>()
  for (const [path, schema] of schemaFiles(mechanisms)) files.set(`v1/schemas/${path}`, fileText(schema))
  const vectors = await vectorFiles()
  const listed: unknown[] = []
  const reports: Report[] = []
  for (const [path, file] of vectors) {
    const text = fileText(file)
    files.set(`v1/vectors/${path}`, text)
    listed.push({ cases: String(file.cases.length), kind: file.kind, path, sha256: hashText(text) })
    reports.push({ path, ...run(JSON.parse(text) as VectorFile, mechanisms) })
  }
  files.set('v1/vectors/manifest.json', fileText({ spec: '1.0', files: listed }))
  const counts = [...countsOf(reports)].map(([name, numbers]) => [name, ...numbers.map(String)])
  const blocks = blocksOf(mechanisms, counts)
  for (const path of texts()) files.set(path, withBlocks(readFileSync(join(specFolder, path), 'utf8'), blocks))
  return files
}

/** Paths of the texts, within `spec/`. */
export function texts(): readonly string[] {
  const normative = readdirSync(join(specFolder, 'v1')).filter((name) => name.endsWith('.md'))
  return [...normative.sort().map((name) => `v1/${name}`), 'IMPLEMENTATIONS.md', 'CHANGELOG.md']
}

/** By path within `vectors/`, in order. */
async function vectorFiles(): Promise<ReadonlyMap<string, VectorFile>> {
  const found: [string, VectorFile][] = []
  const add = (folder: string, file: VectorFile) => found.push([`${folder}/${file.name}.json`, file])
  for (const file of arithmeticFiles) add('arithmetic', file)
  for (const file of clearingFiles) add('clearing', file)
  for (const file of codecFiles) add('codec', file)
  for (const file of journalFiles) add('journal', file)
  for (const file of signatureFiles) add('signature', file)
  for (const file of sumTreeFiles) add('sum-tree', file)
  for (const file of reserveProofFiles) add('resource-reserve', file)
  for (const file of admissionFiles) add('spam-deposit', file)
  for (const [mechanism, told] of await scenarios()) for (const scenario of told) add(mechanism, streamFile(scenario))
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}
