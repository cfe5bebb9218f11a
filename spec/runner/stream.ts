/** Runs a stream's cases: as a pure chain of states, as one session, and as a journal to be verified. */
import {
  type AnyCommand,
  begin,
  decode,
  digest,
  execute,
  genesis,
  type Outcome,
  restore,
  type State,
  type StoredRecord,
  type System,
  seal,
  snapshot,
  upgrade,
  verify,
} from '@symbolon/core'
import { canonicalize, GENESIS_HASH } from '@symbolon/core/codec'
import type { StreamCase, StreamFile, UpgradeWhen } from '../generator/vector-file.js'
import { type CompositionJson, systemOf } from './composition.js'
import type { AnyMechanism } from './mechanisms.js'

interface Place {
  readonly system: System
  readonly state: State
  readonly hash: string
}

/**
 * @returns what is wrong, by the case's name; none if the file passes.
 * @throws {MechanismMissing} when the file needs a mechanism that isn't among those given.
 */
export function runStream(file: StreamFile, mechanisms: readonly AnyMechanism[]): ReadonlyMap<string, string> {
  const compositions = Object.entries(file.systems) as unknown as readonly (readonly [string, CompositionJson])[]
  const systems = new Map(compositions.map(([hash, composition]) => [hash, systemOf(composition, mechanisms)]))
  const faults = new Map<string, string>()
  const places = new Map<string, Place>()
  const records: StoredRecord[] = []
  for (const [hash, system] of systems) if (system.hash !== hash) faults.set('systems', `${hash} is ${system.hash}`)
  for (const one of file.cases) {
    const fault = faultOf(() => runCase(one, file.stream, systems, places))
    if (fault !== undefined) faults.set(one.name, fault)
    if ('record' in one.then) records.push({ body: canonicalize(one.then.record), hash: one.then.hash })
  }
  const verified = verify([...systems.values()], records)
  if (verified.status === 'rejected') faults.set('journal', `${verified.code} at ${verified.sequence}`)
  return faults
}

/** An implementation that breaks down has failed the case. */
function faultOf(run: () => string | undefined): string | undefined {
  try {
    return run()
  } catch (thrown) {
    return `broke down: ${thrown}`
  }
}

function runCase(
  { given, when, then }: StreamCase,
  stream: string,
  systems: ReadonlyMap<string, System>,
  places: Map<string, Place>,
): string | undefined {
  const from = given === null ? undefined : places.get(given.sequence)
  if (given !== null && from === undefined) return `there is no state ${given.sequence}`
  if (from !== undefined && digest(from.system, from.state) !== given?.digest) return 'the state it starts from differs'
  const next = nextSystem(when, systems, from)
  if (next === undefined) return 'it names a composition that the file lacks'
  const outcome = take(when, stream, next, from)
  if (outcome.status === 'rejected') {
    if (!('code' in then)) return `refused with ${outcome.code}`
    if (from !== undefined && digest(from.system, from.state) !== given?.digest)
      return 'a refusal has changed the state'
    return outcome.code === then.code ? undefined : `refused with ${outcome.code}, not ${then.code}`
  }
  if ('code' in then) return `accepted, not refused with ${then.code}`
  const { body, hash, sequence } = seal(outcome.decision, from?.hash ?? GENESIS_HASH)
  const place = { system: next, state: outcome.state, hash }
  places.set(String(sequence), place)
  if (body !== canonicalize(then.record)) return `another record: ${body}`
  if (hash !== then.hash) return 'another hash'
  if (then.snapshot !== undefined && snapshot(next, outcome.state) !== canonicalize(then.snapshot))
    return 'another snapshot'
  return digest(next, outcome.state) === then.digest ? elsewhere(place, from, when) : 'another digest'
}

function nextSystem(when: StreamCase['when'], systems: ReadonlyMap<string, System>, from?: Place): System | undefined {
  if ('genesis' in when) return systems.get(when.genesis.composition)
  return 'upgrade' in when ? systems.get(when.upgrade.composition) : from?.system
}

function take(when: StreamCase['when'], stream: string, next: System, from?: Place): Outcome<never> {
  if ('genesis' in when) return genesis(next, { at: Number(when.genesis.at), stream }) as Outcome<never>
  const { system, state } = from as Place
  if ('upgrade' in when) return upgrade(system, next, state, upgradeOf(when.upgrade)) as Outcome<never>
  const decoded = decode(system, 'text' in when ? parsed(when.text) : when.command)
  return (decoded.status === 'rejected' ? decoded : execute(system, state, decoded.command)) as Outcome<never>
}

/** The JSON value of a text; what is no JSON is no command, and refused as such. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function upgradeOf({ composition: _composition, id, by, at, signature }: UpgradeWhen): Parameters<typeof upgrade>[3] {
  const envelope = { id, by, at: Number(at) }
  if (signature === undefined) return envelope
  const { key, deadline, value } = signature as {
    readonly key: string
    readonly deadline: string
    readonly value: string
  }
  return { ...envelope, signature: { key, deadline: Number(deadline), value } }
}

/** The same command in a session, on a state that was restored from its snapshot. */
function elsewhere({ state, system }: Place, from: Place | undefined, when: StreamCase['when']): string | undefined {
  const text = snapshot(system, state)
  const restored = restore(system, { stream: state.stream, text })
  if (snapshot(system, restored) !== text) return 'a restored state has another snapshot'
  if (from === undefined || !('command' in when)) return undefined
  const session = begin(system, restore(system, { stream: from.state.stream, text: snapshot(system, from.state) }))
  const decoded = decode(system, when.command)
  if (decoded.status === 'rejected') return 'a session refuses it'
  const decision = session.execute(decoded.command as AnyCommand)
  if (decision.status === 'rejected') return `a session refuses it with ${decision.code}`
  return snapshot(system, session.state()) === text ? undefined : 'a session leads to another state'
}
