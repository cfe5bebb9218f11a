import { genesis, type System } from '@symbolon/core'
import { hashText } from '@symbolon/core/codec'
import { nextTurn } from '../journal/coalesce.js'
import type { Claim, Journal, JournalRecord, Snapshot } from '../journal/journal.js'
import { modelsOf } from './models.js'
import type { Replica } from './replica.js'
import type { Kept } from './snapshots.js'

const PAGE = 1000

/**
 * Brings a replica to the head of its stream: from the snapshot when it is sound, else from the first record.
 * @param onProgress - Told the last sequence replayed and that of the head, after each page.
 * @returns The snapshot it started from.
 */
export async function load(
  replica: Replica,
  journal: Journal,
  onProgress: ((done: number, total: number) => void) | undefined,
): Promise<Kept> {
  const snapshot = await journal.readSnapshot(replica.stream)
  const restored = snapshot && (await isSound(snapshot, journal)) && restoreFrom(replica, snapshot)
  const { sequence } = onProgress ? await journal.head(replica.stream) : { sequence: 0 }
  await catchUp(replica, journal, () => {
    const { sequence: done } = replica.head
    onProgress?.(done, Math.max(done, sequence))
  })
  return restored ? { sequence: snapshot.sequence, characters: snapshot.text.length } : { sequence: 0, characters: 0 }
}

/**
 * Takes in what the journal has beyond the replica's head.
 * @param onPage - Told the records of each page once they are taken in.
 */
export async function catchUp(
  replica: Replica,
  journal: Journal,
  onPage: (records: readonly JournalRecord[]) => void = () => undefined,
): Promise<void> {
  for (;;) {
    const page = await journal.read(replica.stream, replica.head.sequence, PAGE)
    for (const record of page) replica.replay(record)
    if (page.length > 0) onPage(page)
    if (page.length < PAGE) return
    await nextTurn()
  }
}

/** A snapshot counts when its text is what was written and its last record is the one in the journal. */
async function isSound({ stream, sequence, hash, digest, text }: Snapshot, journal: Journal): Promise<boolean> {
  const [record] = await journal.read(stream, sequence - 1, 1)
  return record?.sequence === sequence && record.hash === hash && hashText(text) === digest
}

function restoreFrom(replica: Replica, { sequence, hash, text }: Snapshot): boolean {
  const composition = lastComposition(text)
  if (composition === undefined) return false
  try {
    return replica.restore(composition, text, { sequence, hash })
  } catch {
    // Written by an older version of this package, say: replay says the same.
    return false
  }
}

/** Hash of the composition in force, from the rows of `kernel.compositions` in a snapshot's text. */
function lastComposition(text: string): string | undefined {
  const [, rows = ''] = /"kernel\.compositions":\[([^\]]*)\]/.exec(text) ?? []
  return [...rows.matchAll(/"hash":"([0-9a-f]{64})"/g)].at(-1)?.[1]
}

/**
 * Begins a stream that has no records. When several do so at once, one genesis is stored and the others replay it.
 * @param at - Time of the genesis, whole seconds.
 */
export async function found(replica: Replica, journal: Journal, system: System, at: number): Promise<void> {
  const { stream, head } = replica
  const { state, decision } = genesis(system, { at, stream })
  const { sequence, command, hash, body } = replica.seal(decision, head.hash)
  const records = [{ sequence, command, hash, body }]
  const claim: Claim = { stream, expected: head, records, ...modelsOf(journal, [decision]) }
  const won = await journal.append([claim])
  if (won.has(stream)) replica.adopt(system, state, { sequence, hash })
  else await catchUp(replica, journal)
}
