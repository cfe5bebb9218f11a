import { type Rejected, type System, type Upgrade, upgrade } from '@symbolon/core'
import type { Journal } from '../journal/journal.js'
import type { Stored } from './app.js'
import { RuntimeError } from './error.js'
import { catchUp } from './load.js'
import { modelsOf } from './models.js'
import type { Replica } from './replica.js'

/**
 * Switches a stream to another composition, which the replica then has as well.
 * @param envelopeOf - The upgrade's envelope at this moment, asked again when others were first.
 */
export async function storeUpgrade(
  replica: Replica,
  journal: Journal,
  next: System,
  attempts: number,
  envelopeOf: () => Upgrade,
): Promise<Stored | Rejected> {
  const { stream } = replica
  for (let attempt = 0; attempt < attempts; attempt++) {
    await catchUp(replica, journal)
    const envelope = envelopeOf()
    const known = await journal.find(stream, envelope.id)
    if (known) {
      const { command: id, sequence } = known
      const isThis = replica.system.hash === next.hash
      if (isThis) return { status: 'accepted', id, sequence, at: envelope.at, record: known, repeated: true }
      return { status: 'rejected', code: 'COMMAND_CONFLICT', details: { sequence } }
    }
    const outcome = upgrade(replica.system, next, replica.session.state(), envelope)
    if (outcome.status === 'rejected') return outcome
    const { state, decision, events } = outcome
    const { sequence, command, hash, body } = replica.seal(decision, replica.head.hash)
    const record = { sequence, command, hash, body }
    const claim = { stream, expected: replica.head, records: [record], ...modelsOf(journal, [decision]) }
    const won = await journal.append([claim])
    if (!won.has(stream)) continue
    replica.adopt(next, state, { sequence, hash })
    return { status: 'accepted', id: command, sequence, at: decision.at, record, repeated: false, events }
  }
  throw new RuntimeError('WRITE_CONFLICT', `other writers were first on stream ${stream}, ${attempts} times in a row`)
}
