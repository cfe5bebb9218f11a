/** The mechanisms vectors can ask for: all of the reference implementation's, and the probe. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Bag, Mechanism } from '@symbolon/core'
import { specProbe, specProbe2 } from '../probe/mechanism.js'

/** A mechanism of whatever types. */
export type AnyMechanism = Mechanism<Bag>

const folder = join(import.meta.dirname, '../../packages/core/src/mechanisms')

/** In order of names, versions ascending. */
export async function mechanisms(): Promise<readonly AnyMechanism[]> {
  const found: AnyMechanism[] = [specProbe as unknown as AnyMechanism, specProbe2 as unknown as AnyMechanism]
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const names = await importAll(join(folder, entry.name, 'index.ts'))
    found.push(...Object.values(names).filter(isMechanism))
  }
  const place = ({ name, blueprint }: AnyMechanism) => `${name} ${blueprint.version}`
  return found.sort((a, b) => (place(a) < place(b) ? -1 : 1))
}

/** The names a source file exports. */
export async function importAll(file: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
}

function isMechanism(value: unknown): value is AnyMechanism {
  return typeof value === 'object' && value !== null && 'blueprint' in value && 'rejections' in value
}
