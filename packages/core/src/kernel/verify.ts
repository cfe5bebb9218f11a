/** Audit of a journal by doing all of it again. Spec: kernel.md#verification. */
import { isId } from '../codec/fields.js'
import { GENESIS_HASH, type RecordHash, recordHash } from '../codec/hash.js'
import type { AnyCommand } from './bag.js'
import { compositionHash } from './composition.js'
import { isTime, timeOf } from './envelope.js'
import { decode, decodeUpgrade, genesis, upgrade } from './execute.js'
import { decodeOffer, LEAST_ROOM } from './inbox.js'
import { bodyOf } from './record.js'
import type { TakeOffer } from './services.js'
import { begin, type Session } from './session.js'
import type { State } from './state.js'
import type { Decision, System } from './system.js'

/** A record as a journal gives it back. */
export interface StoredRecord {
  /** Canonical JSON of the record without `previous` and `hash`. */
  readonly body: string
  /** 64 lower-case hexadecimal digits. */
  readonly hash: string
}
/** Why a record is refused, in order of precedence. */
export type VerifyRejection =
  | 'RECORD_MISSING'
  | 'RECORD_MALFORMED'
  | 'RECORD_OUT_OF_ORDER'
  | 'RECORD_HASH_MISMATCH'
  | 'RECORD_DUPLICATE'
  | 'RECORD_COMPOSITION_UNKNOWN'
  | 'RECORD_REFUSED'
  | 'RECORD_DIFFERS'
/** A journal is refused, and where. */
export interface NotVerified {
  readonly status: 'rejected'
  readonly code: VerifyRejection
  /** Place of the first record that is wrong. */
  readonly sequence: number
  readonly details: unknown
}
/** Every record of a journal is what its commands lead to. */
export interface Verified {
  readonly status: 'verified'
  readonly stream: string
  /** The last record. */
  readonly sequence: number
  /** Its hash: compare it with one kept elsewhere, since a journal cut short verifies as well. */
  readonly hash: string
  /** Where the records lead. */
  readonly state: State
}
/** What the host may bring for speed. */
export interface VerifyOptions {
  /** A native implementation of the record hash. */
  readonly hash?: RecordHash
}
/** Verifies record by record. */
export interface Verifier {
  /** @returns why the record is refused; once one is, so are all that follow. */
  next(record: StoredRecord): NotVerified | undefined
  result(): Verified | NotVerified
}

/**
 * Verifies a journal: every hash, every place, and every command by execution.
 * Spec: kernel.md#verification.
 * @param systems - All compositions the stream has had, in any order.
 * @param records - From record 1 on.
 * @param options - `hash`: a native implementation of the record hash.
 * @returns The last record's place and hash and the state it leads to, or the first record that is wrong and why.
 * @example verify(system, records).status // 'verified'
 */
export function verify(
  systems: System | readonly System[],
  records: Iterable<StoredRecord>,
  options: VerifyOptions = {},
): Verified | NotVerified {
  const audit = verifier(systems, options)
  for (const record of records) {
    const refused = audit.next(record)
    if (refused !== undefined) return refused
  }
  return audit.result()
}

interface RecordJson {
  readonly at: string
  readonly sequence: string
  readonly stream: string
  readonly command: { readonly id: string; readonly by: string; readonly type: string; readonly input: unknown }
}

/**
 * The same as `verify` for records that come one after another, from a database cursor for example.
 * Spec: kernel.md#verification.
 * @param systems - All compositions the stream has had, in any order.
 * @param options - `hash`: a native implementation of the record hash.
 * @returns A verifier that has seen no record.
 * @example
 * const audit = verifier(system)
 * for await (const record of cursor) if (audit.next(record) !== undefined) break
 * audit.result()
 */
