/** The shape of a command, whatever its type. Spec: kernel.md#commands. */
import { isId } from '../codec/fields.js'
import { KERNEL } from './account.js'
import type { AnyCommand, CommandSignature } from './bag.js'
import { type Rejected, rejected } from './rejection.js'

const HEX = /^([0-9a-f]{2}){1,256}$/
const MEMBERS: ReadonlySet<string> = new Set(['id', 'by', 'at', 'type', 'input', 'signature'])

/** Whether a value is a time. */
export const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

type Kept = { -readonly [K in keyof AnyCommand]: AnyCommand[K] }

/** A command's own members, each read once. What isn't an object stays what it is, to be refused. */
export function ownCopy(command: AnyCommand): Kept {
  if (typeof command !== 'object' || command === null) return command
  const kept: Kept = { ...command }
  if (isObject(kept.signature)) kept.signature = { ...kept.signature }
  return kept
}

/** @returns the refusal of a command that isn't even shaped like one. No outside command may act for an instance; the host takes offers as the kernel. */
export function checkEnvelope(command: AnyCommand): Rejected | undefined {
  if (typeof command !== 'object' || command === null) return malformed('command')
  const { id, by, at, type, signature } = command
  if (!isId(id)) return malformed('id')
  if (!isId(by) && !(by === KERNEL && type === 'inbox.take')) return malformed('by')
  if (!isTime(at)) return malformed('at')
  if (typeof type !== 'string') return malformed('type')
  if (signature !== undefined && !isSignature(signature)) return malformed('signature')
  for (const member in command) if (!MEMBERS.has(member)) return malformed(member)
  return undefined
}

const malformed = (member: string): Rejected => rejected('COMMAND_MALFORMED', { member })

function isSignature(signature: CommandSignature): boolean {
  if (!isObject(signature)) return false
  const { key, deadline, value, ...rest } = signature
  const typed = isId(key) && isTime(deadline) && typeof value === 'string'
  return typed && HEX.test(value) && Object.keys(rest).length === 0
}

const DECIMAL = /^(0|[1-9][0-9]{0,15})$/
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** A time from JSON, NaN for what is none. */
export const timeOf = (value: unknown): number =>
  typeof value === 'string' && DECIMAL.test(value) ? Number(value) : Number.NaN

/** A command's envelope from JSON, its input still undecoded. */
export function decodeEnvelope(json: unknown): AnyCommand | Rejected {
  if (!isObject(json)) return malformed('command')
  const unknown = Object.keys(json).find((member) => !MEMBERS.has(member))
  if (unknown !== undefined) return malformed(unknown)
  const { id, by, type, input, signature } = json
  const envelope = { id, by, at: timeOf(json.at), type, input } as AnyCommand
  if (signature === undefined) return checkEnvelope(envelope) ?? envelope
  if (!isObject(signature)) return malformed('signature')
  const signed = { ...envelope, signature: { ...signature, deadline: timeOf(signature.deadline) } as CommandSignature }
  return checkEnvelope(signed) ?? signed
}
