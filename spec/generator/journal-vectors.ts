/** Vectors of kernel.md#verification: a journal, and what forgers make of it. */
import {
  type CompositionOptions,
  createSystem,
  execute,
  genesis,
  type State,
  type System,
  seal,
  upgrade,
} from '@symbolon/core'
import { GENESIS_HASH, recordHash } from '@symbolon/core/codec'
import { transfer } from '@symbolon/core/transfer'
import { auditOf } from '../runner/journal.js'
import { compositionOf } from './stream-vectors.js'
import type { JournalCase, JournalFile } from './vector-file.js'

interface Stored {
  readonly body: string
  readonly hash: string
}

const options: CompositionOptions = {
  spec: '1.0',
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 100n }],
  authority: 'founder',
}
const first = createSystem({ ...options, mechanisms: [transfer.with({})] }) as System
const second = createSystem({ ...options, authority: 'council', mechanisms: [transfer.with({})] }) as System

/** Genesis, two payments, an upgrade, a payment: five records. */
function journal(): readonly Stored[] {
  const begun = genesis(first, { at: 0, stream: 'journal' })
  const records: Stored[] = [seal(begun.decision, GENESIS_HASH)]
  let state: State = begun.state
  const keep = (outcome: ReturnType<typeof execute> | ReturnType<typeof upgrade>): void => {
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    state = outcome.state
    records.push(seal(outcome.decision, records.at(-1)?.hash as string))
  }
  const pay = (system: System, at: number): void => {
    const input = { to: 'bob', asset: 'USD', amount: BigInt(at) }
    keep(execute(system, state, { id: `c${at}`, by: 'alice', at, type: 'transfer.send', input } as never))
  }
  pay(first, 2)
  pay(first, 3)
  keep(upgrade(first, second, state, { id: 'u4', by: 'founder', at: 4 }))
  pay(second, 5)
  return records.map(({ body, hash }) => ({ body, hash }))
}
const sound = journal()

/** One body changed, its hash and those after it as they were. */
function changed(number: number, from: string, to: string, records: readonly Stored[] = sound): readonly Stored[] {
  return records.map(({ body, hash }, i) => {
    if (i !== number - 1) return { body, hash }
    if (!body.includes(from)) throw new Error(`record ${number} has no ${from}`)
    return { body: body.replace(from, () => to), hash }
  })
}
/** All hashes made anew, as a forger would. */
function rechained(records: readonly Stored[]): readonly Stored[] {
  let previous = GENESIS_HASH
  return records.map(({ body }) => {
    previous = recordHash(previous, body)
    return { body, hash: previous }
  })
}
const forged = (number: number, from: string, to: string) => rechained(changed(number, from, to))
const [one, two, three] = sound as readonly [Stored, Stored, Stored]
const upTo = (records: readonly Stored[], count: number) => records.slice(0, count)
const genesisInput = one.body.slice(one.body.indexOf('"input":'), one.body.indexOf(',"type":"system.genesis"'))

