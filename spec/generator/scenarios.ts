/** Scenarios by mechanism: `scenarios/<mechanism>.ts`, or all files of `scenarios/<mechanism>/`. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { importAll } from '../runner/mechanisms.js'
import type { Scenario } from './scenario.js'

const folder = join(import.meta.dirname, '../v1/scenarios')

/** @returns the scenarios of each mechanism, in order of names. */
export async function scenarios(): Promise<ReadonlyMap<string, readonly Scenario[]>> {
  const found = new Map<string, readonly Scenario[]>()
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const files = entry.isDirectory()
      ? readdirSync(join(folder, entry.name)).map((name) => join(entry.name, name))
      : [entry.name]
    const mechanism = entry.name.replace(/\.ts$/, '')
    const told: Scenario[] = []
    for (const file of files.sort()) {
      const { scenarios: list } = await importAll(join(folder, file))
      if (!Array.isArray(list)) throw new TypeError(`${file} exports no scenarios`)
      told.push(...(list as readonly Scenario[]))
    }
    const names = told.map(({ name }) => name)
    const twice = names.find((name, i) => names.indexOf(name) !== i)
    if (twice !== undefined) throw new TypeError(`${mechanism} has two scenarios named ${twice}`)
    found.set(mechanism, told)
  }
  return found
}