export function verifier(systems: System | readonly System[], { hash = recordHash }: VerifyOptions = {}): Verifier {
  const compositions = new Map((Array.isArray(systems) ? systems : [systems]).map((system) => [system.hash, system]))
  const seen = new Set<string>()
  let previous = GENESIS_HASH
  let sequence = 0
  let current: { readonly system: System; readonly session: Session } | undefined
  let refused: NotVerified | undefined

  const check = (record: StoredRecord): readonly [VerifyRejection, unknown] | undefined => {
    const json = parse(record?.body)
    if (json === undefined) return ['RECORD_MALFORMED', undefined]
    if (json.sequence !== String(sequence + 1)) return ['RECORD_OUT_OF_ORDER', { found: json.sequence }]
    if (current !== undefined && json.stream !== current.session.stream) {
      return ['RECORD_OUT_OF_ORDER', { stream: json.stream }]
    }
    if (hash(previous, record.body) !== record.hash) return ['RECORD_HASH_MISMATCH', undefined]
    if (seen.has(json.command.id)) return ['RECORD_DUPLICATE', { id: json.command.id }]
    const decision = current === undefined ? first(json) : next(json, current)
    if (Array.isArray(decision)) return decision as readonly [VerifyRejection, unknown]
    if (!saysWhatIsKnown(json.command, seen)) return ['RECORD_REFUSED', { code: 'COMMAND_KNOWN' }]
    const body = bodyOf(decision as Decision)
    if (body !== record.body) return ['RECORD_DIFFERS', { expected: body }]
    current?.session.settle(sequence + 1)
    seen.add(json.command.id)
    return undefined
  }

  const first = ({ at, stream, command }: RecordJson): Decision | readonly [VerifyRejection, unknown] => {
    if (command.type !== 'system.genesis') return ['RECORD_REFUSED', { code: 'COMMAND_UNKNOWN' }]
    const composition = compositionOf(command.input)
    if (composition === undefined) return ['RECORD_MALFORMED', undefined]
    const system = compositions.get(composition)
    if (system === undefined) return ['RECORD_COMPOSITION_UNKNOWN', undefined]
    const { state, decision } = genesis(system, { at: Number(at), stream })
    current = { system, session: begin(system, state) }
    return decision
  }

  const next = (
    { at, command }: RecordJson,
    { system, session }: { readonly system: System; readonly session: Session },
  ): Decision | readonly [VerifyRejection, unknown] => {
    if (command.type === 'system.upgrade') {
      const composition = compositionOf(command.input)
      if (composition === undefined) return ['RECORD_MALFORMED', undefined]
      const to = compositions.get(composition)
      if (to === undefined) return ['RECORD_COMPOSITION_UNKNOWN', undefined]
      const outcome = upgrade(system, to, session.state(), decodeUpgrade({ ...command, at }))
      if (outcome.status === 'rejected') return ['RECORD_REFUSED', { code: outcome.code }]
      current = { system: to, session: begin(to, outcome.state) }
      return outcome.decision
    }
    const decoded = decode(system, { ...command, at })
    if (decoded.status === 'rejected') return ['RECORD_REFUSED', { code: decoded.code }]
    if (fitsAfterAll(decoded.command, session)) return ['RECORD_REFUSED', { code: 'RECORD_TOO_LARGE' }]
    const decision = session.execute(decoded.command)
    return decision.status === 'accepted' ? decision : ['RECORD_REFUSED', { code: decision.code }]
  }

  return {
    next(record) {
      if (refused !== undefined) return refused
      const wrong = check(record)
      if (wrong === undefined) {
        sequence += 1
        previous = record.hash
        return undefined
      }
      const [code, details] = wrong
      refused = { status: 'rejected', code, sequence: sequence + 1, details }
      return refused
    },
    result() {
      if (refused !== undefined) return refused
      if (current === undefined) return { status: 'rejected', code: 'RECORD_MISSING', sequence: 1, details: undefined }
      const { session } = current
      return { status: 'verified', stream: session.stream, sequence, hash: previous, state: session.state() }
    },
  }
}

/** Whether a take that leaves an offer out because its id is known is right about it. */
function saysWhatIsKnown({ type, input }: RecordJson['command'], seen: ReadonlySet<string>): boolean {
  if (type !== 'inbox.take') return true
  const { command, refuse } = input as { readonly command: string; readonly refuse: string | null }
  if (refuse !== 'COMMAND_KNOWN') return true
  const offered = decodeOffer(command, 0)
  return !('code' in offered) && seen.has(offered.id)
}

/** Whether a take that leaves an offer out because its record would be too long for any journal is wrong about it. */
function fitsAfterAll(command: AnyCommand, session: Session): boolean {
  if (command.type !== 'inbox.take') return false
  const input = command.input as TakeOffer
  if (input.refuse !== 'RECORD_TOO_LARGE') return false
  const offered = decodeOffer(input.command, 0)
  const id = 'code' in offered ? command.id : offered.id
  const tried = session.execute({ ...command, id, input: { ...input, refuse: null } })
  // refused as a take, it is refused below in the same way
  if (tried.status === 'rejected') return false
  const { length } = bodyOf(tried)
  session.rollback(tried.sequence - 1)
  return length <= LEAST_ROOM
}

function parse(body: unknown): RecordJson | undefined {
  if (typeof body !== 'string') return undefined
  try {
    const json = JSON.parse(body) as RecordJson
    const { command } = json
    const named = isId(command.id) && typeof command.type === 'string' && isId(json.stream)
    return named && isTime(timeOf(json.at)) ? json : undefined
  } catch {
    return undefined
  }
}

/** Hash of the composition that a record brings, if it is JSON as records hold it. */
function compositionOf(input: unknown): string | undefined {
  try {
    return compositionHash(input)
  } catch {
    return undefined
  }
}
