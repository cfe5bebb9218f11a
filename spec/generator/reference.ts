/** What the generator needs of the reference implementation beyond its public names. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bag, Mechanism } from '@symbolon/core'
import { specProbe, specProbe2 } from '../probe/mechanism.js'

export { kernelTables, PolicyFields } from '../../packages/core/src/kernel/kernel-tables.js'
export { services } from '../../packages/core/src/kernel/services.js'

/** A mechanism of whatever types. */
export type AnyMechanism = Mechanism<Bag>

const mechanismsFolder = join(import.meta.dirname, '../../packages/core/src/mechanisms')

/** All mechanisms of the reference implementation and the probe, in order of names, versions ascending. */
export async function mechanisms(): Promise<readonly AnyMechanism[]> {
  const folders = readdirSync(mechanismsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const found: AnyMechanism[] = [specProbe as unknown as AnyMechanism, specProbe2 as unknown as AnyMechanism]
  for (const { name } of folders) {
    const names = await importAll(join(mechanismsFolder, name, 'index.ts'))
    found.push(...Object.values(names).filter(isMechanism))
  }
  const place = (mechanism: AnyMechanism) => `${mechanism.name} ${mechanism.blueprint.version}`
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

/** The names a source file exports. */
export async function importAll(file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
}

function isMechanism(value: unknown): value is AnyMechanism {
  return typeof value === 'object' && value !== null && 'blueprint' in value && 'rejections' in value
}
