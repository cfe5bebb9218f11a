import { isId, type Rejected, type System, type Upgrade, upgrade } from '@symbolon/core'
import type { Journal, JournalRecord } from '../journal/journal.js'
import type { Stored } from './app.js'
import { appendUnknown, pause, writeConflict } from './attempts.js'
import { compositionOf, contentOf } from './content.js'
import { RuntimeError } from './error.js'
import { catchUp } from './load.js'
import { modelsOf } from './models.js'
import type { Replica } from './replica.js'
import { repeatedAnswer } from './stored-commands.js'

/**
 * Switches a stream to another composition, which the replica then has as well.
 * @param next - The composition, known to the replica.
 * @param attempts - How often it is tried when others are first or the journal fails, ≥ 1.
 * @param envelopeOf - The upgrade's envelope at this moment, asked again in each attempt; its id stays.
 * @throws {RuntimeError} `WRITE_CONFLICT`, `APPEND_UNKNOWN`; `STREAM_COMPOSITION` when the upgrade was stored before and
 * another has followed it.
 */
export async function storeUpgrade(
  replica: Replica,
  journal: Journal,
  next: System,
  attempts: number,
  envelopeOf: () => Upgrade,
): Promise<Stored | Rejected> {
  let failure: unknown
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      if (attempt > 1) await pause(attempt - 1, failure)
      await catchUp(replica, journal)
      const answer = await knownUpgrade(replica, journal, next, envelopeOf())
      if (answer) return answer
    } catch (error) {
      // With nothing under way, the journal's error says all.
      throw failure === undefined || error instanceof RuntimeError ? error : appendUnknown(failure, error)
    }
    const decided = decideUpgrade(replica, next, envelopeOf())
    if (decided.status === 'rejected') return decided
    const { record, decision, events, state } = decided
    const claim = {
      stream: replica.stream,
      expected: replica.head,
      records: [record],
      ...modelsOf(journal, [decision]),
    }
    try {
      failure = undefined
      const won = await journal.append([claim])
      if (!won.has(replica.stream)) continue
    } catch (error) {
      failure = error ?? new Error('no reason given')
      continue
    }
    replica.adopt(next, state, { sequence: record.sequence, hash: record.hash })
    const { command: id, sequence } = record
    return { status: 'accepted', id, sequence, at: decision.at, record, repeated: false, events }
  }
  throw failure === undefined ? writeConflict(replica.stream, attempts) : appendUnknown(failure, failure)
}

function decideUpgrade(replica: Replica, next: System, envelope: Upgrade) {
  const outcome = upgrade(replica.system, next, replica.session.state(), envelope)
  if (outcome.status === 'rejected') return outcome
  const { sequence, command, hash, body } = replica.seal(outcome.decision, replica.head.hash)
  return { ...outcome, record: { sequence, command, hash, body } }
}

/** The answer to an upgrade whose id the stream knows. */
async function knownUpgrade(
  { stream, system }: Replica,
  journal: Journal,
  next: System,
  { id, by }: Upgrade,
): Promise<Stored | Rejected | undefined> {
  const record = isId(id) ? await journal.find(stream, id) : undefined
  if (record === undefined) return undefined
  const { sequence } = record
  if (!isUpgradeTo(record, next, by)) return { status: 'rejected', code: 'COMMAND_CONFLICT', details: { sequence } }
  if (system.hash === next.hash) return repeatedAnswer(record)
  const message = `stream ${stream} was switched to this composition by record ${sequence}, and to another since`
  throw new RuntimeError('STREAM_COMPOSITION', message, { sequence })
}

function isUpgradeTo(record: JournalRecord, { hash }: System, by: string): boolean {
  const content = contentOf(record)
  const { command } = content
  return command.type === 'system.upgrade' && command.by === by && compositionOf(content) === hash
}
