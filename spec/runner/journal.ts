/** Audits of journals as vectors ask for them. Spec: kernel.md#verification. */
import { digest, type System, verify } from '@symbolon/core'
import { canonicalize } from '@symbolon/core/codec'
import type { JournalCase, JournalFile, JournalThen } from '../generator/vector-file.js'
import { type CompositionJson, systemOf } from './composition.js'
import type { AnyMechanism } from './mechanisms.js'

/**
 * @returns what is wrong, by the case's name; none if the file passes.
 * @throws {MechanismMissing} when the file needs a mechanism that isn't among those given.
 */
export function runJournal(file: JournalFile, mechanisms: readonly AnyMechanism[]): ReadonlyMap<string, string> {
  const compositions = Object.entries(file.systems) as unknown as readonly (readonly [string, CompositionJson])[]
  const systems = new Map(compositions.map(([hash, composition]) => [hash, systemOf(composition, mechanisms)]))
  const faults = new Map<string, string>()
  for (const { name, given, when, then } of file.cases) {
    const found = canonicalize(
      auditOf(
        given.systems.map((hash) => systems.get(hash) as System),
        when,
      ),
    )
    if (found !== canonicalize(then)) faults.set(name, `${found}, not ${canonicalize(then)}`)
  }
  return faults
}

/** What a case's `then` should be. */
export function auditOf(systems: readonly System[], { records }: JournalCase['when']): JournalThen {
  const verdict = verify(systems, records)
  if (verdict.status === 'rejected') return { code: verdict.code, sequence: String(verdict.sequence) }
  const { stream, sequence, hash, state } = verdict
  return { stream, sequence: String(sequence), hash, digest: digest(inForce(systems, records), state) }
}

/** The composition that the last genesis or upgrade has brought. */
function inForce(systems: readonly System[], records: JournalCase['when']['records']): System {
  const commands = records.map(({ body }) => (JSON.parse(body) as { readonly command: Command }).command)
  const last = commands.filter(({ type }) => type === 'system.genesis' || type === 'system.upgrade').at(-1)
  const text = canonicalize(last?.input)
  return systems.find(({ engine }) => engine.composition.text === text) as System
}
interface Command {
  readonly type: string
  readonly input: unknown
}