/** Genesis, a payment, and one offer that is taken. */
function taking(offered: string, id: string, reason: 'COMMAND_KNOWN' | 'RECORD_TOO_LARGE' | null): readonly Stored[] {
  const command = [...new TextEncoder().encode(offered)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const begun = genesis(first, { at: 0, stream: 'journal' })
  const records: Stored[] = [seal(begun.decision, GENESIS_HASH)]
  let { state } = begun
  const commands = [
    { id: 'c2', by: 'alice', at: 2, type: 'transfer.send', input: { to: 'bob', asset: 'USD', amount: 2n } },
    { id, by: '@kernel', at: 3, type: 'inbox.take', input: { offer: 0, command, refuse: reason } },
  ]
  for (const one of commands) {
    const outcome = execute(first, state, one as never)
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    state = outcome.state
    records.push(seal(outcome.decision, records.at(-1)?.hash as string))
  }
  return records.map(({ body, hash }) => ({ body, hash }))
}
const offered = (id: string): string =>
  `{"by":"alice","id":"${id}","input":{"amount":"1","asset":"USD","to":"bob"},"type":"transfer.send"}`

type Told = readonly [name: string, records: readonly Stored[], expected: string, systems?: readonly System[]]
const told: readonly Told[] = [
  ['a journal with an upgrade', sound, 'verified at 5'],
  ['one that was cut short verifies as well', upTo(sound, 3), 'verified at 3'],
  ['compositions that it never had do no harm', upTo(sound, 3), 'verified at 3', [second, first]],
  ['no record', [], 'RECORD_MISSING at 1'],
  ['a body that is no JSON', changed(2, '{', ''), 'RECORD_MALFORMED at 2'],
  ['an empty body', [{ body: '', hash: one.hash }], 'RECORD_MALFORMED at 1'],
  ['a body that is null', [{ body: 'null', hash: one.hash }], 'RECORD_MALFORMED at 1'],
  ['no command', [{ body: '{"at":"0","sequence":"1","stream":"s"}', hash: one.hash }], 'RECORD_MALFORMED at 1'],
  ['an id with a space', upTo(forged(2, '"id":"c2"', '"id":"c 2"'), 2), 'RECORD_MALFORMED at 2'],
  [
    'a type that is a list',
    upTo(forged(2, '"type":"transfer.send"', '"type":["transfer.send"]'), 2),
    'RECORD_MALFORMED at 2',
  ],
  ['a stream that is no Id', upTo(forged(2, '"stream":"journal"', '"stream":"a b"'), 2), 'RECORD_MALFORMED at 2'],
  ['a time with a leading zero', upTo(forged(2, '"at":"2"', '"at":"02"'), 2), 'RECORD_MALFORMED at 2'],
  ['a time that is a number', upTo(forged(2, '"at":"2"', '"at":2'), 2), 'RECORD_MALFORMED at 2'],
  [
    'malformed before out of order',
    [{ body: three.body.replace('"at":"3"', '"at":"x"'), hash: three.hash }],
    'RECORD_MALFORMED at 1',
  ],
  ['a record dropped', [one, ...sound.slice(2, 4)], 'RECORD_OUT_OF_ORDER at 2'],
  ['a record twice', [one, two, two], 'RECORD_OUT_OF_ORDER at 3'],
  ['two records exchanged', [one, three, two], 'RECORD_OUT_OF_ORDER at 2'],
  ['the first record missing', sound.slice(1, 3), 'RECORD_OUT_OF_ORDER at 1'],
  ['a sequence that is a number', upTo(forged(2, '"sequence":"2"', '"sequence":2'), 2), 'RECORD_OUT_OF_ORDER at 2'],
  [
    'a sequence with a leading zero',
    upTo(forged(2, '"sequence":"2"', '"sequence":"02"'), 2),
    'RECORD_OUT_OF_ORDER at 2',
  ],
  ['no sequence', upTo(forged(2, '"sequence":"2",', ''), 2), 'RECORD_OUT_OF_ORDER at 2'],
  [
    'another stream from a record on',
    upTo(forged(2, '"stream":"journal"', '"stream":"other"'), 2),
    'RECORD_OUT_OF_ORDER at 2',
  ],
  ['out of order before the hash', [one, { ...three, hash: two.hash }], 'RECORD_OUT_OF_ORDER at 2'],
  ['an amount changed', upTo(changed(2, '"amount":"2"', '"amount":"3"'), 2), 'RECORD_HASH_MISMATCH at 2'],
  ['a hash changed', [one, { ...two, hash: one.hash }], 'RECORD_HASH_MISMATCH at 2'],
  ['a hash in upper case', [one, { ...two, hash: two.hash.toUpperCase() }], 'RECORD_HASH_MISMATCH at 2'],
  ['a line feed at the end', [one, { ...two, body: `${two.body}\n` }], 'RECORD_HASH_MISMATCH at 2'],
  [
    'a record hashed as if it were the first',
    [one, { ...two, hash: recordHash(GENESIS_HASH, two.body) }],
    'RECORD_HASH_MISMATCH at 2',
  ],
  ['the hash before the id', upTo(changed(3, '"id":"c3"', '"id":"c2"'), 3), 'RECORD_HASH_MISMATCH at 3'],
  ['an id twice', upTo(forged(3, '"id":"c3"', '"id":"c2"'), 3), 'RECORD_DUPLICATE at 3'],
  ['the id of genesis', upTo(forged(2, '"id":"c2"', '"id":"genesis"'), 2), 'RECORD_DUPLICATE at 2'],
  [
    'an id twice before a refusal',
    upTo(
      rechained(changed(3, '"amount":"3","asset"', '"amount":"999","asset"', changed(3, '"id":"c3"', '"id":"c2"'))),
      3,
    ),
    'RECORD_DUPLICATE at 3',
  ],
  [
    'a first record that is no genesis',
    upTo(forged(1, '"type":"system.genesis"', '"type":"system.upgrade"'), 1),
    'RECORD_REFUSED at 1',
  ],
  ['a genesis without input', upTo(forged(1, `${genesisInput},`, ''), 1), 'RECORD_MALFORMED at 1'],
  ['a genesis with a number in it', upTo(forged(1, '"feeds":[]', '"feeds":[1]'), 1), 'RECORD_MALFORMED at 1'],
  [
    'the hash before the input of a genesis',
    upTo(changed(1, '"feeds":[]', '"feeds":[1]'), 1),
    'RECORD_HASH_MISMATCH at 1',
  ],
  ['an upgrade with a number in it', upTo(forged(4, '"feeds":[]', '"feeds":[1]'), 4), 'RECORD_MALFORMED at 4'],
  [
    'a genesis with another allocation',
    upTo(forged(1, '"amount":"100"', '"amount":"900"'), 1),
    'RECORD_COMPOSITION_UNKNOWN at 1',
  ],
  ['a genesis that is not among those given', upTo(sound, 1), 'RECORD_COMPOSITION_UNKNOWN at 1', [second]],
  ['an upgrade that is not among those given', upTo(sound, 4), 'RECORD_COMPOSITION_UNKNOWN at 4', [first]],
  [
    'the composition of an upgrade before its right',
    upTo(forged(4, '"by":"founder"', '"by":"alice"'), 4),
    'RECORD_COMPOSITION_UNKNOWN at 4',
    [first],
  ],
  ['more than there is', upTo(forged(2, '"amount":"2","asset"', '"amount":"999","asset"'), 2), 'RECORD_REFUSED at 2'],
  ['a command that nobody knows', upTo(forged(2, '"transfer.send"', '"transfer.steal"'), 2), 'RECORD_REFUSED at 2'],
  ['an input of another shape', upTo(forged(2, '"to":"bob"', '"to":"@@bob"'), 2), 'RECORD_REFUSED at 2'],
  ['a member of the command too many', upTo(forged(2, '"id":"c2"', '"id":"c2","memo":"x"'), 2), 'RECORD_REFUSED at 2'],
  ['a command by the kernel', upTo(forged(2, '"by":"alice"', '"by":"@kernel"'), 2), 'RECORD_REFUSED at 2'],
  ['time running backwards', upTo(forged(3, '"at":"3"', '"at":"1"'), 3), 'RECORD_REFUSED at 3'],
  ['an upgrade by somebody else', upTo(forged(4, '"by":"founder"', '"by":"alice"'), 4), 'RECORD_REFUSED at 4'],
  ['a genesis by somebody', upTo(forged(1, '"by":"@kernel"', '"by":"founder"'), 1), 'RECORD_DIFFERS at 1'],
  ['a genesis under another id', upTo(forged(1, '"id":"genesis"', '"id":"begin"'), 1), 'RECORD_DIFFERS at 1'],
  [
    'another effect',
    upTo(forged(2, '"transfers":[{"amount":"2"', '"transfers":[{"amount":"3"'), 2),
    'RECORD_DIFFERS at 2',
  ],
  ['white space', upTo(forged(2, '"at":', '"at": '), 2), 'RECORD_DIFFERS at 2'],
  [
    'members in another order',
    upTo(forged(2, '"by":"alice","id":"c2"', '"id":"c2","by":"alice"'), 2),
    'RECORD_DIFFERS at 2',
  ],
  ['a member twice', upTo(forged(2, '{"at":"2"', '{"at":"2","at":"2"'), 2), 'RECORD_DIFFERS at 2'],
  ['a member too many', upTo(forged(2, '{"at":"2"', '{"a":"","at":"2"'), 2), 'RECORD_DIFFERS at 2'],
  [
    'the hash before within the body',
    upTo(forged(2, '"sequence":"2"', `"previous":"${one.hash}","sequence":"2"`), 2),
    'RECORD_DIFFERS at 2',
  ],
  ['another version of the specification', upTo(forged(2, '"spec":"1.0"', '"spec":"1.1"'), 2), 'RECORD_DIFFERS at 2'],
  ['an offer that was refused', taking(offered('c3'), 'c3', null), 'verified at 3'],
  ['an offer left out for its id, which was there', taking(offered('c2'), 'n1', 'COMMAND_KNOWN'), 'verified at 3'],
  [
    'an offer left out for an id that was not there',
    taking(offered('c3'), 'n1', 'COMMAND_KNOWN'),
    'RECORD_REFUSED at 3',
  ],
  ['an offer left out for an id, though it has none', taking('{}', 'n1', 'COMMAND_KNOWN'), 'RECORD_REFUSED at 3'],
  [
    'an offer left out for its record, which is short',
    taking(offered('c3'), 'n1', 'RECORD_TOO_LARGE'),
    'RECORD_REFUSED at 3',
  ],
  ['no command, left out for its record', taking('{}', 'n1', 'RECORD_TOO_LARGE'), 'RECORD_REFUSED at 3'],
  ['an offer that runs under an id that was there', taking(offered('c2'), 'c2', null), 'RECORD_DUPLICATE at 3'],
]

function caseOf([name, records, expected, systems = [first, second]]: Told, index: number): JournalCase {
  const then = auditOf(systems, { records })
  const found = `${'code' in then ? then.code : 'verified'} at ${then.sequence}`
  if (found !== expected) throw new Error(`${name}: ${found}, not ${expected}`)
  return { name: `${index + 1} ${name}`, given: { systems: systems.map(({ hash }) => hash) }, when: { records }, then }
}

/** A feed with a thousand and seven reports, pruned until the first that stays is reached: the three behind it stay too. */
function pruning(): JournalFile {
  const policy = {
    reporters: ['oracle'],
    signers: [],
    threshold: 0,
    maxAge: 100,
    futureSkew: 0,
    lowest: null,
    highest: null,
    jump: null,
    monotone: false,
    timelock: 0,
  }
  const system = createSystem({ spec: '1.0', mechanisms: [], feeds: [{ base: 'A', quote: 'B', policy }] }) as System
  const begun = genesis(system, { at: 0, stream: 'journal' })
  const records: Stored[] = [seal(begun.decision, GENESIS_HASH)]
  let { state } = begun
  const keep = (by: string, type: string, input: object): void => {
    const id = `c${records.length + 1}`
    const outcome = execute(system, state, { id, by, at: 9, type, input } as never)
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    state = outcome.state
    records.push(seal(outcome.decision, records.at(-1)?.hash as string))
  }
  const pair = { base: 'A', quote: 'B' }
  const parts = { baseAmount: 1n, quoteAmount: 1n, confidence: 0n, until: 99, source: 's', number: 0, signatures: [] }
  for (let i = 0; i < 1007; i++) keep('oracle', 'price.report', { ...pair, ...parts, observed: i === 1003 ? 9 : 8 })
  for (let i = 0; i < 3; i++) keep('anyone', 'price.prune', { ...pair, before: 9 })
  const when = { records: records.map(({ body, hash }) => ({ body, hash })) }
  const then = auditOf([system], when)
  if ('code' in then) throw new Error(then.code)
  const gone = records.slice(-3).map(({ body }) => (JSON.parse(body) as { readonly writes: readonly unknown[] }).writes)
  if (gone.map(({ length }) => length).join() !== '1000,3,0') throw new Error('it prunes others')
  return {
    spec: '1.0',
    kind: 'journal',
    name: 'pruning',
    about: 'A thousand reports are pruned at once and no more, up to the first that stays.',
    systems: { [system.hash]: compositionOf(system) },
    cases: [{ name: '1 pruned in three steps', given: { systems: [system.hash] }, when, then }],
  }
}

export const journalFiles: readonly JournalFile[] = [
  {
    spec: '1.0',
    kind: 'journal',
    name: 'verification',
    about: 'Audits of a journal as it is, cut short, and forged, by code and in order of precedence.',
    systems: Object.fromEntries([first, second].map((system) => [system.hash, compositionOf(system)])),
    cases: told.map(caseOf),
  },
  pruning(),
]
