/** From a scenario to a vector file: every step is executed, and has to come out as its author says. */
import {
  type AnyCommand,
  audit,
  type Decision,
  decode,
  digest,
  execute,
  genesis,
  type Rejected,
  type State,
  type System,
  seal,
  snapshot,
  type Upgrade,
  upgrade,
} from '@symbolon/core'
import { canonicalize, GENESIS_HASH, type JsonValue } from '@symbolon/core/codec'
import { toJson } from './json.js'
import type { Scenario, Step } from './scenario.js'
import type { StreamCase, StreamFile, StreamWhen } from './vector-file.js'

/** The story so far. */
interface Story {
  readonly system: System
  readonly state: State
  readonly hash: string
}
type Outcome = Rejected | { readonly status: 'accepted'; readonly state: State; readonly decision: Decision }

/** @throws {Error} when a step doesn't come out as expected, or leaves a state that fails its audits. */
export function streamFile({ name, about, system, at, stream = 'vectors', steps }: Scenario): StreamFile {
  const systems: Record<string, JsonValue> = { [system.hash]: compositionOf(system) }
  const first = genesis(system, { at, stream })
  const begun = seal(first.decision, GENESIS_HASH)
  let story: Story = { system, state: first.state, hash: begun.hash }
  const cases: StreamCase[] = [
    {
      name: 'genesis',
      given: null,
      when: { genesis: { composition: system.hash, at: String(at) } },
      then: {
        record: JSON.parse(begun.body),
        hash: begun.hash,
        digest: digest(system, first.state),
        snapshot: JSON.parse(snapshot(system, first.state)),
      },
    },
  ]
  const ids = new Set(['genesis'])
  for (const [index, step] of steps.entries()) {
    const number = index + 1
    const { when, outcome, next } = take(story, step, `c${number}`)
    const code = outcome.status === 'rejected' ? outcome.code : 'accepted'
    systems[next.hash] ??= compositionOf(next)
    if (code !== step.expect) throw new Error(`${name}, step ${number}: ${code} instead of ${step.expect}`)
    const given = { sequence: String(story.state.sequence), digest: digest(story.system, story.state) }
    const named = `${number} ${step.note ?? `${nameOf(step)}: ${code}`}`
    if (outcome.status === 'rejected') {
      cases.push({ name: named, given, when, then: { code } })
      continue
    }
    const { body, hash, command } = seal(outcome.decision, story.hash)
    if (ids.has(command)) throw new Error(`${name}, step ${number}: the id ${command} is used twice`)
    ids.add(command)
    const failed = audit(next, outcome.state)
    if (failed.length > 0) throw new Error(`${name}, step ${number}: ${JSON.stringify(failed)}`)
    cases.push({
      name: named,
      given,
      when,
      then: {
        record: JSON.parse(body),
        hash,
        digest: digest(next, outcome.state),
        ...('upgrade' in step ? { snapshot: JSON.parse(snapshot(next, outcome.state)) } : {}),
      },
    })
    story = { system: next, state: outcome.state, hash }
  }
  return { spec: system.spec, kind: 'stream', name, about: about ?? '', stream, systems, cases }
}

function take(
  { system, state }: Story,
  step: Step,
  id: string,
): { readonly when: StreamWhen; readonly outcome: Outcome; readonly next: System } {
  if ('upgrade' in step) {
    const { to, ...rest } = step.upgrade
    const envelope: Upgrade = { id, ...rest }
    const outcome = upgrade(system, to, state, envelope)
    const { signature, ...plain } = envelope
    const signed = signature === undefined ? {} : { signature: toJson(signature) }
    const when = { upgrade: { composition: to.hash, id: plain.id, by: plain.by, at: String(plain.at), ...signed } }
    return { when, outcome, next: to }
  }
  if ('text' in step || 'json' in step) {
    const text = 'text' in step ? step.text : JSON.stringify(step.json)
    return { when: { text }, outcome: run(system, state, parsed(text)), next: system }
  }
  const command: AnyCommand = { id, ...step.command }
  const json = toJson(command)
  const outcome = run(system, state, json)
  const typed = execute(system, state, command as never) as Outcome
  const same = typed.status === outcome.status && textOf(typed) === textOf(outcome)
  if (!same) throw new Error(`the typed command and its JSON differ: ${textOf(typed)}, ${textOf(outcome)}`)
  return { when: { command: json }, outcome, next: system }
}

const textOf = (outcome: Outcome): string =>
  outcome.status === 'rejected' ? outcome.code : seal(outcome.decision, GENESIS_HASH).body

/** The JSON value of a text; what is no JSON is no command, and refused as such. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A command in JSON, decoded and executed. */
export function run(system: System, state: State, json: unknown): Outcome {
  const decoded = decode(system, json)
  return decoded.status === 'rejected' ? decoded : (execute(system, state, decoded.command) as Outcome)
}

function nameOf(step: Step): string {
  if ('upgrade' in step) return 'upgrade'
  if ('command' in step) return step.command.type
  const { type } = (('text' in step ? parsed(step.text) : step.json) ?? {}) as { readonly type?: unknown }
  return typeof type === 'string' ? type : 'a command'
}

/** The composition's JSON, as its genesis record has it. */
export function compositionOf(system: System): JsonValue {
  const json = JSON.parse(system.engine.composition.text) as JsonValue
  if (canonicalize(json) !== system.engine.composition.text) throw new Error('a composition is not canonical')
  return json
}
