/** Commands as wallets sign them. Spec: signatures.md#typed-input. */
import type { TypedData } from '../signature/index.js'
import { typedCommand } from '../signature/index.js'
import type { AnyInstance, CommandOf } from './bag.js'
import type { System } from './system.js'

/** What a command's signature says beside the command. */
export interface SigningTerms {
  /** The stream in which the command is to run. */
  readonly stream: string
  /** Id under which the party has registered the wallet's key. */
  readonly key: string
  /** Last second at which the command may be decided. */
  readonly deadline: number
}

type Unsigned<C> = C extends unknown ? Omit<C, 'at' | 'signature'> : never

/**
 * Typed data of a command, with the fields of its input, for a wallet to show and sign. The signature, without its
 * recovery byte, is one that `execute` accepts of a party with a secp256k1 key.
 * Spec: signatures.md#typed-input. Source: EIP-712.
 * @param system - The composition that will decide the command.
 * @param command - Id, party, type and typed input; the time isn't signed.
 * @param terms - Stream, key and deadline in whole seconds.
 * @returns Typed data as viem's `signTypedData` takes it.
 * @throws {TypeError} when the system has no such command, the input isn't of its schema, or a member is malformed.
 * @example
 * const data = typedDataOf(system, command, { stream: 'marlin', key: 'wallet', deadline: 1_700_000_000 })
 * const value = walletSignature(await client.signTypedData({ account, ...data }))
 */
export function typedDataOf<M extends AnyInstance>(
  system: System<M>,
  command: Unsigned<CommandOf<M>>,
  { stream, key, deadline }: SigningTerms,
): TypedData {
  const { id, by, type, input } = command as { id: string; by: string; type: string; input: unknown }
  const handler = system.engine.handler(type)
  if (handler === undefined) throw new TypeError(`there is no command ${type}`)
  const checked = handler.input.check(input)
  if (!checked.ok) throw new TypeError(`the input of ${type} is malformed: ${checked.reason}`)
  if (!Number.isSafeInteger(deadline) || deadline < 0) throw new TypeError('the deadline is a second, at least 0')
  const text = handler.input.encode(checked.value)
  return typedCommand(handler.schema, { stream, id, by, type, input: text, deadline: String(deadline), key })
}
