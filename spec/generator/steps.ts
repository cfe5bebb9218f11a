/** Steps of scenarios in short. */
import type { CommandSignature } from '@symbolon/core'
import type { CommandStep } from './scenario.js'

/** A command that is accepted. */
export function accept(by: string, at: number, type: string, input: unknown, note?: string): CommandStep {
  return { command: { by, at, type, input }, expect: 'accepted', ...(note === undefined ? {} : { note }) }
}
/** A command that is refused with a code. */
export function refuse(code: string, by: string, at: number, type: string, input: unknown, note?: string): CommandStep {
  return { ...accept(by, at, type, input, note), expect: code }
}
/** The same step under an id of its own, signed or not. */
export function named(step: CommandStep, id: string, signature?: CommandSignature): CommandStep {
  return { ...step, command: { ...step.command, id, ...(signature === undefined ? {} : { signature }) } }
}
