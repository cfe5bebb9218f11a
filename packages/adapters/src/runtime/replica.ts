import {
  type AnyInstance,
  begin,
  type Decision,
  decode,
  genesis,
  type RecordHash,
  restore,
  type Sealed,
  type Session,
  type State,
  type System,
  seal,
  upgrade,
} from '@symbolon/core'
import { EMPTY_HEAD, type Head, type JournalRecord } from '../journal/journal.js'
import { commandOf } from './command-text.js'
import { compositionOf, contentOf, type RecordContent } from './content.js'
import { RuntimeError } from './error.js'

/** A state in memory that follows a stream, and runs ahead of it by what is being stored. */
export interface Replica {
  readonly stream: string
  readonly systems: readonly System[]
  /** Composition in force at the head. */
  readonly system: System
  /** Last record that is known to be stored. */
  readonly head: Head
  /** The state at the head, and ahead of it while an append is under way. */
  readonly session: Session
  seal(decision: Decision, previous: string): Sealed
  /** Goes on from a state whose last record is stored. */
  adopt(system: System, state: State, head: Head): void
  /** Takes in a record that another writer stored: executes its command and compares. */
  replay(record: JournalRecord): void
  /** What ran ahead up to this record is stored now. */
  commit(head: Head): void
  /** What ran ahead is not stored: back to the head. */
  rollback(): void
  /** Takes in a snapshot of one of the systems. */
  restore(composition: string, text: string, head: Head): boolean
  /** One more composition that the stream may switch to. */
  learn(system: System): void
}

/** A replica before its first record. */
export function createReplica(stream: string, known: readonly System[], hash: RecordHash | undefined): Replica {
  const options = hash ? { hash } : {}
  const systems = [...known]
  let head = EMPTY_HEAD
  let current: { readonly system: System; readonly session: Session } | undefined

  function started(): { readonly system: System; readonly session: Session } {
    if (!current) throw new RuntimeError('STREAM_BROKEN', `stream ${stream} has not begun`)
    return current
  }

  function adopt(system: System, state: State, at: Head): void {
    current = { system, session: begin(system, state) }
    head = at
  }

  function replay(record: JournalRecord): void {
    if (record.sequence !== head.sequence + 1) throw broken(stream, head.sequence + 1, 'is missing')
    const content = parsed(record, commandOf)
    const next = { sequence: record.sequence, hash: record.hash }
    if (current === undefined) replayGenesis(record, next)
    else if (content.command.type === 'system.upgrade') replayUpgrade(record, next)
    else replayCommand(record, content, next)
  }

  function replayCommand(record: JournalRecord, content: Pick<RecordContent, 'at' | 'command'>, next: Head): void {
    const { system, session } = started()
    const decoded = decode<AnyInstance>(system, { at: content.at, ...content.command })
    if (decoded.status === 'rejected')
      throw broken(stream, record.sequence, `holds a command refused with ${decoded.code}`)
    const decision = session.execute(decoded.command)
    if (decision.status === 'rejected') throw broken(stream, record.sequence, `is refused with ${decision.code}`)
    try {
      compare(seal(decision, head.hash, options), record)
    } catch (error) {
      session.rollback(head.sequence)
      throw error
    }
    session.settle(next.sequence)
    head = next
  }

  function replayGenesis(record: JournalRecord, next: Head): void {
    const content = parsed(record, (body) => contentOf({ body }))
    const system = systemOf(record, content)
    const { state, decision } = genesis(system, { at: Number(content.at), stream })
    compare(seal(decision, head.hash, options), record)
    adopt(system, state, next)
  }

  function replayUpgrade(record: JournalRecord, next: Head): void {
    const { system, session } = started()
    const content = parsed(record, (body) => contentOf({ body }))
    const to = systemOf(record, content)
    const { at } = content
    const { id, by, signature } = content.command
    const signed = signature ? { signature: { ...signature, deadline: Number(signature.deadline) } } : {}
    const outcome = upgrade(system, to, session.state(), { id, by, at: Number(at), ...signed })
    if (outcome.status === 'rejected') throw broken(stream, record.sequence, `is refused with ${outcome.code}`)
    compare(seal(outcome.decision, head.hash, options), record)
    adopt(to, outcome.state, next)
  }

  function parsed<Content>(record: JournalRecord, parse: (body: string) => Content): Content {
    try {
      return parse(record.body)
    } catch (cause) {
      const message = `record ${record.sequence} of stream ${stream} is no JSON`
      throw new RuntimeError('STREAM_BROKEN', message, { cause, sequence: record.sequence })
    }
  }

  function systemOf(record: JournalRecord, content: RecordContent): System {
    const composition = compositionOf(content)
    const system = systems.find(({ hash }) => hash === composition)
    if (system) return system
    const message = `stream ${stream} has a composition at record ${record.sequence} that is not among the given systems`
    throw new RuntimeError('STREAM_COMPOSITION', message, { sequence: record.sequence })
  }

  function compare(sealed: Sealed, record: JournalRecord): void {
    if (sealed.body !== record.body) throw broken(stream, record.sequence, 'is not what its command leads to')
    if (sealed.hash !== record.hash) throw broken(stream, record.sequence, 'has another hash than its content')
    // A column beside the body, outside the hash: commands are found by it.
    if (sealed.command !== record.command)
      throw broken(stream, record.sequence, 'stands under the id of another command')
  }

  return {
    stream,
    systems,
    get system() {
      return started().system
    },
    get head() {
      return head
    },
    get session() {
      return started().session
    },
    seal: (decision, previous) => seal(decision, previous, options),
    adopt,
    replay,
    commit: (stored) => {
      started().session.settle(stored.sequence)
      head = stored
    },
    rollback: () => started().session.rollback(head.sequence),
    restore: (composition, text, at) => {
      const system = systems.find(({ hash }) => hash === composition)
      if (!system) return false
      const state = restore(system, { stream, text })
      if (state.sequence !== at.sequence) return false
      adopt(system, state, at)
      return true
    },
    learn: (system) => {
      if (!systems.some(({ hash }) => hash === system.hash)) systems.push(system)
    },
  }
}

function broken(stream: string, sequence: number, what: string): RuntimeError {
  return new RuntimeError('STREAM_BROKEN', `record ${sequence} of stream ${stream} ${what}`, { sequence })
}
